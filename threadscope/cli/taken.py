"""`threadscope rules explain`: which rule took which line."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from threadscope.cli import options
from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.cli.output import deliver, say_notes, terminal_width
from threadscope.cli.walk import exit_after
from threadscope.errors import Note, Severity, refuse_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from threadscope.rules import Split, Start


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
    *,
    pages: tuple[str, ...],
    config: Path | None,
    rules: tuple[str, ...],
    encoding: str | None,
    as_: str | None,
    from_line: "Start | None",
    split: "Split | None",
    form: str,
) -> Exit:
    """Show what every line of a page was taken for, and by which rule.

    A line is article, marker, body, noise or blank. Above them stands which pack was chosen and
    how many comments it marks, below them how many lines each of its rules took.
    """
    import polars as pl  # noqa: PLC0415

    from threadscope import report, segment  # noqa: PLC0415
    from threadscope.cli.lines import pages_text  # noqa: PLC0415
    from threadscope.rules import load_config, pick  # noqa: PLC0415

    settings = load_config(config)
    packs = pick(rules or settings.rules, settings.packs)
    texts, notes = read_texts(pages, encoding or settings.encoding, as_)
    start, parted = from_line or settings.from_line, split or settings.split
    lines = answering(
        lambda: pl.concat([segment.explain(one, packs, start, parted) for one in texts])
    )
    claims = answering(lambda: pl.concat([segment.claims(one, packs) for one in texts]))
    say_notes(notes, quiet=False)
    if form == "json":
        deliver(report.lines_json(lines, claims), None)
    else:
        width = terminal_width()
        deliver(pages_text(lines, claims, packs, width).encode("utf-8", "replace"), None)
    return exit_after(notes)


def read_texts(
    pages: "Sequence[str]", encoding: str | None, as_: str | None = None
) -> "tuple[list[pl.DataFrame], tuple[Note, ...]]":
    """Read PAGE_TEXTS, a frame or more, and name the pages that no rule has cut.

    Raises:
        ThreadscopeError: nothing could be read.
    """
    from threadscope.pages import find, read  # noqa: PLC0415

    sources, found = find(pages)
    batches = list(read(sources, encoding, kind=as_))
    why = "its comments came already cut; no rule took a line of it"
    given = [page for batch in batches for page in batch.cuts["page"].unique(maintain_order=True)]
    notes = (
        *found,
        *(note for batch in batches for note in batch.notes),
        *(Note(Severity.INFO, page, why) for page in given),
    )
    texts = [batch.pages for batch in batches]
    refuse_nothing(notes, nothing=not given and all(text.is_empty() for text in texts))
    return texts, notes
