"""Train the weights by which threadscope finds parents.

    python benchmarks/replies/train.py GOLD_FOLDER OUT.json

Pages in depth-first order are learnt as whole trees (a conditional random field over arcs that do
not cross), pages sorted by time comment by comment, chat with hidden units. Every set adds weights
of its own to those that are shared: what only one set shows stays there. Needs SciPy.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from chat import CHAT_WINDOW, fit_chat
from gold import CHAT, CHRONOLOGICAL, PARTIAL, THREADED, blocks, load
from lesson import Lesson, lesson, some
from numpy.typing import NDArray
from scipy.optimize import minimize

from threadscope.replies.chart import marginals
from threadscope.replies.features import PAGE, PAIR
from threadscope.replies.forest import alike, cells

Values = NDArray[np.float64]

WINDOW = 32
CROWD = 0.5
DECAY = 0.01
OWN_DECAY = 0.3
DOUBT = 0.3
"""What parents further up lose unless they are quoted or said to be answered: they are many, and
where evidence misleads, as some does on every site that was not learnt from, it mostly misleads to
one of them."""
_BEYOND_DOUBT = [[*PAIR, *PAGE].index(name) for name in ("above", "quote", "named_stated", "page")]
BLOCK = 80
MOST = 130
"""Longer pages are not trained on."""
COMMENTS = 2500
FLAT_COMMENTS = 8000
"""So many comments of a set are trained on, chat apart."""
UNMISSED = frozenset({"quote_free", "reply", "second", "unknown", "was_told"})
"""Features that linear weights do better without on sites they never saw (`ablation.py --features`)
or that say of all parents of a comment what PAGE says of the page already. Chat needs them."""


def flat_loss(given: Lesson, score: Values, page: Values) -> tuple[float, Values, Values]:
    """Give minus the log-likelihood of comments one by one, and its slopes."""
    row, count = given.arcs.row, len(page)
    if given.gold.name in PARTIAL:
        page = np.full(count, -1e4)
    largest = page.copy()
    np.maximum.at(largest, row, score)
    weight, answering = np.exp(score - largest[row]), np.exp(page - largest)
    total = answering + np.bincount(row, weight, count)
    share, share_page = weight / total[row], answering / total
    right, right_page = given.right * share, given.right_page * share_page
    mass = right_page + np.bincount(row, right, count)
    learnt = given.gold.scored & (given.gold.place > 0) & (mass > 0)
    mass = np.where(learnt, mass, 1)
    loss = -np.log(np.maximum(mass, 1e-12)).sum()
    return (
        float(loss),
        (share - right / mass[row]) * learnt[row],
        (share_page - right_page / mass) * learnt * (given.gold.name not in PARTIAL),
    )


def tree_loss(given: Lesson, score: Values, page: Values) -> tuple[float, Values, Values]:
    """Give minus the log-likelihood of pages as trees, and its slopes."""
    arcs, loss = given.arcs, 0.0
    largest = page.copy()
    np.maximum.at(largest, arcs.row, score)
    weight, answering = np.exp(score - largest[arcs.row]), np.exp(page - largest)
    slope, slope_page = np.zeros_like(score), np.zeros_like(page)
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
        free[at, below, above] = weight[arc]
        free[on, place, 0] = answering[rows]
        bound[at, below, above] = weight[arc] * given.right[arc]
        bound[on, place, 0] = answering[rows] * given.right_page[rows]
        found, total = marginals(free)
        true, part = marginals(bound)
        learnt = part > 0
        loss += float(np.log(total[learnt]).sum() - np.log(part[learnt]).sum())
        gap = (found - true) * learnt[:, None, None]
        slope[arc] = gap[at, below, above]
        slope_page[rows] = gap[on, place, 0]
    return loss, slope, slope_page


def fit(lessons: Sequence[Lesson], decay: float = DECAY, rounds: int = 50) -> dict[str, Any]:
    """Learn linear weights from some sets, each of the same importance."""
    pairs, size = len(PAIR), len(PAIR) + len(PAGE)
    nested = lessons[0].gold.nested
    decays = np.array([decay] + [OWN_DECAY] * len(lessons))[:, None]
    counts = [int((one.gold.scored & (one.gold.place > 0)).sum()) for one in lessons]

    def loss(weights: Values) -> tuple[float, Values]:
        weights = weights.reshape(-1, size)
        slopes = weights * decays
        cost = 0.5 * float((weights * slopes).sum())
        for own, one, count in zip(range(1, len(weights)), lessons, counts, strict=True):
            here = weights[0] + weights[own]
            score = _scores(one.table.pair_features, here[:pairs]) - one.crowd
            page = _scores(one.table.page_features, here[pairs:])
            part, arc, answer = (tree_loss if nested else flat_loss)(one, score, page)
            cost += part / count
            of_pairs, of_page = one.table.pair_features, one.table.page_features
            slope = np.concatenate([_slopes(of_pairs, arc), _slopes(of_page, answer)]) / count
            slopes[[0, own]] += slope
        return cost, slopes.ravel()

    start = np.zeros((1 + len(lessons)) * size)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    weights = found.reshape(-1, size)
    shared = weights[0] + weights[1:].mean(axis=0)
    shared[_BEYOND_DOUBT] += DOUBT
    return {
        "window": WINDOW,
        "crowd": CROWD if nested else 0.0,
        "trust": 1.0,
        "shares": [round(float(x), 4) for x in np.mean([shares(one) for one in lessons], axis=0)],
        "pairs": {"linear": _named(PAIR, shared[:pairs])},
        "page": {"linear": _named(PAGE, shared[pairs:])},
    }


def shares(given: Lesson) -> Values:
    """Count how often comments answer the page, the comment above, and one further up."""
    rows = np.flatnonzero(given.gold.scored & (given.gold.place > 0))
    counts = np.zeros(3)
    for row in rows:
        parents = given.gold.parents[row]
        counts[1 if row - 1 in parents else 0 if -1 in parents else 2] += 1
    return (counts + 0.01 * counts.sum()) / (1.03 * counts.sum())


def _scores(features: NDArray[np.float32], weights: Values) -> Values:
    return (features @ weights.astype(np.float32)).astype(np.float64)


def _slopes(features: NDArray[np.float32], slopes: Values) -> Values:
    return (slopes.astype(np.float32) @ features).astype(np.float64)


def _named(features: Mapping[str, Any], weights: Values) -> dict[str, float]:
    return {
        name: round(float(weight), 4)
        for name, weight in zip(features, weights, strict=True)
        if name not in UNMISSED
    }


def nested_lessons(folder: Path) -> list[Lesson]:
    """Load the sets in depth-first order; forums and lists too, brought into it."""
    sets = [load(folder, name) for name in THREADED]
    sets += [load(folder, name, nested=True) for name in ("iac", "rdevel")]
    short = [blocks(one, BLOCK) for one in sets]
    return [_plain(lesson(some(one, COMMENTS, MOST), WINDOW, crowd=CROWD)) for one in short]


def flat_lessons(folder: Path) -> list[Lesson]:
    """Load the sets that are sorted by time."""
    sets = [load(folder, name) for name in CHRONOLOGICAL]
    return [_plain(lesson(some(one, FLAT_COMMENTS, 10**6), WINDOW, crowd=0.0)) for one in sets]


def _plain(given: Lesson) -> Lesson:
    """Leave out what is not missed."""
    for features, names in (
        (given.table.pair_features, PAIR),
        (given.table.page_features, PAGE),
    ):
        features[:, [at for at, name in enumerate(names) if name in UNMISSED]] = 0
    return given


def main() -> None:
    """Train all weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("out", type=Path, help="where the weights go")
    asked = parser.parse_args()
    weights = {
        "threaded": fit(nested_lessons(asked.gold)),
        "chronological": fit(flat_lessons(asked.gold)),
        "chat": fit_chat(lesson(load(asked.gold, CHAT, part="train"), CHAT_WINDOW, crowd=0.0)),
    }
    asked.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
