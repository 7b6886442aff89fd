"""Learn where comments begin whose markers are missing, from sets written out without some of them.

Learning needs SciPy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from align import Page
from gold import load
from written import articles, without_topics, written

from threadscope.rules import pick
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.layout import lay_out
from threadscope.segment.scale import Numbers, standard
from threadscope.segment.seams import Places, Weights, places, weighed

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


def _weights(names: Sequence[str], *values: Numbers) -> Weights:
    """Name weights: means, spreads, inside, between, and what was fitted."""
    *given, fitted = values
    plain, contrast, rest = np.split(fitted, [len(names), 2 * len(names)])
    named = [_named(names, each) for each in (*given, contrast, plain)]
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
