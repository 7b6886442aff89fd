"""`threadscope explain`: whom one comment may answer, and why."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, terminal_width
from threadscope.cli.walk import discuss, exit_code
from threadscope.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from threadscope.discussion import Discussion

FORMATS = ("table", "json")
_LISTED = 3
_WRITTEN = re.compile(r"(?P<line>[Ll])?(?P<number>[0-9]{1,9})")
"""An id, or a line with an L before it."""


@click.command(
    epilog=options.examples(
        "threadscope explain page.txt 12",
        "threadscope explain page.txt L29",
        "threadscope explain page.txt L29 --from-line 13 --format json",
    )
)
@options.reading
@click.argument("comment", metavar="ID|LINE")
@options.formatted(FORMATS)
@options.writing
def explain(
    comment: str, form: str | None, output: Path | None, *, force: bool, **read: Any
) -> Exit:
    """Show whom one comment may answer, how likely that is, and all that speaks for it.

    The comment is named by its id, as `comments` prints it, or by an L and one of its lines, as
    `tree` prints the first of them: L29.

    Possible parents come with their probability, the sum of the weights, and every weight. Weights
    are log-odds: compare them with those of another parent of the same comment. Where replies stand
    below what they answer, the probabilities also heed which trees the other comments allow.
    Parents under 0.5% are listed here and nowhere else, so that other commands show the others a
    little likelier.
    """
    named = _WRITTEN.fullmatch(comment)
    if named is None:
        raise UsageError(f"{comment}: names no comment (give its id such as 12, or a line: L29)")
    form = options.format_for(form, output, FORMATS)
    check_target(output, force=force)
    number, is_line = int(named["number"]), named["line"] is not None
    discussion = discuss(asked=_wanted(number, is_line=is_line), **read)
    found = _found(discussion, number, is_line=is_line)
    deliver(_render(discussion, found, form, to_file=output is not None), output, force=force)
    return exit_code(discussion)


def _wanted(number: int, *, is_line: bool) -> "pl.Expr":
    """Give what a comment is asked for by, as a condition over COMMENTS."""
    import polars as pl  # noqa: PLC0415

    if is_line:
        return pl.lit(number).is_between("first_line", "last_line")
    return pl.col("id") == number


def _found(discussion: "Discussion", number: int, *, is_line: bool) -> int:
    """Give the id of the one comment that was asked for.

    Raises:
        UsageError: there is none, or more than one.
    """
    threads = discussion.threads
    found = threads.filter(_wanted(number, is_line=is_line)).select("id", "page").rows()
    if len(found) == 1:
        return int(found[0][0])
    if threads.is_empty():
        raise UsageError("no comments were found (--from-line says where the discussion starts)")
    if found:
        some = ", ".join(f"{at} of {page}" for at, page in found[:_LISTED])
        more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise UsageError(f"line {number} is in several comments (choose an id: {some}{more})")
    if is_line:
        raise UsageError(f"no comment stands on line {number} (`threadscope tree` shows the lines)")
    last = threads.height - 1
    raise UsageError(f"no comment has the id {number} (`threadscope comments` shows 0 to {last})")


def _render(discussion: "Discussion", comment: int, form: str, *, to_file: bool) -> str:
    from threadscope import report  # noqa: PLC0415
    from threadscope.cli.screen import fit  # noqa: PLC0415

    if form == "json":
        return report.reasons_json(discussion, comment)
    width = None if to_file else terminal_width()
    return fit(report.reasons_text(discussion, comment), width)
