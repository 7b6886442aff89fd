"""When people wrote, where the page says."""

import polars as pl

from threadscope.schema import TIMES


def times(threads: pl.DataFrame) -> pl.DataFrame:
    """Count comments and known authors per hour.

    Args:
        threads: THREADS; comments without a date are left out.

    Returns:
        TIMES.
    """
    return (
        threads.filter(pl.col("posted_at").is_not_null())
        .group_by(hour=pl.col("posted_at").dt.truncate("1h"))
        .agg(comments=pl.len(), authors=pl.col("author").drop_nulls().n_unique())
        .sort("hour")
        .match_to_schema(TIMES)
    )
