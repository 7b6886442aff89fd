"""How comments are spread over depths, and over the number of their replies."""

import polars as pl

from threadscope.metrics.grove import grown
from threadscope.metrics.sampling import HIGH, LOW, Drawn
from threadscope.schema import ANSWERS, WIDTHS


def widths(drawn: Drawn, *, by_page: bool = True) -> pl.DataFrame:
    """Count the comments of every page, or of all together, at every depth, with an interval.

    The depth profile of Gómez, Kaltenbrunner & López 2008.

    Args:
        drawn: comments and the trees drawn over them.
        by_page: False = all pages together; `page` is null then.

    Returns:
        WIDTHS.
    """
    return _spread(drawn, "depth", by_page=by_page).match_to_schema(WIDTHS)


def answers(drawn: Drawn) -> pl.DataFrame:
    """Count the comments of every page by the number of replies they get, with an interval.

    The degree distribution of Gómez, Kaltenbrunner & López 2008.

    Args:
        drawn: comments and the trees drawn over them.

    Returns:
        ANSWERS.
    """
    return _spread(drawn, "replies", by_page=True).match_to_schema(ANSWERS)


def _spread(drawn: Drawn, over: str, *, by_page: bool) -> pl.DataFrame:
    """Count comments by page and a column of NODES: page, the column, comments, low, high."""
    earth, trees = drawn.earth, drawn.count()
    key = ["group", over]
    groups = len(earth.pages) if by_page else 1
    shown = grown(earth, earth.up[None], by_page=by_page).group_by(key).agg(comments=pl.len())
    counts = [shown.select(*key, "comments").clear()]
    for nodes in drawn.nodes(by_page=by_page):
        found = nodes.group_by(key).agg(comments=pl.len())
        counts.append(found.with_columns(pl.col("group") % groups))
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
    page = pl.lit(earth.pages).gather("group") if by_page else pl.lit(None, pl.String)
    other = pl.lit(0.0) if trees else pl.col("comments").cast(pl.Float64)
    return both.with_columns(
        pl.col("comments").fill_null(0),
        pl.col("low", "high").fill_null(other),
        pl.col(over).cast(pl.UInt32),
        page=page,
    ).drop("group")
