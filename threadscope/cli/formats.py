"""Tables in the formats that commands write them in."""

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from threadscope.cli.output import terminal_width

if TYPE_CHECKING:
    import polars as pl

PLAIN = ("table", "csv", "markdown", "parquet")
"""Formats of a table."""
TABLED = ("table", "json", "csv", "markdown", "parquet")
"""Formats of what has several tables."""
ONE = ("csv", "parquet")
"""Formats that hold one table, and nothing but it."""


def one(frame: "pl.DataFrame", form: str, *, safe: bool = False) -> str | bytes:
    """Write a table and nothing but it.

    Args:
        frame: the table.
        form: csv, markdown or parquet.
        safe: True = CSV that no spreadsheet runs.
    """
    from threadscope import report  # noqa: PLC0415

    match form:
        case "csv":
            return report.csv(frame, safe=safe)
        case "markdown":
            return report.markdown(frame)
    return report.parquet(frame)


def several(
    parts: "Mapping[str, pl.DataFrame]",
    form: str,
    *,
    to_file: bool,
    rows: int | None = None,
    whole: Container[str] = (),
) -> str:
    """Write tables one below the other, each under its name.

    Args:
        parts: the tables by name.
        form: table or markdown, which has all rows.
        to_file: True = no terminal limits their width.
        rows: most rows that are drawn of each; None = all.
        whole: the names of tables of which all rows are drawn.
    """
    from threadscope import report  # noqa: PLC0415
    from threadscope.cli.screen import draw  # noqa: PLC0415

    if form == "markdown":
        return "\n".join(f"## {name}\n\n{report.markdown(parts[name])}" for name in parts)
    width = None if to_file else terminal_width()
    return "\n".join(
        draw(frame, name, width=width, rows=None if name in whole else rows)
        for name, frame in parts.items()
    )
