"""`threadscope compare`: two discussions side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.formats import ONE, TABLED, one, several
from threadscope.cli.output import check_target, deliver, refuse_terminal
from threadscope.cli.walk import discuss, exit_code
from threadscope.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from threadscope.comparison import Comparison

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
@options.tabled(TABLES, "all of them in JSON, comments in CSV and Parquet")
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
    form = options.format_for(form, output, TABLED)
    refuse_terminal(form, output)
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

    a, b = sides
    tables = _tables(found)
    if form == "json":
        return report.compared_json((a, b), found.summary, tables)
    if form in ONE:
        return one(tables[name or "comments"], form, safe=safe)
    told = _told(tables) if form == "table" else tables
    parts = {each: told[each] for each in ([name] if name else TABLES)}
    return several(parts, form, to_file=to_file, rows=None if name else _ROWS)


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


def _told(tables: "dict[str, pl.DataFrame]") -> "dict[str, pl.DataFrame]":
    """Give the tables as people read them: of comments, those that changed."""
    import polars as pl  # noqa: PLC0415

    changed = (pl.col("status") != "same") | (pl.col("parent") == "other")
    return {**tables, "comments": tables["comments"].filter(changed)}
