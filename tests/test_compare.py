"""Two discussions side by side."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.comparison import MATCHED, Comparison, compare
from threadscope.comparison.match import paired
from threadscope.discussion import Discussion, analyze
from threadscope.pages import of_texts
from threadscope.rules import shipped

MONDAY = """The lamp is lit

Ann's picture
It burns since Friday, and nobody asked us about it.

Bob's picture
@Ann They did ask, twice, in the paper of the harbour.

Cid's picture
Who reads that paper?

Ann's picture
+1

Ann's picture
+1
"""


def read(text: str, name: str = "page.txt") -> Discussion:
    return analyze([of_texts({name: text})], shipped())


def held(a: str, b: str) -> Comparison:
    return compare(read(a), read(b))


def statuses(found: Comparison) -> list[str]:
    return found.comments["status"].to_list()


def test_a_page_beside_itself_is_the_same_with_the_same_parents() -> None:
    found = held(MONDAY, MONDAY)
    assert statuses(found) == ["same"] * 5
    assert found.comments["parent"].to_list() == ["same"] * 5
    assert found.comments["a"].to_list() == found.comments["b"].to_list()
    assert (found.summary["parents_share"], found.summary["added"]) == (1.0, 0)
    assert found.measures["change"].drop_nulls().unique().to_list() == [0]


def test_what_was_added_removed_and_edited_between_two_captures_is_told() -> None:
    friday = MONDAY.replace("twice, in the paper", "three times, in the paper")
    friday = friday.replace("Cid's picture\nWho reads that paper?\n\n", "")
    friday += "\nDee's picture\nAt last!\n"
    found = held(MONDAY, friday)
    assert statuses(found) == ["same", "edited", "same", "same", "added", "removed"]
    gone = found.comments.filter(status="removed")
    assert gone.select("a", "b", "a_author", "opening").row(0) == (
        2, None, "Cid", "Who reads that paper?",
    )  # fmt: skip
    assert {name: found.summary[name] for name in ("same", "edited", "added", "removed")} == {
        "same": 3,
        "edited": 1,
        "added": 1,
        "removed": 1,
    }
    changes = {row["author"]: row["change"] for row in found.authors.rows(named=True)}
    assert changes == {"Ann": 0, "Bob": 0, "Cid": -1, "Dee": 1}


def test_a_comment_that_lost_its_author_is_known_by_its_words() -> None:
    found = held(
        MONDAY, MONDAY.replace("Cid's picture", "Cyd's picture").replace("paper?", "paper there?")
    )
    assert statuses(found).count("added") == 1
    found = held(MONDAY, MONDAY.replace("Bob's picture", "Rob's picture"))
    assert statuses(found) == ["same", "edited", "same", "same", "same"]
    assert found.summary["other_author"] == 1


def given_page(*rows: dict[str, Any], folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def talk(folder: Path) -> tuple[str, str]:
    said = [
        {"id": "a", "author": "Ann", "text": "One of the lamps."},
        {"id": "b", "author": "Bob", "text": "Two of the boats."},
        {"id": "c", "author": "Cid", "text": "Three of the crabs."},
    ]
    parents = ({"a": None, "b": "a", "c": "b"}, {"a": None, "b": "a", "c": "a"})
    a, b = (
        given_page(
            *({**row, "parent": up[str(row["id"])]} for row in said), folder=folder, name=name
        )
        for up, name in zip(parents, ("a.jsonl", "b.jsonl"), strict=True)
    )
    return a, b


def test_replies_of_two_readings_are_compared_also_those_that_one_of_them_states(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = talk(tmp_path)
    assert run(["compare", a, b, "--format", "json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "threadscope.compare/1"
    assert (told["a"], told["b"]) == (a, b)
    assert [row["parent"] for row in told["comments"]] == ["same", "same", "other"]
    wanted = ("parents_compared", "parents_same", "certain_in_a_compared", "certain_in_a_same")
    assert [told["summary"][name] for name in wanted] == [3, 2, 3, 2]
    depth = next(row for row in told["measures"] if row["name"] == "max_depth")
    assert (depth["a"], depth["b"], depth["change"]) == (2, 1, -1)


def test_people_see_what_differs_and_scripts_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = talk(tmp_path)
    assert run(["compare", a, b]) == Exit.DONE
    out = capsys.readouterr().out
    assert [title for title in ("summary", "measures", "comments", "authors") if title in out]
    assert "Three of the crabs." in out
    assert "Two of the boats." not in out
    assert run(["compare", a, b, "--format", "csv"]) == Exit.DONE
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == ",".join(MATCHED)
    assert len(rows) == 4


@pytest.mark.parametrize("pages", [[], ["a.txt", "b.txt", "c.txt"], ["a.txt"]])
def test_two_are_compared_not_fewer_or_more(
    pages: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *pages]) == Exit.USAGE
    assert capsys.readouterr().err


NAMES = st.sampled_from(["Ann", "Bob", "Cid"])
SAID = st.lists(st.tuples(NAMES, st.sampled_from(["yes", "no", "the harbour is cold"])), max_size=8)


@given(SAID, SAID)
def test_every_comment_is_told_of_once_and_pairs_are_one_to_one(
    a: list[tuple[str, str]], b: list[tuple[str, str]]
) -> None:
    ours, theirs = (
        read("x\n\n" + "".join(f"{name}'s picture\n{text}\n\n" for name, text in said))
        for said in (a, b)
    )
    pairs = paired(ours.threads, theirs.threads)
    assert pairs["a"].is_unique().all()
    assert pairs["b"].is_unique().all()
    found = compare(ours, theirs).comments
    assert sorted(found["a"].drop_nulls()) == list(range(len(a)))
    assert sorted(found["b"].drop_nulls()) == list(range(len(b)))


def test_pages_of_the_same_names_are_compared_page_by_page() -> None:
    one, two = ({f"{at}/{name}": MONDAY for name in ("x.txt", "y.txt")} for at in ("old", "new"))
    a, b = (analyze([of_texts(each)], shipped()) for each in (one, two))
    found = compare(a, b)
    assert statuses(found) == ["same"] * 10
    assert found.summary["parents_share"] == 1
