"""How fast people answer, and when they write, where the page has dates."""

import polars as pl

from threadscope.metrics.grove import gathered, ground, grown
from threadscope.metrics.measure import Measure
from threadscope.schema import RESPONSES, WEEK

_QUARTERS = {"response_q1": 0.25, "response_median": 0.5, "response_q3": 0.75}

MEASURES = (
    *(
        Measure(
            name,
            "minutes",
            f"time until a comment is answered: {part:.0%} of the replies came as soon",
            f"quantile {part} of (date of a reply - date of its parent), both dated, none negative",
            "CHAOSS: time to response",
            main=name == "response_median",
            tree=True,
        )
        for name, part in _QUARTERS.items()
    ),
)

CLOCK = (
    Measure(
        "dated_share", "share", "comments with a date", "dated comments / comments", "plain count"
    ),
    Measure("duration", "days", "from the first comment to the last", "last date - first date"),
    Measure(
        "burstiness",
        "index",
        "how unevenly comments come in time: 1 = in bursts, 0 = at random, -1 = by the clock",
        "(s - m) / (s + m), m and s = mean and standard deviation of the time from one comment of "
        "a page to its next",
        "Goh & Barabási 2008",
    ),
)
"""Measures of time that do not depend on who answers whom."""


def waited() -> pl.Expr:
    """Give the minutes between a comment of NODES and the one it answers; null = not known."""
    before = gathered(pl.col("posted_at"), pl.col("up"))
    minutes = (pl.col("posted_at") - before).dt.total_seconds() / 60
    return pl.when(minutes >= 0).then(minutes)


def response(nodes: pl.DataFrame) -> pl.DataFrame:
    """Measure how long replies let wait.

    Args:
        nodes: NODES.

    Returns:
        One row per group: group, and a column for each of MEASURES.
    """
    waiting = nodes.select("group", wait=waited())
    parts = {name: pl.col("wait").quantile(part, "linear") for name, part in _QUARTERS.items()}
    return waiting.group_by("group").agg(**parts)


def clock(comments: pl.DataFrame) -> pl.DataFrame:
    """Measure when comments come.

    Burstiness: Goh & Barabási 2008.

    Args:
        comments: one row per comment: group (what is measured together), page, posted_at.

    Returns:
        One row per group: group, and a column for each of CLOCK.
    """
    dated = comments.filter(pl.col("posted_at").is_not_null()).sort("page", "posted_at")
    gaps = dated.select("group", gap=pl.col("posted_at").diff().over("page").dt.total_seconds())
    mean, spread = pl.col("gap").mean(), pl.col("gap").std(ddof=0)
    span = pl.col("posted_at").max() - pl.col("posted_at").min()
    return (
        comments.group_by("group")
        .agg(
            dated_share=pl.col("posted_at").is_not_null().mean(),
            duration=span.dt.total_seconds() / 86_400,
        )
        .join(
            gaps.group_by("group").agg(
                burstiness=pl.when(mean > 0).then((spread - mean) / (spread + mean))
            ),
            on="group",
            how="left",
        )
    )


def responses(threads: pl.DataFrame) -> pl.DataFrame:
    """Measure how fast each author answers and is answered, in the tree that is shown.

    Args:
        threads: THREADS.

    Returns:
        RESPONSES.
    """
    earth = ground(threads)
    nodes = grown(earth, earth.up[None])
    timed = nodes.select(
        "author", answered=gathered(pl.col("author"), pl.col("up")), wait=waited()
    ).filter(pl.col("wait").is_not_null())
    wait = pl.col("wait")
    sent = timed.group_by("author").agg(
        replies=pl.len(),
        first_quartile=wait.quantile(0.25, "linear"),
        median=wait.median(),
        third_quartile=wait.quantile(0.75, "linear"),
    )
    received = timed.group_by(author="answered").agg(
        received=pl.len(), received_median=wait.median()
    )
    both = sent.join(received, on="author", how="full", coalesce=True)
    return (
        both.filter(pl.col("author").is_not_null())
        .with_columns(
            pl.col("replies", "received").fill_null(0),
            author=pl.lit(earth.authors).gather("author"),
        )
        .sort("replies", "author", descending=[True, False])
        .match_to_schema(RESPONSES)
    )


def week(threads: pl.DataFrame) -> pl.DataFrame:
    """Count comments and known authors by weekday and hour of the day.

    Args:
        threads: THREADS; comments without a date are left out.

    Returns:
        WEEK.
    """
    at = pl.col("posted_at").dt
    return (
        threads.filter(pl.col("posted_at").is_not_null())
        .group_by(weekday=at.weekday().cast(pl.UInt8), hour=at.hour().cast(pl.UInt8))
        .agg(comments=pl.len(), authors=pl.col("author").drop_nulls().n_unique())
        .sort("weekday", "hour")
        .match_to_schema(WEEK)
    )
