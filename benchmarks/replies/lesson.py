"""A set ready to learn from: its evidence, and which arcs are true."""

from dataclasses import dataclass

import numpy as np
from gold import Gold
from numpy.typing import NDArray

from threadscope.replies.forest import MISSING, ROOT, Arcs
from threadscope.replies.table import Table, tabulate
from threadscope.rules.pack import REPLY_PHRASES

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One set, ready to learn from."""

    gold: Gold
    table: Table
    arcs: Arcs
    """With weights of 1."""
    right: NDArray[np.bool_]
    """Which arcs may be: true ones, and all of comments that are not scored."""
    right_page: NDArray[np.bool_]
    right_missing: NDArray[np.bool_]
    above: NDArray[np.bool_]
    """Arcs to the comment directly above."""
    crowd: Values
    """What every arc loses for the number of its rivals."""


def lesson(gold: Gold, window: int, *, crowd: float) -> Lesson:
    """Find the evidence in a set."""
    pages = gold.comments["page"].unique().to_list()
    table = tabulate(gold.comments, dict.fromkeys(pages, REPLY_PHRASES), window, None, gold.above())
    row, parent = (table.pairs[name].to_numpy() for name in ("row", "parent"))
    known = gold.parents
    right = np.array([p in known[r] for r, p in zip(row.tolist(), parent.tolist(), strict=True)])
    page, missing = (np.array([one in each for each in known]) for one in (ROOT, MISSING))
    free = ~gold.scored
    rivals = np.log(np.minimum(gold.place, window).clip(1))
    ones = np.ones(len(page))
    arcs = Arcs(row, parent, np.ones(len(row)), ones, ones, gold.starts)
    return Lesson(
        gold,
        table,
        arcs,
        right | free[row],
        page | free,
        missing | free,
        row - parent == 1,
        crowd * rivals[row] * (row - parent > 1),
    )


def some(gold: Gold, comments: int, most: int, seed: int = 0) -> Gold:
    """Draw pages until there are so many comments."""
    sizes = np.diff(gold.starts)
    order = np.random.default_rng(seed).permutation(len(sizes))
    order = order[(sizes[order] > 1) & (sizes[order] <= most)]
    chosen = np.zeros(len(sizes), bool)
    chosen[order[np.cumsum(sizes[order]) - sizes[order] < comments]] = True
    return gold.pages(chosen)
