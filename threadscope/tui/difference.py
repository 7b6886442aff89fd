"""What changes when a page is cut another way."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Difference:
    """The comments of two ways to cut one page, told apart by the lines on which they begin."""

    before: int
    """How many there were."""
    after: int
    """How many there are."""
    gained: tuple[int, ...]
    """Lines on which new ones begin, split ones apart."""
    lost: tuple[int, ...]
    """Lines on which none begins any more, merged ones apart."""
    split: tuple[int, ...]
    """Lines inside an old comment that still is there, on which a new one begins."""
    merged: tuple[int, ...]
    """Lines on which an old comment began that is now inside another."""
    moved: tuple[int, ...]
    """Lines of comments that answer another one than before."""


def difference(before: pl.DataFrame, after: pl.DataFrame) -> Difference:
    """Compare the THREADS of one page, cut and answered in two ways."""
    old, new = _answers(before), _answers(after)
    gained, lost = new.keys() - old.keys(), old.keys() - new.keys()
    split = _inside(gained, before, new.keys())
    merged = _inside(lost, after, old.keys())
    moved = {line for line in old.keys() & new.keys() if old[line] != new[line]}
    return Difference(
        before=len(old),
        after=len(new),
        gained=tuple(sorted(gained - split)),
        lost=tuple(sorted(lost - merged)),
        split=tuple(sorted(split)),
        merged=tuple(sorted(merged)),
        moved=tuple(sorted(moved)),
    )


def _answers(threads: pl.DataFrame) -> dict[int, int | None]:
    """Give for the first line of every comment the first line of what it answers."""
    parents = threads.select("id", answered="first_line")
    found = threads.join(parents, left_on="parent", right_on="id", how="left")
    return dict(found.select("first_line", "answered").rows())


def _inside(lines: AbstractSet[int], threads: pl.DataFrame, kept: AbstractSet[int]) -> set[int]:
    """Give the lines that stand inside comments whose own first lines are kept."""
    spans = threads.filter(pl.col("first_line").is_in(list(kept))).select("first_line", "last_line")
    asked = pl.DataFrame({"line": sorted(lines)}, schema={"line": pl.UInt32})
    found = asked.join_asof(
        spans.sort("first_line"), left_on="line", right_on="first_line", coalesce=False
    )
    return set(found.filter(pl.col("line") <= pl.col("last_line"))["line"])
