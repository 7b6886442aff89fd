"""`threadscope corpus stats`, `authors` and `reposts`: the numbers of a corpus."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.cli.formats import PLAIN, TABLED, one, several
from threadscope.cli.output import check_target, deliver, refuse_terminal, say_notes
from threadscope.cli.stats import TABLES, Asked, rendered
from threadscope.cli.walk import exit_after

if TYPE_CHECKING:
    import polars as pl

    from threadscope.corpus import Corpus, Shards

_TOLD = ("overview", "authors", "depths")
"""Tables shown to a person who asks for none; the pages of a corpus are too many."""
_ROWS = 40

folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
"""The corpus."""


def opened(folder: Path) -> "Corpus":
    """Open a corpus.

    Raises:
        InputMissingError: the folder is none.
        DataError: it is damaged.
    """
    from threadscope.corpus import Corpus, Folder, Shards  # noqa: PLC0415

    corpus = Corpus(Shards(Folder(folder)))
    _ = corpus.shards.finished
    return corpus


def ended(shards: "Shards") -> Exit:
    """Say what is missing in a corpus, and give the exit code that this asks for."""
    say_notes(shards.gaps, quiet=True)
    return exit_after(shards.gaps)


@click.command(
    epilog=options.examples(
        "threadscope corpus stats corpus",
        "threadscope corpus stats corpus --table authors -o authors.parquet",
        "threadscope corpus stats corpus --format json",
    )
)
@folder
@options.tabled(TABLES, "all of them in JSON, authors in CSV and Parquet")
@options.for_spreadsheets
@options.writing
@options.debug
def stats(
    folder: Path,
    *,
    form: str | None,
    name: str | None,
    output: Path | None,
    csv_safe: bool,
    force: bool,
) -> Exit:
    """Count as stats does, over all pages of a corpus.

    One name is one author, on whatever sites (corpus authors tells them apart). Of threads the
    10,000 biggest are listed.
    """
    form = options.format_for(form, output, TABLED)
    refuse_terminal(form, output)
    check_target(output, force=force)
    corpus = opened(folder)
    to_file = output is not None
    asked = Asked(name, csv_safe, usual=_TOLD)
    data = answering(lambda: rendered(corpus, form, asked, to_file=to_file))
    deliver(data, output, force=force)
    return ended(corpus.shards)


_one_table = options.together(
    folder,
    options.formatted(PLAIN),
    options.for_spreadsheets,
    options.writing,
    options.debug,
)
"""What a command takes that writes one table."""


@click.command(
    epilog=options.examples(
        "threadscope corpus authors corpus",
        "threadscope corpus authors corpus -o authors.csv",
    )
)
@_one_table
def authors(folder: Path, **asked: Any) -> Exit:
    """List authors over all pages of a site: one row for a name on a site.

    The site of a page is the host of its address, or the folder of its file.
    """
    return _deliver_one(folder, "authors by site", lambda corpus: corpus.sites, **asked)


@click.command(
    epilog=options.examples(
        "threadscope corpus reposts corpus",
        "threadscope corpus reposts corpus -o reposts.parquet",
    )
)
@_one_table
def reposts(folder: Path, **asked: Any) -> Exit:
    """List texts of eight words and more that stand on several pages.

    Capitals, punctuation and white space do not count. Of many, the 10,000 on most pages.
    """
    return _deliver_one(folder, "reposts", lambda corpus: corpus.reposts, **asked)


def _deliver_one(
    folder: Path,
    title: str,
    count: "Callable[[Corpus], pl.DataFrame]",
    *,
    form: str | None,
    output: Path | None,
    csv_safe: bool,
    force: bool,
) -> Exit:
    form = options.format_for(form, output, PLAIN)
    refuse_terminal(form, output)
    check_target(output, force=force)
    corpus = opened(folder)
    table = answering(lambda: count(corpus))
    data = _written(table, title, form, to_file=output is not None, safe=csv_safe)
    deliver(data, output, force=force)
    return ended(corpus.shards)


def _written(
    table: "pl.DataFrame", title: str, form: str, *, to_file: bool, safe: bool
) -> str | bytes:
    if form == "table":
        return several({title: table}, form, to_file=to_file, rows=None if to_file else _ROWS)
    return one(table, form, safe=safe)
