"""Pages as one column of lines: all pages of a batch at once."""

import polars as pl

from threadscope.schema import PAGE_TEXTS
from threadscope.segment.run import places

LINES = pl.Schema(
    {
        "row": pl.UInt32,
        "page": pl.UInt32,
        "line": pl.UInt32,
        "start": pl.Int64,
        "stop": pl.Int64,
        "gap": pl.UInt32,
        "text": pl.String,
    }
)
"""One row per non-blank line, pages in order, lines in order.

- `row`: 0-based place of the line in the batch
- `page`: 0-based place of the page in the batch
- `line`: 1-based line of the page
- `start`, `stop`: bytes of the page's text it spans, line end left out
- `gap`: blank lines directly above it on the page
- `text`: the line without white space around it; null if it is too long for any rule
"""

MAX_LINE = 128 << 10
"""Bytes of a line that rules look at; a longer one cannot be a marker."""


def lines_of(pages: pl.DataFrame) -> pl.DataFrame:
    """Cut PAGE_TEXTS into LINES."""
    pages.match_to_schema(PAGE_TEXTS)
    size = pl.col("text").str.len_bytes().cast(pl.Int64)
    cut = pages.select(
        page=pl.int_range(pl.len(), dtype=pl.UInt32),
        text=pl.col("text").str.split("\n"),
        base=(size + 1).cum_sum() - (size + 1),
    ).with_columns(
        line=pl.int_ranges(1, pl.col("text").list.len().cast(pl.Int64) + 1, dtype=pl.UInt32)
    )
    stop = (size + 1).cum_sum() - 1 - pl.col("base")
    return (
        cut.explode("text", "line")
        .with_columns(start=stop - size, stop=stop, text=pl.col("text").str.strip_chars())
        .filter(pl.col("text") != "")
        .select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
            "page",
            "line",
            "start",
            "stop",
            gap=_gap(),
            text=pl.when(size <= MAX_LINE).then("text"),
        )
        .match_to_schema(LINES)
    )


def _gap() -> pl.Expr:
    same_page = pl.col("page") == pl.col("page").shift(1)
    before = pl.when(same_page).then(pl.col("line").shift(1)).otherwise(0)
    return pl.col("line") - before - 1


def matching(lines: pl.DataFrame, patterns: tuple[str, ...]) -> pl.Series:
    """Give the rows of the lines that match any of the patterns, ascending."""
    if not patterns:
        return lines["row"].head(0)
    found = pl.concat(places(lines["text"], patterns)).unique().sort()
    return lines["row"].gather(found)


def cut_out(pages: pl.DataFrame, page: pl.Series, start: pl.Series, stop: pl.Series) -> pl.Series:
    """Give the text of pages between two places, without copying their lines.

    Args:
        pages: PAGE_TEXTS of the batch.
        page: places of pages in the batch.
        start: first byte of each piece in its page's text.
        stop: byte behind each piece.
    """
    frame = pl.DataFrame({"start": start, "size": stop - start}).with_columns(
        text=pages["text"].cast(pl.Binary).gather(page)
    )
    piece = pl.col("text").bin.slice(pl.col("start"), pl.col("size")).cast(pl.String)
    return frame.select(piece).to_series()
