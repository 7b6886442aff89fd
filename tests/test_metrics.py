from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import comments

from threadscope import metrics
from threadscope.replies import answers
from threadscope.rules.pack import REPLY_PHRASES
from threadscope.schema import AUTHORS, DEPTHS, DISCUSSIONS, PAGES, PAIRS, REPLIES, TIMES
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
    return build(frame, answers(frame, {}).replies)


def talk(*said: tuple[str | None, str], least: float = 0.0) -> pl.DataFrame:
    """Build THREADS of comments that state nothing."""
    frame = comments(*({"author": who, "body": body} for who, body in said))
    return build(frame, answers(frame, {"page": REPLY_PHRASES}).replies, least)


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
    columns = ("author", "answered", "replies", "certain", "confidence")
    assert found.select(columns).rows() == [
        ("Ann", "Bob", 1, 1, 1.0),
        ("Bob", "Ann", 1, 1, 1.0),
    ]


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


def test_shares_say_how_much_of_the_structure_is_inferred(threads: pl.DataFrame) -> None:
    numbers = metrics.overview(threads, PAGES.to_frame())
    assert (numbers["certain_share"], numbers["inferred_share"]) == (1.0, 0.0)
    assert (numbers["under_half"], numbers["unplaced"]) == (0, 0)
    rebuilt = talk(("Ann", "one"), ("Bob", "two"), ("Ann", "@Bob three"))
    guessed = metrics.overview(rebuilt, PAGES.to_frame())
    assert (guessed["certain_share"], guessed["inferred_share"]) == (0.0, 1.0)
    nothing = metrics.overview(talk(("Ann", "one")), PAGES.to_frame())
    assert (nothing["certain_share"], nothing["inferred_share"]) == (None, None)


def test_of_certain_replies_exactly_those_counted_are_expected(threads: pl.DataFrame) -> None:
    found = metrics.authors(threads)
    assert found["expected_replies_sent"].to_list() == found["replies_sent"].to_list()
    assert found["expected_replies_received"].to_list() == found["replies_received"].to_list()


def test_expected_replies_worked_by_hand() -> None:
    """Bob answers Ann with 0.6 and the page with 0.4; Cid answers Bob 0.5, Ann 0.3, the page."""
    frame = comments(*({"author": who} for who in ("Ann", "Bob", "Cid")))
    rows = [(0, None, 0, 1.0), (1, 0, 0, 0.6), (1, None, 1, 0.4)]
    rows += [(2, 1, 0, 0.5), (2, 0, 1, 0.3), (2, None, 2, 0.2)]
    chances = pl.DataFrame([(*row, False, False, []) for row in rows], schema=REPLIES, orient="row")
    threads = build(frame, chances)
    columns = ("author", "expected_replies_sent", "expected_replies_received")
    sent = {who: found for who, *found in metrics.authors(threads).select(columns).rows()}
    assert sent["Ann"] == pytest.approx([0, 0.9])
    assert sent["Bob"] == pytest.approx([0.6, 0.5])
    assert sent["Cid"] == pytest.approx([0.8, 0])
    numbers = metrics.overview(threads, PAGES.to_frame())
    assert numbers["expected_replies"] == pytest.approx(1.4)
    assert numbers["expected_threads"] == pytest.approx(1.6)
    assert (numbers["replies"], numbers["threads"]) == (2, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ann", "Bob", None]),
            st.sampled_from(["", "hi", "@Ann no", "Bob, who pays?", "> hi\nwhy"]),
        ),
        max_size=15,
    ),
    st.floats(0, 1),
)
def test_every_comment_is_expected_once_whatever_is_left_open(
    said: list[tuple[str | None, str]], least: float
) -> None:
    threads = talk(*said, least=least)
    authors = metrics.authors(threads)
    unknown = threads.filter(pl.col("author").is_null())
    received = authors["expected_replies_received"].sum() + unknown["expected_replies"].sum()
    numbers = metrics.overview(threads, PAGES.to_frame())
    assert received == pytest.approx(numbers["expected_replies"], abs=1e-5)
    assert received + numbers["expected_threads"] == pytest.approx(threads.height, abs=1e-5)
    sent = authors["expected_replies_sent"].sum() + unknown["reply_probability"].sum()
    assert sent == pytest.approx(received, abs=1e-5)
    assert numbers["threads"] + numbers["replies"] == threads.height


def test_nothing_gives_empty_tables_and_no_means() -> None:
    nothing = build(comments(), answers(comments(), {}).replies)
    for table in (
        metrics.authors, metrics.depths, metrics.pairs, metrics.threads, metrics.times,
        metrics.centrality, metrics.responses, metrics.week, metrics.distinctive,
        metrics.lookalikes,
    ):  # fmt: skip
        assert table(nothing).is_empty()
    drawn = metrics.draw(nothing, REPLIES.to_frame())
    assert metrics.measures(nothing, REPLIES.to_frame(), drawn=drawn).is_empty()
    assert metrics.widths(drawn).is_empty()
    assert metrics.widths(drawn, by_page=False).is_empty()
    assert metrics.answers(drawn).is_empty()
    assert metrics.overview(nothing, PAGES.to_frame())["mean_depth"] is None
