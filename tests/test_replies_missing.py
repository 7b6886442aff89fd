"""Comments that answer something that is not on their page, or the article above them."""

import re

import polars as pl
import pytest
from making import comments, discuss

from threadscope.discussion import analyze
from threadscope.pages import of_texts
from threadscope.replies import answers
from threadscope.report import html, tree_text
from threadscope.rules import pick
from threadscope.rules.pack import REPLY_PHRASES
from threadscope.tree import build

OLD = "> The winch on the upper lock has rusted through and nobody has asked for another one.\n"
TALK = [
    {"author": "Ann", "body": "The lock keeper retires in spring, I was told at the market."},
    {"author": "Bob", "body": "Who will run the ferry then? It is far too heavy for one person."},
]


def found(*talk: dict[str, str | None]) -> pl.DataFrame:
    """Give the possible parents of the last comment of a page, best first."""
    frame = comments(*talk)
    replies = answers(frame, {"page": REPLY_PHRASES}).replies
    return replies.filter(id=frame.height - 1)


@pytest.mark.parametrize(
    "body",
    [
        f"On Monday, Zoltan Ferry wrote:\n{OLD}Then ask for one.",
        f"Zoltan wrote:\n{OLD}Then ask for one.",
        f"In reply to Zoltan:\n{OLD}Then ask for one.",
    ],
)
def test_who_quotes_somebody_that_is_not_here_answers_what_is_not_here(body: str) -> None:
    best = found(*TALK, {"author": "Cid", "body": body}).row(0, named=True)
    assert (best["parent"], best["orphan"], best["certain"]) == (None, True, False)
    said = {each["kind"]: each["clue"] for each in best["evidence"]}
    assert "nobody of that name is here" in said["named"]


@pytest.mark.parametrize(
    "body",
    [
        "On Monday, Bob Ferry wrote:\n> It is far too heavy for one person.\nIt is not.",
        "Bobby wrote:\n> It is far too heavy for one person.\nIt is not.",
        "Take two people, I would say.",
        "@Bob Take two people, I would say.",
    ],
)
def test_nothing_is_missing_where_all_who_are_spoken_to_are_here(body: str) -> None:
    assert not found(*TALK, {"author": "Cid", "body": body})["orphan"].any()


def test_chances_add_up_to_one_with_what_is_missing_among_them() -> None:
    rows = found(*TALK, {"author": "Cid", "body": f"Zoltan wrote:\n{OLD}Then ask."})
    assert rows["orphan"].sum() == 1
    assert rows["probability"].sum() == pytest.approx(1, abs=1e-5)
    assert rows["rank"].to_list() == list(range(rows.height))


def test_an_orphan_that_is_not_sure_enough_is_open_and_no_orphan() -> None:
    frame = comments(*TALK, {"author": "Cid", "body": f"Zoltan wrote:\n{OLD}Then ask."})
    replies = answers(frame, {"page": REPLY_PHRASES}).replies
    columns = ("parent", "orphan", "unplaced")
    assert build(frame, replies).select(columns).row(2) == (None, True, False)
    assert build(frame, replies, least=1.0).select(columns).row(2) == (None, False, True)


def test_an_inferred_orphan_is_shown_with_how_likely_it_is() -> None:
    talk = "".join(f"{each['author']}'s picture\n{each['body']}\n\n" for each in TALK)
    shown = discuss(f"Article\n\n{talk}Cid's picture\nZoltan wrote:\n{OLD}Then ask.\n")
    (line,) = [line for line in tree_text(shown).splitlines() if "Cid" in line]
    assert re.search(r"^ +\d+ \?~\d+% Cid:", line)
    assert re.search(r"orphan: answers a comment .* · inferred, \d+.% sure", html(shown))


ARTICLE = "The mill pond was drained on Tuesday so that divers could look for the missing bell."
PAGE = f"""The bell of Upper Lock

{ARTICLE}

Ann's picture

The bell was cast in a town that no longer has a foundry, which nobody mentions.

Bob's picture

"drained on Tuesday so that divers could look for the missing bell" is not what the mayor said.

Cid's picture

"a town that no longer has a foundry" is what every bell here comes from.
"""


def test_who_quotes_the_article_answers_it() -> None:
    shown = analyze([of_texts({"page": PAGE})], pick(("drupal-picture",)), order="chronological")
    best = shown.candidates.filter(rank=0)
    assert best["parent"].to_list() == [None, None, 0]
    reason = {each["kind"]: each["clue"] for each in best["evidence"][1]}
    assert reason["quote"] == "quotes the article"
    without = analyze([of_texts({"page": PAGE.replace(ARTICLE, "")})], pick(("drupal-picture",)))
    chance = [
        one.candidates.filter(pl.col("parent").is_null(), id=1)["probability"].item()
        for one in (shown, without)
    ]
    assert chance[0] > chance[1] + 0.2


def test_what_the_article_said_first_is_quoted_from_nobody_else() -> None:
    quoting = '"so that divers could look for the missing bell", they say.'
    page = PAGE.replace('"a town that no longer has a foundry" is what every bell here', quoting)
    shown = analyze([of_texts({"page": page})], pick(("drupal-picture",)))
    (pair,) = shown.candidates.filter(id=2, parent=1)["evidence"].to_list()
    assert not any(each["clue"].startswith("quotes 1") for each in pair)
