"""Who is named, and which of his comments is meant."""

import polars as pl
import pytest
from making import comments

from threadscope.replies.table import tabulate
from threadscope.rules.pack import REPLY_PHRASES

LAMP = "the lamp room was always warm in winter because the keeper never let the fire die"
COAL = "nobody who has carried coal up those stairs would call it warm at all"


def stated(*said: tuple[str, str]) -> list[int]:
    """Give the comments that the last of a page says outright to answer.

    Args:
        said: author and body of each comment.
    """
    pairs = last(*said)
    return pairs.filter("stated")["parent"].to_list()


def last(*said: tuple[str, str]) -> pl.DataFrame:
    """Give the pairs of the last comment of a page."""
    frame = comments(*({"author": author, "body": body} for author, body in said))
    pairs = tabulate(frame, {"page": REPLY_PHRASES}, 32).pairs
    return pairs.filter(row=len(said) - 1)


@pytest.mark.parametrize(
    "quote", [f"Ann wrote:\n> {LAMP}\nno", f"Ann:\n{LAMP}\nno", f"Ann, you said “{LAMP}”"]
)
def test_of_several_comments_of_who_is_named_the_quoted_one_is_meant(quote: str) -> None:
    page = (("Ann", LAMP), ("Bob", "is it?"), ("Ann", "it is"))
    assert stated(*page, ("Carl", quote)) == [0]
    assert stated(*page, ("Carl", "Ann wrote:\n> nothing of the kind\nno")) == [2]


def test_of_the_lines_that_introduce_quotes_the_first_counts() -> None:
    page = (("Ann", "first"), ("Bob", "second"), ("Dora", "third"))
    inner = "On Monday, 3 May 2004, Ann <ann at lamp.example> wrote:\nnot so"
    for outer in (
        "On Tuesday, 4 May 2004, Bob wrote:\nwarm",
        "From: Bob [mailto:bob at lamp.example]\nSent: Tuesday",
        'From: list <list at lamp.example> on behalf of "Bob" <bob at lamp.example>\nSent: Tuesday',
        "Von: Bob\nGesendet: Dienstag",
    ):
        assert stated(*page, ("Carl", f"good\n\n{outer}\n{inner}")) == [1]
    assert stated(*page, ("Carl", f"good\n\nSomebody wrote:\n{inner}")) == []


def test_who_is_called_further_down_is_named_but_not_answered() -> None:
    page = (("Ann", "first"), ("Bob", "second"), ("Dora", "third"))
    assert stated(*page, ("Carl", "@Ann not so")) == [0]
    assert stated(*page, ("Carl", "Not so.\n@Ann what do you say?")) == []
    called = last(*page, ("Carl", "Not so.\n@Ann what do you say?")).filter("called")
    assert called["parent"].to_list() == [0]


def test_who_is_named_in_a_repeated_passage_is_not_named_by_who_repeats_it() -> None:
    passage = f"Ann, {COAL}"
    page = (("Ann", LAMP), ("Bob", passage))
    for body in (f"{passage}\nquite", f"quite: {passage}"):
        named = last(*page, ("Carl", body)).filter(pl.col("names") > 0)
        assert named.is_empty()
