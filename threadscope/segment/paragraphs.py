"""The paragraphs of comments, and the places where a marker stands between two of them."""

import polars as pl

PARAGRAPHS = pl.Schema(
    {
        "page": pl.UInt32,
        "block": pl.UInt32,
        "author": pl.String,
        "row": pl.UInt32,
        "line": pl.UInt32,
        "gap": pl.UInt32,
        "text": pl.String,
        "place": pl.UInt32,
        "of": pl.UInt32,
    }
)
"""One row per paragraph of a body, in order.

- `page`: 0-based place of the page in the batch
- `block`: a number for its comment, ascending
- `author`: of that comment; null = unknown
- `row`: of LINES, its first line
- `line`: the same line, 1-based, of its page
- `gap`: blank lines above it
- `text`: its lines, on one line
- `place`, `of`: its 0-based place among the paragraphs of its comment, and their number
"""


def paragraphs(
    lines: pl.DataFrame, blocks: pl.DataFrame, authors: pl.Series, noise: pl.Series
) -> pl.DataFrame:
    """Cut the bodies of comments at blank lines: PARAGRAPHS.

    Args:
        lines: LINES.
        blocks: BLOCKS.
        authors: of the blocks.
        noise: rows of LINES that are noise.
    """
    numbered = blocks.select(
        author=authors,
        block=pl.int_range(pl.len(), dtype=pl.UInt32),
        row=pl.int_ranges("body", "body_stop", dtype=pl.UInt32),
    )
    inside = (
        numbered.explode("row", empty_as_null=False)
        .filter(~pl.col("row").is_in(noise.implode()))
        .join(lines.select("row", "page", "line", "gap", "text"), on="row", maintain_order="left")
    )
    begins = pl.col("block").ne_missing(pl.col("block").shift(1)) | (pl.col("gap") > 0)
    cut = inside.group_by(begins.cum_sum().alias("paragraph"), maintain_order=True).agg(
        pl.col("page", "block", "author", "row", "line", "gap").first(),
        pl.col("text").fill_null("").str.join(" "),
    )
    return _placed(cut)


def joined(found: pl.DataFrame, second: int) -> tuple[pl.DataFrame, pl.Series]:
    """Take the markers away between every two comments of a page, as if the lower one had none.

    Args:
        found: PARAGRAPHS.
        second: 0 = the first comment is one with the second, 1 = the second with the third.

    Returns:
        PARAGRAPHS, and which of them begin a comment that lost its marker.
    """
    order = (pl.col("block").rank("dense").over("page") - 1 + second) // 2
    pairs = found.with_columns(before="block", pair=order).with_columns(
        block=pl.struct("page", "pair").rle_id(),
        author=pl.col("author").first().over("page", "pair"),
    )
    same = pl.col("block") == pl.col("block").shift(1)
    lost = same & (pl.col("before") != pl.col("before").shift(1))
    return _placed(pairs), pairs.select(lost.fill_null(value=False)).to_series()


def _placed(found: pl.DataFrame) -> pl.DataFrame:
    place = pl.int_range(pl.len(), dtype=pl.UInt32).over("block")
    return found.with_columns(place=place, of=pl.len().over("block")).match_to_schema(
        PARAGRAPHS, extra_columns="ignore"
    )
