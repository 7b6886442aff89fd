"""One line for every thread."""

import polars as pl

from threadscope.schema import DISCUSSIONS

_OPENING = 80


def threads(comments: pl.DataFrame) -> pl.DataFrame:
    """Sum up every thread: its size, its depth, how it opens.

    Args:
        comments: THREADS.

    Returns:
        DISCUSSIONS.
    """
    root = pl.col("id") == pl.col("thread")
    return (
        comments.group_by("thread")
        .agg(
            pl.col("page", "author", "first_line", "orphan", "unplaced").filter(root).first(),
            comments=pl.len(),
            authors=pl.col("author").drop_nulls().n_unique(),
            max_depth=pl.col("depth").max(),
            opening=pl.col("body").filter(root).first(),
        )
        .with_columns(
            opening=pl.col("opening")
            .str.head(4 * _OPENING)
            .str.replace_all(r"\s+", " ")
            .str.head(_OPENING)
        )
        .sort("comments", "thread", descending=[True, False])
        .match_to_schema(DISCUSSIONS)
    )
