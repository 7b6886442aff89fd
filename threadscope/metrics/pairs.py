"""Who answers whom, and how often."""

import polars as pl

from threadscope.schema import PAIRS


def pairs(threads: pl.DataFrame) -> pl.DataFrame:
    """Count the replies from each known author to each known author, oneself included.

    Args:
        threads: THREADS.

    Returns:
        PAIRS.
    """
    parents = threads.select("id", answered="author")
    return (
        threads.join(parents, left_on="parent", right_on="id")
        .filter(pl.col("author").is_not_null() & pl.col("answered").is_not_null())
        .group_by("author", "answered")
        .agg(
            replies=pl.len(),
            certain=pl.col("certain").sum(),
            confidence=pl.col("confidence").cast(pl.Float64).mean(),
        )
        .sort("replies", "author", "answered", descending=[True, False, False])
        .match_to_schema(PAIRS)
    )
