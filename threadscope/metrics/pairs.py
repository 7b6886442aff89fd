"""Who answers whom, how often, and how often back."""

import polars as pl

from threadscope.metrics.exchange import meetings
from threadscope.metrics.grove import ground, grown
from threadscope.schema import PAIRS


def pairs(threads: pl.DataFrame) -> pl.DataFrame:
    """Count the replies from each known author to each known author, oneself included.

    Reciprocity of a pair: the smaller by the larger of the replies in both directions.

    Args:
        threads: THREADS, in any order.

    Returns:
        PAIRS.
    """
    earth = ground(threads)
    met = meetings(grown(earth, earth.up[None])).with_columns(
        threads.select("certain", "confidence")
    )
    one_way = (
        met.filter(pl.col("author").is_not_null() & pl.col("answered").is_not_null())
        .group_by("author", "answered")
        .agg(
            replies=pl.len(),
            certain=pl.col("certain").sum(),
            confidence=pl.col("confidence").cast(pl.Float64).mean(),
            exchanges=pl.col("back").sum(),
            longest_exchange=pl.col("turns").max().fill_null(0),
        )
    )
    return both_ways(
        one_way.with_columns(
            author=pl.lit(earth.authors).gather("author"),
            answered=pl.lit(earth.authors).gather("answered"),
        )
    ).match_to_schema(PAIRS)


def both_ways(one_way: pl.DataFrame) -> pl.DataFrame:
    """Set beside the replies of each pair those the other way.

    Args:
        one_way: PAIRS without `replies_back` and `reciprocity`, in any order; the counts may have
            room for more.
    """
    other_way = one_way.select(author="answered", answered="author", replies_back="replies")
    ends = ("replies", "replies_back")
    return (
        one_way.join(other_way, on=["author", "answered"], how="left")
        .with_columns(pl.col("replies_back").fill_null(0))
        .with_columns(
            reciprocity=pl.when(pl.col("author") != pl.col("answered")).then(
                pl.min_horizontal(ends) / pl.max_horizontal(ends)
            )
        )
        .sort("replies", "author", "answered", descending=[True, False, False])
        .select(PAIRS.names())
    )
