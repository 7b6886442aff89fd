from collections.abc import Sequence
from functools import partial

import numpy as np
import polars as pl
import pytest
from growing import certain, chances, doubtful, grow, value
from hypothesis import given
from hypothesis import strategies as st

from threadscope import metrics
from threadscope.metrics.grove import ROOT
from threadscope.metrics.sampling import LEAST, MOST, how_many

# Bob answers Ann with 0.6 and the page with 0.4; Cid answers Bob 0.5, Ann 0.3, the page 0.2.
ROWS = ((0, None, 1.0), (1, 0, 0.6), (1, None, 0.4), (2, 1, 0.5), (2, 0, 0.3), (2, None, 0.2))
NAMES = ("Ann", "Bob", "Cid")


def row(measures: pl.DataFrame, name: str) -> dict[str, float | None]:
    return measures.filter(pl.col("name") == name).row(0, named=True)


def trees(names: Sequence[str | None], candidates: pl.DataFrame) -> np.ndarray:
    return np.concatenate(metrics.draw(doubtful(names, candidates), candidates).some)


def test_where_all_is_certain_nothing_is_drawn_and_the_interval_is_the_value() -> None:
    threads = grow(("Ann", None), ("Bob", 0), ("Ann", 1))
    found = metrics.measures(threads, certain(threads))
    of_tree = found.filter(pl.col("trees").is_not_null())
    assert of_tree["trees"].to_list() == [0] * of_tree.height
    assert of_tree["low"].equals(of_tree["value"])
    assert of_tree["high"].equals(of_tree["value"])


def test_what_does_not_depend_on_the_replies_has_no_interval() -> None:
    threads = doubtful(NAMES, chances(*ROWS))
    found = metrics.measures(threads, chances(*ROWS))
    counted = {measure.name for measure in metrics.ALL if not measure.tree}
    exact = found.filter(pl.col("name").is_in(counted))
    assert exact.select(pl.col("low", "high", "trees").null_count()).row(0) == (exact.height,) * 3


def test_intervals_worked_by_hand() -> None:
    candidates = chances(*ROWS)
    found = metrics.measures(doubtful(NAMES, candidates), candidates)
    # No reply has 0.08 of the trees, two have 0.48; a chain of three 0.3, a star of three 0.08.
    replies = row(found, "replies")
    assert (replies["value"], replies["low"], replies["high"]) == (2, 0, 2)
    depth = row(found, "max_depth")
    assert (depth["value"], depth["low"], depth["high"]) == (2, 0, 2)
    assert replies["trees"] == MOST


def test_each_parent_is_drawn_as_often_as_it_is_likely() -> None:
    ups = trees(NAMES, chances(*ROWS))
    assert len(ups) == MOST
    assert (ups[:, 0] == ROOT).all()
    assert (ups[:, 1] == 0).mean() == pytest.approx(0.6, abs=0.1)
    for parent, chance in ((1, 0.5), (0, 0.3), (ROOT, 0.2)):
        assert (ups[:, 2] == parent).mean() == pytest.approx(chance, abs=0.1)


def test_certain_replies_stay_where_they_are() -> None:
    candidates = chances(*ROWS).with_columns(certain=pl.col("id") == 1)
    candidates = candidates.filter((pl.col("id") != 1) | (pl.col("rank") == 0))
    ups = trees(NAMES, candidates)
    assert (ups[:, 1] == 0).all()
    assert len(np.unique(ups[:, 2])) == 3


@st.composite
def doubts(draw: st.DrawFn) -> pl.DataFrame:
    """Possible parents of up to twelve comments."""
    listed: list[tuple[int, int | None, float]] = []
    for ident in range(draw(st.integers(1, 12))):
        parents = draw(st.sets(st.integers(0, ident - 1), max_size=4)) if ident else set()
        options = [*sorted(parents), None]
        weights = [draw(st.integers(0, 5)) for _ in options]
        total = sum(weights)
        shares = [each / total for each in weights] if total else [1.0, *[0.0] * len(parents)]
        listed += sorted(
            zip([ident] * len(options), options, shares, strict=True), key=lambda one: -one[2]
        )
    return chances(*listed)


@given(doubts())
def test_a_drawn_parent_is_always_one_that_is_possible(candidates: pl.DataFrame) -> None:
    names = ["Ann"] * candidates["id"].n_unique()
    possible = {
        (ident, ROOT if parent is None else parent)
        for ident, parent, chance in candidates.select("id", "parent", "probability").rows()
        if chance > 0
    }
    for ups in metrics.draw(doubtful(names, candidates), candidates).some:
        assert {(at, int(up)) for tree in ups for at, up in enumerate(tree)} <= possible


@given(doubts())
def test_the_same_input_gives_the_same_intervals(candidates: pl.DataFrame) -> None:
    names = [("Ann", "Bob", None)[at % 3] for at in range(candidates["id"].n_unique())]
    threads = doubtful(names, candidates)
    first, again = (metrics.measures(threads, candidates) for _ in range(2))
    assert first.equals(again)
    assert (first["low"].fill_null(0) <= first["high"].fill_null(0)).all()


@given(doubts())
def test_the_spread_over_depths_adds_up_to_all_comments(candidates: pl.DataFrame) -> None:
    size = candidates["id"].n_unique()
    threads = doubtful(["Ann"] * size, candidates)
    for spread in (metrics.widths, partial(metrics.widths, by_page=False), metrics.answers):
        found = spread(metrics.draw(threads, candidates))
        assert found["comments"].sum() == size
        assert (found["low"] <= found["high"]).all()


def test_of_bigger_discussions_fewer_trees_are_drawn_but_never_too_few() -> None:
    assert how_many(10) == MOST
    assert MOST > how_many(50_000) > LEAST
    assert how_many(10**7) == LEAST


def test_a_part_of_the_pages_is_measured_with_the_replies_of_all() -> None:
    first = doubtful(NAMES, chances(*ROWS))
    moved = chances(*((ident + 3, None if up is None else up + 3, p) for ident, up, p in ROWS))
    second = first.with_columns(
        pl.col("id", "parent", "thread", "order") + pl.lit(3, pl.UInt32), page=pl.lit("other")
    )
    alone = metrics.measures(first, chances(*ROWS))
    part = metrics.measures(second, pl.concat([chances(*ROWS), moved]))
    assert part.equals(alone)
    assert value(part, "replies") == 2
