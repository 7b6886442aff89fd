"""How many comments stand how deep."""

import polars as pl

from threadscope.schema import DEPTHS


def depths(threads: pl.DataFrame) -> pl.DataFrame:
    """Count comments and known authors at every depth.

    Args:
        threads: THREADS.

    Returns:
        DEPTHS.
    """
    return (
        threads.group_by("depth")
        .agg(comments=pl.len(), authors=pl.col("author").drop_nulls().n_unique())
        .sort("depth")
        .match_to_schema(DEPTHS)
    )
