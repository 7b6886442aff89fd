import io
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import comments, discuss

from threadscope import report
from threadscope.discussion import Discussion, unplace
from threadscope.replies import answers
from threadscope.safetext import show
from threadscope.schema import PAGES, THREADS
from threadscope.tree import build

PAGE = """Article

Ann's picture
first

Bob's picture
> first
@Ann no
"""
CONTRACT = {
    "id", "page", "author", "posted_at", "subject", "body", "first_line", "last_line", "marker",
    "source_id", "parent", "thread", "depth", "order", "confidence", "certain", "orphan",
    "evidence",
}  # fmt: skip


def threads(*rows: dict[str, object]) -> pl.DataFrame:
    frame = comments(*rows)
    return build(frame, answers(frame, {}).replies)


def test_statistics_hold_what_the_contract_names() -> None:
    value = json.loads(report.stats_json(discuss(PAGE)))
    assert value["schema"] == "threadscope.stats/1"
    assert set(value) == {"schema", "notes", *report.TABLES}
    assert value["pages"][0]["pack"] == "drupal-picture"
    assert [author["author"] for author in value["authors"]] == ["Ann", "Bob"]
    assert value["notes"][0].keys() == {"severity", "page", "line", "text"}


def test_one_table_can_be_asked_for() -> None:
    value = json.loads(report.stats_json(discuss(PAGE), ["depths"]))
    assert set(value) == {"schema", "depths", "notes"}


def test_comments_are_one_object_a_line_with_the_keys_of_the_contract() -> None:
    lines = report.comments_jsonl(discuss(PAGE).threads).splitlines()
    first, second = map(json.loads, lines)
    assert set(first) >= CONTRACT
    assert first["parent"] is None
    assert second["parent"] == 0
    assert second["evidence"][0].keys() == {"kind", "clue", "weight"}


@given(st.text(), st.text())
def test_any_text_comes_back_from_json_and_is_safe_to_look_at(author: str, body: str) -> None:
    frame = threads({"author": author, "body": body})
    text = report.comments_jsonl(frame)
    value = json.loads(text)
    assert (value["author"], value["body"]) == (author, body)
    assert show(text) == text
    discussion = Discussion(PAGES.to_frame(), frame, pl.DataFrame(), ())
    stats = report.stats_json(discussion, ["authors", "threads"])
    assert json.loads(stats)["authors"][0]["author"] == author
    assert show(stats) == stats


@given(st.text(max_size=20))
def test_csv_gives_back_every_text(author: str) -> None:
    written = report.csv(
        threads({"author": author, "body": "x"}).select("id", "author", "evidence")
    )
    read = pl.read_csv(
        written.encode(), schema_overrides={"author": pl.String}, empty_string_is_null=False
    )
    assert read["author"].to_list() == [author]


def test_parquet_keeps_every_column_and_type() -> None:
    frame = discuss(PAGE).threads
    assert pl.read_parquet(io.BytesIO(report.parquet(frame))).equals(frame)
    assert frame.schema == THREADS


def test_a_markdown_table_keeps_its_columns_whatever_the_names() -> None:
    names = ["a|b", "<b>x</b>", "[x](javascript:1)", "a\nb", "\\", "*b*", "`c`"]
    text = report.markdown(pl.DataFrame({"author": names, "comments": range(len(names))}))
    for line in text.splitlines():
        assert line.replace("\\\\", "").replace("\\|", "").count("|") == 3
    assert "<b>" not in text


def test_the_tree_shows_marks_lines_and_first_words() -> None:
    frame = threads(
        {"source_id": "a", "top_level": True, "author": "Ann", "body": "one\ntwo"},
        {"source_id": "b", "parent_id": "a", "body": "x" * 100},
        {"source_id": "c", "parent_id": "gone", "author": "Carl"},
    )
    pages = discuss(PAGE).pages
    text = report.tree_text(Discussion(pages, frame, pl.DataFrame(), ()))
    assert text.splitlines() == [
        "page (drupal-picture, threaded, 2 comments)",
        "    1 = Ann: one two",
        "    2   = (unknown): " + "x" * 71 + "…",
        "    3 ? Carl:",
    ]


def test_the_tree_marks_what_is_inferred_and_what_is_left_open() -> None:
    found = discuss("Ann's picture\none\n\nBob's picture\nAnn two\n\nCid's picture\nthree\n")
    marks = [line.split()[1][0] for line in report.tree_text(found).splitlines()[1:]]
    assert marks == ["~", "~", "~"]
    marks = [line.split()[1] for line in report.tree_text(unplace(found, 1)).splitlines()[2:]]
    assert all(mark.startswith("?") and mark.endswith("%") for mark in marks)


def test_the_table_of_comments_says_how_sure_and_why() -> None:
    found = discuss(PAGE)
    told = report.comment_table(found.threads)
    assert told["sure"].to_list()[1].endswith("%")
    assert "Ann" in told["why"][1]
    guessed = discuss(PAGE.replace("> first\n@Ann ", ""))
    assert report.comment_table(unplace(guessed, 1).threads)["answers"].to_list()[1] == "open"


def test_a_chain_of_a_thousand_does_not_run_off_the_screen() -> None:
    rows = [{"source_id": str(at), "parent_id": str(at - 1) if at else None} for at in range(1000)]
    text = report.tree_text(Discussion(discuss(PAGE).pages, threads(*rows), pl.DataFrame(), ()))
    assert max(map(len, text.splitlines())) < 120
    assert "[999]" in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_text_that_a_spreadsheet_would_run_is_quoted_where_that_is_asked_for(start: str) -> None:
    frame = pl.DataFrame({"author": [f"{start}1+1", "a=b", None], "share": [-0.5, 0.1, 0.2]})
    exact, safe = (pl.read_csv(report.csv(frame, safe=each).encode()) for each in (False, True))
    assert exact.rows() == frame.rows()
    assert safe.rows() == [(f"'{start}1+1", -0.5), ("a=b", 0.1), (None, 0.2)]
