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
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from align import Page, aligned
from gold import load
from measure import DRAWS, head, interval, line
from score import draws
from written import articles, without_topics, written

from threadscope.rules import pick
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.blocks import parted
from threadscope.segment.layout import lay_out
from threadscope.segment.scale import Numbers, standard
from threadscope.segment.seams import Places, Weights, chances, places, scores, weighed

SHARES = (0.0, 0.3, 0.6)
SETS = {
    "drupal_oem_nested": 4,
    "drupal_oem_flat": 1,
    "wiki_talk": 1,
    "wordpress_pages": 3,
    "urs": 3,
    "iac": 1,
    "rdevel": 1,
    "discourse": 1,
    "phpbb": 1,
}
"""How often authors are drawn for each page of a set."""
_SITES = {"drupal_oem_nested": "drupal_oem", "drupal_oem_flat": "drupal_oem"}
_MOST = 200
"""Pages of a set that are looked at."""
_WEIGHT = 2000.0
"""Of the places of a set, at each share of authors."""
_PENALTY = 80.0
_LEAST = 0.001
"""Of a standard deviation, so that a sign that nobody shows does no harm."""
_FEW = 5
"""Places that tell too little to learn from."""
_BINS = np.array([0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0])


@dataclass(frozen=True)
class Case:
    """A set, written out with some markers missing, and cut."""

    name: str
    share: float
    pages: list[Page]
    lines: pl.DataFrame
    blocks: pl.DataFrame
    found: Places | None
    right: Numbers
    """1 for each place at which a comment begins, else 0."""

    @property
    def leading(self) -> Numbers:
        """Tell of each page whether its first comment has lost its marker."""
        lost = [bool(page.names) and page.names[0] is None for page in self.pages]
        return np.array(lost[: len(self.found.markers)], float)

    @property
    def site(self) -> str:
        """What must not be learnt from to judge it."""
        return _SITES.get(self.name, self.name)


def main() -> None:
    """Print the table, and write the weights if asked."""
    asked = _asked()
    cases = list(_cases(asked.gold))
    head("set", "unmarked", "places", "right", "said", "precision", "recall", "F", "95 % interval",
         "every: F", "found", "every: found", "pages")  # fmt: skip
    told = []
    for site in dict.fromkeys(case.site for case in cases):
        learnt = learn([case for case in cases if case.site != site])
        for case in cases:
            if case.site == site and case.found and asked.sets in (None, [], [case.name]):
                told.append((case, likely(case, learnt, known=asked.start)))
                _tell(*told[-1])
    _sum_up(told)
    if asked.write:
        asked.write.write_text(json.dumps(asdict(learn(cases)), indent=1) + "\n", "utf-8")


class Turns:
    """Learns weights of seams from all sites but one."""

    def __init__(self, gold: Path) -> None:
        self.cases = list(_cases(gold))
        self.kept: dict[str, Weights] = {}

    def unseen(self, name: str) -> Weights:
        """Give weights that have not seen a set."""
        site = _SITES.get(name, name)
        if site not in self.kept:
            self.kept[site] = learn([case for case in self.cases if case.site != site])
        return self.kept[site]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("--sets", nargs="*", help="only these")
    parser.add_argument("--start", action="store_true", help="say where the discussions start")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the weights to FILE")
    return parser.parse_args()


def _cases(folder: Path) -> Iterator[Case]:
    for name, times in SETS.items():
        gold, opening = without_topics(load(folder, name)), articles(folder, name)
        names = gold.comments["page"].unique(maintain_order=True)
        some = np.sort(np.random.default_rng(0).permutation(len(names))[:_MOST])
        few = gold.pages(np.isin(np.arange(len(names)), some))
        for share in SHARES:
            drawn = [written(few, opening, share, seed) for seed in range(times if share else 1)]
            yield _case(name, share, [page for pages in drawn for page in pages])


def _case(name: str, share: float, pages: list[Page]) -> Case:
    texts = pl.DataFrame(
        {"page": [str(at) for at in range(len(pages))], "text": [page.text for page in pages]},
        PAGE_TEXTS,
    )
    lines, (layout, *_) = lay_out(texts, pick(("drupal-picture",)), None)
    found = places(lines, layout.blocks, layout.hits, layout.noise)
    right = np.zeros(0)
    if found:
        begins = [_begins(page) for page in pages]
        at = found.inside.select("page", "line").rows()
        right = np.array([line - 1 in begins[page] for page, line in at], float)
    return Case(name, share, pages, lines, layout.blocks, found, right)


def _begins(page: Page) -> set[int]:
    """Give the first line of every comment, from 0."""
    said = np.flatnonzero((page.owner >= 0) & (page.length > 0))
    return set(said[np.unique(page.owner[said], return_index=True)[1]].tolist())


def learn(cases: Sequence[Case]) -> Weights:
    """Fit a logistic regression over places, each page's own rate given; every set counts alike."""
    known = [case for case in cases if case.found]
    names = known[0].found.names
    signs = np.concatenate([case.found.signs[:: 1 + len(case.right) // 6000] for case in known])
    scale = signs.mean(0), signs.std(0) + _LEAST
    whole = [case for case in known if not case.share]
    inside = np.mean([standard(case.found.signs, *scale).mean(0) for case in whole], 0)
    between = np.mean([standard(case.found.marked, *scale).mean(0) for case in whole], 0)
    given = (names, *scale, inside, between)
    blank = _weights(*given, np.zeros(2 * len(names) + 2))
    fitted = _fitted([_rows(case, blank) for case in known if case.share], len(names))
    return _weights(*given, fitted)


def _weights(names, means, spreads, inside, between, fitted) -> Weights:  # noqa: ANN001
    plain, contrast, rest = np.split(fitted, [len(names), 2 * len(names)])
    every = (means, spreads, inside, between, contrast, plain)
    named = [_named(names, values) for values in every]
    return Weights(*named, markers=round(float(rest[0]), 4), bias=round(float(rest[1]), 4))


def _named(names: Sequence[str], values: Numbers) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def _rows(case: Case, blank: Weights) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Give what is weighed of places, which are right, the log-odds of their pages, and weights."""
    plain, compared, markers = weighed(case.found, blank)
    rows = np.column_stack([plain, compared, markers, np.ones(len(markers))])
    count = np.bincount(case.found.pages)
    right = np.bincount(case.found.pages, case.right)
    mixed = ((right > 0) & (right < count))[case.found.pages]
    rate = ((right + 0.5) / (count + 1))[case.found.pages]
    size = max(mixed.sum(), 1)
    alike = sum(_SITES.get(name, name) == case.site for name in SETS)
    weight = np.full(size if mixed.any() else 0, _WEIGHT / size / alike)
    if size < _FEW:
        mixed[:], weight = False, weight[:0]
    return rows[mixed], case.right[mixed], np.log(rate / (1 - rate))[mixed], weight


def _fitted(parts: Sequence[tuple[Numbers, ...]], signs: int) -> Numbers:
    from scipy.optimize import minimize  # noqa: PLC0415 - only learning needs it

    rows, right, offset, weight = (np.concatenate(each) for each in zip(*parts, strict=True))

    def loss(beta: Numbers) -> tuple[float, Numbers]:
        score = rows @ beta + offset
        chance = 1 / (1 + np.exp(-score))
        lost = (weight * (np.logaddexp(0, score) - right * score)).sum()
        slope = rows.T @ (weight * (chance - right)) + _PENALTY * np.append(beta[:-1], 0)
        return float(lost + _PENALTY * (beta[:-1] ** 2).sum() / 2), slope

    # to be nearer to the places with a marker can only speak for being one
    bounds = [(None, None)] * signs + [(0, None)] * signs + [(None, None)] * 2
    start = np.zeros(rows.shape[1])
    found: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def likely(case: Case, learnt: Weights, *, known: bool) -> Numbers:
    """Give the probability of a comment beginning at each place of a case."""
    leading = case.leading if known else np.full(len(case.found.markers), -1.0)
    return chances(scores(case.found, learnt), case.found.pages, case.found.markers, leading)


def _tell(case: Case, chance: Numbers) -> None:
    """Print a line."""
    said, pages = chance > 0.5, case.found.pages  # noqa: PLR2004 - rather than not
    size = len(case.pages)
    sums = np.stack(
        [np.bincount(pages, each, size) for each in (said * case.right, said, case.right)], 1
    )
    drawn = np.vstack([np.ones(size), draws(size, DRAWS)]) @ sums
    f = 2 * drawn[:, 0] / np.maximum(drawn[:, 1] + drawn[:, 2], 1)
    right, every = case.right.sum(), 2 * case.right.sum() / max(case.right.sum() + len(said), 1)
    before = _found(case, said & False)
    line(
        case.name,
        f"{case.share:.0%}",
        f"{len(said)}",
        f"{right:.0f}",
        f"{said.sum()}",
        f"{(said * case.right).sum() / max(said.sum(), 1):.2f}",
        f"{(said * case.right).sum() / max(right, 1):.2f}",
        f"**{f[0]:.3f}**",
        interval(f),
        f"{every:.3f}",
        f"{_found(case, said) - before:+.3f}",
        f"{_found(case, said | True) - before:+.3f}",
        f"{len(np.unique(pages[said])) / size:.0%}",
    )


@cache
def _kept() -> dict[Any, float]:
    return {}


def _found(case: Case, said: Any) -> float:
    """Give the F of the comments of a case if comments begin at these places too."""
    key = (id(case), said.tobytes())
    if key not in _kept():
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
        _kept()[key] = 2 * right / (found + known)
    return _kept()[key]


def _sum_up(told: Sequence[tuple[Case, Numbers]]) -> None:
    """Print the means over all sets, and how sure places were thought to be."""
    print()
    for share in SHARES:
        some = [(case, chance > 0.5) for case, chance in told if case.share == share]  # noqa: PLR2004
        f = [
            2 * (said * case.right).sum() / max(said.sum() + case.right.sum(), 1)
            for case, said in some
        ]
        every = [2 * case.right.sum() / max(len(said) + case.right.sum(), 1) for case, said in some]
        gains = [_found(case, said) - _found(case, said & False) for case, said in some]
        print(
            f"mean with {share:.0%} unmarked: F {np.mean(f):.3f}, every {np.mean(every):.3f}, "
            f"found {np.mean(gains):+.4f} ({min(gains):+.3f} to {max(gains):+.3f})"
        )
    for share in SHARES:
        some = [(case, chance) for case, chance in told if case.share == share]
        size = [1 / len(case.right) for case, _ in some]
        weight = np.concatenate(
            [np.full(len(case.right), s) for (case, _), s in zip(some, size, strict=True)]
        )
        chance = np.concatenate([chance for _, chance in some])
        right = np.concatenate([case.right for case, _ in some])
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
