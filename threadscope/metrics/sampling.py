"""Other trees that the page allows, drawn by the probabilities of the replies."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.metrics.grove import Ground, Rows, rows_of

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
    ids = pl.Series(earth.ids)
    listed = candidates.lazy().filter(~pl.col("certain") & (pl.col("probability") > 0))
    doubtful = listed.group_by("id").len().filter(pl.col("len") > 1).filter(pl.col("id").is_in(ids.implode()))
    open_rows = (
        listed.join(doubtful, on="id", how="semi")
        .sort("id", "rank")
        .select("id", "parent", part=pl.col("probability").cast(pl.Float64))
        .with_columns(
            upto=pl.col("part").cum_sum().over("id") / pl.col("part").sum().over("id"),
            place=pl.col("id").rle_id(),
        )
        .collect()
    )
    place = open_rows["place"].to_numpy()
    last = np.flatnonzero(np.diff(place, append=len(place) + 1))
    return Chances(
        free=rows_of(earth.ids, open_rows["id"].gather(last)),
        ends=place + open_rows["upto"].to_numpy(),
        parent=rows_of(earth.ids, open_rows["parent"]),
        last=last,
    )


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
    best = candidates.filter(pl.col("rank") == 0).select("id", "parent")
    ids = pl.DataFrame({"id": earth.ids})
    return rows_of(earth.ids, ids.join(best, on="id", how="left", maintain_order="left")["parent"])


