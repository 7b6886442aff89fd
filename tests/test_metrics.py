from datetime import datetime

import polars as pl
import pytest
from making import comments

from threadscope import metrics
from threadscope.replies import replies
from threadscope.schema import AUTHORS, DEPTHS, DISCUSSIONS, PAGES, PAIRS, TIMES
from threadscope.tree import build


@pytest.fixture(name="threads")
def _threads() -> pl.DataFrame:
    """Ann opens; Bob and an unknown answer her; Ann answers Bob; Bob opens; Carl is an orphan."""
    noon = datetime(2024, 5, 1, 12, 10)
    frame = comments(
        {"source_id": "0", "top_level": True, "author": "Ann", "body": "a b c", "posted_at": noon},
        {"source_id": "1", "parent_id": "0", "author": "Bob", "body": "d e"},
        {"source_id": "2", "parent_id": "0", "author": None, "body": "f"},
        {"source_id": "3", "parent_id": "1", "author": "Ann", "body": "", "posted_at": noon},
        {"source_id": "4", "top_level": True, "author": "Bob", "body": "g"},
        {"source_id": "5", "parent_id": "9", "author": "Carl", "body": "h"},
    )
    return build(frame, replies(frame, {}))


def test_authors_worked_by_hand(threads: pl.DataFrame) -> None:
    found = metrics.authors(threads)
    assert found.schema == AUTHORS
    columns = (
        "author", "comments", "words", "threads_started", "replies_sent", "replies_received",
        "orphans", "mean_depth", "max_depth",
    )  # fmt: skip
    assert found.select(columns).rows() == [
        ("Ann", 2, 3, 1, 1, 2, 0, 1.0, 2),
        ("Bob", 2, 3, 1, 1, 1, 0, 0.5, 1),
        ("Carl", 1, 1, 0, 0, 0, 1, 0.0, 0),
    ]
    assert found["share"].to_list() == pytest.approx([2 / 6, 2 / 6, 1 / 6])


def test_authors_and_the_unattributed_add_up_to_all_comments(threads: pl.DataFrame) -> None:
    numbers = metrics.overview(threads, PAGES.to_frame())
    attributed = metrics.authors(threads)["comments"].sum()
    assert attributed + numbers["unattributed"] == numbers["comments"] == threads.height


def test_depths_worked_by_hand(threads: pl.DataFrame) -> None:
    found = metrics.depths(threads)
    assert found.schema == DEPTHS
    assert found.rows() == [(0, 3, 3), (1, 2, 1), (2, 1, 1)]


def test_pairs_leave_out_who_is_unknown(threads: pl.DataFrame) -> None:
    found = metrics.pairs(threads)
    assert found.schema == PAIRS
    assert found.rows() == [("Ann", "Bob", 1, 1, 1.0), ("Bob", "Ann", 1, 1, 1.0)]


def test_threads_worked_by_hand(threads: pl.DataFrame) -> None:
    found = metrics.threads(threads)
    assert found.schema == DISCUSSIONS
    columns = ("thread", "author", "comments", "authors", "max_depth", "first_line", "orphan")
    assert found.select(columns).rows() == [
        (0, "Ann", 4, 2, 2, 1, False),
        (4, "Bob", 1, 1, 0, 5, False),
        (5, "Carl", 1, 1, 0, 6, True),
    ]


def test_times_count_the_dated_comments_of_each_hour(threads: pl.DataFrame) -> None:
    found = metrics.times(threads)
    assert found.schema == TIMES
    assert found.rows() == [(datetime(2024, 5, 1, 12), 2, 1)]


def test_the_overview_worked_by_hand(threads: pl.DataFrame) -> None:
    numbers = metrics.overview(threads, PAGES.to_frame())
    assert numbers["threads"] == 3
    assert numbers["replies"] == numbers["certain_replies"] == 3
    assert numbers["orphans"] == 1
    assert numbers["unanswered"] == 4
    assert numbers["max_depth"] == 2
    assert numbers["mean_depth"] == pytest.approx(4 / 6)


def test_nothing_gives_empty_tables_and_no_means() -> None:
    nothing = build(comments(), replies(comments(), {}))
    for table in (metrics.authors, metrics.depths, metrics.pairs, metrics.threads, metrics.times):
        assert table(nothing).is_empty()
    assert metrics.overview(nothing, PAGES.to_frame())["mean_depth"] is None
