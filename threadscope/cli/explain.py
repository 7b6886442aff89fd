"""`threadscope rules explain`: which rule took which line."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.output import deliver, say_notes
from threadscope.cli.walk import exit_after, refuse_nothing
from threadscope.errors import Note, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadscope.pages import Batch


@click.command(
    epilog=options.examples(
        "threadscope rules explain page.txt",
        "threadscope rules explain page.txt --rules my-forum.yaml",
        "threadscope rules explain page.txt --format json",
        "threadscope rules explain page.txt | grep noise",
    )
)
@options.looking
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    help="Default: table.",
    default="table",
)
def explain(
    pages: tuple[str, ...],
    config: Path | None,
    rules: tuple[str, ...],
    encoding: str | None,
    from_line: int | None,
    form: str,
) -> Exit:
    """Show what every line of a page was taken for, and by which rule.

    A line is article, marker, body, noise or blank. Above them stands which pack was chosen and
    how many comments it marks, below them how many lines each of its rules took.
    """
    import polars as pl  # noqa: PLC0415

    from threadscope import report, segment  # noqa: PLC0415
    from threadscope.cli.lines import page_text  # noqa: PLC0415
    from threadscope.pages import find, read  # noqa: PLC0415
    from threadscope.rules import load_config, pick  # noqa: PLC0415
    from threadscope.schema import CLAIMS, EXPLAINED  # noqa: PLC0415

    settings = load_config(config)
    packs = pick(rules or settings.rules, settings.packs)
    sources, found = find(pages)
    batches = list(read(sources, encoding or settings.encoding))
    notes = (*found, *_notes(batches))
    refuse_nothing(notes, nothing=all(b.pages.is_empty() and b.cuts.is_empty() for b in batches))
    say_notes(notes, quiet=False)
    start = from_line or settings.from_line
    lines = [segment.explain(batch.pages, packs, start) for batch in batches]
    claims = [segment.claims(batch.pages, packs) for batch in batches]
    every_line = pl.concat([EXPLAINED.to_frame(), *lines])
    every_claim = pl.concat([CLAIMS.to_frame(), *claims])
    if form == "json":
        deliver(report.explain_json(every_line, every_claim), None)
        return exit_after(notes)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for page in every_claim["page"].unique(maintain_order=True):
        text = page_text(every_line.filter(page=page), every_claim.filter(page=page), packs, width)
        deliver(text.encode("utf-8", "replace"), None)
    return exit_after(notes)


def _notes(batches: "Iterable[Batch]") -> "Iterable[Note]":
    """Give the notes of reading, and name the pages that no rule has cut."""
    for batch in batches:
        yield from batch.notes
        for page in batch.cuts["page"].unique(maintain_order=True):
            why = "its comments came already cut; no rule took a line of it"
            yield Note(Severity.INFO, page, why)
