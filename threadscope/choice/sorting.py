"""What threads can be sorted by, and where that puts their comments."""

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Sorting = Literal["page", "size", "depth", "newest", "oldest"]
SORTINGS: tuple[Sorting, ...] = ("page", "size", "depth", "newest", "oldest")
"""What threads are sorted by: their order, comments, depth, last comment, first comment."""
_BY_DATE = {"newest", "oldest"}
_NEVER = np.iinfo(np.int64).max
"""Behind all dates, whichever way they are sorted."""


def sortings(threads: pl.DataFrame) -> tuple[Sorting, ...]:
    """List what the THREADS of a page can be sorted by: by dates only if there are any."""
    dated = threads["posted_at"].null_count() < threads.height
    return tuple(each for each in SORTINGS if dated or each not in _BY_DATE)


def rows_by(sorting: Sorting, threads: pl.DataFrame) -> NDArray[np.int64]:
    """Give the rows of a page's THREADS in another order: whole threads move, equal ones do not.

    Args:
        sorting: what to sort by.
        threads: in the order of the page.
    """
    rows = np.arange(threads.height)
    starts = np.flatnonzero(threads["depth"].to_numpy() == 0)
    if sorting == "page" or not len(starts):
        return rows
    sizes = np.diff(starts, append=len(rows))
    order = np.argsort(_keys(sorting, threads, starts, sizes), kind="stable")
    moved = sizes[order]
    before = np.cumsum(moved) - moved
    shifted: NDArray[np.int64] = rows + np.repeat(starts[order] - before, moved)
    return shifted


def _keys(
    sorting: Sorting, threads: pl.DataFrame, starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give a number for each thread; the smallest comes first."""
    match sorting:
        case "size":
            return -sizes
        case "depth":
            return -np.maximum.reduceat(threads["depth"].cast(pl.Int64).to_numpy(), starts)
    sign = -1 if sorting == "newest" else 1
    times = (threads["posted_at"].dt.epoch() * sign).fill_null(_NEVER).to_numpy()
    first: NDArray[np.int64] = np.minimum.reduceat(times, starts)
    return first
