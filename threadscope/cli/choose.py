"""Which comments a command writes: those that the options choose, as the interface would."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli.options import together
from threadscope.cli.output import say
from threadscope.errors import UsageError

if TYPE_CHECKING:
    from threadscope.choice import Lens, Part
    from threadscope.discussion import Discussion

_WHEN = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])
_FROM_EVER = datetime.min  # noqa: DTZ901 - pages name no zone


def _lines(
    _context: click.Context, _parameter: click.Parameter, said: str | None
) -> tuple[int, int] | None:
    if said is None:
        return None
    first, _, last = said.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise click.BadParameter("write a line, or the first and the last: 20-40")
    return int(first), int(last or first)


choosing = together(
    click.option("--author", metavar="NAME", help="Only comments by this author."),
    click.option("--unattributed", is_flag=True, help="Only comments by nobody known."),
    click.option("--answering", metavar="NAME", help="With --author: only answers to NAME."),
    click.option("--depth", type=click.IntRange(min=0), metavar="N", help="Only this depth."),
    click.option("--saying", metavar="WORDS", help="Only comments with these words."),
    click.option("--since", type=_WHEN, metavar="TIME", help="Only from 2020-03-01T14:00:00 on."),
    click.option("--before", type=_WHEN, metavar="TIME", help="Only before this time."),
    click.option("--lines", callback=_lines, metavar="A-B", help="Only those that begin there."),
    click.option("--questions", is_flag=True, help="Only comments that ask."),
    click.option("--unanswered", is_flag=True, help="Only comments without a reply."),
    click.option("--unsure", is_flag=True, help="Only comments whose place is unsure."),
)
"""Which comments to write; a comment must be all that is asked for."""

showing = together(
    click.option(
        "--show",
        type=click.Choice(("ancestors", "matches", "threads")),
        default="ancestors",
        help="What is shown of those chosen: with what they answer, alone, or their threads.",
    ),
    click.option(
        "--sort",
        type=click.Choice(("page", "size", "depth", "newest", "oldest")),
        default="page",
        help="What threads are sorted by: their order, comments, depth, last or first comment.",
    ),
)
"""How to show them in their trees."""


def parts_of(asked: dict[str, Any]) -> "Lens":
    """Take what the options choose out of all options.

    Raises:
        UsageError: they contradict one another.
    """
    from threadscope import choice  # noqa: PLC0415

    author, answering = asked.pop("author"), asked.pop("answering")
    unattributed, since, before = (asked.pop(name) for name in ("unattributed", "since", "before"))
    if answering is not None and author is None:
        raise UsageError("--answering needs --author (whose answers?)")
    if unattributed and author is not None:
        raise UsageError("--unattributed and --author exclude each other (leave one out)")
    parts: list[Part] = []
    if answering is not None:
        parts.append(choice.Pair(author, answering))
    elif author is not None or unattributed:
        parts.append(choice.By(author))
    if since or before:
        parts.append(choice.During("", since or _FROM_EVER, before))
    makers: dict[str, Callable[[Any], Part]] = {
        "depth": choice.At,
        "saying": choice.Saying,
        "lines": lambda ends: choice.Within(*ends),
        "questions": lambda _: choice.Asking(),
        "unanswered": lambda _: choice.Unanswered(),
        "unsure": lambda _: choice.Unsure(),
    }
    given = {name: asked.pop(name) for name in makers}
    wanted = (name for name, value in given.items() if value is not None and value is not False)
    return choice.Lens((*parts, *(makers[name](given[name]) for name in wanted)))


def say_if_none(shown: "Discussion", lens: "Lens", *, quiet: bool) -> None:
    """Say on stderr that a lens lets no comment through, where that is so."""
    if not (quiet or lens.is_clear or shown.threads.height):
        say(f"no comment is chosen by this: {lens} (see `threadscope stats` for what there is)")


def narrowed(discussion: "Discussion", lens: "Lens") -> "Discussion":
    """Leave only the comments that a lens lets through."""
    if lens.is_clear:
        return discussion
    return replace(discussion, threads=discussion.threads.filter(lens.condition()))


def arranged(discussion: "Discussion", lens: "Lens", *, show: Any, sort: Any) -> "Discussion":
    """Leave what is to be shown of those comments, in trees that are sorted."""
    import polars as pl  # noqa: PLC0415

    from threadscope.choice import rows_by, rows_shown  # noqa: PLC0415

    if lens.is_clear and sort == "page":
        return discussion
    pages = discussion.threads.sort("order").partition_by("page", maintain_order=True)
    threads = pl.concat([page[rows_by(sort, page)] for page in pages] or [discussion.threads])
    threads = threads.with_columns(order=pl.int_range(pl.len(), dtype=pl.UInt32))
    if not lens.is_clear:
        chosen = threads.select(lens.condition()).to_series()
        threads = threads[rows_shown(threads, chosen, show)]
    return replace(discussion, threads=threads)
