"""Which rule pack fits which page."""

from collections.abc import Sequence

import polars as pl

from threadscope.rules import Pack
from threadscope.schema import CLAIMS
from threadscope.segment.anchors import Anchors
from threadscope.segment.headers import headers
from threadscope.segment.lines import lines_of

NO_PACK = "none"
"""What stands for the pack of a page without a discussion."""

TRIES = pl.Schema(
    {"page": pl.UInt32, "rank": pl.UInt32, "comments": pl.UInt32, "chosen": pl.Boolean}
)
"""One row per page and pack, pages in order, most comments first, at a tie the earlier pack.

- `page`: 0-based place of the page in the batch
- `rank`: 0-based place of the pack among those tried
- `comments`: how many its markers would open or close on the page
- `chosen`: true for the pack that is used on the page, one at most
"""


def claims(pages: pl.DataFrame, packs: Sequence[Pack]) -> pl.DataFrame:
    """Give the CLAIMS of packs on PAGE_TEXTS: how many comments each would mark on each page."""
    lines = lines_of(pages)
    anchors = Anchors(lines)
    found = [headers(lines, pack, anchors) for pack in packs]
    tries = detect(found, packs, pages.height)
    names = pl.Series([pack.name for pack in packs], dtype=pl.String)
    return tries.select(
        "comments",
        "chosen",
        page=pages["page"].gather(tries["page"]),
        pack=names.gather(tries["rank"]),
    ).match_to_schema(CLAIMS)


def detect(found: Sequence[pl.DataFrame], packs: Sequence[Pack], pages: int) -> pl.DataFrame:
    """Choose for every page the pack that marks most comments on it; at a tie the earlier pack.

    A pack that was asked for alone fits every page.

    Args:
        found: HITS of every pack.
        packs: the packs, in the same order.
        pages: how many pages there are.

    Returns:
        TRIES.
    """
    counts = [
        hits.group_by("page", "side").len("comments").group_by("page").agg(pl.col("comments").max())
        for hits in found
    ]
    every = pl.DataFrame({"page": pl.int_range(pages, dtype=pl.UInt32, eager=True)})
    tries = pl.concat(
        [
            every.join(count, on="page", how="left", maintain_order="left").with_columns(
                pl.col("comments").fill_null(0).cast(pl.UInt32),
                rank=pl.lit(rank, pl.UInt32),
                fits=_fits(pack, alone=len(packs) == 1),
            )
            for rank, (count, pack) in enumerate(zip(counts, packs, strict=True))
        ]
    ).sort("page", "comments", "rank", descending=[False, True, False])
    first = pl.col("fits").cum_sum().over("page") == 1
    return tries.with_columns(chosen=pl.col("fits") & first).match_to_schema(
        TRIES, extra_columns="ignore"
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


def _fits(pack: Pack, *, alone: bool) -> pl.Expr:
    return pl.lit(True) if alone else pl.col("comments").fill_null(0) >= pack.min_comments
