"""The command line: arguments in, exit code out; the only place that prints.

Polars, pydantic and all rooms that need them are imported by the commands when they run, so that
`--help` and TAB stay instant.
"""

import errno
import os
import sys
from collections.abc import Sequence

import rich_click as click
from click.exceptions import Exit as Exited
from click.shell_completion import CompletionItem

from threadscope.cli import options
from threadscope.cli.browse import browse
from threadscope.cli.comments import comments
from threadscope.cli.compare import compare
from threadscope.cli.completion import completion
from threadscope.cli.corpus import corpus
from threadscope.cli.exits import Exit, code_of
from threadscope.cli.explain import explain
from threadscope.cli.export import export
from threadscope.cli.output import closed, say
from threadscope.cli.report import report
from threadscope.cli.rules import rules
from threadscope.cli.serve import serve
from threadscope.cli.stats import stats
from threadscope.cli.tree import tree
from threadscope.errors import ThreadscopeError

DEFAULT_COMMAND = "browse"
_CANNOT_WRITE = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EFBIG}
"""What a full disk or a closed pipe says when help is written to it."""
_HELP = ("-h", "--help")
_OWN_OPTIONS = (*_HELP, "--version")


class _Commands(click.RichGroup):
    """Runs the default command when the line begins with a page or with an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command first where none is named."""
        if args and args[0] not in {*self.commands, *_OWN_OPTIONS} and _is_page(args[0]):
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command; a word that begins none is a page."""
        found = super().shell_complete(ctx, incomplete)
        return found or [CompletionItem(incomplete, type="file")]


def _is_page(word: str) -> bool:
    return word.startswith("-") or os.path.lexists(word) or any(sign in word for sign in "*?[./")


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": _HELP},
    epilog=options.examples(
        "threadscope page.txt",
        "threadscope stats page.txt",
        "threadscope tree page.txt --from-line 29",
        "threadscope report page.txt -o page.html",
        "threadscope comments saved/ -o comments.jsonl",
        "threadscope explain page.txt L29",
        "threadscope rules list",
    ),
)
@click.version_option(package_name="threadscope", message="%(prog)s %(version)s")
def threadscope() -> None:
    """Rebuild who answered whom from flat discussion pages, and count.

    PAGE is a file, a folder, a quoted glob, or - for standard input: text, HTML, mail, WARC,
    Parquet, JSON and other dumps of sites, known by their content, packed or not (gzip, Zstandard).
    """


for _command in (
    browse, serve, stats, comments, tree, explain, compare, report, export, rules, corpus,
    completion,
):  # fmt: skip
    threadscope.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and turn every exception into a message and an exit code."""
    try:
        code: Exit | None = threadscope.main(list(arguments), "threadscope", standalone_mode=False)
        _flush()
    except BaseException as error:  # noqa: BLE001 - the one place where everything ends
        return _ended(error, debug="--debug" in arguments)
    return int(code or Exit.DONE)


def _flush() -> None:
    """Hand over what is still to be written, while failing can be told.

    Raises:
        OutputError: stdout takes no more.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise closed(error) from None


def _ended(error: BaseException, *, debug: bool) -> int:
    """Say what happened and give its exit code."""
    if isinstance(error, Exited):
        return error.exit_code
    if isinstance(error, SystemExit):
        return int(error.code or Exit.DONE)
    if debug:
        import traceback  # noqa: PLC0415

        traceback.print_exception(error)
    if isinstance(error, OSError) and error.errno in _CANNOT_WRITE:
        error = closed(error)
    code, message = _verdict(error)
    if message:
        say(message)
    return code


def _verdict(error: BaseException) -> tuple[int, str]:
    """Give the exit code of an exception and what to say of it."""
    match error:
        case click.ClickException():
            error.show()
            return error.exit_code, ""
        case ThreadscopeError():
            return code_of(error), str(error)
        case click.Abort() | KeyboardInterrupt():
            return Exit.INTERRUPTED, "interrupted"
        case _:
            what = f"{type(error).__name__}: {error}"
            return Exit.BUG, f"a bug in threadscope: {what} (--debug shows where)"
