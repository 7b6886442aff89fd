"""How right are the comments that are cut out of real pages?

Compares with threads whose comments are known, beside the plain script that people would write.
Nothing is set: packs are detected page by page, as for somebody who just names the pages.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import measure
import plain

from threadscope.pages import find, read
from threadscope.rules import shipped
from threadscope.segment import segment

_GOLD_DATE = "%d/%m/%Y - %H:%M"
_MEASURES = ("author", "date", "body")


@dataclass(frozen=True, slots=True)
class Comment:
    """What is compared of a comment."""

    author: str | None
    """Who wrote it."""
    date: datetime | None
    """When."""
    body: str
    """Its text, white space folded."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one way of cutting did."""

    pages: int
    """Pages with the right number of comments."""
    comments: int
    """Comments on those pages."""
    right: dict[str, int]
    """Comments that are right, by measure."""
    misses: dict[str, list[str]]
    """Where it went wrong, by measure."""


def main() -> None:
    """Print the table and some of the misses."""
    options = _options()
    gold = dict(_gold(options.gold))
    files = {name: options.pages / f"{name}.txt" for name in gold}
    files = {name: file for name, file in files.items() if file.is_file()}
    ways = {
        "threadscope": _judge(gold, _threadscope(files)),
        "plain script": _judge(gold, _plain(files)),
    }
    expected = sum(len(gold[name]) for name in files)
    print(f"{len(files)} pages, {expected} comments\n")
    head = ("", "count right (pages)", "author right", "date right", "body right")
    measure.show(head, [(name, *_shares(way, len(files))) for name, way in ways.items()])
    print("\nauthor, date and body: share of the comments on pages whose count is right")
    for name, way in ways.items():
        _tell_misses(name, way, options.misses)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, help="folder of pages, NUMBER.txt")
    parser.add_argument("gold", type=Path, nargs="+", help="threads whose comments are known")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list N misses each")
    return parser.parse_args()


def _gold(files: Iterable[Path]) -> Iterator[tuple[str, list[Comment]]]:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                thread = json.loads(line)
                posts = [
                    Comment(post["author"], _date(post["date"]), _folded(post["text"]))
                    for post in thread["posts"]
                ]
                yield thread["thread"].rpartition("-")[2], posts


def _threadscope(files: dict[str, Path]) -> dict[str, list[Comment]]:
    names = {str(file): name for name, file in files.items()}
    cut: dict[str, list[Comment]] = {name: [] for name in files}
    sources, _ = find(names)
    for batch in read(sources):
        rows = segment(batch.pages, shipped()).cuts.sort("page", "first_line")
        for page, author, date, body in rows.select("page", "author", "posted_at", "body").rows():
            cut[names[page]].append(Comment(author, date, _folded(body)))
    return cut


def _plain(files: dict[str, Path]) -> dict[str, list[Comment]]:
    return {
        name: [
            Comment(found["author"], _date(found["date"]), _folded(found["body"] or ""))
            for found in plain.cut(file.read_text("utf-8"))
        ]
        for name, file in files.items()
    }


def _date(text: str | None) -> datetime | None:
    """Read a date such as "Mon, 16/11/2009 - 00:54"."""
    try:
        return datetime.strptime((text or "").partition(", ")[2], _GOLD_DATE)  # noqa: DTZ007
    except ValueError:
        return None


def _folded(text: str) -> str:
    return " ".join(text.split())


def _judge(gold: dict[str, list[Comment]], cut: dict[str, list[Comment]]) -> Verdict:
    right = dict.fromkeys(_MEASURES, 0)
    misses: dict[str, list[str]] = {name: [] for name in ("count", *_MEASURES)}
    pages = comments = 0
    for name, found in cut.items():
        wanted = gold[name]
        if len(found) != len(wanted):
            misses["count"].append(f"{name}: {len(found)} comments, should be {len(wanted)}")
            continue
        pages += 1
        comments += len(found)
        for at, (one, other) in enumerate(zip(found, wanted, strict=True), start=1):
            for part in _MEASURES:
                is_value, should_be = getattr(one, part), getattr(other, part)
                right[part] += is_value == should_be
                if is_value != should_be:
                    misses[part].append(f"{name}, comment {at}: {_apart(is_value, should_be)}")
    return Verdict(pages, comments, right, misses)


def _apart(one: object, other: object) -> str:
    """Show two values from a little before the place where they part."""
    is_value, should_be = str(one), str(other)
    pairs = zip(is_value, should_be, strict=False)
    same = next(
        (at for at, (a, b) in enumerate(pairs) if a != b), min(len(is_value), len(should_be))
    )
    start = max(same - 20, 0)
    return f"{is_value[start : start + 60]!r}, should be {should_be[start : start + 60]!r}"


def _shares(way: Verdict, pages: int) -> list[str]:
    counts = [way.right[part] / max(way.comments, 1) for part in _MEASURES]
    return [f"{share:.2%}" for share in (way.pages / max(pages, 1), *counts)]


def _tell_misses(name: str, way: Verdict, most: int) -> None:
    for part, misses in way.misses.items():
        for miss in misses[:most]:
            print(f"{name}, {part}: {miss}")
        if most and len(misses) > most:
            print(f"{name}, {part}: {len(misses) - most} more")


if __name__ == "__main__":
    main()
