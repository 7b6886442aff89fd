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

import polars as pl

from threadscope.segment.style import SIGNS, Sign, styles

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
_PROSE = 8
"""Words that a line above the first marker must have to count: menus and captions have no voice."""
_HEAD = 2
"""Lines that are taken for article however few there are."""
_TOLD = 3
"""Differences that are told."""
FAR = 3.0
"""Standard deviations beyond which a sign says no more."""


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
    weights = voice()
    scored = contrasted(told).with_columns(score=_sum(_weighed(weights)) + weights.bias)
    likely = _likely(scored.filter(part="open"), weights)
    return likely.join(_clues(scored, likely, weights), on="page", how="left").match_to_schema(
        ONSETS
    )


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
            row=pl.int_ranges("body", "body_stop", dtype=pl.UInt32),
            comment=pl.int_range(pl.len(), dtype=pl.UInt32).over("page"),
        )
        .explode("row", empty_as_null=False)
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


def contrasted(told: pl.DataFrame) -> pl.DataFrame:
    """Add how lines are written, and how that compares with the page's article and comments.

    Args:
        told: as `told_apart` gives them.

    Returns:
        The same rows, with a column per sign, and another, `NAME_to`: 0 halfway between the means
        of article and comments, more towards comments; the further those are apart the more.
    """
    weights = voice()
    signs = styles(told).select(
        ((pl.col(name) - weights.means[name]) / weights.spreads[name]).clip(-FAR, FAR)
        for name in SIGNS
    )
    numbers = pl.concat([told, signs], how="horizontal")
    for part in ("head", "body"):
        means = numbers.filter(part=part).group_by("page").agg(pl.col(list(SIGNS)).mean())
        numbers = numbers.join(means, on="page", suffix=f"_{part}", maintain_order="left")
    return numbers.with_columns(towards(name).alias(f"{name}_to") for name in SIGNS)


def towards(name: str) -> pl.Expr:
    """Compare a sign of a line with the means of its page's article and comments."""
    article, comments = pl.col(f"{name}_head"), pl.col(f"{name}_body")
    return (pl.col(name) - (article + comments) / 2) * (comments - article)


def _weighed(weights: Voice) -> dict[str, pl.Expr]:
    return {
        name: pl.col(f"{name}_to") * weights.contrast[name] + pl.col(name) * weights.plain[name]
        for name in SIGNS
    }


def _sum(terms: dict[str, pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(terms.values())


def _likely(scored: pl.DataFrame, weights: Voice) -> pl.DataFrame:
    """Give the line of every page on which comments most likely begin, unless none do.

    Columns: page, row, line, probability.
    """
    odds = pl.col("odds")
    best = pl.max_horizontal(odds.max(), pl.lit(weights.nothing)).over("page")
    nothing = (weights.nothing - best).exp()
    share = (odds - best).exp()
    return (
        scored.with_columns(odds=pl.col("score").cum_sum(reverse=True).over("page") * weights.scale)
        .with_columns(probability=share / (share.sum().over("page") + nothing))
        .filter((odds == odds.max().over("page")) & (odds > weights.nothing))
        .unique("page", keep="first", maintain_order=True)
        .select("page", "row", "line", "probability")
    )


def _clues(scored: pl.DataFrame, likely: pl.DataFrame, weights: Voice) -> pl.DataFrame:
    """Say what speaks most for the lines from there on being comments: page, clue."""
    begun = likely.select("page", begins="row")
    from_there = scored.filter(pl.col("part") == "open").join(begun, on="page")
    later = from_there.filter(pl.col("row") >= pl.col("begins"))
    speaks = later.group_by("page", maintain_order=True).agg(
        expression.sum().alias(name) for name, expression in _weighed(weights).items()
    )
    more = later.group_by("page").agg(
        (pl.col(name).mean() > pl.col(f"{name}_head").first()).alias(name) for name in SIGNS
    )
    words = pl.DataFrame(
        [(name, more, each) for name, sign in SIGNS.items() for more, each in _said(sign)],
        schema=["sign", "more", "words"],
        orient="row",
    )
    return (
        speaks.unpivot(index="page", variable_name="sign", value_name="weight")
        .filter(pl.col("weight") > 0)
        .join(
            more.unpivot(index="page", variable_name="sign", value_name="more"), on=["page", "sign"]
        )
        .join(words, on=["sign", "more"])
        .sort("page", "weight", "sign", descending=[False, True, False])
        .group_by("page", maintain_order=True)
        .agg(clue=pl.col("words").head(_TOLD).str.join(", "))
    )


def _said(sign: Sign) -> tuple[tuple[bool, str], ...]:
    return (True, sign.more), (False, sign.less)
