"""How comments are spread over depths, and over the number of their replies."""

import polars as pl

from threadscope.metrics.grove import grown
from threadscope.metrics.sampling import HIGH, LOW, Drawn
from threadscope.schema import ANSWERS, WIDTHS


def widths(drawn: Drawn) -> pl.DataFrame:
    """Count the comments of every page at every depth, with an interval.

    The depth profile of Gómez, Kaltenbrunner & López 2008.

    Args:
        drawn: comments and the trees drawn over them.

    Returns:
        WIDTHS.
    """
    return _spread(drawn, "depth").match_to_schema(WIDTHS)


def answers(drawn: Drawn) -> pl.DataFrame:
    """Count the comments of every page by the number of replies they get, with an interval.

    The degree distribution of Gómez, Kaltenbrunner & López 2008.

    Args:
        drawn: comments and the trees drawn over them.

    Returns:
        ANSWERS.
    """
    return _spread(drawn, "replies").match_to_schema(ANSWERS)


def _spread(drawn: Drawn, over: str) -> pl.DataFrame:
    """Count comments by page and a column of NODES: page, the column, comments, low, high."""
    earth, trees = drawn.earth, drawn.count()
    key = ["page", over]
    shown = grown(earth, earth.up[None]).group_by(key).agg(comments=pl.len())
    counts = [shown.select(*key, "comments").clear()]
    for nodes in drawn.nodes():
        found = nodes.group_by(key).agg(comments=pl.len())
        counts.append(found.with_columns(pl.col("page") % len(earth.pages)))
    absent = pl.lit(0, pl.UInt32).repeat_by(trees - pl.col("comments").list.len())
    ends = (
        pl.concat(counts)
        .group_by(key)
        .agg("comments")
        .select(*key, found=pl.concat_list("comments", absent))
        .with_columns(
            low=pl.col("found").list.eval(pl.element().quantile(LOW, "linear")).list.first(),
            high=pl.col("found").list.eval(pl.element().quantile(HIGH, "linear")).list.first(),
        )
        .drop("found")
    )
    both = shown.join(ends, on=key, how="full", coalesce=True).sort(key)
    other = pl.lit(0.0) if trees else pl.col("comments").cast(pl.Float64)
    return both.with_columns(
        pl.col("comments").fill_null(0),
        pl.col("low", "high").fill_null(other),
        page=pl.lit(earth.pages).gather("page"),
    ).with_columns(pl.col(over).cast(pl.UInt32))
