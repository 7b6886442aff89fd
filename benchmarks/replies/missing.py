"""Measure how often it is found that what a comment answers is gone.

    python benchmarks/replies/missing.py GOLD_FOLDER [--unseen] [--kept FOLDER] [--sets NAME...]

One comment in ten is taken away from every page, as moderators do, but no first one; whatever
answered it answers something that is not there. The table compares with the plain rule that a
comment is such a one if a header, a phrase, an @ or a quote leads to nobody on the page, and tells
what looking for them costs: the parent accuracy on these pages, and on pages that have lost
nothing, with and without. `--unseen` and `--kept` are those of `measure.py`.
"""

from dataclasses import replace

import numpy as np
from answers import answered, evidence
from gold import CHAT, Gold, measured
from measure import head, line, order_of
from numpy.typing import NDArray
from unseen import Unseen, asking

from threadscope.replies.forest import MISSING
from threadscope.replies.model import Model, model

SHARE = 0.1
SEED = 1


def main() -> None:
    """Print the table."""
    asked = asking(__doc__).parse_args()
    learnt = Unseen(asked.gold, asked.kept)
    shares = ("precision", "recall", "F")
    costs = [
        f"{pages}, {how}" for pages in ("some gone", "none gone") for how in ("not asked", "asked")
    ]
    ways = [f"{way} {share}" for way in ("rule", "ours") for share in shares]
    head("set", "order", "comments", "answer what is gone", *ways, "Brier", *costs)
    for gold, kind in measured(asked.gold, asked.sets):
        if gold.name != CHAT:
            weights = learnt.model(gold.name, kind) if asked.unseen else model(kind)
            _tell(gold, weights)


def _tell(gold: Gold, weights: Model) -> None:
    """Print a line."""
    less = gold.without(SHARE, SEED)
    found = answered(less, weights)
    asked = less.scored & (less.place > 0)
    known = np.array([MISSING in parents for parents in less.parents])[asked]
    signs = evidence(less, weights.window).facts["gone"]
    ways = (signs.to_numpy()[asked], found.given["ours"][asked] == MISSING)
    chance = found.options.of(np.full(len(less.place), MISSING))[asked]
    blind = replace(weights, missing=None)
    rates = [
        each.truth.right(each.given["ours"])[each.truth.scored].mean()
        for each in (answered(less, blind), found, answered(gold, blind), answered(gold, weights))
    ]
    told = [f"{value:.3f}" for way in ways for value in _shares(way, known)]
    brier = [f"{((chance - known) ** 2).mean():.3f}"]
    costs = [f"{rate:.3f}" for rate in rates]
    line(gold.name, order_of(gold), str(len(known)), str(int(known.sum())), *told, *brier, *costs)


def _shares(given: NDArray[np.bool_], known: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Give precision, recall and their harmonic mean."""
    hits = float((given & known).sum())
    both = max(given.sum() + known.sum(), 1)
    return hits / max(given.sum(), 1), hits / max(known.sum(), 1), 2 * hits / both


if __name__ == "__main__":
    main()
