import gzip
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from threadscope import report
from threadscope.errors import Severity
from threadscope.pages import Batch, find, read
from threadscope.pages.parquet import DOOR


def taken(path: Path) -> Batch:
    (batch,) = read(find([str(path)])[0])
    return batch


def test_rows_with_a_text_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    pl.DataFrame(
        {"url": ["https://a.example/1", None], "text": ["one\r\ntwo", "three"], "size": [1, 2]}
    ).write_parquet(path)
    pages = taken(path).pages
    assert pages.rows() == [("https://a.example/1", "one\ntwo"), (f"{path}:2", "three")]


def test_more_rows_than_are_in_memory_at_once_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    texts = [f"page {at}" for at in range(5_000)]
    pl.DataFrame({"text": texts}).write_parquet(path, row_group_size=700)
    assert taken(path).pages["text"].to_list() == texts


def test_rows_with_an_author_are_comments(tmp_path: Path) -> None:
    path = tmp_path / "comments.parquet"
    pl.DataFrame(
        {
            "id": [1, 2],
            "author": ["Ann", None],
            "body": ["hello", "hi"],
            "page": ["p", "p"],
            "posted_at": [datetime(2020, 3, 1, 14), None],
            "parent": [None, 1],
        }
    ).write_parquet(path)
    cuts = taken(path).cuts
    columns = ("author", "body", "source_id", "parent_id", "top_level", "first_line")
    assert cuts.select(columns).rows() == [
        ("Ann", "hello", "1", None, True, 1),
        (None, "hi", "2", "1", False, 2),
    ]
    assert str(cuts["posted_text"][0]).startswith("2020-03-01")


def test_a_packed_table_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "pages.gz"
    table = report.parquet(pl.DataFrame({"text": ["one"]}))
    assert DOOR.fits(table)
    path.write_bytes(gzip.compress(table))
    assert taken(path).pages["text"].to_list() == ["one"]


@pytest.mark.parametrize("kept", [8, -20])
def test_a_damaged_table_is_left_out_with_a_note(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "pages.parquet"
    path.write_bytes(report.parquet(pl.DataFrame({"text": ["one"] * 100}))[:kept])
    batch = taken(path)
    assert batch.pages.is_empty()
    assert [note.severity for note in batch.notes] == [Severity.UNREAD]
    assert "is damaged" in batch.notes[0].text


def test_a_table_without_a_text_is_left_out_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "numbers.parquet"
    pl.DataFrame({"n": [1, 2]}).write_parquet(path)
    (note,) = taken(path).notes
    assert "has no column text or body (left out)" in note.text
