"""`threadscope comments`: one row per comment."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.choose import choosing, narrowed, parts_of, say_if_none
from threadscope.cli.exits import Exit
from threadscope.cli.formats import one, several
from threadscope.cli.output import check_target, deliver, refuse_terminal
from threadscope.cli.walk import discuss, exit_code

if TYPE_CHECKING:
    from threadscope.discussion import Discussion

FORMATS = ("jsonl", "csv", "parquet", "table")


@click.command(
    epilog=options.examples(
        "threadscope comments page.txt",
        "threadscope comments page.txt --format table",
        "threadscope comments page.txt --questions --unanswered",
        "threadscope comments saved/ -o comments.parquet",
    )
)
@options.reading
@options.placing
@choosing
@options.formatted(FORMATS)
@options.for_spreadsheets
@options.writing
def comments(
    form: str | None, output: Path | None, *, csv_safe: bool, force: bool, **read: Any
) -> Exit:
    """Write every comment with its parent, its depth, and why it hangs there."""
    form = options.format_for(form, output, FORMATS)
    refuse_terminal(form, output)
    check_target(output, force=force)
    lens = parts_of(read)
    discussion = discuss(**read)
    seen = narrowed(discussion, lens)
    say_if_none(seen, lens, quiet=read["quiet"])
    data = _render(seen, form, to_file=output is not None, safe=csv_safe)
    deliver(data, output, force=force)
    return exit_code(discussion)


def _render(discussion: "Discussion", form: str, *, to_file: bool, safe: bool) -> str | bytes:
    from threadscope import report  # noqa: PLC0415

    match form:
        case "jsonl":
            return report.comments_jsonl(discussion.threads)
        case "table":
            told = report.comment_table(discussion.threads)
            return several({"comments": told}, form, to_file=to_file)
    return one(discussion.threads, form, safe=safe)
