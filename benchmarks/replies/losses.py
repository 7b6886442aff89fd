"""How badly log-odds foretell the parents that are known: minus their log-likelihood, and slopes.

Comments on pages in the order of writing are foretold one by one, pages in depth-first order as
whole trees (a conditional random field over arcs that do not cross).
"""

from dataclasses import dataclass

import numpy as np
from gold import PARTIAL
from lesson import Lesson
from numpy.typing import NDArray

from threadscope.replies.chart import marginals
from threadscope.replies.forest import alike, cells

Values = NDArray[np.float64]

NEVER = -1e4
"""Log-odds of what cannot be."""


@dataclass(frozen=True, slots=True)
class Odds:
    """Numbers for all that a comment may answer: log-odds, or the slopes of a loss."""

    pairs: Values
    """One an arc."""
    page: Values
    """One a comment."""
    missing: Values
    """One a comment: it answers something that is not there."""

    @classmethod
    def there(cls, pairs: Values, page: Values) -> "Odds":
        """Take log-odds where everything that is answered is there."""
        return cls(pairs, page, np.full(len(page), NEVER))


def loss(given: Lesson, odds: Odds) -> tuple[float, Odds]:
    """Give minus the log-likelihood of the parents that are known, and its slopes."""
    return (_tree_loss if given.gold.nested else _flat_loss)(given, odds)


def _weights(given: Lesson, odds: Odds) -> Odds:
    """Give weights in the proportions of log-odds; the largest of a comment is 1."""
    row = given.arcs.row
    largest = np.maximum(odds.page, odds.missing)
    np.maximum.at(largest, row, odds.pairs)
    shifted = odds.pairs - largest[row], odds.page - largest, odds.missing - largest
    return Odds(*(np.exp(each) for each in shifted))


def _flat_loss(given: Lesson, odds: Odds) -> tuple[float, Odds]:
    row, count, partial = given.arcs.row, len(odds.page), given.gold.name in PARTIAL
    page = np.full(count, NEVER) if partial else odds.page
    weights = _weights(given, Odds(odds.pairs, page, odds.missing))
    total = weights.page + weights.missing + np.bincount(row, weights.pairs, count)
    share, share_page, share_missing = (
        weights.pairs / total[row],
        weights.page / total,
        weights.missing / total,
    )
    right, right_page = given.right * share, given.right_page * share_page
    right_missing = given.right_missing * share_missing
    mass = right_page + right_missing + np.bincount(row, right, count)
    learnt = given.gold.scored & (given.gold.place > 0) & (mass > 0)
    mass = np.where(learnt, mass, 1)
    return float(-np.log(np.maximum(mass, 1e-12)).sum()), Odds(
        (share - right / mass[row]) * learnt[row],
        (share_page - right_page / mass) * learnt * (not partial),
        (share_missing - right_missing / mass) * learnt,
    )


def _tree_loss(given: Lesson, odds: Odds) -> tuple[float, Odds]:
    """Take whole trees; there everything that is answered is on the page."""
    arcs, cost = given.arcs, 0.0
    weights = _weights(given, odds)
    slope, slope_page = np.zeros_like(odds.pairs), np.zeros_like(odds.page)
    edges = np.searchsorted(arcs.row, arcs.starts)
    for pages in alike(np.diff(arcs.starts)):
        starts, ends = arcs.starts[pages], arcs.starts[pages + 1]
        laid = cells(arcs, edges, pages)
        size, arc, at, below, above = laid.size, laid.arc, laid.at, laid.below, laid.above
        rows = np.concatenate([np.arange(a + 1, b) for a, b in zip(starts, ends, strict=True)])
        on = np.repeat(np.arange(len(pages)), ends - starts - 1)
        place = rows - starts[on] + 1
        free = np.zeros((len(pages), size, size))
        for number, length in enumerate(ends - starts):
            free[number, length + 1 :, 0] = 1
        free[:, 1, 0] = 1
        bound = free.copy()
        free[at, below, above] = weights.pairs[arc]
        free[on, place, 0] = weights.page[rows]
        bound[at, below, above] = weights.pairs[arc] * given.right[arc]
        bound[on, place, 0] = weights.page[rows] * given.right_page[rows]
        found, total = marginals(free)
        true, part = marginals(bound)
        learnt = part > 0
        cost += float(np.log(total[learnt]).sum() - np.log(part[learnt]).sum())
        gap = (found - true) * learnt[:, None, None]
        slope[arc] = gap[at, below, above]
        slope_page[rows] = gap[on, place, 0]
    return cost, Odds(slope, slope_page, np.zeros_like(odds.missing))
