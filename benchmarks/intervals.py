"""How often do the intervals of measures hold the truth?

Takes threads whose parents are known, has the replies rebuilt without them, and tells how many of
the measures that depend on replies have their true value within the interval: page by page, and
for all pages of a set together. The weights that ship have seen these threads.
"""

import argparse
import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import measure
import polars as pl

from threadscope.discussion import Discussion, analyze
from threadscope.metrics import measures
from threadscope.pages import find, read
from threadscope.rules import Order, pick

_LEAST = 5
"""Comments that a thread must have."""
_MOST = 12_000
"""Comments of a set that are looked at."""
_CHRONOLOGICAL = ("iac", "rdevel")
_NEAR = 1e-9


def main() -> None:
    """Print a row for each set."""
    options = _options()
    print(measure.load())
    rows = [(file.name.partition(".")[0], *_covered(file)) for file in options.gold]
    measure.show(("set", "order", "pages", "comments", "held, by page", "held, all together"), rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+", help="threads, one a line, all parents known")
    return parser.parse_args()


def _covered(file: Path) -> list[str]:
    """Hold the intervals of a set against the truth."""
    order: Order = "chronological" if file.name.startswith(_CHRONOLOGICAL) else "threaded"
    threads = _threads(file)
    told = _discussion(threads, order, told=True)
    rebuilt = _discussion(threads, order, told=False)
    comments = f"{told.threads.height:,}"
    by_page, together = (_held(told, rebuilt, by_page=by_page) for by_page in (True, False))
    return [order, f"{len(threads):,}", comments, by_page, together]


def _threads(file: Path) -> list[dict[str, Any]]:
    """Read whole threads until there are comments enough."""
    found: list[dict[str, Any]] = []
    size = 0
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            thread = json.loads(line)
            if len(thread["posts"]) >= _LEAST and size < _MOST:
                found.append(thread)
                size += len(thread["posts"])
    return found


def _discussion(threads: list[dict[str, Any]], order: Order, *, told: bool) -> Discussion:
    """Walk the threads as comments that are already cut, with their parents or without."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "threads.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for thread in threads:
                lines.writelines(
                    _line(thread["thread"], post, told=told) for post in thread["posts"]
                )
        return analyze(read(find([str(path)])[0]), pick(()), order=order)


def _line(page: str, post: dict[str, Any], *, told: bool) -> str:
    comment = {
        "id": str(post["id"]),
        "author": post.get("author"),
        "text": post["text"],
        "page": str(page),
        "posted_at": post.get("date"),
    }
    parent = post["parent"]
    stated = {"parent": None if parent is None else str(parent)} if told else {}
    return json.dumps(comment | stated) + "\n"


def _held(told: Discussion, rebuilt: Discussion, *, by_page: bool) -> str:
    """Give the share of the measures whose true value lies within the interval."""
    truth = measures(told.threads, told.candidates, by_page=by_page)
    found = measures(rebuilt.threads, rebuilt.candidates, by_page=by_page)
    both = found.join(
        truth.select("page", "name", truth="value"), on=["page", "name"], nulls_equal=True
    )
    judged = both.filter(pl.col("trees") > 0).drop_nulls(["truth", "low", "high"])
    low, high = pl.col("low") - _NEAR, pl.col("high") + _NEAR
    share = judged.select(pl.col("truth").is_between(low, high).mean()).item()
    return f"{share:.0%}"


if __name__ == "__main__":
    main()
