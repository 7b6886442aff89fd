"""Where do comments begin whose markers are missing? Learn it, and measure how often it is right.

    python benchmarks/replies/seams.py GOLD_FOLDER [--start] [--sets NAME...] [--write FILE]

Discussions are written out as `flat.py` writes them, the markers of 0 %, 30 % and 60 % of authors
dropped. Every place between two paragraphs of a comment that was cut is one at which a comment may
begin. Each set is judged by weights that have not seen it (nor the other one of its site). Beside
the F of ours stands that of saying that a comment begins at every paragraph; saying that none does
has 0. "found" is what the F of the comments themselves gains by it, "every: found" what it would
gain if every paragraph were one; "pages" are those on which anything is said. `--start` tells where
each discussion starts, and so whether a comment stands unmarked above the first marker. `--write`
writes the weights learnt from all sets (`threadscope/segment/seams.json`). Learning needs SciPy.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl
from align import aligned
from measure import DRAWS, head, interval, line
from numpy.typing import NDArray
from score import draws
from turns import SHARES, Case, Turns, learn

from threadscope.segment.blocks import parted
from threadscope.segment.scale import Numbers
from threadscope.segment.seams import Weights, chances, scores

_SURE = 0.5
"""More likely places are said."""
_BINS = np.array([0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0])


def main() -> None:
    """Print the table, and write the weights if asked."""
    asked = _asked()
    turns = Turns(asked.gold)
    head("set", "unmarked", "places", "right", "said", "precision", "recall", "F", "95 % interval",
         "every: F", "found", "every: found", "pages")  # fmt: skip
    told = []
    for case in turns.cases:
        if case.found and (not asked.sets or case.name in asked.sets):
            told.append(judged(case, likely(case, turns.unseen(case.name), known=asked.start)))
            _tell(told[-1])
    _sum_up(told)
    if asked.write:
        asked.write.write_text(json.dumps(asdict(learn(turns.cases)), indent=1) + "\n", "utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("--sets", nargs="*", help="only these")
    parser.add_argument("--start", action="store_true", help="say where the discussions start")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the weights to FILE")
    return parser.parse_args()


def likely(case: Case, learnt: Weights, *, known: bool) -> Numbers:
    """Give the probability of a comment beginning at each place of a case."""
    leading = case.leading if known else np.full(len(case.found.markers), -1.0)
    return chances(scores(case.found, learnt), case.found.pages, case.found.markers, leading)


@dataclass(frozen=True)
class Judged:
    """What is said of the places of a case, and what comes of it."""

    case: Case
    chance: Numbers
    """Of each place, that a comment begins there."""
    said: NDArray[np.bool_]
    """Which are said to be ones."""
    found: float
    """What the F of the comments gains by it."""
    every: float
    """What it would gain if every paragraph were one."""

    def f(self, said: NDArray[np.bool_]) -> float:
        """Give the F of saying so."""
        right = self.case.right
        return float(2 * (said * right).sum() / max(said.sum() + right.sum(), 1))


def judged(case: Case, chance: Numbers) -> Judged:
    """Say where comments begin, and compare with what is known."""
    said = chance > _SURE
    none, every = np.zeros_like(said), np.ones_like(said)
    before, after, most = (_found(case, each) for each in (none, said, every))
    return Judged(case, chance, said, after - before, most - before)


def _tell(told: Judged) -> None:
    """Print a line."""
    case, said = told.case, told.said
    right, size = case.right, len(case.pages)
    counts = [np.bincount(case.found.pages, each, size) for each in (said * right, said, right)]
    drawn = np.vstack([np.ones(size), draws(size, DRAWS)]) @ np.stack(counts, 1)
    f = 2 * drawn[:, 0] / np.maximum(drawn[:, 1] + drawn[:, 2], 1)
    hits, some, all_of_them = drawn[0]
    line(
        case.name,
        f"{case.share:.0%}",
        f"{len(said)}",
        f"{all_of_them:.0f}",
        f"{some:.0f}",
        f"{hits / max(some, 1):.2f}",
        f"{hits / max(all_of_them, 1):.2f}",
        f"**{f[0]:.3f}**",
        interval(f),
        f"{told.f(np.ones_like(said)):.3f}",
        f"{told.found:+.3f}",
        f"{told.every:+.3f}",
        f"{len(np.unique(case.found.pages[said])) / size:.0%}",
    )


def _found(case: Case, said: NDArray[np.bool_]) -> float:
    """Give the F of the comments of a case if comments begin at these places too."""
    blocks = parted(case.blocks, case.found.inside.filter(pl.Series(said)))
    spans = blocks.select(
        "page",
        first=case.lines["line"].gather(blocks["first"]),
        last=case.lines["line"].gather(blocks["last"]),
    )
    cut = spans.partition_by("page", as_dict=True)
    found = right = known = 0
    for at, page in enumerate(case.pages):
        mine = cut[(at,)].select("first", "last").rows() if (at,) in cut else []
        match, _ = aligned(page, mine)
        found, known = found + len(match), known + len(page.names)
        right += sum(each >= 0 for each in match)
    return 2 * right / (found + known)


def _sum_up(told: Sequence[Judged]) -> None:
    """Print the means over all sets, and how sure places were thought to be."""
    print()
    shares = [(share, [one for one in told if one.case.share == share]) for share in SHARES]
    for share, some in shares:
        f = np.mean([one.f(one.said) for one in some])
        every = np.mean([one.f(np.ones_like(one.said)) for one in some])
        gains = [one.found for one in some]
        print(
            f"mean with {share:.0%} unmarked: F {f:.3f}, every {every:.3f}, "
            f"found {np.mean(gains):+.4f} ({min(gains):+.3f} to {max(gains):+.3f})"
        )
    for share, some in shares:
        weight = np.concatenate([np.full(len(one.said), 1 / len(one.said)) for one in some])
        chance = np.concatenate([one.chance for one in some])
        right = np.concatenate([one.case.right for one in some])
        at = np.digitize(chance, _BINS[1:-1])
        total, said, true = (
            np.bincount(at, each, len(_BINS) - 1)
            for each in (weight, weight * chance, weight * right)
        )
        gap = np.abs(said - true).sum() / total.sum()
        cells = [
            f"{s / t:.2f}: {r / t:.2f}" for s, t, r in zip(said, total, true, strict=True) if t
        ]
        print(f"thought: right, with {share:.0%} unmarked: {', '.join(cells)}; ECE {gap:.3f}")


if __name__ == "__main__":
    main()
