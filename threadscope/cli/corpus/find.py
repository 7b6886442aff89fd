"""`threadscope corpus find`: comments that say something, anywhere in a corpus."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.answer import answering
from threadscope.cli.choose import choosing, parts_of
from threadscope.cli.corpus.tables import ended, folder, opened
from threadscope.cli.exits import Exit
from threadscope.cli.output import amount, deliver, say, terminal_width
from threadscope.cli.screen import fit

if TYPE_CHECKING:
    import polars as pl

FORMATS = ("lines", "jsonl")


@click.command(
    epilog=options.examples(
        'threadscope corpus find corpus "sea wall"',
        "threadscope corpus find corpus lantern --author nora --since 2020-03-01",
        "threadscope corpus find corpus lantern --questions --format jsonl",
    )
)
@folder
@click.argument("query")
@choosing
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="lines", help="Default: lines."
)
@options.debug
def find(folder: Path, query: str, *, form: str, **asked: Any) -> Exit:
    """List the comments of a corpus with these words, in the body or in the author's name.

    Capitals matter if QUERY has any. A line says the page and the line on it, the author, and the
    words around; JSON lines are those of the command comments.
    """
    from threadscope import corpus  # noqa: PLC0415
    from threadscope.choice import Lens, Saying  # noqa: PLC0415

    lens = parts_of(asked)
    shards = opened(folder).shards
    found = corpus.find(shards, Lens((*lens.parts, Saying(query))))
    count = 0
    while (threads := answering(lambda: next(found, None))) is not None:
        count += threads.height
        deliver(_written(threads, query, form), None)
    say(amount(count, "comment"))
    return ended(shards)


def _written(threads: "pl.DataFrame", query: str, form: str) -> str:
    from threadscope import corpus, report  # noqa: PLC0415

    if form == "jsonl":
        return report.comments_jsonl(threads)
    width = terminal_width()
    rows = threads.select("page", "first_line", "author", said=corpus.around(query)).iter_rows()
    lines = (f"{page}:{line}: {author or '-'}: {said}" for page, line, author, said in rows)
    return fit("\n".join(map(_one_line, lines)), width) + "\n"


def _one_line(text: str) -> str:
    """Fold the line ends that a page's name or an author's may hold."""
    return " ".join(text.splitlines())
