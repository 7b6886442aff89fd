import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import comments

from threadscope.replies import answers
from threadscope.schema import REPLIES, THREADS
from threadscope.tree import build, climb, preorder


def tree(parents: list[int | None]) -> pl.DataFrame:
    """Build THREADS with these parents."""
    rows = [
        {
            "source_id": str(at),
            "parent_id": None if parent is None else str(parent),
            "top_level": parent is None,
        }
        for at, parent in enumerate(parents)
    ]
    frame = comments(*rows)
    return build(frame, answers(frame, {}).replies)


def forests(size: int = 40) -> st.SearchStrategy[list[int | None]]:
    """Draw parents that always stand earlier."""
    choices = [
        st.one_of(st.none(), st.integers(0, at - 1)) if at else st.none() for at in range(size)
    ]
    return st.integers(0, size).flatmap(lambda n: st.tuples(*choices[:n])).map(list)


def test_a_small_tree_worked_by_hand() -> None:
    found = tree([None, 0, 1, 0, None, 4])
    assert found.select("thread", "depth", "order", "replies", "descendants").rows() == [
        (0, 0, 0, 2, 3),
        (0, 1, 1, 1, 1),
        (0, 2, 2, 0, 0),
        (0, 1, 3, 0, 0),
        (4, 0, 4, 1, 1),
        (4, 1, 5, 0, 0),
    ]


def test_what_is_less_sure_than_asked_begins_a_tree_of_its_own() -> None:
    frame = comments(*({"source_id": str(at)} for at in range(4)))
    rows = [
        (0, None, 0, 0.9, False),
        (1, 0, 0, 0.5, False),
        (1, None, 1, 0.5, False),
        (2, 1, 0, 0.8, False),
        (3, 0, 0, 0.5, True),
    ]
    chances = pl.DataFrame([(*row, False, []) for row in rows], schema=REPLIES, orient="row")
    columns = ("parent", "thread", "depth", "unplaced", "confidence")
    found = (
        build(frame, chances, 0.6)
        .select(columns)
        .with_columns(pl.col("confidence").cast(pl.Float64).round(1))
    )
    assert found.rows() == [
        (None, 0, 0, False, 0.9),
        (None, 1, 0, True, 0.5),
        (1, 1, 1, False, 0.8),
        (0, 0, 1, False, 0.5),
    ]
    assert not build(frame, chances)["unplaced"].any()


def test_the_frame_has_the_columns_of_the_schema() -> None:
    assert tree([None, 0]).schema == THREADS
    assert tree([]).schema == THREADS


def test_replies_stand_behind_their_parent_wherever_they_were_on_the_page() -> None:
    found = tree([None, None, 0, 1, 0])
    assert found.sort("order")["id"].to_list() == [0, 2, 4, 1, 3]


@given(forests())
def test_depth_order_and_descendants_agree_with_the_parents(parents: list[int | None]) -> None:
    found = tree(parents)
    assert found["parent"].to_list() == parents
    assert sorted(found["order"]) == list(range(len(parents)))
    depth, order, below = (found[name].to_list() for name in ("depth", "order", "descendants"))
    for own, parent in enumerate(parents):
        assert depth[own] == (0 if parent is None else depth[parent] + 1)
        if parent is not None:
            assert order[parent] < order[own] <= order[parent] + below[parent]
            assert found["thread"][own] == found["thread"][parent]
    children = [parents.count(own) for own in range(len(parents))]
    assert found["replies"].to_list() == children
    assert below == [
        sum(1 + below[c] for c, p in enumerate(parents) if p == own) for own in range(len(parents))
    ]


@pytest.mark.parametrize("size", [1, 2, 1_000_000])
def test_a_chain_of_any_length_has_its_depth(size: int) -> None:
    parents = pl.Series([None, *range(size - 1)], dtype=pl.Int64)
    root, depth = climb(parents)
    assert depth.to_list() == list(range(size))
    assert (root == 0).all()
    places, below = preorder(parents.to_list())
    assert places == list(range(size))
    assert below[0] == size - 1


def test_a_thread_of_fifty_thousand_siblings_stays_in_order() -> None:
    places, below = preorder([None, *([0] * 50_000)])
    assert places == list(range(50_001))
    assert below[0] == 50_000
