"""Who talks with whom: answers that are answered."""

import numpy as np
import polars as pl

from threadscope.metrics.grove import ROOT, gathered, measured
from threadscope.metrics.measure import Measure

MEASURES = (
    Measure(
        "reciprocity",
        "share",
        "answers between two authors that go both ways",
        "links A to B (A answers B at least once, A is not B) whose link B to A is there / links",
        "Gómez, Kaltenbrunner & López 2008; Newman, Forrest & Balthrop 2002",
        main=True,
        tree=True,
    ),
    Measure(
        "density",
        "share",
        "how many of all possible links between authors are there",
        "links / (authors * (authors - 1))",
        "Wasserman & Faust 1994",
        tree=True,
    ),
    Measure(
        "self_reply_share",
        "share",
        "replies with which authors answer themselves",
        "replies to one's own comment / replies whose two authors are known",
        tree=True,
    ),
    Measure(
        "exchanges",
        "comments",
        "comments with which an author comes back to who answered him (A-B-A)",
        "comments whose parent is by another known author and whose grandparent by their own",
        "after Zhang, Culbertson & Paritosh 2017",
        main=True,
        tree=True,
    ),
    Measure(
        "longest_exchange",
        "comments",
        "the longest chain in which two authors alternate (A-B-A-B)",
        "most comments in a chain of replies by two known authors in turn; 0 = nobody is answered "
        "by another",
        "after Zhang, Culbertson & Paritosh 2017",
        tree=True,
    ),
)


def meetings(nodes: pl.DataFrame) -> pl.DataFrame:
    """Add to NODES who is met there.

    Returns:
        NODES with answered (the parent's author), back (it comes back to an author's own comment
        by way of another's: A-B-A) and turns (comments in the chain of two authors in turn that
        ends here: 2 = A-B, null = it answers no other known author).
    """
    met = nodes.with_columns(
        answered=gathered(pl.col("author"), pl.col("up")),
        grand=gathered(pl.col("up"), pl.col("up")).fill_null(ROOT),
    )
    another = (pl.col("author") != pl.col("answered")).fill_null(value=False)
    again = pl.col("author") == gathered(pl.col("author"), pl.col("grand"))
    met = met.with_columns(another=another, back=another & again.fill_null(value=False))
    # A chain goes on through every comment that comes back.
    chain = np.where(met["back"].to_numpy(), met["up"].to_numpy(), ROOT)
    so_far, _ = measured(chain)
    turns = pl.when("another").then(pl.Series(so_far + 2, dtype=pl.UInt32))
    return met.with_columns(turns=turns).drop("grand", "another")


def exchange(nodes: pl.DataFrame) -> pl.DataFrame:
    """Measure how far answers are answered.

    Reciprocity of the graph: Gómez, Kaltenbrunner & López 2008. Alternating chains: after
    Zhang, Culbertson & Paritosh 2017.

    Args:
        nodes: NODES.

    Returns:
        One row per group: group, and a column for each of MEASURES.
    """
    met = meetings(nodes)
    own = pl.col("author") == pl.col("answered")
    counted = met.group_by("group").agg(
        self_reply_share=own.mean(),
        exchanges=pl.col("back").sum(),
        longest_exchange=pl.col("turns").max().fill_null(0),
        authors=pl.col("author").drop_nulls().n_unique().cast(pl.Float64),
    )
    joined = counted.join(_links(met.filter(pl.col("turns").is_not_null())), on="group", how="left")
    possible = pl.col("authors") * (pl.col("authors") - 1)
    return joined.select(
        pl.exclude("links", "authors"),
        density=pl.when(possible > 0).then(pl.col("links").fill_null(0) / possible),
    )


def _links(met: pl.DataFrame) -> pl.DataFrame:
    """Count the links of each group and the share of them that go both ways."""
    # One number for group and both authors: it is found many times faster than three.
    size = pl.max_horizontal(pl.col("author", "answered").max()).cast(pl.UInt64) + 1
    group, one, other = (pl.col(name).cast(pl.UInt64) for name in ("group", "author", "answered"))
    keys = met.select(
        there=(group * size + one) * size + other,
        back=(group * size + other) * size + one,
        group="group",
    ).unique("there")
    both = pl.col("back").is_in(pl.col("there").implode())
    return keys.group_by("group").agg(links=pl.len(), reciprocity=both.mean())
