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
        Counts and means by name; a mean or a share of nothing is None.

        - `threads`: top-level comments; `replies`: comments that answer one of the page
        - `expected_threads`, `expected_replies`: the same over every possible parent, each counted
          by its probability; like the two above they add up to `comments`
        - `orphans`: comments that answer one that is not on the page; `unplaced`: comments whose
          place is less sure than was asked for
        - `certain_replies`, `certain_share`: replies that the page states, or a reader;
          `inferred_replies`, `inferred_share`: all others
        - `mean_confidence`, `under_half`: over all comments, how sure their likeliest place is,
          and how many of these places are more likely wrong than right
        - `max_depth`, `mean_depth`: of the tree that is shown. Depths have no expectation here: the
          parents of a page depend on each other, so that their probabilities do not give it
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
