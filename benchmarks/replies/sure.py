"""How far the probabilities of parents hold (M8)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

BINS = 10
DRAWS = 100
SURE = 0.95
BEST = 3
STEPS = (0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Sureness:
    """How far probabilities hold."""

    mean: float
    """The mean probability of the parents that were given."""
    ece: float
    """The expected calibration error: bins of equal width, weighed by their comments."""
    luck: float
    """The same if all probabilities held: what the number of comments leaves to luck."""
    brier: float
    """The mean square of what probabilities are off."""
    coverage: float
    """The share of comments, surest first, that can be kept with 95 % of them right."""
    curve: tuple[tuple[float, float, float], ...]
    """From which probability on: how many are kept, how many of those are right."""


def sureness(sure: Values, right: Flags) -> Sureness:
    """Compare probabilities of parents with whether they were right."""
    draw = np.random.default_rng(0)
    luck = [_ece(sure, draw.random(len(sure)) < sure) for _ in range(DRAWS)]
    order = np.argsort(-sure, kind="stable")
    precise = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(precise >= SURE)
    curve = []
    for step in STEPS:
        above = sure >= step
        curve.append((step, float(above.mean()), float(right[above].mean()) if above.any() else 0))
    return Sureness(
        mean=float(sure.mean()),
        ece=_ece(sure, right),
        luck=float(np.mean(luck)),
        brier=float(np.mean((sure - right) ** 2)),
        coverage=float((kept[-1] + 1) / len(order)) if len(kept) else 0.0,
        curve=tuple(curve),
    )


def _ece(sure: Values, right: Flags) -> float:
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    apart = np.bincount(bins, sure - right, BINS)
    return float(abs(apart).sum() / len(sure))


def among_best(row: Rows, parent: Rows, probability: Values, known: list[tuple[int, ...]]) -> Flags:
    """Tell for which comments a true parent is among the three likeliest.

    Args:
        row: the comment of each possible parent, ascending.
        parent: the possible parent.
        probability: how likely it is.
        known: the true parents of every comment.
    """
    order = np.lexsort((-parent, -probability, row))
    start = np.searchsorted(row, row[order])
    found = np.zeros(len(known), bool)
    for at in order[np.arange(len(order)) - start < BEST]:
        found[row[at]] |= int(parent[at]) in known[row[at]]
    return found
