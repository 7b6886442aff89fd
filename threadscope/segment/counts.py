"""How many lines of a page are what, and how many comments stand on it."""

import polars as pl

from threadscope.schema import PAGES
from threadscope.segment.bodies import noise_in
from threadscope.segment.detect import NO_PACK
from threadscope.segment.layout import Layout


def counts_of(layout: Layout, cuts: pl.DataFrame) -> pl.DataFrame:
    """Count the lines and comments of the pages of one pack.

    Args:
        layout: where everything is.
        cuts: CUTS of its blocks, in order.

    Returns:
        One row per page that has lines: page (its place), pack, order, article, marker, body,
        comments, unattributed.
    """
    pack, regions, hits, blocks = layout.pack, layout.regions, layout.hits, layout.blocks
    size = hits.select(size=pl.col("last") - pl.col("first") + 1)["size"]
    noisy = noise_in(blocks, layout.noise).group_by("page").agg(noisy=pl.len())
    per_page = (
        blocks.with_columns(
            marker=size.gather(blocks["hit"]).fill_null(0)
            + size.gather(blocks["closing"]).fill_null(0),
            unattributed=cuts["author"].is_null(),
        )
        .group_by("page")
        .agg(
            body=(pl.col("body_stop") - pl.col("body")).sum(),
            marker=pl.col("marker").sum(),
            comments=pl.len(),
            unattributed=pl.col("unattributed").sum(),
        )
    )
    counted = ("body", "marker", "comments", "unattributed", "noisy")
    return (
        regions.join(per_page, on="page", how="left", maintain_order="left")
        .join(noisy, on="page", how="left", maintain_order="left")
        .with_columns(pl.col(counted).fill_null(0))
        .select(
            "page",
            "marker",
            "comments",
            "unattributed",
            pack=pl.when(pl.col("comments") > 0).then(pl.lit(pack.name)).otherwise(pl.lit(NO_PACK)),
            order=pl.lit(pack.order),
            article=pl.when(pl.col("comments") > 0)
            .then(pl.col("start") - pl.col("top"))
            .otherwise(pl.col("bottom") - pl.col("top")),
            body=pl.col("body") - pl.col("noisy"),
        )
    )


def summary_of(pages: pl.DataFrame, lines: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Make PAGES; what is neither article nor marker nor body is noise.

    Args:
        pages: PAGE_TEXTS.
        lines: LINES of the pages.
        counts: what `counts_of` gave for every pack.
    """
    text = pl.col("text")
    ended = text.str.ends_with("\n") | (text == "")
    total = pages.select(
        "page",
        lines=text.str.count_matches("\n", literal=True) + (~ended).cast(pl.UInt32),
        at=pl.int_range(pl.len(), dtype=pl.UInt32),
    )
    filled = lines.group_by(at="page").agg(filled=pl.len())
    counted = ("article", "marker", "body", "comments", "unattributed", "filled")
    taken = pl.col("article") + pl.col("marker") + pl.col("body")
    return (
        total.join(counts.rename({"page": "at"}), on="at", how="left", maintain_order="left")
        .join(filled, on="at", how="left", maintain_order="left")
        .with_columns(
            pl.col("pack").fill_null(NO_PACK),
            pl.col("order").fill_null("auto"),
            pl.col(counted).fill_null(0),
        )
        .with_columns(
            article=pl.when(pl.col("pack") == NO_PACK).then("filled").otherwise("article")
        )
        .select(
            "page",
            "pack",
            "order",
            "lines",
            "comments",
            "unattributed",
            article_lines="article",
            marker_lines="marker",
            body_lines="body",
            noise_lines=pl.col("filled") - taken,
        )
        .match_to_schema(PAGES, integer_cast="upcast")
    )
