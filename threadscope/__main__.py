"""The way in: `threadscope` and `python -m threadscope`."""

import os
import sys
from contextlib import suppress

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
    if code == _INTERRUPTED:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, AttributeError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
