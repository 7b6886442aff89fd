"""`explain`: all possible parents of one comment, with all that speaks for them."""

import json
import math
import os
import pty
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import comments
from test_cli import read_all, start

from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.replies import answers
from threadscope.rules.pack import REPLY_PHRASES

TALK = [
    ("Ann", "The crane must stay where it is, said the harbour office."),
    ("Bob", "Who pays for the crane?"),
    ("Ann", "@Bob The harbour office does."),
    (None, "Thanks, Ann."),
    ("Cid", "> The crane must stay where it is\nIt must not."),
    ("Bob", "Then who moves it?"),
    ("Ann", "Nobody."),
]
PAGE = "Article\n\n" + "".join(f"{who}'s picture\n{what}\n\n" for who, what in TALK if who)


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return str(path)


def asked(frame: pl.DataFrame, comment: int, *, chat: bool = False) -> list[dict[str, Any]]:
    """Ask for all possible parents of a comment of a page in order of time."""
    names = frame["page"].unique().to_list()
    pages = pl.DataFrame({"page": names, "order": "chronological", "chat": chat, "site": "s"})
    nothing = pl.lit(None, pl.String)
    pages = pages.with_columns(guessed=False, language=nothing, article=nothing)
    found = answers(
        frame, dict.fromkeys(names, REPLY_PHRASES), pages=pages, asked=pl.col("id") == comment
    ).replies
    return found.filter(id=comment).to_dicts()


TALKS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "Bob", "Cid", None]),
        st.sampled_from([body for _, body in TALK] + ["", "hi", "@Dee Tell me more."]),
    ),
    min_size=1,
    max_size=12,
)


@given(TALKS, st.sampled_from(["forum", "chat"]), st.data())
def test_the_weights_of_a_parent_add_up_to_its_log_odds(
    talk: list[tuple[str | None, str]], kind: str, data: st.DataObject
) -> None:
    frame = comments(*({"author": who, "body": body} for who, body in talk))
    comment = data.draw(st.integers(0, frame.height - 1))
    rows = asked(frame, comment, chat=kind == "chat")
    assert sum(row["probability"] for row in rows) == pytest.approx(1, abs=1e-5)
    sums = [sum(each["weight"] for each in row["evidence"]) for row in rows]
    for row, weight in zip(rows, sums, strict=True):
        if row["probability"] > 1e-6:
            odds = math.log(row["probability"] / rows[0]["probability"])
            assert weight - sums[0] == pytest.approx(odds, abs=0.02)


def test_the_page_and_every_comment_above_are_listed_and_evidence_is_in_words() -> None:
    frame = comments(*({"author": who, "body": body} for who, body in TALK))
    rows = asked(frame, 6)
    assert {row["parent"] for row in rows} == {None, 0, 1, 2, 3, 4, 5}
    assert [row["rank"] for row in rows] == list(range(7))
    for row in rows:
        weights = [abs(each["weight"]) for each in row["evidence"]]
        assert weights == sorted(weights, reverse=True)
        assert all(each["clue"] for each in row["evidence"])


def test_asking_for_one_comment_leaves_the_others_as_they_are() -> None:
    frame = comments(*({"author": who, "body": body} for who, body in TALK))
    whole = answers(frame, {"page": REPLY_PHRASES}, asked=pl.col("id") == 6).replies
    plain = answers(frame, {"page": REPLY_PHRASES}).replies
    assert whole.filter(pl.col("id") != 6).equals(plain.filter(pl.col("id") != 6))
    assert whole.filter(id=6)["parent"][0] == plain.filter(id=6)["parent"][0]


def test_a_comment_is_explained_by_its_id_or_by_a_line_of_it(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", page, "4", "-q"]) == Exit.DONE
    by_id = capsys.readouterr().out
    assert by_id.startswith(f"{page}, comment 4, line 16, Bob: Then who moves it?\n")
    for row in ("the page", *(f"comment {at}, line " for at in range(4))):
        assert row in by_id
    assert "position" in by_id
    for line in ("L16", "l17"):
        assert run(["explain", page, line, "-q"]) == Exit.DONE
        assert capsys.readouterr().out == by_id


def test_json_holds_the_comment_its_possible_parents_and_their_evidence(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", page, "4", "-q", "--format", "json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "threadscope.reasons/1"
    assert (told["comment"]["id"], told["comment"]["body"]) == (4, "Then who moves it?")
    assert told["comment"]["parent"] == told["candidates"][0]["parent"]
    assert {each["parent"] for each in told["candidates"]} == {None, 0, 1, 2, 3}
    assert sum(each["probability"] for each in told["candidates"]) == pytest.approx(1, abs=1e-4)
    for each in told["candidates"]:
        assert each["weight"] == pytest.approx(
            sum(one["weight"] for one in each["evidence"]), abs=1e-4
        )
        assert each["evidence"][0].keys() == {"kind", "clue", "weight"}


def test_what_the_page_states_is_certain_and_may_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.jsonl"
    file.write_text(
        '{"id": "a", "author": "ann", "text": "x", "parent": null}\n'
        '{"id": "b", "author": "bob", "text": "y", "parent": "gone"}\n'
    )
    assert run(["explain", str(file), "1", "-q"]) == Exit.DONE
    shown = capsys.readouterr().out
    assert "certain" in shown
    assert "a comment that is not on the page" in shown
    assert "states its parent gone" in shown


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("99", "`threadscope comments` shows 0 to 5"),
        ("L1", "`threadscope tree` shows the lines"),
        ("Ann", "give its id"),
        ("-1", "No such option"),
    ],
)
def test_a_comment_that_is_not_there_is_answered_with_what_to_do(
    wanted: str, words: str, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", page, wanted, "-q"]) == Exit.USAGE
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_a_line_of_several_pages_asks_for_the_id(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE)
    assert run(["explain", page, str(other), "L4", "-q"]) == Exit.USAGE
    assert f"0 of {page}, 6 of {other}" in capsys.readouterr().err
    assert run(["explain", page, str(other), "6", "-q"]) == Exit.DONE
    assert capsys.readouterr().out.startswith(f"{other}, comment 6, line 3, Ann")


def test_names_with_line_ends_break_no_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.jsonl"
    rows = [{"author": "an\nna", "text": "x"}, {"author": "b\u2028b", "text": "@an\nna y"}]
    rows += [{"author": "an\nna", "text": "z"}]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert run(["explain", str(file), "2", "-q"]) == Exit.DONE
    title, *lines = capsys.readouterr().out.splitlines()
    assert title.endswith("an na: z")
    assert all(re.match(r" +(\d+\.\d%|[+-]\d)", line) for line in lines if line)


def test_a_page_without_comments_says_how_to_find_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.txt"
    path.write_text("only an article\n")
    assert run(["explain", str(path), "0", "-q"]) == Exit.USAGE
    assert "--from-line" in capsys.readouterr().err


def test_on_a_terminal_lines_are_safe_and_cut_to_its_width(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(f"Ann's picture\n\x1b[31m{'word ' * 40}\n\nBob's picture\nno\n")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60"}
    done = start("explain", str(path), "1", "-q", stdout=theirs, env=environment)
    os.close(theirs)
    shown = read_all(ours)
    assert done.returncode == Exit.DONE
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 60
