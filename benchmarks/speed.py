"""How fast are pages cut into comments, and how much memory does it take?

Makes a large set of pages out of the given ones, once, and times on it: cutting only, the tree and
the tables of what is stated, everything, the scripts that people would write, a search for the
marker, which only reads, and what people install (`--peer`), on the same comments. What cutting
takes more than with its pack known is the price of detection.
"""

import argparse
import gzip
import json
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import measure
import peers
import plain

_PAGES_PER_MEGABYTE = 100
_MEGABYTE = 1_000_000
_SEED = 20_120_519
_MARKER = "'s picture$"
_PACK = "drupal-picture"
"""The marker, and the pack that the pages are cut by."""
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4}) - (\d\d:\d\d)")


def main() -> None:
    """Make the pages, time everything and print the table."""
    options = _options()
    if options.only:
        print(_PARTS[options.only](options))
        return
    folder, lines = _made(options)
    size = sum(file.stat().st_size for file in folder.iterdir())
    count = options.megabytes * _PAGES_PER_MEGABYTE
    print(f"{count:,} pages, {size / _MEGABYTE:.0f} MB; {measure.load()}\n")
    commands = _commands(folder, lines)
    if options.peer:
        commands = _peer_commands(options.peer, folder) | commands
    runs = measure.repeated(commands, options.runs)
    _tell(runs, {name: lines.stat().st_size if "JSONL" in name else size for name in runs})
    for name in peers.PEERS.keys() - {peer.partition("=")[0] for peer in options.peer}:
        print(f"{name} was not run (install it somewhere, and say --peer '{name}=PYTHON')")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, help="folder of pages to make more of")
    parser.add_argument("out", type=Path, nargs="?", help="folder for the pages made")
    parser.add_argument("--megabytes", type=int, default=200, help="how much (default: 200)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument(
        "--peer",
        action="append",
        default=[],
        metavar="NAME=PYTHON",
        help=f"the Python that has a peer; may be repeated; one of {', '.join(peers.PEERS)}",
    )
    parser.add_argument("--only", choices=_PARTS, help="do one part in this process; PAGES: input")
    options = parser.parse_args()
    if not options.out and options.only in {None, "make"}:
        parser.error("the folder for the pages made is missing")
    return options


# Making pages


def _made(options: argparse.Namespace) -> tuple[Path, Path]:
    """Make the pages in a process of its own, so that this one stays small."""
    target = options.out / f"{options.megabytes}mb"
    lines = target / "pages.jsonl"
    if not lines.exists():
        arguments = [str(options.pages), str(options.out), "--megabytes", str(options.megabytes)]
        measure.run([sys.executable, __file__, *arguments, "--only", "make"])
    return target / "pages", lines


def _make(options: argparse.Namespace) -> int:
    target = options.out / f"{options.megabytes}mb"
    (target / "pages").mkdir(parents=True, exist_ok=True)
    unfinished = target / "unfinished.jsonl"
    with unfinished.open("w", encoding="utf-8") as lines:
        for at, text in enumerate(_pages(options.pages, options.megabytes)):
            name = f"{at:05}.txt"
            (target / "pages" / name).write_text(text, "utf-8")
            page = {"url": f"https://forum.example/{name}", "title": name, "text": text}
            lines.write(json.dumps(page, ensure_ascii=False) + "\n")
    with unfinished.open("rb") as lines, gzip.open(target / "pages.jsonl.gz", "wb", 6) as packed:
        shutil.copyfileobj(lines, packed)
    unfinished.rename(target / "pages.jsonl")
    return options.megabytes


def _pages(folder: Path, megabytes: int) -> Iterator[str]:
    """Put pages together: the head of one, the comments of others by date, the foot of one."""
    chance = random.Random(_SEED)  # noqa: S311 - the same pages every time
    texts = (file.read_text("utf-8") for file in sorted(folder.glob("*.txt")))
    parts = [part for text in texts if (part := _parts(text))]
    written = 0
    for at in range(1, megabytes * _PAGES_PER_MEGABYTE + 1):
        head, foot = chance.choice(parts)[0], chance.choice(parts)[2]
        runs = [chance.choice(parts)[1]]
        length = len((head + runs[0] + foot).encode())
        while written + length < at * _MEGABYTE / _PAGES_PER_MEGABYTE:
            runs.append(chance.choice(parts)[1])
            length += len(runs[-1].encode())
        written += length
        yield head + "".join(sorted(runs, key=_first_date)) + foot


def _parts(text: str) -> tuple[str, str, str] | None:
    """Take a page apart: what is above its comments, the comments, what is below."""
    first = re.search(rf"^.*{_MARKER}", text, re.MULTILINE)
    stop = text.rfind("\n»\n") + 3
    if not first or stop <= first.start():
        return None
    return text[: first.start()], text[first.start() : stop], text[stop:]


def _first_date(comments: str) -> tuple[str, ...]:
    found = _DATE.search(comments)
    return (found[3], found[2], found[1], found[4]) if found else ()


# Timing


def _commands(folder: Path, lines: Path) -> dict[str, Callable[[], measure.Run]]:
    this = [sys.executable, __file__, "--only"]
    told = ["--quiet", "--table", "overview", "--format", "json"]
    everything = [sys.executable, "-m", "threadscope", "stats", str(folder), *told]
    search = ["rg", "-c"] if shutil.which("rg") else ["grep", "-rc"]
    commands = {
        "cut, folder": [*this, "segment", str(folder)],
        "cut, JSONL": [*this, "segment", str(lines)],
        "cut, JSONL.gz": [*this, "segment", f"{lines}.gz"],
        "cut, pack known": [*this, "known", str(folder)],
        "cut, tree, tables": [*this, "tables", str(folder)],
        "everything": everything,
        "script, line by line": [*this, "lines", str(folder)],
        "script, with care": [*this, "plain", str(folder)],
        " ".join(search): [*search, _MARKER, str(folder)],
    }
    return {name: partial(measure.run, command) for name, command in commands.items()}


def _peer_commands(asked: list[str], folder: Path) -> dict[str, Callable[[], measure.Run]]:
    """Give the commands of peers, by name; their inputs are written before any is timed."""
    inputs = folder.parent / "peers"
    if not inputs.exists():
        comments = folder.parent / "comments.jsonl"
        make = [sys.executable, "-m", "threadscope", "comments", str(folder), "--stated-only"]
        measure.run([*make, "-q", "--force", "-o", str(comments)])
        peers.write_inputs(comments, inputs)
    pythons = dict(peer.split("=", 1) for peer in asked)
    return {
        name: partial(measure.run, [python, peers.__file__, name, str(inputs)])
        for name, python in pythons.items()
    }


def _segment(names: Sequence[str], options: argparse.Namespace) -> int:
    """Cut pages batch by batch and only count; a single pack need not be detected."""
    from threadscope.discussion import cut_ahead  # noqa: PLC0415 - the parent must stay small
    from threadscope.pages import find, read  # noqa: PLC0415
    from threadscope.rules import pick  # noqa: PLC0415
    from threadscope.segment import arrange  # noqa: PLC0415

    count = 0
    for _, cut in cut_ahead(read(find([str(options.pages)])[0]), pick(names)):
        arranged = arrange(cut.cuts, cut.pages.select("page", "order"), count)
        count += arranged.comments.height
    return count


def _tables(options: argparse.Namespace) -> int:
    """Cut pages, make the tree of what is stated and all tables."""
    from threadscope import report  # noqa: PLC0415
    from threadscope.discussion import analyze  # noqa: PLC0415
    from threadscope.pages import find, read  # noqa: PLC0415
    from threadscope.rules import shipped  # noqa: PLC0415

    discussion = analyze(read(find([str(options.pages)])[0]), shipped(), infer=False)
    for name in report.TABLES:
        report.table(discussion, name)
    return discussion.threads.height


def _script(cut: Callable[[str], list[plain.Comment]], options: argparse.Namespace) -> int:
    files = sorted(options.pages.iterdir())
    return sum(len(cut(file.read_text("utf-8"))) for file in files)


_PARTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "make": _make,
    "segment": partial(_segment, ()),
    "known": partial(_segment, (_PACK,)),
    "tables": _tables,
    "lines": partial(_script, plain.cut_by_line),
    "plain": partial(_script, plain.cut),
}


def _tell(runs: dict[str, list[measure.Run]], sizes: dict[str, int]) -> None:
    seconds = {name: measure.median(run.wall for run in done) for name, done in runs.items()}
    *_, lines, script, search = seconds
    rows = []
    for name, done in runs.items():
        peak = max(run.peak for run in done)
        size = sizes[name] / _MEGABYTE
        rows.append(
            (
                name,
                f"{seconds[name]:.2f}",
                f"{min(run.wall for run in done):.2f}",
                f"{measure.median(run.cpu for run in done):.2f}",
                f"{size / seconds[name]:.1f}",
                f"{_comments(done[0].stdout) / seconds[name]:,.0f}",
                f"{peak:,.0f}",
                f"{peak / size:.2f}",
                f"{seconds[name] / seconds[search]:.1f}",
                f"{seconds[name] / seconds[lines]:.2f}",
                f"{seconds[name] / seconds[script]:.2f}",
            )
        )
    head = ("", "s", "min s", "CPU s", "MB/s", "comments/s", "peak MB", "peak/input")
    measure.show((*head, f"x {search}", "x by line", "x with care"), rows)
    print(f"\nmedian of {len(done)} runs; x: how many times as long")


def _comments(stdout: str) -> int:
    """Read how many comments a command found, from whichever way it says so."""
    if stdout.startswith("{"):
        return int(json.loads(stdout)["overview"]["comments"])
    return sum(int(line.rpartition(":")[2]) for line in stdout.splitlines())


if __name__ == "__main__":
    main()
