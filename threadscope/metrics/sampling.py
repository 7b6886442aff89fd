"""Other trees that the page allows, drawn by the probabilities of the replies."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.metrics.grove import ROOT, Ground, Rows, ground, grown, rows_of

Values: TypeAlias = NDArray[np.float64]

MOST = 200
"""Trees that are drawn of a small discussion."""
LEAST = 10
"""Trees that are drawn of however big a discussion."""
LOW, HIGH = 0.05, 0.95
"""Which part of the trees lies between the two ends of an interval."""
_WORK = 2_000_000
"""Comments that are hung in all trees together, unless that were fewer than LEAST."""
_AT_ONCE = 500_000
"""Comments that are hung at a time."""
_SEED = 20160501
_SHARPNESS = 0.8
"""How much the trees differ in how sharp the probabilities are to them, as a standard deviation of
the logarithm; `benchmarks/intervals.py` tells what it is good for."""
_PAGE = 0.8
"""How much they differ in how often the page itself is answered, in log-odds."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Whom the comments may answer whose parent is not certain: one row per possible parent."""

    free: Rows
    """The rows of these comments, rising."""
    starts: Rows
    """Where the possible parents of each begin."""
    place: Rows
    """Of each possible parent the place of its comment in `free`."""
    parent: Rows
    """Its row; ROOT = the page."""
    odds: NDArray[np.float64]
    """Logarithm of its probability by that of the comment's likeliest parent."""


def chances(earth: Ground, candidates: pl.DataFrame) -> Chances:
    """Lay out REPLIES of comments whose parent is not certain."""
    listed = _listed(earth, candidates, ~pl.col("certain") & (pl.col("probability") > 0))
    row = rows_of(earth.ids, listed["id"])
    several = _several(row)
    row = row[several]
    part = listed["probability"].to_numpy()[several].astype(np.float64)
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    place = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(row)))
    most = np.maximum.reduceat(part, starts)[place] if len(part) else part
    parent = rows_of(earth.ids, listed["parent"].filter(pl.Series(several)))
    return Chances(row[starts], starts, place, parent, np.log(part / most))


def _several(row: Rows) -> NDArray[np.bool_]:
    """Tell of each number whether the one before or after it is the same."""
    same = row[1:] == row[:-1]
    found = np.zeros(len(row), bool)
    found[1:] |= same
    found[:-1] |= same
    return found


def _listed(earth: Ground, candidates: pl.DataFrame, which: pl.Expr) -> pl.DataFrame:
    """Give the id, parent and probability of some REPLIES of the comments."""
    listed = candidates.lazy().filter(which).select("id", "parent", "probability").collect()
    return listed.filter(pl.Series(np.isin(listed["id"].to_numpy(), earth.ids)))


def how_many(comments: int) -> int:
    """Tell how many trees are drawn of a discussion: fewer of bigger ones."""
    return max(LEAST, min(MOST, _WORK // max(comments, 1)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """Trees that the page allows, drawn once for all that is measured on them."""

    earth: Ground
    """The comments."""
    some: tuple[Rows, ...]
    """Trees as rows of parents, some at a time; nothing where every reply is certain."""

    def nodes(self, *, by_page: bool = False) -> Iterator[pl.DataFrame]:
        """Give NODES of the trees, some at a time."""
        for ups in self.some:
            yield grown(self.earth, ups, by_page=by_page)

    def count(self) -> int:
        """Count the trees."""
        return sum(map(len, self.some))


def draw(threads: pl.DataFrame, candidates: pl.DataFrame) -> Drawn:
    """Draw trees over the comments of whole pages.

    Args:
        threads: THREADS.
        candidates: REPLIES, of these comments at least.
    """
    earth = ground(threads)
    return Drawn(earth, tuple(_drawn(earth, candidates)))


def _drawn(earth: Ground, candidates: pl.DataFrame) -> Iterator[Rows]:
    """Draw trees: each comment's parent by its probability, independently of the others.

    Probabilities are wrong in the same way on all pages of a site: they are too sharp or not sharp
    enough, and people answer the page more often or less. Every tree therefore has a mood of its
    own: it chooses by p^s, and the page by p^s e^g, where s and e^g are log-normal around one.
    Without it errors would cancel out in big discussions, and their intervals be far too narrow.

    The same input gives the same trees. Where every reply is certain there is nothing to draw.

    Yields:
        A row of parents for each tree, some trees at a time.
    """
    doubt = chances(earth, candidates)
    if not len(doubt.free):
        return
    size = len(earth.ids)
    dice = np.random.default_rng(_SEED)
    settled = _settled(earth, candidates)
    every = how_many(size)
    for first in range(0, every, step := max(1, _AT_ONCE // size)):
        trees = np.arange(first, min(first + step, every))
        ups = np.tile(settled, (len(trees), 1))
        ups[:, doubt.free] = doubt.parent[_chosen(doubt, _moods(trees, every, dice), dice)]
        yield ups


def _moods(trees: Rows, every: int, dice: np.random.Generator) -> tuple[Values, Values]:
    """Tell how each tree sees the probabilities: how sharp they are, how likely the page is."""
    steps = [NormalDist().inv_cdf((tree + 0.5) / every) for tree in trees.tolist()]
    return np.exp(_SHARPNESS * np.array(steps)), _PAGE * dice.standard_normal(len(trees))


def _chosen(doubt: Chances, moods: tuple[Values, Values], dice: np.random.Generator) -> Rows:
    """Choose for each tree one of the possible parents of every comment, by its place."""
    sharp, page = (mood[:, None] for mood in moods)
    weight = np.exp(doubt.odds * sharp + page * (doubt.parent == ROOT))
    so_far = np.cumsum(weight, axis=1)
    before = (so_far - weight)[:, doubt.starts]
    last = np.append(doubt.starts, len(doubt.place))[1:] - 1
    whole = so_far[:, last] - before
    # Every comment of every tree gets a stretch of length one, and a point on it.
    shift = np.arange(len(weight))[:, None] * len(last)
    upto = doubt.place + (so_far - before[:, doubt.place]) / whole[:, doubt.place]
    thrown = np.arange(len(last)) + dice.random((len(weight), len(last)))
    found = np.searchsorted((upto + shift).ravel(), (thrown + shift).ravel(), side="right")
    at = found.reshape(thrown.shape) - np.arange(len(weight))[:, None] * len(doubt.place)
    chosen: Rows = np.clip(at, doubt.starts, last)
    return chosen


def _settled(earth: Ground, candidates: pl.DataFrame) -> Rows:
    """Give the likeliest parent of every comment, also of those that were left open."""
    best = _listed(earth, candidates, pl.col("rank") == 0)
    up = np.full(len(earth.ids), ROOT)
    up[rows_of(earth.ids, best["id"])] = rows_of(earth.ids, best["parent"])
    return up
