"""How do time and memory grow with one page?

Walks pages of ten to a million comments, each in a process of its own, from the file to the
numbers: a chain in which every comment answers the one before, a star in which all answer the
first, replies at random, all three already cut; and a flat page that has to be cut.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import measure

_SIZES = (10, 1_000, 50_000, 100_000, 1_000_000)
_SEED = 7
_WORDS = "harbour crane paint council ferry winter ticket lantern bridge market gull tide".split()  # noqa: SIM905
_SENTENCES = 500
_AUTHORS = 997
_MEGABYTE = 1_000_000


def main() -> None:
    """Make the pages that are not there yet, walk each and print a row as soon as it is known."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    print(measure.load())
    head = ("page", "comments", "input MB", "s", "CPU s", "us/comment", "peak MB", "deepest")
    rows = []
    for form in options.forms:
        for size in options.sizes:
            file = _made(options.out, form, size)
            rows.append((form, f"{size:,}", *_walked(file, size)))
            file.unlink()
    measure.show(head, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder for the pages made; removed after use")
    parser.add_argument("--forms", nargs="+", choices=_FORMS, default=list(_FORMS))
    parser.add_argument("--sizes", nargs="+", type=int, default=_SIZES)
    return parser.parse_args()


def _made(folder: Path, form: str, size: int) -> Path:
    file = folder / f"{form}-{size}.{'txt' if form == 'flat' else 'jsonl'}"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(_FORMS[form](size))
    return file


def _walked(file: Path, size: int) -> list[str]:
    """Walk a page and check that all of it came out."""
    program = [sys.executable, "-m", "threadscope", "stats", str(file), "--quiet"]
    run = measure.run([*program, "--table", "overview", "--format", "json"])
    overview = json.loads(run.stdout)["overview"]
    if overview["comments"] != size:
        raise SystemExit(f"{file}: {overview['comments']} comments, should be {size}")
    return [
        f"{file.stat().st_size / _MEGABYTE:.1f}",
        f"{run.wall:.2f}",
        f"{run.cpu:.2f}",
        f"{run.wall / size * 1e6:.1f}",
        f"{run.peak:,.0f}",
        f"{overview['max_depth']:,}",
    ]


# Pages


def _sayings() -> list[str]:
    chance = random.Random(_SEED)  # noqa: S311 - the same pages every time
    return [" ".join(chance.choices(_WORDS, k=chance.randint(4, 40))) for _ in range(_SENTENCES)]


def _given(size: int, parent: Callable[[int], int]) -> Iterator[str]:
    """Write comments that are already cut; the first one answers the page."""
    sayings = _sayings()
    for at in range(size):
        comment = {
            "id": str(at),
            "author": f"reader{at % _AUTHORS}",
            "text": f"{sayings[at % _SENTENCES]} {at}",
            "page": "page",
            "parent": str(parent(at)) if at else None,
        }
        yield json.dumps(comment) + "\n"


def _chain(size: int) -> Iterator[str]:
    return _given(size, lambda at: at - 1)


def _star(size: int) -> Iterator[str]:
    return _given(size, lambda _: 0)


def _random(size: int) -> Iterator[str]:
    chance = random.Random(_SEED)  # noqa: S311
    return _given(size, chance.randrange)


def _flat(size: int) -> Iterator[str]:
    """Write a page whose comments are only marked, in the form of a Drupal forum."""
    sayings = _sayings()
    yield "A crane for the harbour\nShould it stay?\n»\n"
    for at in range(size):
        author = f"reader{at % _AUTHORS}"
        day, minute = divmod(at, 24 * 60)
        date = f"{day % 28 + 1:02}/{day // 28 % 12 + 1:02}/{2000 + day // 336}"
        clock = f"{minute // 60:02}:{minute % 60:02}"
        yield f"{author}'s picture\nRe: A crane for the harbour\n"
        yield f"Submitted by {author} on Mon, {date} - {clock}.\n"
        yield f"{sayings[at % _SENTENCES]} {at}\n»\n"


_FORMS: dict[str, Callable[[int], Iterator[str]]] = {
    "chain": _chain,
    "star": _star,
    "random": _random,
    "flat": _flat,
}


if __name__ == "__main__":
    main()
