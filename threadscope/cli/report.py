"""`threadscope report`: a page to look at, or one of its plots."""

import sys
from pathlib import Path
from typing import Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, is_terminal, say
from threadscope.cli.walk import discuss, exit_code
from threadscope.errors import UsageError

FORMATS = ("html", "svg", "png")
PLOTS = (
    "skyline", "shapes", "depths", "confidence", "authors", "matrix", "activity", "week",
)  # fmt: skip


@click.command(
    epilog=options.examples(
        "threadscope report page.txt -o page.html",
        "threadscope report saved/ --title 'Spring 2021' --max-comments 500 -o saved.html",
        "threadscope report page.txt --plot depths -o depths.svg",
        "threadscope report saved/ --plot matrix -o who-answers-whom.png",
    )
)
@options.reading
@options.placing
@click.option(
    "--plot", "name", type=click.Choice(PLOTS), help="Only this plot, as SVG or PNG (by -o)."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by -o.")
@click.option("--title", metavar="TEXT", help="Title of the page. Default: what was read.")
@click.option(
    "--max-comments",
    "most",
    type=click.IntRange(min=0),
    default=2000,
    show_default=True,
    metavar="N",
    help="Most comments to show in full; those of the largest threads come first.",
)
@options.writing
def report(
    name: str | None,
    form: str | None,
    title: str | None,
    most: int,
    output: Path | None,
    *,
    force: bool,
    **read: Any,
) -> Exit:
    """Write a page to look at: numbers, plots, authors, and the threads with their evidence.

    It is one HTML file that loads nothing and runs no script. Plots are drawn by Altair, which
    comes with an extra (pip install 'threadscope[report]'); without it the page has none.
    """
    form = _form(form, output, plot=name is not None)
    if output is None and is_terminal(sys.stdout):
        raise UsageError("a report is not for a terminal (write it to a file with -o)")
    check_target(output, force=force)
    from threadscope.report import html, lacking, plot  # noqa: PLC0415

    lacks = lacking()
    if name and lacks:
        raise UsageError(lacks)
    discussion = discuss(**read)
    data = plot(discussion, name, form) if name else html(discussion, title=title, most=most)
    deliver(data, output, force=force)
    if lacks:
        say(f"{lacks}; the report comes without them")
    return exit_code(discussion)


def _form(form: str | None, output: Path | None, *, plot: bool) -> str:
    """Decide what to write, by what is asked for and by the ending of the file.

    Raises:
        UsageError: a plot and a page contradict each other.
    """
    decided = options.format_for(form, output, ("", *FORMATS)) or ("svg" if plot else "html")
    if plot and decided == "html":
        raise UsageError("a plot is SVG or PNG (name the file .svg or .png)")
    if not plot and decided != "html":
        raise UsageError(f"{decided.upper()} is for a plot (name one with --plot)")
    return decided
