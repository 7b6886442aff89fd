"""Which rule pack fits which page."""

from collections.abc import Sequence

import polars as pl

from threadscope.rules import Pack

NO_PACK = "none"
"""What stands for the pack of a page without a discussion."""


def detect(found: Sequence[pl.DataFrame], packs: Sequence[Pack], pages: int) -> pl.Series:
    """Choose for every page the pack that marks most comments on it; at a tie the earlier pack.

    A pack that was asked for alone fits every page.

    Args:
        found: HITS of every pack.
        packs: the packs, in the same order.
        pages: how many pages there are.

    Returns:
        The name of a pack, or `NO_PACK`, for every page.
    """
    if len(packs) == 1:
        return pl.repeat(packs[0].name, pages, eager=True)
    counts = [
        hits.group_by("page", "side")
        .len()
        .sort("len", descending=True)
        .unique("page", keep="first", maintain_order=True)
        .filter(pl.col("len") >= pack.min_comments)
        .select("page", "len", rank=pl.lit(rank), pack=pl.lit(pack.name))
        for rank, (hits, pack) in enumerate(zip(found, packs, strict=True))
    ]
    best = (
        pl.concat(counts)
        .sort(pl.col("len"), "rank", descending=[True, False])
        .unique("page", keep="first")
    )
    every = pl.DataFrame({"page": pl.int_range(pages, dtype=pl.UInt32, eager=True)})
    chosen = every.join(best, on="page", how="left", maintain_order="left")["pack"]
    return chosen.fill_null(NO_PACK)
