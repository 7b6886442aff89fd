"""`threadscope tree`: the rebuilt tree as text."""

from pathlib import Path
from typing import Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.choose import arranged, choosing, parts_of, say_if_none, showing
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, terminal_width
from threadscope.cli.walk import discuss, exit_code


@click.command(
    epilog=options.examples(
        "threadscope tree page.txt",
        "threadscope tree page.txt --from-line 29",
        "threadscope tree page.txt --rules my-forum.yaml",
        "threadscope tree page.txt --min-confidence 0.7",
        "threadscope tree page.txt --author Ann --show threads --sort size",
    )
)
@options.reading
@options.placing
@choosing
@showing
@options.writing
def tree(output: Path | None, *, force: bool, show: str, sort: str, **read: Any) -> Exit:
    """Show who answers whom, replies indented below what they answer.

    A line holds the line of the page, a mark, the author and the first words. The mark is = where
    the page itself or a reader's correction says whom the comment answers, otherwise how likely
    its place is; ? where what it answers is not on the page, with ~ and how likely that is unless
    the page says so. With --min-confidence a comment whose place is less sure begins a tree of its
    own, with its replies, marked ? and how likely the place is that it lost. On a terminal, lines
    fill its width.
    """
    check_target(output, force=force)
    lens = parts_of(read)
    discussion = discuss(**read)
    from threadscope.cli.screen import fit  # noqa: PLC0415
    from threadscope.report import tree_text  # noqa: PLC0415

    width = None if output else terminal_width()
    shown = arranged(discussion, lens, show=show, sort=sort)
    say_if_none(shown, lens, quiet=read["quiet"])
    deliver(fit(tree_text(shown, width), width), output, force=force)
    return exit_code(discussion)
