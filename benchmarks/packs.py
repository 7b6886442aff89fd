"""Measure what it costs to find the pack of every page, beside what reading and cutting it costs.

    python benchmarks/packs.py PAGES... [--runs 6]

Cut with packs known: each page with the pack that was found for it before, those without a
discussion with whatever pack comes first. Detection is what cutting costs more when no pack is
given. All times are processor time of this process; runs take turns, the least of each counts.
"""

import argparse
import time
from collections.abc import Callable, Sequence

import measure
import polars as pl

from threadscope.pages import MAX_BYTES, find, read
from threadscope.rules import Pack, shipped
from threadscope.segment import segment

RUNS = 6
HEAD = (
    "pages",
    "MB",
    "read",
    "cut, packs known",
    "detect",
    "detect / cut",
    "detect / read and cut",
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", help="files and folders of pages")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"runs of each (default: {RUNS})")
    asked = parser.parse_args()
    packs = shipped()
    pages = _read(asked.pages)
    known = _known(pages, packs)
    works = (
        lambda: _read(asked.pages),
        lambda: [segment(each, (pack,)) for pack, each in known],
        lambda: segment(pages, packs),
    )
    runs = [[_seconds(work) for work in works] for _ in range(asked.runs)]
    reading, cutting, choosing = map(min, zip(*runs, strict=True))
    more = choosing - cutting
    size = pages["text"].str.len_bytes().sum() / 1e6
    shares = (f"{more / cutting:.2f}", f"{more / (reading + cutting):.2f}")
    times = (f"{each:.3f} s" for each in (reading, cutting, more))
    measure.show(HEAD, [(str(pages.height), f"{size:.1f}", *times, *shares)])


def _read(given: Sequence[str]) -> pl.DataFrame:
    sources, _ = find(given)
    return pl.concat([batch.pages for batch in read(sources, None, MAX_BYTES)])


def _known(pages: pl.DataFrame, packs: Sequence[Pack]) -> list[tuple[Pack, pl.DataFrame]]:
    """Give the pages by the pack that fits them."""
    named = {pack.name: pack for pack in packs}
    found = segment(pages, packs).pages.select("page", "pack")
    parts = pages.join(found, on="page", maintain_order="left").partition_by("pack", as_dict=True)
    return [(named.get(str(name), packs[0]), part.drop("pack")) for (name,), part in parts.items()]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
