"""Where comments begin that stand without a marker inside the comment above them.

Each place between two paragraphs of a comment is held against two kinds of places of its page: the
other places inside comments, and those where a marker stands between two comments, with the marker
thought away. The weights stand in `seams.json`; `benchmarks/replies/seams.py` learns them and says
how often they are right.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.segment.paragraphs import joined, paragraphs
from threadscope.segment.scale import Numbers, contrast, ordered, standard
from threadscope.segment.turns import turns

Pages = NDArray[np.int64]

SEAMS = pl.Schema(
    {"page": pl.UInt32, "row": pl.UInt32, "line": pl.UInt32, "probability": pl.Float64}
)
"""One row per paragraph that probably begins a comment without a marker, in order.

- `page`: 0-based place of the page in the batch
- `row`: of LINES, its first line
- `line`: the same line, 1-based, of its page
- `probability`: over one half, that a comment begins there
"""
_SURE = 0.5
_SHRINK = 8.0
"""The means of training count for so many places of a page."""
_WHOLE = 0.5
"""Chance that a page lacks no marker, before it is looked at."""
_TRUST = 10.0
"""The places of a page, however many, say no more than so many together about whether markers are
missing: they are all of one style, which may be none that was learnt."""
_FAR = 6.0
"""Log-odds beyond which a place says no more."""
_LACKING = np.append(0.0, np.linspace(0.05, 0.85, 17))
"""Shares of the comments of a page that may lack a marker; the first: none."""
_LEAST, _HIGHEST = 0.001, 0.95
"""Shares of places at which comments may begin, if any do; more would leave comments without any
paragraph."""
_MOST = 2000
"""Markers of a page from which on more would tell nothing new."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign of `turns` says."""

    means: dict[str, float]
    """Of each sign over all places it was learnt from."""
    spreads: dict[str, float]
    """Their standard deviations."""
    inside: dict[str, float]
    """Mean inside comments, on that scale."""
    between: dict[str, float]
    """Mean where a marker stood."""
    contrast: dict[str, float]
    """Weight of being nearer to the page's places with a marker than to those without."""
    plain: dict[str, float]
    """Weight of the sign itself."""
    markers: float
    """Weight of the page having more markers than places, as a logarithm."""
    bias: float
    """What every place scores."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a batch that were looked at."""

    inside: pl.DataFrame
    """One row per place inside a comment: page, row, line."""
    names: tuple[str, ...]
    """Of the signs."""
    signs: Numbers
    """Of those places, a column per sign."""
    pages: Pages
    """The page of each."""
    marked: Numbers
    """Signs of the places where a marker stood."""
    marked_pages: Pages
    """The page of each."""
    markers: Numbers
    """Of every page, how many comments have one."""


@cache
def weights() -> Weights:
    """Load the weights."""
    text = files("threadscope.segment").joinpath("seams.json").read_text("utf-8")
    return Weights(**json.loads(text))


def seams(
    lines: pl.DataFrame,
    blocks: pl.DataFrame,
    hits: pl.DataFrame,
    regions: pl.DataFrame,
    noise: pl.Series,
) -> pl.DataFrame:
    """Find the SEAMS of pages.

    Args:
        lines: LINES of those pages.
        blocks: BLOCKS, as the markers cut them.
        hits: HITS.
        regions: REGIONS.
        noise: rows of LINES that are noise.
    """
    found = places(lines, blocks, hits, noise)
    if found is None:
        return SEAMS.to_frame()
    leading = _leading(blocks, regions, len(found.markers))
    likely = chances(scores(found, weights()), found.pages, found.markers, leading)
    told = found.inside.with_columns(probability=pl.Series(likely))
    return told.filter(pl.col("probability") > _SURE).match_to_schema(SEAMS)


def places(
    lines: pl.DataFrame, blocks: pl.DataFrame, hits: pl.DataFrame, noise: pl.Series
) -> Places | None:
    """Describe the places between paragraphs of comments that a marker opens and none closes.

    Args:
        lines: LINES.
        blocks: BLOCKS.
        hits: HITS.
        noise: rows of LINES that are noise.

    Returns:
        None if there is no such place.
    """
    opened = blocks.filter(pl.col("hit").is_not_null() & pl.col("closing").is_null())
    found = paragraphs(lines, opened, hits["author"].gather(opened["hit"]), noise)
    several = found.filter((pl.col("of") > 1).any().over("page"))
    if several.is_empty():
        return None
    starts = opened["first"]
    within = several["place"] > 0
    inside = turns(several, lines, _rows(lines, starts)).filter(within)
    marked, of = [], []
    few = several.filter(pl.col("block").rank("dense").over("page") <= _MOST)
    for second in (0, 1):
        pairs, lost = joined(few, second)
        marked.append(turns(pairs, lines, _rows(lines, starts)).filter(lost).to_numpy())
        of.append(pairs["page"].filter(lost).to_numpy())
    rows = several.filter(within).select("page", "row", "line")
    pages = rows["page"].to_numpy().astype(np.int64)
    between = np.concatenate(of).astype(np.int64)
    names = tuple(inside.columns)
    size = int(pages.max()) + 1
    markers = np.bincount(opened["page"].to_numpy(), minlength=size)[:size].astype(np.float64)
    return Places(rows, names, inside.to_numpy(), pages, np.concatenate(marked), between, markers)


def scores(found: Places, learnt: Weights) -> Numbers:
    """Give what speaks for a comment beginning at each place, as log-odds to the page's rate."""
    plain, compared, markers = weighed(found, learnt)
    names = found.names
    total: Numbers = plain @ ordered(learnt.plain, names) + compared @ ordered(
        learnt.contrast, names
    )
    return total + markers * learnt.markers + learnt.bias


def weighed(found: Places, learnt: Weights) -> tuple[Numbers, Numbers, Numbers]:
    """Give what is weighed of places: their signs, the contrast of these, and more markers."""
    names = found.names
    scale = ordered(learnt.means, names), ordered(learnt.spreads, names)
    inside, marked = standard(found.signs, *scale), standard(found.marked, *scale)
    size = int(found.pages.max()) + 1
    one, few = _means(inside, found.pages, ordered(learnt.inside, names), size)
    other, many = _means(marked, found.marked_pages, ordered(learnt.between, names), size)
    compared = contrast(inside, one[found.pages], other[found.pages])
    markers = np.log((many + 2) / (few + 2))
    return inside, compared, markers[found.pages]


def chances(score: Numbers, pages: Pages, markers: Numbers, leading: Numbers) -> Numbers:
    """Give the probability of a comment beginning at each place.

    How many comments of a page lack a marker is not known, and on most none does. Each share of
    them is as likely as the places say, and as the comments that stand above the first marker.

    Args:
        score: of the places, as log-odds.
        pages: the page of each.
        markers: of every page, how many comments have one.
        leading: of every page, 1 = a comment without a marker stands above the first one, 0 = none,
            -1 = nobody knows.
    """
    count = np.bincount(pages, minlength=len(markers))
    odds = np.exp(score.clip(-_FAR, _FAR))
    each = (markers / np.maximum(count, 1))[:, None] * _LACKING / (1 - _LACKING)
    rate = np.where(_LACKING > 0, each.clip(_LEAST, _HIGHEST), 0.0)
    possible = (each <= _HIGHEST) | (np.arange(len(_LACKING)) <= 1)
    shares = range(len(_LACKING))
    places = (np.log1p(rate[pages, at] * (odds - 1)) for at in shares)
    said = np.stack([_summed(each, pages, len(markers)) for each in places], 1)
    said /= 1 + count[:, None] / _TRUST
    likely = np.exp(said - said.max(1, keepdims=True)) * _expected(leading, possible)
    likely /= likely.sum(1, keepdims=True)
    parts = (likely[pages, at] * _updated(rate[pages, at], odds) for at in shares)
    total: Numbers = sum(parts, np.zeros(len(score)))
    return total


def _updated(rate: Numbers, odds: Numbers) -> Numbers:
    """Give the probability of what is as likely as a rate, once odds speak for it."""
    found: Numbers = rate * odds / (1 + rate * (odds - 1))
    return found


def _expected(leading: Numbers, possible: NDArray[np.bool_]) -> Numbers:
    """Say how likely each share of comments lacks a marker before places are looked at."""
    some = possible * (_LACKING > 0)
    before = np.where(_LACKING > 0, some * (1 - _WHOLE) / some.sum(1, keepdims=True), _WHOLE)
    first = np.where(leading[:, None] > 0, _LACKING, 1 - _LACKING)
    likely: Numbers = before * np.where(leading[:, None] < 0, 1.0, first)
    return likely


def _leading(blocks: pl.DataFrame, regions: pl.DataFrame, size: int) -> Numbers:
    """Tell of pages whose start is known whether a comment stands above their first marker."""
    above = (pl.col("hit").is_null() & pl.col("closing").is_null()).first()
    counted = blocks.group_by("page", maintain_order=True).agg(run=above)
    known = regions.filter("known").select("page").join(counted, on="page")
    run = np.full(size, -1.0)
    inside = known.filter(pl.col("page") < size)
    run[inside["page"].to_numpy()] = inside["run"].to_numpy()
    return run


def _rows(lines: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """Give the places of rows in LINES."""
    return lines["row"].search_sorted(rows)


def _means(signs: Numbers, pages: Pages, usual: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Give the mean signs of each page, between its own and the usual ones; and its places."""
    count = np.bincount(pages, minlength=size)[:size].astype(np.float64)
    total = np.stack([_summed(sign, pages, size) for sign in signs.T], 1)
    means: Numbers = (total + usual * _SHRINK) / (count + _SHRINK)[:, None]
    return means, count


def _summed(values: Numbers, pages: Pages, size: int) -> Numbers:
    sums: Numbers = np.bincount(pages, values, size)[:size].astype(np.float64)
    return sums
