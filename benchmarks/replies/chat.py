"""Learn from chat: linear weights and hidden units, by Adam (Kingma and Ba 2015).

Weights decay apart from its steps (Loshchilov and Hutter 2019). A first net weighs every parent by
itself, a second one adds what the course of the talk says of those that are likely.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from lesson import Lesson, Values
from numpy.typing import NDArray

from threadscope.replies.arcs import scores, weighed
from threadscope.replies.course import PAGE_COURSE, PAIR_COURSE, course
from threadscope.replies.features import PAGE, PAIR
from threadscope.replies.model import read

Matrix = NDArray[np.float32]

CHAT_WINDOW = 60
UNITS = 32
"""Half as many for the page."""
EPOCHS = 20
RATE = 0.008
BATCH = 128
DECAY = 0.02
"""How much of its weights a step takes away, times the rate."""
_DECAYING = (0, 1)
"""The linear weights, and those into the units."""


class Layer:
    """Scores rows of features, and learns."""

    def __init__(self, features: int, units: int, draw: np.random.Generator) -> None:
        spread = 0.2 / np.sqrt(features / 8)
        self.weights = [
            np.zeros(features, np.float32),
            (draw.normal(size=(features, units)) * spread).astype(np.float32),
            np.zeros(units, np.float32),
            (draw.normal(size=units) * 0.1).astype(np.float32),
        ]
        self._mean = [np.zeros_like(w) for w in self.weights]
        self._spread = [np.zeros_like(w) for w in self.weights]
        self._steps = 0

    def score(self, features: Matrix) -> tuple[Values, Matrix]:
        """Give the scores, and what the units said."""
        linear, into, shift, out = self.weights
        units = np.tanh(features @ into + shift)
        return (features @ linear + units @ out).astype(np.float64), units

    def step(self, features: Matrix, units: Matrix, slope: Matrix, rate: float) -> None:
        """Go one step down the slope of the scores."""
        back = slope[:, None] * self.weights[3] * (1 - units * units)
        slopes = (slope @ features, features.T @ back, back.sum(0), slope @ units)
        self._steps += 1
        for at, part in enumerate(slopes):
            self._mean[at] = 0.9 * self._mean[at] + 0.1 * part
            self._spread[at] = 0.999 * self._spread[at] + 0.001 * part * part
            fair = self._mean[at] / (1 - 0.9**self._steps)
            root = np.sqrt(self._spread[at] / (1 - 0.999**self._steps)) + 1e-8
            kept = self.weights[at] * (1 - rate * DECAY * (at in _DECAYING))
            self.weights[at] = (kept - rate * fair / root).astype(np.float32)

    def written(self, names: Iterable[str]) -> dict[str, Any]:
        """Give the weights as the model file holds them."""
        linear, into, shift, out = ([_rounded(row) for row in w] for w in self.weights)
        names = list(names)
        return {
            "linear": dict(zip(names, linear, strict=True)),
            "units": {"into": dict(zip(names, into, strict=True)), "shift": shift, "out": out},
        }


def _rounded(value: Any) -> Any:
    return [round(float(x), 3) for x in value] if np.ndim(value) else round(float(value), 4)


@dataclass(frozen=True, slots=True)
class Look:
    """What one net learns from."""

    arcs: NDArray[np.int64]
    """The arcs that it scores, by place, ascending."""
    pairs: Matrix
    """Their features."""
    page: Matrix
    """Those of the page, one row a comment."""
    score: Values
    """What is known of all arcs already: log-odds."""
    score_page: Values
    """The same of the page."""


def fit_chat(given: Lesson, epochs: int = EPOCHS) -> dict[str, Any]:
    """Learn who answers whom in chat."""
    table, every = given.table, np.arange(len(given.arcs.row))
    nothing = np.zeros(len(every)), np.zeros(len(given.arcs.page))
    layers = _fit(given, Look(every, table.pair_features, table.page_features, *nothing), epochs)
    said = {
        "window": CHAT_WINDOW,
        "crowd": 0.0,
        "trust": 0.0,
        "shares": [1.0, 1.0, 1.0],
        "pairs": layers[0].written(PAIR),
        "page": layers[1].written(PAGE),
    }
    first = scores(table, read(said))
    seen = course(weighed(table, *first), table.facts)
    pairs = np.hstack([table.pair_features[seen.likely], seen.pairs])
    page = np.hstack([table.page_features, seen.page])
    layers = _fit(given, Look(seen.likely, pairs, page, *first), epochs)
    again = {
        "pairs": layers[0].written([*PAIR, *PAIR_COURSE]),
        "page": layers[1].written([*PAGE, *PAGE_COURSE]),
    }
    return {**said, "again": again}


def _fit(given: Lesson, look: Look, epochs: int) -> tuple[Layer, Layer]:
    """Learn one net: a layer for comments, one for the page."""
    draw = np.random.default_rng(0)
    layers = (
        Layer(look.pairs.shape[1], UNITS, draw),
        Layer(look.page.shape[1], UNITS // 2, draw),
    )
    count = len(given.arcs.page)
    edges = np.searchsorted(given.arcs.row, np.arange(count + 1))
    own_edges = np.searchsorted(look.arcs, edges)
    starts = np.arange(0, count, BATCH)
    for epoch in range(epochs):
        for step, start in enumerate(draw.permutation(starts)):
            stop = min(start + BATCH, count)
            which, rows = slice(edges[start], edges[stop]), slice(start, stop)
            own = slice(own_edges[start], own_edges[stop])
            here = look.arcs[own] - edges[start]
            more, seen = layers[0].score(look.pairs[own])
            more_page, seen_page = layers[1].score(look.page[rows])
            score = look.score[which].copy()
            score[here] += more
            page = look.score_page[rows] + more_page
            slope, slope_page = _slopes(given, which, rows, score, page)
            rate = RATE * (1 - (epoch + step / len(starts)) / epochs)
            layers[0].step(look.pairs[own], seen, slope[here], rate)
            layers[1].step(look.page[rows], seen_page, slope_page, rate)
    return layers


def _slopes(
    given: Lesson, which: slice, rows: slice, score: Values, page: Values
) -> tuple[Matrix, Matrix]:
    """Give the slopes of minus the log-likelihood of some comments."""
    row = given.arcs.row[which] - rows.start
    largest = page.copy()
    np.maximum.at(largest, row, score)
    weight, answering = np.exp(score - largest[row]), np.exp(page - largest)
    total = answering + np.bincount(row, weight, len(page))
    share, share_page = weight / total[row], answering / total
    right, right_page = given.right[which] * share, given.right_page[rows] * share_page
    mass = right_page + np.bincount(row, right, len(page))
    learnt = (given.gold.place[rows] > 0) & (mass > 0)
    mass = np.where(learnt, mass, 1)
    return (
        ((share - right / mass[row]) * learnt[row] / BATCH).astype(np.float32),
        ((share_page - right_page / mass) * learnt / BATCH).astype(np.float32),
    )
