"""`threadscope stats`: the numbers."""

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

    from threadscope.discussion import Discussion

FORMATS = ("table", "json", "csv", "markdown", "parquet")
TABLES = ("overview", "authors", "depths", "threads", "pairs", "pages", "times")
_TOLD = ("pages", "overview", "authors", "depths")
"""Tables shown to a person who asks for none."""
_ROWS = 20


@click.command(
    epilog=options.examples(
        "threadscope stats page.txt",
        "threadscope stats page.txt --format json",
        "threadscope stats 'saved/**/*.txt' --table authors -o authors.csv",
        "zcat crawl.jsonl.gz | threadscope stats - --table pairs",
    )
)
@options.reading
@options.placing
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by -o, else table.")
@click.option(
    "--table",
    "name",
    type=click.Choice(TABLES),
    help="Only this table. Default: all of them in JSON, authors in CSV and Parquet.",
)
@options.for_spreadsheets
@options.writing
def stats(
    form: str | None,
    name: str | None,
    output: Path | None,
    *,
    csv_safe: bool,
    force: bool,
    **read: Any,
) -> Exit:
    """Count who wrote, who answered whom, and how deep it went."""
    form = options.format_for(form, output, FORMATS)
    if form == "parquet" and output is None and is_terminal(sys.stdout):
        raise UsageError("Parquet is not for a terminal (write it to a file with -o)")
    check_target(output, force=force)
    discussion = discuss(**read)
    data = _render(discussion, form, name, to_file=output is not None, safe=csv_safe)
    deliver(data, output, force=force)
    return exit_code(discussion)


def _render(
    discussion: "Discussion", form: str, name: str | None, *, to_file: bool, safe: bool
) -> str | bytes:
    from threadscope import report  # noqa: PLC0415
    from threadscope.cli.screen import draw  # noqa: PLC0415

    match form:
        case "json":
            return report.stats_json(discussion, (name,) if name else report.TABLES)
        case "csv":
            return report.csv(report.table(discussion, name or "authors"), safe=safe)
        case "parquet":
            return report.parquet(report.table(discussion, name or "authors"))
    told = (name,) if name else _TOLD
    if form == "markdown":
        parts = [f"## {part}\n\n{report.markdown(_told(discussion, part))}" for part in told]
        return "\n".join(parts)
    width = None if to_file else terminal_width()
    return "\n".join(
        draw(_told(discussion, part), part, width=width, rows=_rows(part, name)) for part in told
    )


def _rows(part: str, asked: str | None) -> int | None:
    """Give how many rows of a table are drawn: all of what is asked for, and of the overview."""
    return None if asked or part == "overview" else _ROWS


def _told(discussion: "Discussion", name: str) -> "pl.DataFrame":
    """Give a table as people read it: the overview from top to bottom."""
    from threadscope.report import numbers, table  # noqa: PLC0415

    return numbers(discussion) if name == "overview" else table(discussion, name)
