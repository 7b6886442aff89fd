"""The text of comments, sliced out of their pages without joining lines."""

import polars as pl

from threadscope.segment.lines import cut_out


def bodies(
    pages: pl.DataFrame, lines: pl.DataFrame, blocks: pl.DataFrame, noise: pl.Series
) -> pl.Series:
    """Give the body of every block as it stands on the page, noise lines taken out.

    Args:
        pages: PAGE_TEXTS of the batch.
        lines: LINES of the batch.
        blocks: BLOCKS, by place.
        noise: rows of LINES that are noise, ascending.

    Returns:
        One string per block, in order; empty if the comment says nothing.
    """
    spans = blocks.select("page", "body", "body_stop", block=pl.int_range(pl.len()))
    pieces = _pieces(spans, noise)
    start = lines["start"].gather(pieces["start"])
    stop = lines["stop"].gather(pieces["stop"] - 1)
    text = cut_out(pages, pieces["page"], start, stop)
    joined = pieces.select("block", body=text)
    if pieces.height > pieces["block"].n_unique():
        joined = joined.group_by("block").agg(pl.col("body").str.join("\n"))
    whole = spans.join(joined, on="block", how="left", maintain_order="left")
    return whole.select(pl.col("body_right").str.strip_chars().fill_null("")).to_series()


def _pieces(spans: pl.DataFrame, noise: pl.Series) -> pl.DataFrame:
    """Cut bodies at their noise lines.

    Columns: block, page, start, stop (rows, stop exclusive); in order, empty pieces left out.
    """
    breaks = noise_in(spans, noise).select("block", "page", "body_stop", start="row")
    heads = spans.select("block", "page", "body_stop", start=pl.col("body").cast(pl.Int64) - 1)
    both = pl.concat([heads, breaks.cast({"start": pl.Int64})]).sort("block", "start")
    following = pl.when(pl.col("block") == pl.col("block").shift(-1)).then(
        pl.col("start").shift(-1)
    )
    return both.select(
        "block", "page", start=pl.col("start") + 1, stop=pl.coalesce(following, "body_stop")
    ).filter(pl.col("stop") > pl.col("start"))


def noise_in(spans: pl.DataFrame, noise: pl.Series) -> pl.DataFrame:
    """Find the noise rows that stand inside bodies.

    Args:
        spans: rows with block, page, body and body_stop, by place.
        noise: rows of LINES that are noise, ascending.

    Returns:
        One row per noise row inside a body: `row` and the columns of its span.
    """
    rows = noise.cast(pl.UInt32).alias("row").to_frame().sort("row")
    ordered = spans.with_columns(pl.col("body").set_sorted())
    owned = rows.join_asof(ordered, left_on="row", right_on="body", coalesce=False)
    return owned.filter(pl.col("row") < pl.col("body_stop"))
