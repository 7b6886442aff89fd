"""What the plots draw: small frames, whatever the size of the discussion."""

import polars as pl

from threadscope.discussion import Discussion
from threadscope.safetext import show_line

STATES = ("stated", "inferred", "open")
"""How a place is known."""
KINDS = ("opens a thread", "answers somebody")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_POINTS = 430
"""Comments that a skyline shows one by one; of more, the deepest of each stretch."""
_THREADS = 12
_LEVELS = 60
"""Depths of a thread that are drawn one by one."""
_BROAD = 8.0
"""Comments at one depth that fill a picture; more than that make its scale smaller."""
_AUTHORS = 16
_BINS = 20
_NAME = 18
_SHORT = 10
"""Characters of a name that are shown, and where there is little room."""
_PIECES = 50
"""About so many bars show the time."""
_NOT_XML = r"[\x{FFFE}\x{FFFF}]"
_THOUSAND = 1000
_STEPS = (
    ("1h", 1),
    ("3h", 3),
    ("12h", 12),
    ("1d", 24),
    ("1w", 24 * 7),
    ("1mo", 24 * 30),
    ("1q", 24 * 91),
    ("1y", 24 * 365),
)
"""Stretches of time, and how many hours they have."""


def skyline(discussion: Discussion) -> pl.DataFrame:
    """Give one row per comment, or per stretch of them: place, level (1 = top-level)."""
    if discussion.threads.is_empty():
        return pl.DataFrame()
    threads = discussion.threads.sort("order")
    step = -(-threads.height // _POINTS) or 1
    place = pl.int_range(pl.len()) // step * step
    levels = threads.group_by(place=place, maintain_order=True).agg(level=pl.col("depth").max() + 1)
    end = levels.tail(1).with_columns(place=pl.lit(threads.height, pl.Int64))
    return pl.concat([levels, end]).with_columns(pl.col("level").cast(pl.Int64))


def shapes(discussion: Discussion) -> pl.DataFrame:
    """Give one row per depth of the largest threads: thread, rank, depth, below, left, right."""
    largest = discussion.discussions.filter(pl.col("comments") > 1).head(_THREADS)
    name = pl.format("{} ({})", _name(pl.col("author").fill_null("(unknown)"), _SHORT), "comments")
    named = largest.select(
        "thread", step=pl.col("max_depth") // _LEVELS + 1, label=name, rank=pl.int_range(pl.len())
    )
    deep = pl.col("depth") // pl.col("step") * pl.col("step")
    half = pl.len() / 2
    scale = pl.max_horizontal(pl.col("right").max().over("rank") * 2, _BROAD)
    return (
        discussion.threads.join(named, on="thread")
        .group_by("rank", "label", depth=deep, below=deep + pl.col("step"))
        .agg(left=-half, right=half)
        .sort("rank", "depth")
        .with_columns(
            pl.col("left", "right") / scale, thread=pl.format("{}. {}", pl.col("rank") + 1, "label")
        )
        .select("thread", "rank", "depth", "below", "left", "right")
    )


def depths(discussion: Discussion) -> pl.DataFrame:
    """Give one row per depth that may be reached: depth, comments, low, high."""
    return discussion.profile.filter(pl.max_horizontal("comments", "high") > 0).drop("page")


def confidence(discussion: Discussion) -> pl.DataFrame:
    """Give one row per bin and state: from, to, state, bottom, top (stacked counts)."""
    at = (pl.col("confidence").cast(pl.Float64) * _BINS).floor().clip(0, _BINS - 1)
    return (
        discussion.threads.group_by(state=state(), at=at)
        .agg(comments=pl.len())
        .sort("state", "at")
        .with_columns(top=pl.col("comments").cum_sum().over("at"))
        .select(
            "state",
            "top",
            **{"from": pl.col("at") / _BINS, "to": (pl.col("at") + 1) / _BINS},
            bottom=pl.col("top") - pl.col("comments"),
        )
    )


def state() -> pl.Expr:
    """Tell how a place is known, as one of STATES."""
    stated, inferred, unknown = STATES
    return (
        pl.when("unplaced")
        .then(pl.lit(unknown))
        .when("certain")
        .then(pl.lit(stated))
        .otherwise(pl.lit(inferred))
    )


def authors(discussion: Discussion) -> pl.DataFrame:
    """Give two rows per author: author, kind, order (of the kinds), comments."""
    opens, answers = KINDS
    return (
        discussion.authors.head(_AUTHORS)
        .select(
            _unique("author"),
            pl.struct(
                kind=pl.lit(opens), order=0, comments=pl.col("comments") - pl.col("replies_sent")
            ).alias("a"),
            pl.struct(kind=pl.lit(answers), order=1, comments="replies_sent").alias("b"),
        )
        .select("author", pl.concat_list("a", "b").alias("both"))
        .explode("both")
        .unnest("both")
        .with_columns(pl.col("order", "comments").cast(pl.Int64))
    )


def matrix(discussion: Discussion) -> pl.DataFrame:
    """Give one row per pair of active authors: author, answered, replies, label, strength."""
    active = discussion.authors.head(_AUTHORS)
    names = active.select("author", shown=_unique("author"))
    if discussion.pairs.is_empty():
        return pl.DataFrame()
    both = names.join(names, how="cross", suffix="_up")
    found = discussion.pairs.select("author", "replies", author_up="answered")
    return (
        both.join(found, on=["author", "author_up"], how="left", maintain_order="left")
        .with_columns(pl.col("replies").fill_null(0))
        .select("replies", *_strength("replies"), author="shown", answered="shown_up")
    )


def activity(discussion: Discussion) -> pl.DataFrame:
    """Give one row per stretch of time: from, to, none (0), comments."""
    dated = discussion.threads["posted_at"].drop_nulls().sort()
    if dated.is_empty():
        return pl.DataFrame()
    hours = (dated[-1] - dated[0]).total_seconds() / 3600
    every = next((step for step, long in _STEPS if hours <= long * _PIECES), _STEPS[-1][0])
    counted = dated.dt.truncate(every).value_counts(name="comments").sort("posted_at")
    start = pl.col("posted_at")
    return counted.select(
        "comments", start.alias("from"), start.dt.offset_by(every).alias("to"), none=0
    )


def week(discussion: Discussion) -> pl.DataFrame:
    """Give one row per weekday and hour: day, hour, comments, label, strength."""
    if discussion.week.is_empty():
        return pl.DataFrame()
    days = pl.DataFrame(
        {"weekday": range(1, 8), "day": DAYS}, {"weekday": pl.UInt8, "day": pl.String}
    )
    hours = pl.DataFrame({"hour": range(24)}, {"hour": pl.UInt8})
    return (
        days.join(hours, how="cross")
        .join(discussion.week, on=["weekday", "hour"], how="left", maintain_order="left")
        .with_columns(pl.col("comments").fill_null(0))
        .select("day", "hour", "comments", *_strength("comments"))
    )


def _strength(column: str) -> tuple[pl.Expr, pl.Expr]:
    """Give the label of a cell, empty for 0, and how strongly it is filled."""
    count = pl.col(column)
    thousands = pl.format("{}k", (count / _THOUSAND).round().cast(pl.UInt32))
    label = (
        pl.when(count >= _THOUSAND)
        .then(thousands)
        .when(count > 0)
        .then(count.cast(pl.String))
        .otherwise(pl.lit(""))
    )
    filled = 0.12 + 0.6 * (count / count.max()).sqrt()
    return label.alias("label"), pl.when(count > 0).then(filled).otherwise(0.03).alias("strength")


def _name(column: pl.Expr, most: int = _NAME) -> pl.Expr:
    """Make names safe to show and cut them."""
    shown = column.map_elements(show_line, pl.String).str.replace_all(_NOT_XML, "\ufffd")
    cut = shown.str.head(most - 1) + "…"
    return pl.when(shown.str.len_chars() > most).then(cut).otherwise(shown)


def _unique(column: str) -> pl.Expr:
    """Make names safe to show, none like another."""
    name = _name(pl.col(column))
    again = pl.int_range(pl.len()).over(name)
    return (
        pl.when(again > 0).then(pl.format("{} ({})", name, again + 1)).otherwise(name).alias(column)
    )
