"""All plots: what each is called, what it shows, and the frame that it draws."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.plots import data


@dataclass(frozen=True, slots=True)
class Plot:
    """What is said about a plot, and what is drawn."""

    title: str
    """Its title."""
    reading: str
    """How to read it, in a sentence or two."""
    empty: str
    """Why there may be nothing to draw."""
    frame: Callable[[Discussion], pl.DataFrame]
    """What it draws, made of a discussion; no rows = there is nothing."""


_NO_COMMENTS = "there are no comments"
_NO_DATES = "no comment has a date that is understood"

PLOTS: dict[str, Plot] = {
    "skyline": Plot(
        "How deep each comment stands",
        "Comments from the first to the last, each after the one it answers, as high as its place "
        "is deep; level 1 answers the page itself. A peak is a dialogue, flat ground is a list.",
        _NO_COMMENTS,
        data.skyline,
    ),
    "shapes": Plot(
        "The shapes of the largest threads",
        "Each thread hangs down from its first comment; the broader, the more comments stand at "
        "that depth. A spindle is a dialogue, a bell is one comment that many answered.",
        _NO_COMMENTS,
        data.shapes,
    ),
    "depths": Plot(
        "Comments by depth",
        "Depth 0 answers the page itself. Where replies are inferred, the line on a bar spans "
        "90 % of the trees that their probabilities allow.",
        _NO_COMMENTS,
        data.depths,
    ),
    "confidence": Plot(
        "How sure the places are",
        "Comments by the probability of their place in the tree, from a guess at the left to "
        "certainty at the right.",
        _NO_COMMENTS,
        data.confidence,
    ),
    "authors": Plot(
        "The most active authors",
        "Comments by author: those that open a thread, and those that answer somebody.",
        "no author is known",
        data.authors,
    ),
    "matrix": Plot(
        "Who answers whom",
        "Replies of the author at the left to the author at the top, among the most active. On "
        "the diagonal people answer themselves.",
        "nobody answers anybody",
        data.matrix,
    ),
    "activity": Plot(
        "Activity over time",
        "Comments by the time at which they were written.",
        _NO_DATES,
        data.activity,
    ),
    "week": Plot(
        "Activity by day and hour",
        "Comments by weekday and hour of the day, as the page states them.",
        _NO_DATES,
        data.week,
    ),
}
"""All plots by name, in the order in which they are shown; `charts` draws each under its name."""
