"""Parents given by a data set: circles found and order mended, by pointer doubling.

Every step looks twice as far up as the one before, so a chain of a million comments takes twenty
steps and no recursion.
"""

import polars as pl


def acyclic(parents: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Drop the parent that closes a circle: that of the comment that stands last in it.

    Args:
        parents: for each row the row of its parent, of any place; null = none.

    Returns:
        The parents without circles, and the rows that lost theirs.
    """
    jump = parents
    latest = pl.Series("latest", range(parents.len()), dtype=pl.Int64)
    for _ in range(parents.len().bit_length() + 1):
        if jump.null_count() == jump.len():
            return parents, parents.head(0)
        latest = _larger(latest, latest.gather(jump))
        jump = jump.gather(jump)
    circling = jump.drop_nulls().unique()
    closing = circling.filter(latest.gather(circling) == circling).sort()
    row = pl.int_range(parents.len())
    kept = pl.select(pl.when(~row.is_in(closing.implode())).then(parents)).to_series()
    return kept, closing


def settle(parents: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Give for each row the latest row among it and its ancestors, and its depth.

    Sorted by these two, every parent stands before its replies and rows that already did keep
    their order.

    Args:
        parents: for each row the row of its parent; null = none; no circles.
    """
    jump = parents
    latest = pl.Series("latest", range(parents.len()), dtype=pl.Int64)
    depth = parents.is_not_null().cast(pl.Int64).alias("depth")
    while jump.null_count() < jump.len():
        latest = _larger(latest, latest.gather(jump))
        depth = depth + depth.gather(jump).fill_null(0)
        jump = jump.gather(jump)
    return latest, depth.alias("depth")


def _larger(one: pl.Series, other: pl.Series) -> pl.Series:
    return pl.select(pl.max_horizontal(one, other.alias("other"))).to_series().alias("latest")
