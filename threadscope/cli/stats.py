"""`threadscope stats`: the numbers."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.formats import ONE, TABLED, one, several
from threadscope.cli.output import check_target, deliver, refuse_terminal, say_notes
from threadscope.cli.walk import discuss, exit_code
from threadscope.errors import Note, Severity, UsageError

if TYPE_CHECKING:
    import polars as pl

    from threadscope.discussion import Discussion
    from threadscope.report import Numbers

TABLES = ("overview", "authors", "depths", "threads", "pairs", "pages", "times")
MORE = (
    "measures", "widths", "answers", "centrality", "responses", "week", "words", "lookalikes",
)  # fmt: skip
_TOLD = ("pages", "overview", "measures", "authors", "depths")
"""Tables shown to a person who asks for none."""
_WHOLE = ("overview", "measures")
"""Tables of which all rows are shown."""
_ROWS = 20


@click.command(
    epilog=options.examples(
        "threadscope stats page.txt",
        "threadscope stats page.txt --format json",
        "threadscope stats 'saved/**/*.txt' --table authors -o authors.csv",
        "threadscope stats saved/ --table measures --by page --format csv",
        "zcat crawl.jsonl.gz | threadscope stats - --table pairs",
    )
)
@options.reading
@options.placing
@options.tabled((*TABLES, *MORE), "the first seven in JSON, authors in CSV and Parquet")
@click.option("--all", "everything", is_flag=True, help="All tables, and all measures.")
@click.option(
    "--by", type=click.Choice(("page",)), help="Measure every page by itself, not all together."
)
@options.for_spreadsheets
@options.writing
def stats(
    form: str | None,
    name: str | None,
    output: Path | None,
    *,
    csv_safe: bool,
    everything: bool,
    by: str | None,
    force: bool,
    **read: Any,
) -> Exit:
    """Count who wrote, who answered whom, and how deep it went."""
    form = options.format_for(form, output, TABLED)
    refuse_terminal(form, output)
    if form in ONE and everything and not name:
        raise UsageError(f"--all is more than one table (name one for {form} with --table)")
    if by and name not in {None, "measures"}:
        raise UsageError(f"--by page is for measures (leave out --table {name})")
    check_target(output, force=force)
    discussion = discuss(**read)
    asked = Asked(
        "measures" if by and not everything else name,
        csv_safe=csv_safe,
        everything=everything,
        by_page=bool(by),
    )
    deliver(rendered(discussion, form, asked, to_file=output is not None), output, force=force)
    if "centrality" in asked.names(()):
        _say_missing(discussion, quiet=read["quiet"])
    return exit_code(discussion)


def _say_missing(discussion: "Discussion", *, quiet: bool) -> None:
    """Tell why a column of CENTRALITY is empty."""
    from threadscope.metrics import missing  # noqa: PLC0415

    why = missing(discussion.centrality)
    say_notes([Note(Severity.INFO, "centrality", why)] if why else [], quiet=quiet)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tables are wanted, and how."""

    name: str | None
    """The one table; None = several."""
    csv_safe: bool
    """CSV that no spreadsheet runs."""
    everything: bool = False
    """All tables, and all measures."""
    by_page: bool = False
    """Measures of every page by itself."""
    usual: tuple[str, ...] = _TOLD
    """Tables for a person who asks for none."""

    def names(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Give the names of the tables; `told` = those for who asks for none."""
        if self.name:
            return (self.name,)
        return (*TABLES, *MORE) if self.everything else told

    def told(self, discussion: "Numbers", name: str) -> "pl.DataFrame":
        """Give a table as people read it: the overview from top to bottom, measures in words."""
        from threadscope import report  # noqa: PLC0415

        if name == "overview":
            return report.numbers(discussion)
        frame = report.table(discussion, name, by_page=self.by_page)
        whole = self.everything or self.name is not None
        return report.measured(frame, everything=whole) if name == "measures" else frame

    @property
    def rows(self) -> int | None:
        """How many rows of a table are drawn; None = all of them."""
        return None if self.name else _ROWS


def rendered(discussion: "Numbers", form: str, asked: Asked, *, to_file: bool) -> str | bytes:
    """Write tables in a format.

    Args:
        discussion: what was counted.
        form: one of TABLED.
        asked: which tables.
        to_file: True = no terminal limits their width.
    """
    from threadscope import report  # noqa: PLC0415

    if form == "json":
        return report.stats_json(discussion, asked.names(TABLES), by_page=asked.by_page)
    if form in ONE:
        frame = report.table(discussion, asked.name or "authors", by_page=asked.by_page)
        return one(frame, form, safe=asked.csv_safe)
    parts = {name: asked.told(discussion, name) for name in asked.names(asked.usual)}
    return several(parts, form, to_file=to_file, rows=asked.rows, whole=_WHOLE)
