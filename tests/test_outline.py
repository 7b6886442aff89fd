from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from threadscope.outline import ROOT, Outline, Shape

#  0        4
#  ├─ 1     └─ 5
#  │  └─ 2
#  └─ 3
SMALL = Shape.of([0, 1, 2, 1, 0, 1], [3, 1, 0, 0, 1, 0])


def shape_of(depths: list[int]) -> Shape:
    """Make a shape from depths that never rise by more than one."""
    below = []
    for row, depth in enumerate(depths):
        deeper = next(
            (at for at in range(row + 1, len(depths)) if depths[at] <= depth), len(depths)
        )
        below.append(deeper - row - 1)
    return Shape.of(depths, below)


def depths() -> st.SearchStrategy[list[int]]:
    """Draw the depths of a forest in pre-order."""

    def steady(steps: list[int]) -> list[int]:
        made: list[int] = []
        for step in steps:
            made.append(min(step, made[-1] + 1 if made else 0))
        return made

    return st.lists(st.integers(0, 5), max_size=25).map(steady)


def test_a_shape_worked_by_hand() -> None:
    assert list(SMALL.parent) == [ROOT, 0, 1, 0, ROOT, 4]
    assert list(SMALL.end) == [4, 3, 3, 4, 6, 6]
    assert [SMALL.root(row) for row in range(6)] == [0, 0, 0, 0, 4, 4]
    assert [SMALL.next_sibling(row) for row in range(6)] == [4, 3, None, None, None, None]
    assert [SMALL.previous_sibling(row) for row in range(6)] == [None, None, None, 1, 0, None]
    assert list(SMALL.ancestors(2)) == [1, 0]


def test_folding_hides_the_subtree_and_unfolding_shows_it_again() -> None:
    outline = Outline(SMALL)
    outline.fold(1)
    assert list(outline.rows) == [0, 1, 3, 4, 5]
    outline.fold(0)
    assert list(outline.rows) == [0, 4, 5]
    outline.unfold(0)
    assert list(outline.rows) == [0, 1, 3, 4, 5]
    outline.unfold(1)
    assert list(outline.rows) == [0, 1, 2, 3, 4, 5]


def test_a_row_without_replies_cannot_be_folded() -> None:
    outline = Outline(SMALL)
    outline.fold(2)
    assert outline.folded == ()


def test_folding_to_a_depth_shows_that_depth_and_none_below() -> None:
    outline = Outline(SMALL)
    outline.fold_from(0)
    assert list(outline.rows) == [0, 4]
    outline.fold_from(1)
    assert list(outline.rows) == [0, 1, 3, 4, 5]
    outline.unfold_all()
    assert len(outline) == 6


def test_revealing_unfolds_only_what_hides_the_row() -> None:
    outline = Outline(SMALL)
    outline.fold_from(0)
    assert outline.reveal(2) == [0]
    assert outline.shows(2)
    assert outline.is_folded(4)


def test_a_hidden_row_stands_where_the_row_that_hides_it_does() -> None:
    outline = Outline(SMALL)
    outline.fold(0)
    assert outline.place(2) == 0
    assert outline.place(4) == 1


def test_a_filter_leaves_its_rows_and_keeps_folds() -> None:
    outline = Outline(SMALL)
    outline.fold(0)
    outline.filter([0, 2, 5])
    assert list(outline.rows) == [0, 5]
    outline.unfold(0)
    assert list(outline.rows) == [0, 2, 5]
    outline.filter(None)
    assert len(outline) == 6


def test_a_chain_of_a_hundred_thousand_folds_and_unfolds() -> None:
    size = 100_000
    chain = Shape.of(range(size), range(size - 1, -1, -1))
    outline = Outline(chain)
    outline.fold(10)
    assert len(outline) == 11
    outline.unfold(10)
    assert len(outline) == size
    assert chain.root(size - 1) == 0


@given(depths())
def test_siblings_and_parents_agree_with_the_depths(levels: list[int]) -> None:
    shape = shape_of(levels)
    for row, level in enumerate(levels):
        assert len(list(shape.ancestors(row))) == level
        below = shape.next_sibling(row)
        if below is not None:
            assert levels[below] == level
            assert shape.previous_sibling(below) == row


class Folding(RuleBasedStateMachine):
    """Whatever is folded and unfolded, the rows are those a plain walk would show."""

    outline: Outline
    shown: list[int] | None

    @initialize(levels=depths())
    def start(self, levels: list[int]) -> None:
        self.outline = Outline(shape_of(levels))
        self.shown = None

    @rule(row=st.integers(0, 24))
    def toggle(self, row: int) -> None:
        if row < len(self.outline.shape):
            self.outline.toggle(row)

    @rule(row=st.integers(0, 24))
    def reveal(self, row: int) -> None:
        if row < len(self.outline.shape):
            self.outline.reveal(row)

    @rule(depth=st.integers(0, 4))
    def fold_from(self, depth: int) -> None:
        self.outline.fold_from(depth)

    @rule(rows=st.one_of(st.none(), st.sets(st.integers(0, 24))))
    def filter(self, rows: set[int] | None) -> None:
        size = len(self.outline.shape)
        self.shown = None if rows is None else sorted(row for row in rows if row < size)
        self.outline.filter(self.shown)

    @invariant()
    def rows_are_those_of_a_plain_walk(self) -> None:
        if not hasattr(self, "outline"):
            return
        shape = self.outline.shape
        in_play = range(len(shape)) if self.shown is None else self.shown
        hidden = {
            row
            for row in range(len(shape))
            if any(self.outline.is_folded(up) for up in shape.ancestors(row))
        }
        assert list(self.outline.rows) == [row for row in in_play if row not in hidden]


TestFolding = Folding.TestCase


@given(st.lists(depths(), min_size=1, max_size=5), st.randoms())
def test_trees_that_change_places_keep_their_shape(trees: list[list[int]], chance: Random) -> None:
    flat = [level for levels in trees for level in levels]
    roots = [row for row, level in enumerate(flat) if not level]
    ends = [*roots[1:], len(flat)][: len(roots)]
    blocks = list(zip(roots, ends, strict=True))
    chance.shuffle(blocks)
    rows = np.array([row for start, end in blocks for row in range(start, end)], np.int64)
    assert shape_of(flat).moved(rows) == shape_of([flat[row] for row in rows])
