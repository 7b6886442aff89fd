"""Activity per author."""

import polars as pl

from threadscope.schema import AUTHORS


def words(column: str = "body") -> pl.Expr:
    """Count the words of a text: runs of anything but white space."""
    return pl.col(column).str.count_matches(r"\S+")


def authors(threads: pl.DataFrame) -> pl.DataFrame:
    """Count what every known author did.

    Args:
        threads: THREADS.

    Returns:
        AUTHORS.
    """
    answered = (
        threads.select("parent")
        .drop_nulls()
        .join(threads.select("id", "author"), left_on="parent", right_on="id")
        .group_by("author")
        .agg(replies_received=pl.len())
    )
    is_reply = pl.col("parent").is_not_null()
    counted = threads.lazy().select(words=words()).collect(engine="streaming")  # on all cores
    return (
        threads.with_columns(counted)
        .filter(pl.col("author").is_not_null())
        .group_by("author")
        .agg(
            comments=pl.len(),
            words=pl.col("words").sum(),
            share=pl.len() / max(threads.height, 1),
            threads_started=(~is_reply & ~pl.col("orphan") & ~pl.col("unplaced")).sum(),
            replies_sent=is_reply.sum(),
            expected_replies_sent=pl.col("reply_probability").sum(),
            expected_replies_received=pl.col("expected_replies").sum(),
            orphans=pl.col("orphan").sum(),
            mean_depth=pl.col("depth").mean(),
            max_depth=pl.col("depth").max(),
            pages=pl.col("page").n_unique(),
            first_posted=pl.col("posted_at").min(),
            last_posted=pl.col("posted_at").max(),
        )
        .join(answered, on="author", how="left")
        .with_columns(pl.col("replies_received").fill_null(0))
        .sort("comments", "author", descending=[True, False])
        .match_to_schema(AUTHORS)
    )
