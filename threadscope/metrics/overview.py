"""The discussion in a dozen numbers."""

import polars as pl

from threadscope.metrics.authors import words


def overview(threads: pl.DataFrame, pages: pl.DataFrame) -> dict[str, int | float | None]:
    """Sum up all pages.

    Args:
        threads: THREADS.
        pages: PAGES.

    Returns:
        Counts and means by name; a mean over nothing is None. `replies` answer a comment of the
        page, `orphans` one that is not on it, `inferred_replies` are the replies that the page
        does not state, and `mean_confidence` is over all comments.
    """
    is_reply = pl.col("parent").is_not_null()
    row = threads.select(
        comments=pl.len(),
        authors=pl.col("author").drop_nulls().n_unique(),
        unattributed=pl.col("author").is_null().sum(),
        words=words().sum(),
        threads=(~is_reply).sum(),
        replies=is_reply.sum(),
        orphans=pl.col("orphan").sum(),
        reposts=pl.col("repeats").is_not_null().sum(),
        max_depth=pl.col("depth").max(),
        mean_depth=pl.col("depth").mean(),
        certain_replies=(is_reply & pl.col("certain")).sum(),
        inferred_replies=(is_reply & ~pl.col("certain")).sum(),
        mean_confidence=pl.col("confidence").cast(pl.Float64).mean(),
        unanswered=(pl.col("replies") == 0).sum(),
    ).row(0, named=True)
    return {"pages": pages.height, **row}
