"""Whether a page that does not say its order can be in depth-first order at all.

There a reply never reaches over another one's: the arcs of a nested page do not cross. Where what
names and quotes make sure crosses again and again, comments stand in the order they were written.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from threadscope.replies.forest import Arcs, Found

_SURE = 0.8
_MANY = 300
"""So many sure replies of a page are looked at, the first ones."""
_FEW = 3
"""Fewer sure replies say nothing."""
_CROSSED = 0.05
"""Nested pages have about 1 in 100, pages of forums and lists 1 in 10 and more."""
_NEIGHBOURS = 60
"""For so many sure replies, at most, the other pages of a site count."""


def crossings(arcs: Arcs, found: Found) -> NDArray[np.int64]:
    """Count the sure replies of every page, and those of them that cross another.

    Args:
        arcs: of all pages.
        found: what comes of them comment by comment, as `forest.alone` gives it.

    Returns:
        Pages by (sure replies, crossed ones).
    """
    sure = np.flatnonzero((found.arc > _SURE) & (found.parent[arcs.row] == arcs.parent))
    row, parent = arcs.row[sure], arcs.parent[sure]
    edges = np.searchsorted(row, arcs.starts)
    counts = np.zeros((len(edges) - 1, 2), np.int64)
    for page, (start, end) in enumerate(pairwise(edges)):
        some = slice(start, min(end, start + _MANY))
        counts[page] = (some.stop - some.start, _crossed(row[some], parent[some]))
    return counts


def _crossed(row: NDArray[np.int64], parent: NDArray[np.int64]) -> int:
    """Count the arcs that cross another: one begins inside the other and ends outside it."""
    begins = (parent[:, None] < parent) & (parent < row[:, None])
    over = begins & (row[:, None] < row)
    return int((over.any(axis=0) | over.any(axis=1)).sum())


def written(counts: NDArray[np.int64], sites: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which pages stand in the order their comments were written.

    Args:
        counts: as `crossings` gives them.
        sites: a number for the site of each page; pages of one site are of one kind, mostly.
    """
    whole = np.zeros((int(sites.max(initial=-1)) + 1, 2), np.int64)
    np.add.at(whole, sites, counts)
    others = whole[sites] - counts
    said = np.minimum(others[:, 0], _NEIGHBOURS)
    share = np.divide(others[:, 1], others[:, 0], out=np.zeros(len(sites)), where=said > 0)
    total = counts[:, 0] + said
    crossed = counts[:, 1] + share * said
    found: NDArray[np.bool_] = (total >= _FEW) & (crossed > _CROSSED * total)
    return found
