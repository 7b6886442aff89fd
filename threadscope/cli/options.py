"""Options that several commands share."""

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click
from click.shell_completion import CompletionItem

from threadscope.cli.formats import TABLED

if TYPE_CHECKING:
    from threadscope.rules import Start

F = TypeVar("F", bound=Callable[..., Any])

KINDS = (
    "disqus", "html", "json", "jsonl", "mail", "mbox", "parquet", "text", "warc", "wordpress",
)  # fmt: skip
"""The doors of `pages`, by name."""
ORDERS = ("auto", "threaded", "chronological", "newest-first")
LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "sv")
"""Those with a list in `language`."""


def _complete_packs(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from importlib import resources  # noqa: PLC0415 - only TAB needs it

    folder = resources.files("threadscope.rules") / "packs"
    files = (file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    names = sorted(name.removesuffix(".yaml") for name in files)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _from_line(value: str) -> "Start":
    """Read a line, from 1, or auto."""
    if value == "auto":
        return "auto"
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"{value!r} is neither a line, from 1 on, nor auto")
    return int(value)


def together(*parts: Callable[[F], F]) -> Callable[[F], F]:
    """Make one decorator of several."""
    return lambda function: reduce(lambda made, part: part(made), reversed(parts), function)


debug = click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the traceback of an error."
)

config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Configuration file; without it the user's own, if there is one.",
)

_chosen = together(
    click.argument(
        "pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(allow_dash=True)
    ),
    config,
    click.option(
        "--rules",
        multiple=True,
        metavar="NAME|FILE",
        shell_complete=_complete_packs,
        help="Rule pack, by name or file; may be repeated. Default: detected page by page.",
    ),
)
"""Which pages, and by which rules."""

read_as = together(
    click.option("--encoding", metavar="NAME", help="Encoding of the pages. Default: found out."),
    click.option(
        "--as",
        "as_",
        type=click.Choice(KINDS),
        help="Format of the files. Default: found out file by file.",
    ),
)
"""How to read a file."""

understood = together(
    read_as,
    click.option(
        "--from-line",
        type=_from_line,
        metavar="N|auto",
        help="Line on which the discussion starts; auto: where comments that have lost their "
        "markers most likely begin.",
    ),
    click.option(
        "--split",
        type=click.Choice(("auto",)),
        help="Look for comments that have lost their markers inside the comments above them.",
    ),
)
"""How to understand a page."""

_walked = together(
    _chosen,
    click.option(
        "--order",
        type=click.Choice(ORDERS),
        help="Order of the comments on the page. Default: what the pack or the page says.",
    ),
    understood,
    click.option(
        "--max-bytes",
        type=click.IntRange(min=1),
        metavar="N",
        help="Most bytes to take from one file, unpacked. Default: 4 GiB.",
    ),
    click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        help="Language of the comments, for the words that give a reply away. Default: found out.",
    ),
    click.option(
        "--stated-only",
        is_flag=True,
        help="Take only replies that the page states; leave all other places open. Fast.",
    ),
)
"""Which pages, by which rules, and what is made of them."""

_told = together(
    click.option("--strict", is_flag=True, help="Damaged input is an error (exit code 65)."),
    click.option("-q", "--quiet", is_flag=True, help="Say only what is missing."),
    click.option("--no-progress", is_flag=True, help="Show no progress on the terminal."),
    debug,
)
"""What is made of damage, and what is said meanwhile."""

reading = together(
    _walked,
    click.option(
        "--corrections",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Take corrections from this file, and none from PAGE.corrections.json beside the "
        "pages. An entry without a page of its own needs a run that reads just one file.",
    ),
    click.option("--no-corrections", is_flag=True, help="Leave every correction out."),
    _told,
)
"""What every command that reads pages takes; `walk.discuss` understands it."""

crawling = together(_walked, _told)
"""What a command takes that walks pages and follows no reader's corrections."""

looking = together(_chosen, understood, debug)
"""What a command takes that only looks at pages and rules."""

placing = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Leave open whom a comment answers if that is less sure than P, from 0 to 1. Default: 0.",
    default=0.0,
)
"""What a command takes that shows or counts the tree; `walk.discuss` understands it."""


class _Target(click.Path):
    """The file to write; - is standard output."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the path; None = standard output."""
        return None if value == "-" else super().convert(value, param, ctx)


writing = together(
    click.option(
        "-o",
        "--output",
        type=_Target(path_type=Path),
        metavar="PATH",
        help="Write to this file instead of stdout (-).",
    ),
    click.option("--force", is_flag=True, help="Replace the output file if it exists."),
)
"""What every command that writes a result takes."""


def formatted(formats: tuple[str, ...]) -> Callable[[F], F]:
    """Give what a command takes that writes one of some formats; `format_for` decides which."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        help=f"Default: by -o, else {formats[0]}.",
    )


def tabled(names: tuple[str, ...], without: str) -> Callable[[F], F]:
    """Give what a command takes that writes several tables, or one of them.

    Args:
        names: the tables.
        without: what is written where no table is asked for.
    """
    return together(
        formatted(TABLED),
        click.option(
            "--table",
            "name",
            type=click.Choice(names),
            help=f"Only this table. Default: {without}.",
        ),
    )


for_spreadsheets = click.option(
    "--csv-safe",
    is_flag=True,
    help="In CSV, put a single quote before text that a spreadsheet would run as a formula.",
)
"""What a command takes that writes CSV."""

drawing = together(
    click.option("--ascii", "plain", is_flag=True, help="Draw with plain ASCII signs."),
    click.option(
        "--theme",
        metavar="NAME",
        help="Colours, such as colour-blind-safe. Default: the terminal's own.",
    ),
    click.option("--watch", is_flag=True, help="Read pages again when they change."),
)
"""How the interface looks, wherever it shows."""


def words(chosen: dict[str, Any]) -> list[str]:
    """Write options as words of a command line again, by their names and values."""
    written: list[str] = []
    for name, value in chosen.items():
        flag = "--" + name.rstrip("_").replace("_", "-")
        if value is True:
            written.append(flag)
        elif isinstance(value, tuple):
            written += [part for item in value for part in (flag, str(item))]
        elif value is not None and value is not False and value != "":
            written += [flag, str(value)]
    return written


def examples(*lines: str) -> str:
    """Make the end of a help text: commands to copy."""
    shown = "\n\n".join(f"  {line}" for line in lines)
    return f"Examples:\n\n{shown}"


def format_for(chosen: str | None, output: Path | None, formats: tuple[str, ...]) -> str:
    """Decide the format: as asked, else by the ending of the file, else the first one."""
    if chosen:
        return chosen
    endings = {".md": "markdown", ".ndjson": "jsonl"}
    ending = output.suffix.lower() if output else ""
    named = endings.get(ending, ending.removeprefix("."))
    return named if named in formats else formats[0]
