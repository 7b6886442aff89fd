"""Other trees that the page allows, drawn by the probabilities of the replies."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.metrics.grove import ROOT, Ground, Rows, rows_of

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


@dataclass(frozen=True, slots=True)
class Chances:
    """Whom the comments may answer whose parent is not certain."""

    free: Rows
    """Their rows, rising."""
    ends: NDArray[np.float64]
    """For each possible parent of the comment at place k of `free`: k plus the probability of it
    and those listed before."""
    parent: Rows
    """Row of that parent."""
    last: Rows
    """Place of the last possible parent of each comment."""


def chances(earth: Ground, candidates: pl.DataFrame) -> Chances:
    """Lay out REPLIES, so that one number between 0 and 1 chooses a parent of a comment."""
    open_ones = ~pl.col("certain") & (pl.col("probability") > 0)
    listed = _listed(earth, candidates, open_ones)
    row = rows_of(earth.ids, listed["id"])
    several = _several(row)
    row, part = row[several], listed["probability"].to_numpy()[several].astype(np.float64)
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    last = np.append(starts, len(row))[1:] - 1
    place = np.repeat(np.arange(len(starts)), last + 1 - starts)
    so_far = np.cumsum(part)
    before = (so_far - part)[starts]
    upto = (so_far - before[place]) / (so_far[last] - before)[place]
    parent = rows_of(earth.ids, listed["parent"].filter(pl.Series(several)))
    return Chances(free=row[starts], ends=place + upto, parent=parent, last=last)


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
    ids = listed["id"].to_numpy()
    known = earth.ids.take(np.searchsorted(earth.ids, ids), mode="clip") == ids
    return listed.filter(pl.Series(known))


def how_many(comments: int) -> int:
    """Tell how many trees are drawn of a discussion: fewer of bigger ones."""
    return max(LEAST, min(MOST, _WORK // max(comments, 1)))


def drawn(earth: Ground, candidates: pl.DataFrame) -> Iterator[Rows]:
    """Draw trees: each comment's parent by its probability, independently of the others.

    The same input gives the same trees. Where every reply is certain there is nothing to draw.

    Args:
        earth: the comments.
        candidates: REPLIES, of these comments at least.

    Yields:
        A row of parents for each tree, some trees at a time.
    """
    doubt = chances(earth, candidates)
    if not len(doubt.free):
        return
    size = len(earth.ids)
    left = how_many(size)
    dice = np.random.default_rng(_SEED)
    certain = _settled(earth, candidates)
    while left:
        trees = min(left, max(1, _AT_ONCE // size))
        thrown = np.arange(len(doubt.free)) + dice.random((trees, len(doubt.free)))
        chosen = np.minimum(np.searchsorted(doubt.ends, thrown, side="right"), doubt.last)
        ups = np.tile(certain, (trees, 1))
        ups[:, doubt.free] = doubt.parent[chosen]
        yield ups
        left -= trees


def _settled(earth: Ground, candidates: pl.DataFrame) -> Rows:
    """Give the likeliest parent of every comment, also of those that were left open."""
    best = _listed(earth, candidates, pl.col("rank") == 0)
    up = np.full(len(earth.ids), ROOT)
    up[rows_of(earth.ids, best["id"])] = rows_of(earth.ids, best["parent"])
    return up
