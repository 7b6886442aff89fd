"""The discussion in a dozen numbers."""

import polars as pl

from threadscope.metrics.authors import words

_HALF = 0.5


def overview(threads: pl.DataFrame, pages: pl.DataFrame) -> dict[str, int | float | None]:
    """Sum up all pages.

    Args:
        threads: THREADS.
        pages: PAGES.

    Returns:
        The one row of OVERVIEW.
    """
    is_reply = pl.col("parent").is_not_null()
    certain = is_reply & pl.col("certain")
    inferred = is_reply & ~pl.col("certain")
    row = threads.select(
        comments=pl.len(),
        authors=pl.col("author").drop_nulls().n_unique(),
        unattributed=pl.col("author").is_null().sum(),
        words=words().sum(),
        threads=(~is_reply).sum(),
        expected_threads=(1 - pl.col("reply_probability")).sum(),
        replies=is_reply.sum(),
        expected_replies=pl.col("reply_probability").sum(),
        orphans=pl.col("orphan").sum(),
        unplaced=pl.col("unplaced").sum(),
        reposts=pl.col("repeats").is_not_null().sum(),
        max_depth=pl.col("depth").max(),
        mean_depth=pl.col("depth").mean(),
        certain_replies=certain.sum(),
        inferred_replies=inferred.sum(),
        certain_share=_share(certain, is_reply),
        inferred_share=_share(inferred, is_reply),
        mean_confidence=pl.col("confidence").cast(pl.Float64).mean(),
        under_half=(pl.col("confidence") < _HALF).sum(),
        unanswered=(pl.col("replies") == 0).sum(),
    ).row(0, named=True)
    return {"pages": pages.height, **row}


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole.any()).then(part.sum() / whole.sum())
