"""How long until the program is there?

Times the processor (user and system, all threads), which a busy machine changes less than the
clock. Bytecode is made first: a user pays for the compiler once, not every time.
"""

import argparse
import compileall
import os
import sys
import sysconfig
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import measure

_ARTICLE = "The harbour council voted on Tuesday to keep the old crane where it stands. " * 6
_SAYINGS = (
    "I have walked past that crane for forty years and would miss it.",
    "Yes, but who pays for the paint? The council never says.",
    "Good point. The paint alone was nine thousand last time.",
)
_COMMENTS = 24
_NAMED = 5


def main() -> None:
    """Compile, run everything in turn and print the table."""
    options = _options()
    _compile()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        page = options.page or _page(Path(folder, "page.txt"))
        program = [sys.executable, "-m", "threadscope"]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import polars'": [sys.executable, "-c", "import polars"],
            "threadscope --help": [*program, "--help"],
            "threadscope stats PAGE": [*program, "stats", str(page)],
            "threadscope stats PAGE --format json": [*program, "stats", str(page), "--format=json"],
        }
        starts = {name: partial(measure.run, line, env) for name, line in commands.items()}
        measure.repeated(starts, 1)
        runs = measure.repeated(starts, options.runs)
    print(f"{options.runs} runs of each; {measure.load()}\n")
    head = ("", "CPU ms", "min CPU ms", "wall ms", "min wall ms", "peak MB")
    measure.show(head, [(name, *_cells(done)) for name, done in runs.items()])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path, nargs="?", help="a page (default: one is made)")
    parser.add_argument("--runs", type=int, default=10, help="runs of each (default: 10)")
    return parser.parse_args()


def _compile() -> None:
    places = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    spec = find_spec("threadscope")
    places += spec.submodule_search_locations or [] if spec else []
    for place in dict.fromkeys(places):
        compileall.compile_dir(place, quiet=2, workers=0)


def _page(file: Path) -> Path:
    """Write a news page: an article, then comments, the first ones named by their picture."""
    comments = [
        f"reader{at}'s picture\n{_SAYINGS[at % 3]}" if at < _NAMED else f"{_SAYINGS[at % 3]} ({at})"
        for at in range(_COMMENTS)
    ]
    file.write_text("\n\n".join([_ARTICLE, _ARTICLE, *comments]) + "\n", "utf-8")
    return file


def _cells(runs: list[measure.Run]) -> list[str]:
    times = ([run.cpu for run in runs], [run.wall for run in runs])
    cells = [f"{1000 * of(values):.0f}" for values in times for of in (measure.median, min)]
    return [*cells, f"{max(run.peak for run in runs):.0f}"]


if __name__ == "__main__":
    main()
