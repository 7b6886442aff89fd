"""`threadscope rules new`: start a pack from a page."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from threadscope.cli import options
from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, say, say_notes
from threadscope.cli.taken import read_texts
from threadscope.cli.walk import exit_after, source_for
from threadscope.errors import DataError, UsageError

if TYPE_CHECKING:
    import polars as pl

    from threadscope.errors import Note


@click.command(
    epilog=options.examples(
        "threadscope rules new page.txt -o my-forum.yaml",
        "threadscope rules new page.txt --learn",
        "threadscope rules new page.txt --like phpbb -o my-forum.yaml",
    )
)
@click.argument("page", metavar="PAGE", type=click.Path(allow_dash=True))
@options.config
@options.read_as
@click.option("--name", metavar="NAME", help="What to call the pack. Default: by -o or the page.")
@click.option(
    "--learn", is_flag=True, help="Learn a pack from the page even if one that is known fits."
)
@click.option("--like", metavar="NAME", help="Start from this pack.")
@options.writing
@options.debug
def new(
    page: str,
    config: Path | None,
    encoding: str | None,
    as_: str | None,
    name: str | None,
    like: str | None,
    output: Path | None,
    *,
    learn: bool,
    force: bool,
) -> Exit:
    """Write a pack for a page, ready to be edited, and say what it is made from.

    It is the pack that fits the page; if none does, one learned from the line that repeats above or
    below its comments; if none repeats, the nearest one. What is learned is a proposal: look at
    what `rules explain PAGE --rules FILE` makes of it.
    """
    from threadscope.rules import free_name, load_config, pick, to_edit, write_draft  # noqa: PLC0415
    from threadscope.segment import Proposal, propose  # noqa: PLC0415

    if learn and like:
        raise UsageError("--learn and --like contradict each other (choose one)")
    check_target(output, force=force)
    settings = load_config(config)
    known = pick((), settings.packs)
    called = name or free_name(str(output or page), [pack.name for pack in known])
    text, notes = _text(page, encoding or settings.encoding, as_)
    if like:
        found = Proposal(like, (f"a copy of {like}",))
    else:
        found = answering(lambda: propose(text, known, called, learning=learn))
    start = found.start
    source = source_for(start, config) if isinstance(start, str) else write_draft(start)
    deliver(to_edit(source, called, found.words), output, force=force)
    say_notes(notes, quiet=False)
    for words in found.words:
        say(words)
    if output:
        say(f"next: threadscope rules explain {page} --rules {output}")
    return exit_after(notes)


def _text(
    page: str, encoding: str | None, as_: str | None
) -> "tuple[pl.DataFrame, tuple[Note, ...]]":
    """Read the one page.

    Raises:
        ThreadscopeError: it cannot be read, or there are several or none.
    """
    texts, notes = read_texts((page,), encoding, as_)
    pages = [batch for batch in texts if not batch.is_empty()]
    if not pages:
        raise DataError(f"{page}: its comments came already cut (no rules are needed)")
    if len(pages) > 1 or pages[0].height > 1:
        raise UsageError(f"{page}: holds several pages (name one of them)")
    return pages[0], notes
