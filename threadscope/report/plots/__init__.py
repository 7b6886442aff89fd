"""Pictures of a discussion, as SVG and PNG. Altair draws them; it comes with the extra `report`.

What draws is imported by the functions here, so that everything else works without the extra.
"""

from collections.abc import Mapping

from threadscope.discussion import Discussion
from threadscope.errors import DataError, UsageError
from threadscope.report.plots.listed import PLOTS, Plot

__all__ = ["PLOTS", "Plot", "drawn", "lacking", "plot"]

_EXTRA = ("altair", "vl_convert")
"""What the extra brings; one that is missing has not been installed."""


def lacking() -> str | None:
    """Say why no plots can be drawn, and what to do; None = they can."""
    try:
        import altair as alt  # noqa: F401, PLC0415
        import vl_convert  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        return "plots need an extra (pip install 'threadscope[report]')"
    return None


def plot(discussion: Discussion, name: str, form: str) -> str | bytes:
    """Draw one plot.

    Args:
        discussion: what to draw.
        name: one of PLOTS.
        form: "svg" or "png".

    Returns:
        SVG as text, or a PNG.

    Raises:
        DataError: the discussion has nothing to draw there.
        UsageError: the extra is not installed.
    """
    _ready()
    from threadscope.report.plots import charts, paper  # noqa: PLC0415

    frame = PLOTS[name].frame(discussion)
    if frame.is_empty():
        raise DataError(f"{name}: nothing to draw ({PLOTS[name].empty})")
    chart = getattr(charts, name)(frame)
    return paper.png(chart) if form == "png" else paper.svg(chart)


def drawn(discussion: Discussion) -> Mapping[str, str]:
    """Draw every plot that has something to show, as SVG that takes its colours from a page.

    Raises:
        UsageError: the extra is not installed.
    """
    _ready()
    from threadscope.report.plots import charts, paper  # noqa: PLC0415

    frames = ((name, each.frame(discussion)) for name, each in PLOTS.items())
    return {
        name: paper.inline(getattr(charts, name)(frame))
        for name, frame in frames
        if not frame.is_empty()
    }


def _ready() -> None:
    if why := lacking():
        raise UsageError(why)
