"""The way in: `threadscope` and `python -m threadscope`."""

import os
import sys
from typing import TextIO

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code, even if interrupted while it loads.

    Who interrupts does not wait for threads that are still at work.
    """
    try:
        from threadscope.cli import run  # noqa: PLC0415 - an interrupt must not find us loading

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = _INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        _hand_over(stream)
    if code == _INTERRUPTED:
        os._exit(code)
    sys.exit(code)


def _hand_over(stream: TextIO | None) -> None:
    """Write what is still to be written, to nowhere if its reader has gone.

    Python would try again at its end, and leave with an exit code of its own.
    """
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
