"""`threadscope serve`: the interface in a browser on the same machine."""

import os
import shlex
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.browse import look_of
from threadscope.cli.exits import Exit
from threadscope.cli.output import deliver, say, say_notes
from threadscope.cli.walk import packs_for
from threadscope.errors import UsageError, refuse_nothing

if TYPE_CHECKING:
    from threadscope.errors import Note

_EXTRA = ("aiohttp", "textual_serve")
"""What the extra brings; one that is missing has not been installed."""


@click.command(
    epilog=options.examples(
        "threadscope serve page.txt",
        "threadscope serve saved/ --port 8000 --sessions 1",
        "threadscope serve page.txt --from-line 29 --theme nord",
    ),
)
@options.reading
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port to listen on. Default: any that is free.",
)
@click.option(
    "--sessions",
    type=click.IntRange(min=1),
    default=4,
    metavar="N",
    show_default=True,
    help="Most browser tabs at a time.",
)
@options.drawing
def serve(
    pages: tuple[str, ...],
    *,
    port: int,
    sessions: int,
    plain: bool,
    **passed: Any,
) -> Exit:
    """Read and question discussions in a browser on this machine.

    Prints the address to open. Only programs of this machine reach it, and only with the token
    that is part of the address. Nothing but corrections is written, and no other program started.
    Ctrl-C ends it.
    """
    try:
        from threadscope.cli.web.gate import HOST, Gate  # noqa: PLC0415
        from threadscope.cli.web.server import serve_until_ended  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise UsageError("serve needs an extra (pip install 'threadscope[serve]')") from None
    notes = _look(pages, passed["rules"], passed["config"], passed["theme"])
    with _listen(HOST, port) as listening:
        gate = Gate(listening.getsockname()[1])
        say_notes(notes, quiet=passed["quiet"])
        deliver(f"{gate.url}\n", None)
        if not passed["quiet"]:
            say("open this address in a browser (Ctrl-C ends it)")
        return serve_until_ended(
            _command(pages, passed | {"ascii": plain}), gate, sessions, listening
        )


def _look(
    pages: Sequence[str], rules: Sequence[str], config: Path | None, theme: str | None
) -> "Sequence[Note]":
    """Find out before anybody comes whether there is anything to show, and by which rules.

    Raises:
        ThreadscopeError: there is no page, or rules and configuration are refused.
    """
    from threadscope.pages import find  # noqa: PLC0415
    from threadscope.tui.themes import NAMES  # noqa: PLC0415

    if "-" in pages:
        raise UsageError("serve reads pages anew for every session (save standard input to a file)")
    packs_for(rules, config)
    look_of(theme, config, NAMES)
    sources, notes = find(pages)
    refuse_nothing(notes, nothing=not sources)
    return notes


def _listen(host: str, port: int) -> socket.socket:
    """Take a port.

    Raises:
        UsageError: it is in use, or reserved.
    """
    try:
        return socket.create_server((host, port))
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise UsageError(f"port {port}: {why} (choose another --port)") from None


def _command(pages: Sequence[str], passed: dict[str, Any]) -> str:
    """Write the command that draws one interface; -P: a folder of pages brings no modules."""
    python = [sys.executable, "-P", "-m", "threadscope", "browse", "--no-shell"]
    return shlex.join([*python, *options.words(passed), "--", *pages])
