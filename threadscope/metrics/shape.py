"""The shape of the trees: how deep, how wide, how far from one comment to another."""

import polars as pl

from threadscope.metrics.grove import ROOT
from threadscope.metrics.measure import Measure

MEASURES = (
    Measure(
        "replies",
        "comments",
        "comments that answer another one of the page",
        "comments with a parent",
        main=True,
        tree=True,
    ),
    Measure(
        "max_depth",
        "replies",
        "the deepest place; a top-level comment stands at 0",
        "most replies between a comment and its page",
        "Gómez, Kaltenbrunner & López 2008",
        main=True,
        tree=True,
    ),
    Measure(
        "mean_depth",
        "replies",
        "how deep a comment stands on average",
        "sum of depths / comments",
        "Gómez, Kaltenbrunner & López 2008",
        main=True,
        tree=True,
    ),
    Measure(
        "max_width",
        "comments",
        "most comments of a page at one depth",
        "max over pages and depths of the comments there",
        "Gómez, Kaltenbrunner & López 2008",
        tree=True,
    ),
    Measure(
        "branching",
        "replies",
        "replies that a comment has if it has any",
        "replies / comments with at least one reply",
        tree=True,
    ),
    Measure(
        "unanswered_share",
        "share",
        "comments that nobody answers",
        "comments without a reply / comments",
        main=True,
        tree=True,
    ),
    Measure(
        "h_index",
        "levels",
        "how deep and wide the most contested page is at once",
        "largest h so that a page has h comments or more at level h; top-level comments = level 1",
        "Gómez, Kaltenbrunner & López 2008",
        main=True,
        tree=True,
    ),
    Measure(
        "structural_virality",
        "replies",
        "how far it is from one comment to another; just under 2 if all answer the page itself",
        "mean over all pairs of comments of one page, the page itself among them, of the replies "
        "between the two: 2 * sum of s(n - s) / (n(n - 1)) over all comments, s = the comment and "
        "those below, n = all of the page and itself",
        "Goel, Anderson, Hofman & Watts 2016; the Wiener index by the number of pairs",
        main=True,
        tree=True,
    ),
)


_DEEP = 2**32
"""No comment stands so deep."""


def shape(nodes: pl.DataFrame) -> pl.DataFrame:
    """Measure how deep, wide and spread out the trees of each group are.

    Depth, width and h-index: Gómez, Kaltenbrunner & López 2008. Structural virality: Goel et al.
    2016, in O(n): an edge with s comments below it is passed by s(n - s) of the paths.

    Args:
        nodes: NODES.

    Returns:
        One row per group: group, and a column for each of MEASURES.
    """
    answered = pl.col("replies") > 0
    all_of_page = pl.col("page_size") + 1
    passing = (pl.col("size") * (all_of_page - pl.col("size"))).sum()
    counted = nodes.group_by("group").agg(
        replies=(pl.col("up") != ROOT).sum(),
        max_depth=pl.col("depth").max(),
        mean_depth=pl.col("depth").mean(),
        branching=pl.when(answered.any()).then(pl.col("replies").sum() / answered.sum()),
        unanswered_share=1 - answered.mean(),
        structural_virality=2 * passing / all_of_page.sum(),
    )
    return counted.join(_widths(nodes), on="group")


def _widths(nodes: pl.DataFrame) -> pl.DataFrame:
    """Find the widest level of each group's pages and their largest h-index."""
    level = pl.col("depth") + 1
    reached = pl.when(pl.col("comments") >= level).then(level)
    place = pl.col("page").cast(pl.UInt64) * _DEEP + pl.col("depth").cast(pl.UInt64)
    return (
        nodes.group_by(place=place)
        .agg(pl.col("group", "depth").first(), comments=pl.len())
        .group_by("group")
        .agg(max_width=pl.col("comments").max(), h_index=reached.max())
    )
