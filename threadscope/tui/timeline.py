"""How the comments are spread over time, or over the page where it gives no dates."""

from datetime import datetime

import polars as pl

from threadscope.choice import During, Within
from threadscope.tui.charts import Bar, counted
from threadscope.tui.selection import Selection

_PARTS = 24
"""Parts of a page without dates."""
_STEPS = (
    (3650, "1y", "%Y", "in"),
    (550, "1mo", "%Y-%m", "in"),
    (90, "1w", "%Y-%m-%d", "in the week of"),
    (2, "1d", "%Y-%m-%d", "on"),
    (0, "1h", "%m-%d %H:00", "on"),
)
"""Days between the first comment and the last, at least; how long a bar is, and how it is named.

So that there are some sixty to ninety bars at most, unless it is about centuries."""


def activity(selection: Selection) -> list[Bar]:
    """Count comments over time, or over the page where it gives no dates.

    Times without a comment have their place; lines between the beginnings of two comments do not.
    """
    dates = selection.reading.frame["posted_at"]
    first, last = dates.min(), dates.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return _over_page(selection.beside(Within))
    days = (last - first).days
    step, form, word = next((s, f, w) for least, s, f, w in _STEPS if days >= least)
    time = pl.col("posted_at").dt.truncate(step)
    counts = counted(selection.beside(During), time).drop_nulls("key")
    every = counts.select(pl.datetime_range(pl.col("key").min(), pl.col("key").max(), step))
    counts = every.join(counts, on="key", how="left", maintain_order="left")
    counts = counts.select("key", pl.col("whole", "chosen").fill_null(0))
    ends = counts["key"].dt.offset_by(step)
    return [
        Bar(During(f"{word} {start:{form}}", start, end), f"{start:{form}}", whole, chosen)
        for (start, whole, chosen), end in zip(counts.rows(), ends, strict=True)
    ]


def _over_page(selection: Selection) -> list[Bar]:
    last = selection.reading.frame["last_line"].max()
    if not isinstance(last, int):
        return []
    step = max(last // _PARTS, 1)
    counts = counted(selection, pl.col("first_line") // step * step)
    parts = [Within(max(at, 1), at + step - 1) for at in counts["key"]]
    return [
        Bar(part, str(part).removeprefix("on "), whole, chosen)
        for part, (_, whole, chosen, _) in zip(parts, counts.rows(), strict=True)
    ]
