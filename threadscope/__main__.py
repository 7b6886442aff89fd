"""The way in: `threadscope` and `python -m threadscope`."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code, even if interrupted while it loads."""
    try:
        from threadscope.cli import run  # noqa: PLC0415 - an interrupt must not find us loading

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
