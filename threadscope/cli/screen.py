"""Tables for people, drawn by Rich, every cell made safe to show first."""

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from threadscope.safetext import show, show_line

if TYPE_CHECKING:
    import polars as pl

_BETWEEN = 3
"""Cells between two columns."""
_WIDE = 10_000
"""Width of a table that no terminal limits."""
_CELL = 48
"""Most characters of a cell on a terminal; files and pipes get the whole."""


def draw(frame: "pl.DataFrame", title: str, *, width: int | None, rows: int | None = None) -> str:
    """Draw a table as text.

    Args:
        frame: the table; numbers stand to the right.
        title: a word above it.
        width: cells of the terminal; columns that do not fit are left out and named below. None =
            as wide as it needs.
        rows: most rows to draw; None = all. What is left out is said below.
    """
    from rich.box import SIMPLE  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = frame if rows is None else frame.head(rows)
    limit = _WIDE if width is None else _CELL
    cells = {name: [_cell(value, limit) for value in shown[name]] for name in frame.columns}
    fitting = _fitting(cells, width or _WIDE)
    drawn = Table(title=title, title_justify="left", title_style="", box=SIMPLE, pad_edge=False)
    for name, wide in fitting.items():
        side: Literal["left", "right"] = "right" if frame.schema[name].is_numeric() else "left"
        drawn.add_column(name.replace("_", " "), justify=side, min_width=wide, max_width=wide)
    for row in zip(*(cells[name] for name in fitting), strict=True):
        drawn.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
    out = io.StringIO()
    Console(file=out, width=width or _WIDE, color_system=None, highlight=False).print(drawn)
    lines = [line.rstrip() for line in out.getvalue().rstrip().split("\n")]
    left_out = [name for name in frame.columns if name not in fitting]
    return "\n".join([*lines, *_missing(frame.height - shown.height, left_out), ""])


def fit(text: str, width: int | None) -> str:
    """Make text safe to show and cut its lines to the cells of a terminal.

    Args:
        text: any text.
        width: cells; None = there is no terminal, the text stays as it is.
    """
    if width is None:
        return text
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415

    lines = show(text).split("\n")
    return "\n".join(
        line if cell_len(line) <= width else set_cell_size(line, width - 1).rstrip() + "…"
        for line in lines
    )


def _fitting(cells: dict[str, list[str]], width: int) -> dict[str, int]:
    """Choose the columns that fit, from the left, and give each its width.

    A column is as wide as its widest cell and the widest word of its name; the first one shrinks
    if it alone is too wide.
    """
    from rich.cells import cell_len  # noqa: PLC0415

    fitting: dict[str, int] = {}
    free = width - 2
    for name, column in cells.items():
        wide = max(map(cell_len, [*column, *name.split("_")]), default=0)
        if fitting and wide + _BETWEEN > free:
            break
        fitting[name] = min(wide, max(free, 1))
        free -= fitting[name] + _BETWEEN
    return fitting


def _missing(rows: int, columns: list[str]) -> list[str]:
    """Say what a drawn table leaves out."""
    said = []
    if rows:
        said.append(f"{rows} more rows")
    if columns:
        said.append("columns " + ", ".join(columns))
    return [f"  … {' and '.join(said)}: --table and --format csv give all"] if said else []


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
