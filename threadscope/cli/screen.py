"""Tables for people, drawn by Rich, every cell made safe to show first."""

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from threadscope.safetext import show_line

if TYPE_CHECKING:
    import polars as pl

_WIDE = 10_000
"""Width of a table that no terminal limits."""
_CELL = 60
"""Most characters of a cell on a terminal; files and pipes get the whole."""


def draw(frame: "pl.DataFrame", title: str, *, width: int | None, rows: int | None = None) -> str:
    """Draw a table as text.

    Args:
        frame: the table; numbers stand to the right.
        title: a word above it.
        width: cells of the terminal; None = as wide as it needs.
        rows: most rows to draw; None = all. What is left out is said below.
    """
    from rich.box import SIMPLE  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(title=title, title_justify="left", title_style="", box=SIMPLE, pad_edge=False)
    for name, kind in frame.schema.items():
        number = kind.is_numeric()
        drawn.add_column(
            name.replace("_", " "),
            justify="right" if number else "left",
            overflow="fold" if number else "ellipsis",
            no_wrap=True,
        )
    shown = frame if rows is None else frame.head(rows)
    for row in shown.iter_rows():
        drawn.add_row(*(Text(_cell(value, _WIDE if width is None else _CELL)) for value in row))
    out = io.StringIO()
    Console(file=out, width=width or _WIDE, color_system=None, highlight=False).print(drawn)
    left = frame.height - shown.height
    more = f"  … {left} more rows (--table {title} --format csv gives all)\n" if left else ""
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n")) + more


def _cell(value: Any, limit: int) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}" if value.is_integer() else f"{value:.2f}"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
    text = show_line(str(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"
