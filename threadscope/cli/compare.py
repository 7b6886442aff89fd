"""`threadscope compare`: two discussions side by side."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, is_terminal, terminal_width
from threadscope.cli.walk import discuss, exit_code
from threadscope.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from threadscope.comparison import Comparison

FORMATS = ("table", "json", "csv", "markdown", "parquet")
TABLES = ("summary", "measures", "comments", "authors")
_ROWS = 20
_SIDES = 2


@click.command(
    epilog=options.examples(
        "threadscope compare monday.html friday.html",
        "threadscope compare page.html page.txt --table summary",
        "threadscope compare one-site/ another-site/ --table measures",
        "threadscope compare old.txt new.txt --table comments --format csv -o changes.csv",
    )
)
@options.reading
@options.placing
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by -o, else table.")
@click.option(
    "--table",
    "name",
    type=click.Choice(TABLES),
    help="Only this table. Default: all of them in JSON, comments in CSV and Parquet.",
)
@options.for_spreadsheets
@options.writing
def compare(
    pages: tuple[str, ...],
    form: str | None,
    name: str | None,
    output: Path | None,
    *,
    csv_safe: bool,
    force: bool,
    **read: Any,
) -> Exit:
    """Hold two discussions side by side: name A, then B.

    Two captures of a page: which comments are the same, edited, added or removed, and which answer
    somebody else. Two readings of it, such as its HTML and its flat text: how many replies agree,
    also of those that one of them states. Two sites: their measures. A and B may be folders.
    """
    if len(pages) != _SIDES:
        raise UsageError(f"compare takes two, A and B, not {len(pages)} (a folder counts as one)")
    form = options.format_for(form, output, FORMATS)
    if form == "parquet" and output is None and is_terminal(sys.stdout):
        raise UsageError("Parquet is not for a terminal (write it to a file with -o)")
    check_target(output, force=force)
    a, b = (discuss((side,), **read) for side in pages)
    from threadscope.comparison import compare as side_by_side  # noqa: PLC0415

    found = side_by_side(a, b)
    data = _render(found, pages, form, name, to_file=output is not None, safe=csv_safe)
    deliver(data, output, force=force)
    return max(exit_code(a), exit_code(b))


def _render(
    found: "Comparison",
    sides: tuple[str, ...],
    form: str,
    name: str | None,
    *,
    to_file: bool,
    safe: bool,
) -> str | bytes:
    from threadscope import report  # noqa: PLC0415
    from threadscope.cli.screen import draw  # noqa: PLC0415

    a, b = sides
    tables = _tables(found)
    match form:
        case "json":
            return report.compared_json((a, b), found.summary, tables)
        case "csv":
            return report.csv(tables[name or "comments"], safe=safe)
        case "parquet":
            return report.parquet(tables[name or "comments"])
    told = [name] if name else list(TABLES)
    if form == "markdown":
        return "\n".join(f"## {each}\n\n{report.markdown(tables[each])}" for each in told)
    width = None if to_file else terminal_width()
    return "\n".join(
        draw(_told(tables, each), each, width=width, rows=None if name else _ROWS) for each in told
    )


def _tables(found: "Comparison") -> "dict[str, pl.DataFrame]":
    """Give the tables of a comparison by name; the summary has a row per number."""
    import polars as pl  # noqa: PLC0415

    numbers = [(name, value) for name, value in found.summary.items()]
    return {
        "summary": pl.DataFrame(numbers, {"name": pl.String, "value": pl.Float64}, orient="row"),
        "measures": found.measures,
        "comments": found.comments,
        "authors": found.authors,
    }


def _told(tables: "dict[str, pl.DataFrame]", name: str) -> "pl.DataFrame":
    """Give a table as people read it: of comments, those that changed."""
    import polars as pl  # noqa: PLC0415

    frame = tables[name]
    if name == "comments":
        return frame.filter((pl.col("status") != "same") | (pl.col("parent") == "other"))
    return frame
