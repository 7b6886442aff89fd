"""Which rule pack fits which page, and why the others do not."""

from collections.abc import Sequence

import polars as pl

from threadscope.rules import Pack
from threadscope.schema import CLAIMS
from threadscope.segment.anchors import Anchors
from threadscope.segment.headers import CLOSES, OPENS, headers
from threadscope.segment.lines import lines_of
from threadscope.segment.signs import signs_of

NO_PACK = "none"
"""What stands for the pack of a page without a discussion."""

TRIES = pl.Schema(
    {
        "page": pl.UInt32,
        "rank": pl.UInt32,
        "comments": pl.UInt32,
        "fit": pl.Float32,
        "why": pl.String,
        "chosen": pl.Boolean,
    }
)
"""One row per page and pack, pages in order, best fit first, at a tie the earlier pack.

- `page`: 0-based place of the page in the batch
- `rank`: 0-based place of the pack among those tried
- `comments`, `fit`, `why`: as in CLAIMS
- `chosen`: true for the pack that is used on the page, one at most
"""

_NAMED, _DATED = 0.3, 0.2
"""Shares of the fit that markers lose if none of them names anybody, or a date."""
_COMMON = 0.5
"""Weight of a marker that fits many kinds of pages."""
_MANY = 3
"""So many comments and more are judged by what they have in common: one author, or no text."""
_BODIED = 0.5
"""Share of markers that must have text between them; a list of links has none."""
_LINE, _MOST_LINES = 0.05, 5
"""What a line more of a header adds to the fit, and how many lines count."""
_COVERED = 0.25
"""How much it matters on what share of the page markers stand; 0 = not at all."""
_UNDATED = pl.col("dated") * 2 < pl.col("comments")
_COUNTED = ("comments", "named", "authors", "dated", "bodied", "lines", "span", "rows")
_EVIDENCE = {
    "page": pl.UInt32,
    **dict.fromkeys(_COUNTED, pl.UInt32),
    "signed": pl.Boolean,
    "rank": pl.UInt32,
}


def claims(pages: pl.DataFrame, packs: Sequence[Pack]) -> pl.DataFrame:
    """Give the CLAIMS of packs on PAGE_TEXTS: how well each fits each page."""
    lines = lines_of(pages)
    anchors = Anchors(lines, packs)
    found = [headers(lines, pack, anchors) for pack in packs]
    tries = detect(lines, found, packs, pages.height)
    names = pl.Series([pack.name for pack in packs], dtype=pl.String)
    return tries.select(
        "comments",
        "chosen",
        "fit",
        "why",
        page=pages["page"].gather(tries["page"]),
        pack=names.gather(tries["rank"]),
    ).match_to_schema(CLAIMS)


def detect(
    lines: pl.DataFrame, found: Sequence[pl.DataFrame], packs: Sequence[Pack], pages: int
) -> pl.DataFrame:
    """Choose for every page the pack that fits it best; at a tie the earlier pack.

    A pack that was asked for alone fits every page.

    Args:
        lines: LINES.
        found: HITS of every pack.
        packs: the packs, in the same order.
        pages: how many pages there are.

    Returns:
        TRIES.
    """
    ends = lines.group_by("page").agg(bottom=pl.col("row").max() + 1, rows=pl.len())
    counted = [
        _evidence(lines, hits, ends, pack).select(
            *(pl.col(name).cast(kind) for name, kind in _EVIDENCE.items() if name != "rank"),
            rank=pl.lit(rank, pl.UInt32),
        )
        for rank, (hits, pack) in enumerate(zip(found, packs, strict=True))
        if not hits.is_empty()
    ]
    every = pl.DataFrame({"page": pl.int_range(pages, dtype=pl.UInt32, eager=True)})
    tries = (
        every.join(_demands(packs), how="cross")
        .join(
            pl.concat([pl.DataFrame(schema=_EVIDENCE), *counted]), on=["page", "rank"], how="left"
        )
        .with_columns(pl.col(_COUNTED).fill_null(0), pl.col("signed").fill_null(False))
        .with_columns(fit=_fit(), why=_why())
    )
    if len(packs) == 1:
        tries = tries.with_columns(why=pl.lit(None, pl.String), chosen=True)
    else:
        fits = pl.col("why").is_null()
        first = pl.col("rank").cum_count().over("page") == 1
        tries = (
            tries.with_columns(fit=pl.when(fits).then("fit").otherwise(0))
            .sort("page", "fit", "comments", "rank", descending=[False, True, True, False])
            .with_columns(chosen=fits & first)
        )
    return tries.cast({"fit": pl.Float32}).match_to_schema(TRIES, extra_columns="ignore")


def _demands(packs: Sequence[Pack]) -> pl.DataFrame:
    """Give what packs ask of a page, one row each: rank, least, common, signs."""
    return pl.DataFrame(
        {
            "rank": range(len(packs)),
            "least": [pack.min_comments for pack in packs],
            "common": [pack.common for pack in packs],
            "signs": [pack.signs for pack in packs],
        },
        {"rank": pl.UInt32, "least": pl.UInt32, "common": pl.Boolean, "signs": pl.String},
    )


def chosen(tries: pl.DataFrame, pages: int) -> pl.Series:
    """Give for every page the place of its pack among those tried; null = none fits.

    Args:
        tries: TRIES.
        pages: how many pages there are.
    """
    every = pl.DataFrame({"page": pl.int_range(pages, dtype=pl.UInt32, eager=True)})
    picked = tries.filter("chosen")
    return every.join(picked, on="page", how="left", maintain_order="left")["rank"]


def _evidence(
    lines: pl.DataFrame, hits: pl.DataFrame, ends: pl.DataFrame, pack: Pack
) -> pl.DataFrame:
    """Count what a pack's markers show on each page where they stand.

    Columns: page, comments, named, authors, dated, bodied, lines, span, rows, signed.
    """
    headed = (pl.col("side") == OPENS).any().over("page")
    side = pl.when(headed).then(pl.lit(OPENS)).otherwise(pl.lit(CLOSES))
    one_side = hits.filter(pl.col("side") == side)
    above = pl.col("last").shift(1).over("page") + 1
    below = pl.col("first").shift(-1).over("page")
    opens = pl.col("side") == OPENS
    spans = one_side.join(ends, on="page", maintain_order="left").with_columns(
        between=pl.when(opens)
        .then(pl.coalesce(below, "bottom") > pl.col("last") + 1)
        .otherwise(pl.coalesce(above, 0) < pl.col("first"))
        | pl.col("body").is_not_null()
    )
    counted = spans.group_by("page").agg(
        comments=pl.len(),
        named=pl.col("author").count(),
        authors=pl.col("author").drop_nulls().n_unique(),
        dated=pl.col("date").count(),
        bodied=pl.col("between").sum(),
        lines=(pl.col("last") - pl.col("first") + 1).clip(upper_bound=_MOST_LINES).sum(),
        span=pl.col("last").max() - pl.col("first").min() + 1,
        rows=pl.col("rows").first(),
    )
    asked = counted.filter(_asks_for_signs(pack)).select("page")
    return counted.join(
        signs_of(lines, hits.join(asked, on="page", how="semi"), pack), on="page", how="left"
    )


def _asks_for_signs(pack: Pack) -> pl.Expr:
    """Tell on which pages it matters to a pack whether anything else tells of comments."""
    return {
        "always": pl.lit(True),
        "never": pl.lit(False),
        "undated": _UNDATED,
    }[pack.signs]


def _fit() -> pl.Expr:
    count = pl.col("comments")
    named, dated, lines = (pl.col(each) / count for each in ("named", "dated", "lines"))
    whole = 1 - _NAMED * (1 - named) - _DATED * (1 - dated) + _LINE * (lines - 1)
    covered = pl.col("span") * count / (count - 1) / pl.col("rows")
    coverage = pl.when(count > 1).then(covered).otherwise(1).clip(0, 1).pow(_COVERED)
    weight = pl.when("common").then(_COMMON).otherwise(1.0)
    return (count * whole * weight * coverage).fill_nan(0)


def _why() -> pl.Expr:
    """Say what keeps a pack from fitting; null = nothing."""
    count, signs = pl.col("comments"), pl.col("signs")
    one = (count >= _MANY) & (pl.col("authors") == 1) & (pl.col("named") == count)
    alone = one & (pl.col("common") | (signs != "never"))
    listed = (count >= _MANY) & (pl.col("bodied") < count * _BODIED)
    unproven = ((signs == "always") | ((signs == "undated") & _UNDATED)) & ~pl.col("signed")
    return (
        pl.when((count == 0) & (pl.col("least") == 1))
        .then(pl.lit("no line of it is on the page"))
        .when(count < pl.col("least"))
        .then(pl.format("fewer than {} of its markers are on the page", "least"))
        .when(listed)
        .then(pl.lit("its markers stand close together, like a list"))
        .when(alone)
        .then(pl.lit("all its comments are by one author, like the posts of a blog"))
        .when(unproven)
        .then(pl.lit("nothing else on the page tells of comments"))
    )
