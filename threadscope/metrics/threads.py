"""One line for every thread."""

import polars as pl

from threadscope.language.plain import one_line
from threadscope.schema import DISCUSSIONS

_OPENING = 80


def threads(comments: pl.DataFrame) -> pl.DataFrame:
    """Sum up every thread: its size, its depth and shape, how it opens.

    Structural virality: Goel et al. 2016, over the comments of the thread alone.

    Args:
        comments: THREADS.

    Returns:
        DISCUSSIONS.
    """
    root = pl.col("id") == pl.col("thread")
    below = (pl.col("descendants") + 1).cast(pl.Float64)
    size = pl.len().cast(pl.Float64)
    return (
        comments.group_by("thread")
        .agg(
            pl.col("page", "author", "first_line", "orphan", "unplaced").filter(root).first(),
            comments=pl.len(),
            authors=pl.col("author").drop_nulls().n_unique(),
            max_depth=pl.col("depth").max(),
            structural_virality=pl.when(pl.len() > 1).then(
                2 * (below * (size - below)).sum() / (size * (size - 1))
            ),
            opening=pl.col("body").filter(root).first(),
        )
        .join(_most_active(comments), on="thread", how="left")
        .with_columns(opening=one_line(pl.col("opening"), _OPENING).str.head(_OPENING))
        .sort("comments", "thread", descending=[True, False])
        .match_to_schema(DISCUSSIONS)
    )


def _most_active(comments: pl.DataFrame) -> pl.DataFrame:
    """Give what the most active known author of each thread wrote: thread, top_author_share."""
    known = comments.filter(pl.col("author").is_not_null())
    counts = known.group_by("thread", "author").agg(count=pl.len())
    return counts.group_by("thread").agg(
        top_author_share=pl.col("count").max() / pl.col("count").sum()
    )
