"""Where comments begin that stand without a marker between an article and its first marker.

A page whose first comments lost their markers looks like a longer article. What gives them away is
the voice: each line is held against the lines that are surely article (the upper half of what
stands above the first marker) and those that are surely comments (the bodies below it). The weights
stand in `onset.json`; `benchmarks/onset.py` learns them and says how often they are right.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.segment.scale import Numbers, contrast, ordered, standard
from threadscope.segment.style import SIGNS, styles

ONSETS = pl.Schema(
    {
        "page": pl.UInt32,
        "row": pl.UInt32,
        "line": pl.UInt32,
        "probability": pl.Float64,
        "clue": pl.String,
    }
)
"""One row per page on which comments probably begin before the first marker, in order.

- `page`: 0-based place of the page in the batch
- `row`: of LINES, the first line of those comments
- `line`: the same line, 1-based, of its page
- `probability`: 0 to 1, that they begin on this very line
- `clue`: how the lines from there on differ from those before
"""
_LEAST_ABOVE, _LEAST_BELOW = 4, 6
"""Lines above the first marker, and of bodies below it, that a page must have to be judged."""
_MOST_BELOW = 1000
"""Lines of bodies from which on more would tell nothing new."""
_PROSE = 8
"""Words that a line above the first marker must have to count: menus and captions have no voice."""
_HEAD = 2
"""Lines that are taken for article however few there are."""
_TOLD = 3
"""Differences that are told."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How much each sign says."""

    means: dict[str, float]
    """Of each sign over all lines it was learnt from."""
    spreads: dict[str, float]
    """Their standard deviations."""
    contrast: dict[str, float]
    """Weight of being nearer to the page's comments than to its article."""
    plain: dict[str, float]
    """Weight of the sign itself."""
    bias: float
    """What every line scores."""
    scale: float
    """What scores of lines count as log-odds when they are added up."""
    nothing: float
    """Log-odds of no comment being there."""


@cache
def voice() -> Voice:
    """Load the weights."""
    text = files("threadscope.segment").joinpath("onset.json").read_text("utf-8")
    return Voice(**json.loads(text))


def onsets(
    lines: pl.DataFrame, blocks: pl.DataFrame, regions: pl.DataFrame, noise: pl.Series
) -> pl.DataFrame:
    """Find the ONSETS of pages that do not say where their discussion starts.

    Args:
        lines: LINES of those pages.
        blocks: BLOCKS, as the markers cut them.
        regions: REGIONS.
        noise: rows of LINES that are noise.
    """
    told = told_apart(lines, blocks, regions.filter(~pl.col("known")), noise)
    if told.is_empty():
        return ONSETS.to_frame()
    signs = standard(
        styles(told).to_numpy(), ordered(voice().means, SIGNS), ordered(voice().spreads, SIGNS)
    )
    pages = told.with_row_index("at").partition_by("page", maintain_order=True)
    found = [_onset(page, signs[page["at"].to_numpy()]) for page in pages]
    return pl.DataFrame([each for each in found if each], ONSETS, orient="row")


def told_apart(
    lines: pl.DataFrame, blocks: pl.DataFrame, regions: pl.DataFrame, noise: pl.Series
) -> pl.DataFrame:
    """Take the lines that count, of pages that have enough of them.

    Args:
        lines: LINES.
        blocks: BLOCKS.
        regions: REGIONS of the pages to judge.
        noise: rows of LINES that are noise.

    Returns:
        One row per line: page, row, line, text, part (head: surely article; open; body: surely of a
        comment), comment (0-based, of the page; null = above the first marker).
    """
    firsts = blocks.group_by("page").agg(first=pl.col("first").min())
    spans = regions.select("page", "top").join(firsts, on="page")
    above = lines.join(spans, on="page", maintain_order="left").filter(
        pl.col("row").is_between("top", "first", closed="left"),
        pl.col("text").str.count_matches(r"\S+") >= _PROSE,
    )
    place, count = pl.int_range(pl.len()).over("page"), pl.len().over("page")
    head = place < pl.max_horizontal(pl.lit(_HEAD), count // 2)
    bodies = (
        blocks.join(spans, on="page", how="semi", maintain_order="left")
        .select(
            "page",
            row=pl.int_ranges("body", "body_stop", dtype=pl.UInt32),
            comment=pl.int_range(pl.len(), dtype=pl.UInt32).over("page"),
        )
        .explode("row", empty_as_null=False)
        .filter(pl.int_range(pl.len()).over("page") < _MOST_BELOW)
        .drop("page")
    )
    below = lines.join(bodies, on="row", maintain_order="left").filter(
        ~pl.col("row").is_in(noise.implode())
    )
    columns = ("page", "row", "line", "text", "part", "comment")
    parts = [
        above.with_columns(
            part=pl.when(head).then(pl.lit("head")).otherwise(pl.lit("open")),
            comment=pl.lit(None, pl.UInt32),
        ).select(columns),
        below.with_columns(part=pl.lit("body")).select(columns),
    ]
    body = pl.col("part") == "body"
    enough = (body.sum() >= _LEAST_BELOW) & ((~body).sum() >= _LEAST_ABOVE)
    return pl.concat(parts).filter(enough.over("page"))


def chances(scores: Numbers, scale: float, nothing: float) -> Numbers:
    """Give the probability of comments beginning on each line, and at the end of none being there.

    Args:
        scores: of the lines, in order; positive = rather a comment.
        scale: what a score counts as log-odds.
        nothing: log-odds of no comment being there.
    """
    odds = np.append(np.cumsum(scores[::-1])[::-1] * scale, nothing)
    share = np.exp(odds - odds.max())
    likely: Numbers = share / share.sum()
    return likely


def _onset(page: pl.DataFrame, signs: Numbers) -> tuple[int, int, int, float, str] | None:
    """Find the line of one page on which comments most likely begin: a row of ONSETS, or None."""
    weights = voice()
    part = page["part"].to_numpy()
    article, open_lines = signs[part == "head"], signs[part == "open"]
    compared = contrast(open_lines, article.mean(0), signs[part == "body"].mean(0))
    told = compared * ordered(weights.contrast, SIGNS) + open_lines * ordered(weights.plain, SIGNS)
    likely = chances(told.sum(1) + weights.bias, weights.scale, weights.nothing)
    begins = int(likely.argmax())
    if begins == len(open_lines):
        return None
    number, row, line = page.filter(part="open").select("page", "row", "line").row(begins)
    more = open_lines[begins:].mean(0) > article.mean(0)
    return number, row, line, float(likely[begins]), _clue(told[begins:].sum(0), more)


def _clue(weights: Numbers, more: NDArray[np.bool_]) -> str:
    """Say which signs speak most for comments."""
    best = [at for at in np.argsort(-weights, kind="stable") if weights[at] > 0][:_TOLD]
    signs = list(SIGNS.values())
    return ", ".join(signs[at].more if more[at] else signs[at].less for at in best)
