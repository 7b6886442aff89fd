"""The charts, each drawn from the frame of `data` that has its name, which has a row at least."""

from typing import TypeAlias

import altair as alt
import polars as pl

from threadscope.report.plots import data
from threadscope.report.plots.paper import FIRST, INK, SECOND, THIRD

Chart: TypeAlias = alt.LayerChart | alt.Chart | alt.FacetChart

WIDTH = 430
_HEIGHT = 180
_STEP = 18
_CELL = 20
_SMALL = (88, 80)
_FEW = 3
_TICKS = 6
_MANY = 12
"""Ticks of a small axis, of most, and of a wide one."""
_LONG = 10_000
"""Counts from which on their axis counts thousands."""
_STATES = alt.Scale(domain=list(data.STATES), range=[FIRST, SECOND, THIRD])


def skyline(frame: pl.DataFrame) -> Chart:
    """Draw the depth of every comment, in the order of the tree."""
    made: Chart = (
        alt.Chart(frame, width=WIDTH, height=_HEIGHT - 40)
        .mark_area(interpolate="step-after", color=FIRST, opacity=0.85)
        .encode(
            alt.X(
                "place:Q",
                title="comments, in the order of the tree",
                axis=alt.Axis(tickCount=8),
                scale=alt.Scale(domain=[0, _most(frame["place"])], nice=False),
            ),
            alt.Y("level:Q", title="level", axis=_whole(frame["level"])),
        )
    )
    return made


def shapes(frame: pl.DataFrame) -> Chart:
    """Draw the width of the largest threads by depth."""
    width, height = _SMALL
    made: Chart = (
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
        .facet(alt.Facet("thread:N", sort=alt.EncodingSortField("rank", op="min")), columns=4)
    )
    return made


def depths(frame: pl.DataFrame) -> Chart:
    """Draw how many comments stand at each depth."""
    across = alt.X(
        "depth:Q",
        title="depth",
        axis=_whole(frame["depth"], _MANY),
        scale=alt.Scale(nice=False, padding=14),
    )
    base = alt.Chart(frame, width=WIDTH, height=_HEIGHT)
    size = max(2, min(28, WIDTH * 0.7 / (_most(frame["depth"]) + 1)))
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
    return alt.layer(bars, spans)


def confidence(frame: pl.DataFrame) -> Chart:
    """Draw how many places are how sure."""
    made: Chart = (
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
    return made


def authors(frame: pl.DataFrame) -> Chart:
    """Draw who wrote how much."""
    made: Chart = (
        alt.Chart(frame, width=WIDTH - 90, height=alt.Step(_STEP))
        .mark_bar()
        .encode(
            alt.X(
                "comments:Q",
                title="comments",
                axis=_whole(frame.select(pl.col("comments").sum().over("author")).to_series()),
            ),
            alt.Y("author:N", title=None, sort=None),
            alt.Color("kind:N", scale=alt.Scale(domain=list(data.KINDS), range=[SECOND, FIRST])),
            alt.Order("order:Q"),
        )
    )
    return made


def matrix(frame: pl.DataFrame) -> Chart:
    """Draw who answered whom how often."""
    slanted = alt.Axis(orient="top", labelAngle=-45)
    across = alt.X("answered:N", title=None, sort=None, axis=slanted)
    return _cells(frame, across, alt.Y("author:N", title=None, sort=None))


def activity(frame: pl.DataFrame) -> Chart:
    """Draw when comments were written."""
    made: Chart = (
        alt.Chart(frame, width=WIDTH, height=_HEIGHT - 40)
        .mark_rect(color=FIRST)
        .encode(
            alt.X("from:T", title=None, scale=alt.Scale(type="utc")),
            alt.X2("to:T"),
            alt.Y("none:Q", title="comments", axis=_whole(frame["comments"])),
            alt.Y2("comments:Q"),
        )
    )
    return made


def week(frame: pl.DataFrame) -> Chart:
    """Draw on which weekday and hour comments were written."""
    across = alt.X("hour:O", title="hour", axis=alt.Axis(labelAngle=0))
    return _cells(frame, across, alt.Y("day:O", title=None, sort=None))


def _cells(frame: pl.DataFrame, across: alt.X, down: alt.Y) -> Chart:
    """Draw a table of counts, each cell as strong as its count is high."""
    base = alt.Chart(frame, width=alt.Step(_CELL), height=alt.Step(_CELL))
    cells = base.mark_rect(color=FIRST).encode(across, down, alt.Opacity("strength:Q", scale=None))
    counts = base.mark_text(fontSize=9).encode(across, down, alt.Text("label:N"))
    return alt.layer(cells, counts)


def _whole(counts: pl.Series, ticks: int = _TICKS) -> alt.Axis:
    """Make an axis for whole numbers: no ticks between them."""
    most = _most(counts)
    return alt.Axis(format="~s" if most >= _LONG else ",d", tickCount=min(ticks, most))


def _most(counts: pl.Series) -> int:
    """Give the largest of some counts."""
    return int(max(counts.fill_null(0)))
