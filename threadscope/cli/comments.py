"""`threadscope comments`: one row per comment."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.choose import choosing, narrowed, parts_of
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, refuse_terminal, terminal_width
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
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by -o, else jsonl.")
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
    data = _render(seen, form, to_file=output is not None, safe=csv_safe)
    deliver(data, output, force=force)
    return exit_code(discussion)


def _render(discussion: "Discussion", form: str, *, to_file: bool, safe: bool) -> str | bytes:
    from threadscope import report  # noqa: PLC0415
    from threadscope.cli.screen import draw  # noqa: PLC0415

    match form:
        case "jsonl":
            return report.comments_jsonl(discussion.threads)
        case "csv":
            return report.csv(discussion.threads, safe=safe)
        case "parquet":
            return report.parquet(discussion.threads)
    width = None if to_file else terminal_width()
    return draw(report.comment_table(discussion.threads), "comments", width=width)
