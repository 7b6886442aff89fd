"""The charts, one function each: a Discussion in, a chart out, or None if there is nothing to draw."""

from collections.abc import Callable

import altair as alt
import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.plots import data
from threadscope.report.plots.paper import FIRST, INK, SECOND, THIRD

Chart = alt.LayerChart | alt.Chart | alt.FacetChart

WIDTH = 430
_HEIGHT = 180
_STEP = 18
_CELL = 20
_SMALL = (88, 80)
_FEW = 3
_MANY = 12
"""Ticks of a small axis and of a wide one."""
_STATES = alt.Scale(domain=list(data.STATES), range=[FIRST, SECOND, THIRD])


def skyline(discussion: Discussion) -> Chart | None:
    """Draw the depth of every comment, in the order of the tree."""
    frame = data.skyline(discussion)
    if frame.is_empty():
        return None
    return (
        alt.Chart(frame, width=WIDTH, height=_HEIGHT - 40)
        .mark_area(interpolate="step-after", color=FIRST, opacity=0.85)
        .encode(
            alt.X(
                "place:Q",
                title="comments, in the order of the tree",
                axis=alt.Axis(tickCount=8),
                scale=_tight(frame, "place"),
            ),
            alt.Y("level:Q", title="level", axis=_whole(frame["level"])),
        )
    )


def shapes(discussion: Discussion) -> Chart | None:
    """Draw the width of the largest threads by depth."""
    frame = data.shapes(discussion)
    if frame.is_empty():
        return None
    width, height = _SMALL
    order = frame["thread"].unique(maintain_order=True).to_list()
    return (
        alt.Chart(frame, width=width, height=height)
        .mark_rect(color=FIRST, stroke=FIRST, strokeWidth=0.5)
        .encode(
            alt.X("left:Q", axis=None, scale=alt.Scale(domain=[-0.5, 0.5])),
            alt.X2("right:Q"),
            alt.Y(
                "depth:Q",
                title="depth",
                scale=alt.Scale(reverse=True),
                axis=_whole(frame["below"], _FEW),
            ),
            alt.Y2("below:Q"),
        )
        .facet(alt.Facet("thread:N", sort=order), columns=4)
    )


def depths(discussion: Discussion) -> Chart | None:
    """Draw how many comments stand at each depth."""
    frame = data.depths(discussion)
    if frame.is_empty():
        return None
    across = alt.X(
        "depth:Q",
        title="depth",
        axis=_whole(frame["depth"], _MANY),
        scale=alt.Scale(nice=False, padding=14),
    )
    base = alt.Chart(frame, width=WIDTH, height=_HEIGHT)
    size = max(2, min(28, WIDTH * 0.7 / (frame["depth"].max() + 1)))
    upward = alt.Y(
        "comments:Q",
        title="comments",
        axis=_whole(frame.select(pl.max_horizontal("comments", "high")).to_series()),
    )
    bars = base.mark_bar(color=FIRST, size=size).encode(across, upward)
    spans = (
        base.mark_rule(color=INK, strokeWidth=1.5)
        .transform_filter("datum.high > datum.low")
        .encode(across, alt.Y("low:Q"), alt.Y2("high:Q"))
    )
    return bars + spans


def confidence(discussion: Discussion) -> Chart | None:
    """Draw how many places are how sure."""
    frame = data.confidence(discussion)
    if frame.is_empty():
        return None
    return (
        alt.Chart(frame, width=WIDTH, height=_HEIGHT - 40)
        .mark_rect()
        .encode(
            alt.X(
                "from:Q",
                title="probability of the place",
                axis=alt.Axis(format="%", tickCount=5),
                scale=alt.Scale(domain=[0, 1]),
            ),
            alt.X2("to:Q"),
            alt.Y("bottom:Q", title="comments", axis=_whole(frame["top"])),
            alt.Y2("top:Q"),
            alt.Color("state:N", scale=_STATES),
        )
    )


def authors(discussion: Discussion) -> Chart | None:
    """Draw who wrote how much."""
    frame = data.authors(discussion)
    if frame.is_empty():
        return None
    return (
        alt.Chart(frame, width=WIDTH - 90, height=alt.Step(_STEP))
        .mark_bar()
        .encode(
            alt.X("comments:Q", title="comments", axis=_whole(discussion.authors["comments"])),
            alt.Y("author:N", title=None, sort=None),
            alt.Color("kind:N", scale=alt.Scale(domain=list(data.KINDS), range=[SECOND, FIRST])),
            alt.Order("order:Q"),
        )
    )


def matrix(discussion: Discussion) -> Chart | None:
    """Draw who answered whom how often."""
    frame = data.matrix(discussion)
    if frame.is_empty():
        return None
    names = frame["author"].unique(maintain_order=True).to_list()
    at = {
        "x": alt.X(
            "answered:N", title=None, sort=names, axis=alt.Axis(orient="top", labelAngle=-45)
        ),
        "y": alt.Y("author:N", title=None, sort=names),
    }
    base = alt.Chart(frame, width=alt.Step(_CELL), height=alt.Step(_CELL)).encode(**at)
    cells = base.mark_rect(color=FIRST).encode(alt.Opacity("strength:Q", scale=None))
    counts = base.mark_text(fontSize=10).encode(alt.Text("label:N"))
    return cells + counts


def activity(discussion: Discussion) -> Chart | None:
    """Draw when comments were written."""
    frame = data.activity(discussion)
    if frame.is_empty():
        return None
    return (
        alt.Chart(frame, width=WIDTH, height=_HEIGHT - 40)
        .mark_rect(color=FIRST)
        .encode(
            alt.X("from:T", title=None, scale=alt.Scale(type="utc")),
            alt.X2("to:T"),
            alt.Y("none:Q", title="comments", axis=_whole(frame["comments"])),
            alt.Y2("comments:Q"),
        )
    )


def week(discussion: Discussion) -> Chart | None:
    """Draw on which weekday and hour comments were written."""
    frame = data.week(discussion)
    if frame.is_empty():
        return None
    base = alt.Chart(frame, width=alt.Step(_CELL), height=alt.Step(_CELL)).encode(
        alt.X("hour:O", title="hour", axis=alt.Axis(labelAngle=0)),
        alt.Y("day:O", title=None, sort=list(data.DAYS)),
    )
    cells = base.mark_rect(color=FIRST).encode(alt.Opacity("strength:Q", scale=None))
    counts = base.mark_text(fontSize=9).encode(alt.Text("label:N"))
    return cells + counts


def _whole(counts: pl.Series, ticks: int = 6) -> alt.Axis:
    """Make an axis for whole numbers: no ticks between them."""
    return alt.Axis(format="~s", tickCount=min(ticks, int(counts.max())))


def _tight(frame: pl.DataFrame, column: str) -> alt.Scale:
    return alt.Scale(domain=[0, frame[column].max()], nice=False)


CHARTS: dict[str, Callable[[Discussion], Chart | None]] = {
    "skyline": skyline,
    "shapes": shapes,
    "depths": depths,
    "confidence": confidence,
    "authors": authors,
    "matrix": matrix,
    "activity": activity,
    "week": week,
}
"""Every plot of PLOTS, by its name."""
