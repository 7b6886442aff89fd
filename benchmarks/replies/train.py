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
from gold import CHAT, CHRONOLOGICAL, THREADED, blocks, load
from lesson import Lesson, lesson, some
from losses import NEVER, Odds, loss
from numpy.typing import NDArray
from scipy.optimize import minimize

from threadscope.replies.arcs import scores
from threadscope.replies.features import MISSED, PAGE, PAIR
from threadscope.replies.model import read

Values = NDArray[np.float64]

WINDOW = 32
CROWD = 0.5
DECAY = 0.01
OWN_DECAY = 0.3
MISSED_DECAY = 0.003
"""Few comments tell what is missing: their weights need more room."""
_FEATURES = [*PAIR, *PAGE]
DOUBT = 0.3
"""What parents further up lose unless they are quoted or said to be answered: they are many, and
where evidence misleads, as some does on every site that was not learnt from, it mostly misleads to
one of them."""
_BEYOND_DOUBT = [_FEATURES.index(name) for name in ("above", "quote", "named_stated", "page")]
GONE = 0.1
"""The share of comments that are taken away to learn what tells that they are missing."""
RARER = {"threaded": -2.1, "chronological": -1.1}
"""What that takes from the log-odds, since pages lose fewer: those that have lost nothing are to
keep their parents, above all where whole trees hang on one."""
_OF_COMMENT, _OF_ARTICLE = (
    [_FEATURES.index(f"{of}{name}") for name in ("quote", "quote_amount", "quote_first")]
    for of in ("", "page_")
)
"""To quote the article says as much for the page as to quote a comment says for that."""
BLOCK = 80
MOST = 130
"""Longer pages are not trained on."""
COMMENTS = 2500
FLAT_COMMENTS = 8000
"""So many comments of a set are trained on, chat apart."""
UNMISSED = frozenset({"quote_free", "reply", "second", "unknown", "was_told"})
"""Features that linear weights do better without on sites they never saw (`ablation.py --features`)
or that say of all parents of a comment what PAGE says of the page already. Chat needs them."""


def fit(lessons: Sequence[Lesson], decay: float = DECAY, rounds: int = 50) -> dict[str, Any]:
    """Learn linear weights from some sets, each of the same importance."""
    pairs, size = len(PAIR), len(PAIR) + len(PAGE)
    nested = lessons[0].gold.nested
    decays = np.array([decay] + [OWN_DECAY] * len(lessons))[:, None]
    counts = [int((one.gold.scored & (one.gold.place > 0)).sum()) for one in lessons]

    def cost(weights: Values) -> tuple[float, Values]:
        weights = weights.reshape(-1, size)
        slopes = weights * decays
        sum_ = 0.5 * float((weights * slopes).sum())
        for own, one, count in zip(range(1, len(weights)), lessons, counts, strict=True):
            here = weights[0] + weights[own]
            score = _scores(one.table.pair_features, here[:pairs]) - one.crowd
            page = _scores(one.table.page_features, here[pairs:])
            part, slope = loss(one, Odds.there(score, page))
            sum_ += part / count
            of_pairs = _slopes(one.table.pair_features, slope.pairs)
            of_page = _slopes(one.table.page_features, slope.page)
            slopes[[0, own]] += np.concatenate([of_pairs, of_page]) / count
        return sum_, slopes.ravel()

    start = np.zeros((1 + len(lessons)) * size)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    weights = found.reshape(-1, size)
    shared = weights[0] + weights[1:].mean(axis=0)
    shared[_BEYOND_DOUBT] += DOUBT
    shared[_OF_ARTICLE] = shared[_OF_COMMENT]
    return {
        "window": WINDOW,
        "crowd": CROWD if nested else 0.0,
        "trust": 1.0,
        "shares": [round(float(x), 4) for x in np.mean([shares(one) for one in lessons], axis=0)],
        "pairs": {"linear": _named(PAIR, shared[:pairs])},
        "page": {"linear": _named(PAGE, shared[pairs:])},
    }


def fit_missing(lessons: Sequence[Lesson], said: dict[str, Any]) -> dict[str, float]:
    """Learn what tells that something answered is not there.

    Args:
        lessons: sets sorted by time of which comments were taken away, each of the same importance.
        said: all other weights for such pages.

    Returns:
        The weights of `MISSED`, which do for nested pages too: few of those quote or name anybody
        who is gone.
    """
    model = read(said)
    odds = [scores(one.table, model) for one in lessons]
    counts = [int((one.gold.scored & (one.gold.place > 0)).sum()) for one in lessons]

    def cost(weights: Values) -> tuple[float, Values]:
        total, slopes = 0.5 * MISSED_DECAY * float(weights @ weights), MISSED_DECAY * weights
        for one, (score, page), count in zip(lessons, odds, counts, strict=True):
            gone = one.table.facts["gone"].to_numpy()
            missing = np.where(gone, _scores(one.table.missing_features, weights), NEVER)
            part, slope = loss(one, Odds(score, page, missing))
            total += part / count
            slopes = slopes + _slopes(one.table.missing_features, slope.missing) / count
        return total, slopes

    start = np.zeros(len(MISSED))
    found = minimize(cost, start, jac=True, method="L-BFGS-B").x
    return _named(MISSED, found)


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
    short = [some(blocks(one, BLOCK), COMMENTS, MOST) for one in sets]
    return [_plain(lesson(one, WINDOW, crowd=CROWD)) for one in short]


def flat_lessons(folder: Path, gone: float = 0.0) -> list[Lesson]:
    """Load the sets that are sorted by time.

    Args:
        folder: holds the sets.
        gone: the share of comments that are taken away.
    """
    sets = [load(folder, name) for name in CHRONOLOGICAL]
    short = [some(one, FLAT_COMMENTS, 10**6).without(gone) for one in sets]
    return [_plain(lesson(one, WINDOW, crowd=0.0)) for one in short]


def _plain(given: Lesson) -> Lesson:
    """Leave out what is not missed."""
    for features, names in (
        (given.table.pair_features, PAIR),
        (given.table.page_features, PAGE),
    ):
        features[:, [at for at, name in enumerate(names) if name in UNMISSED]] = 0
    return given


def fit_both(
    nested: Sequence[Lesson], flat: Sequence[Lesson], gone: Sequence[Lesson]
) -> dict[str, Any]:
    """Learn the weights of nested pages and of those sorted by time.

    Args:
        nested: sets in depth-first order.
        flat: sets sorted by time.
        gone: these, with comments taken away.
    """
    said = {"threaded": fit(nested), "chronological": fit(flat)}
    missing = fit_missing(gone, said["chronological"])
    return {
        kind: {
            **each,
            "missing": {
                "linear": {**missing, "missing": round(missing["missing"] + RARER[kind], 4)}
            },
        }
        for kind, each in said.items()
    }


def main() -> None:
    """Train all weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("out", type=Path, help="where the weights go")
    asked = parser.parse_args()
    weights = {
        **fit_both(
            nested_lessons(asked.gold), flat_lessons(asked.gold), flat_lessons(asked.gold, GONE)
        ),
        "chat": fit_chat(lesson(load(asked.gold, CHAT, part="train"), CHAT_WINDOW, crowd=0.0)),
    }
    asked.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
