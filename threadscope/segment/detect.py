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
_COMMON = 0.6
"""Weight of a marker that fits many kinds of pages."""
_MONOLOGUE = 3
"""So many comments and more, all by one author, are posts of a blog."""
_BODIED = 0.5
"""Share of markers that must have text between them; a list of links has none."""
_LINE, _MOST_LINES = 0.02, 5
"""What a line more of a header adds to the fit, and how many lines count."""
_COUNTED = ("comments", "named", "authors", "dated", "bodied", "lines")


def claims(pages: pl.DataFrame, packs: Sequence[Pack]) -> pl.DataFrame:
    """Give the CLAIMS of packs on PAGE_TEXTS: how well each fits each page."""
    lines = lines_of(pages)
    anchors = Anchors(lines)
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
    every = pl.DataFrame({"page": pl.int_range(pages, dtype=pl.UInt32, eager=True)})
    ends = lines.group_by("page").agg(bottom=pl.col("row").max() + 1)
    tries = pl.concat(
        [
            every.join(_evidence(lines, hits, ends, pack), on="page", how="left")
            .with_columns(pl.col(_COUNTED).fill_null(0), pl.col("signed").fill_null(False))
            .select(
                "page", "comments", rank=pl.lit(rank, pl.UInt32), fit=_fit(pack), why=_why(pack)
            )
            for rank, (hits, pack) in enumerate(zip(found, packs, strict=True))
        ]
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
    return tries.match_to_schema(TRIES, integer_cast="upcast", float_cast="upcast")


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

    Columns: page, comments, named, authors, dated, bodied, signed.
    """
    if hits.is_empty():
        schema = {"page": pl.UInt32, **dict.fromkeys(_COUNTED, pl.UInt32), "signed": pl.Boolean}
        return pl.DataFrame(schema=schema)
    side = pl.col("side").filter(pl.col("side") == OPENS).len().over("page") == 0
    one_side = hits.filter(
        pl.col("side") == pl.when(side).then(pl.lit(CLOSES)).otherwise(pl.lit(OPENS))
    )
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
    )
    return counted.join(signs_of(lines, hits, pack), on="page", how="left")


def _fit(pack: Pack) -> pl.Expr:
    named = pl.col("named") / pl.col("comments")
    dated = pl.col("dated") / pl.col("comments")
    lines = pl.col("lines") / pl.col("comments") - 1
    whole = 1 - _NAMED * (1 - named) - _DATED * (1 - dated) + _LINE * lines
    weight = _COMMON if pack.common else 1.0
    return (pl.col("comments") * whole * weight).fill_nan(0).cast(pl.Float32)


def _why(pack: Pack) -> pl.Expr:
    """Say what keeps a pack from fitting; null = nothing."""
    count = pl.col("comments")
    few = (
        "no line of it is on the page"
        if pack.min_comments == 1
        else f"fewer than {pack.min_comments} of its markers are on the page"
    )
    alone = (count >= _MONOLOGUE) & (pl.col("authors") == 1) & (pl.col("named") == count)
    unproven = {
        "never": pl.lit(False),
        "undated": pl.col("dated") * 2 < count,
        "always": pl.lit(True),
    }[pack.signs]
    return (
        pl.when(count < pack.min_comments)
        .then(pl.lit(few))
        .when(pl.col("bodied") < count * _BODIED)
        .then(pl.lit("its markers stand close together, like a list"))
        .when(alone)
        .then(pl.lit("all its comments are by one author, like the posts of a blog"))
        .when(unproven & ~pl.col("signed"))
        .then(pl.lit("nothing else on the page tells of comments"))
    )
