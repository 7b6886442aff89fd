"""From a chart to SVG and PNG: one look for all, in colours that a page can change."""

import re
from typing import Any

import altair as alt
import vl_convert

INK = "#22303c"
MUTED = "#5d6b78"
RULE = "#d8dee4"
FIRST = "#0b6ba8"
SECOND = "#c8741a"
THIRD = "#8a94a0"
PAPER = "#ffffff"
_NAMES = {
    INK: "ink",
    MUTED: "muted",
    RULE: "rule",
    FIRST: "first",
    SECOND: "second",
    THIRD: "third",
}
"""Colours to the names by which a style sheet knows them."""
_SCALE = 2.0
"""Pixels of a PNG for each pixel of the SVG."""
_IDLE = re.compile(
    r'<path class="(?:back|fore)ground"[^>]* (?:display="none"|d="M0,0h0v0h0Z"[^>]*)/>'
)
_TAG = re.compile("<[^>]*>")
_ROLES = re.compile(r' (?:class|aria-[a-z]+|role|pointer-events)="[^"]*"')
_FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"

_AXIS = {
    "labelColor": MUTED,
    "titleColor": MUTED,
    "labelFontSize": 11,
    "titleFontSize": 11,
    "titleFontWeight": "normal",
    "gridColor": RULE,
    "domainColor": RULE,
    "tickColor": RULE,
    "labelLimit": 160,
}
_CONFIG = {
    "font": _FONT,
    "aria": False,
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisX": {"grid": False},
    "axisY": {"domain": False, "ticks": False},
    "header": {
        "labelColor": INK,
        "labelFontSize": 10,
        "labelFontWeight": "bold",
        "labelLimit": 110,
        "title": None,
    },
    "legend": {
        "labelColor": MUTED,
        "labelFontSize": 11,
        "title": None,
        "orient": "top",
        "symbolType": "square",
    },
    "text": {"color": INK, "fontSize": 11},
}


def svg(chart: alt.TopLevelMixin) -> str:
    """Draw a chart on white."""
    return vl_convert.vegalite_to_svg(_spec(chart, PAPER)) + "\n"


def png(chart: alt.TopLevelMixin) -> bytes:
    """Draw a chart on white, two pixels for one."""
    return vl_convert.vegalite_to_png(_spec(chart, PAPER), scale=_SCALE)


def inline(chart: alt.TopLevelMixin) -> str:
    """Draw a chart for an HTML page, whose style sheet says its colours (`--plot-ink` …)."""
    drawn = vl_convert.vegalite_to_svg(_spec(chart, None))
    return _TAG.sub(lambda tag: _themed(tag[0]), drawn)


def _themed(tag: str) -> str:
    """Write a tag with names for its colours, without what only the library needs."""
    if _IDLE.fullmatch(tag):
        return ""
    bare = _ROLES.sub("", tag)
    for colour, name in _NAMES.items():
        bare = bare.replace(f'"{colour}"', f'"var(--plot-{name})"')
    return bare


def _spec(chart: alt.TopLevelMixin, background: str | None) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    return {**spec, "config": _CONFIG, "background": background}
