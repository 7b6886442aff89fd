"""Learn from chat: linear weights and hidden units, by Adam (Kingma and Ba 2015)."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from lesson import Lesson, Values
from numpy.typing import NDArray

from threadscope.replies.features import PAGE, PAIR

Matrix = NDArray[np.float32]

CHAT_WINDOW = 60
UNITS = 64
EPOCHS = 16
RATE = 0.004
BATCH = 256


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
            self.weights[at] = (self.weights[at] - rate * fair / root).astype(np.float32)

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


def fit_chat(given: Lesson, epochs: int = EPOCHS) -> dict[str, Any]:
    """Learn who answers whom in chat."""
    draw = np.random.default_rng(0)
    layers = (Layer(len(PAIR), UNITS, draw), Layer(len(PAGE), UNITS // 2, draw))
    count = len(given.arcs.page)
    edges = np.searchsorted(given.arcs.row, np.arange(count + 1))
    starts = np.arange(0, count, BATCH)
    for epoch in range(epochs):
        for step, start in enumerate(draw.permutation(starts)):
            stop = min(start + BATCH, count)
            which, rows = slice(edges[start], edges[stop]), slice(start, stop)
            tables = (given.table.pair_features[which], given.table.page_features[rows])
            (score, seen), (page, seen_page) = (
                layer.score(table) for layer, table in zip(layers, tables, strict=True)
            )
            slope, slope_page = _slopes(given, which, rows, score, page)
            rate = RATE * (1 - (epoch + step / len(starts)) / epochs)
            layers[0].step(tables[0], seen, slope, rate)
            layers[1].step(tables[1], seen_page, slope_page, rate)
    return {
        "window": CHAT_WINDOW,
        "crowd": 0.0,
        "trust": 0.0,
        "shares": [1.0, 1.0, 1.0],
        "pairs": layers[0].written(PAIR),
        "page": layers[1].written(PAGE),
    }


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
