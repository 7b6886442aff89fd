"""What changes when a page is cut another way: comments told apart by where they begin."""

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

    def changes(self) -> dict[str, tuple[int, ...]]:
        """Give the lines of each kind of change by its word."""
        return {word: getattr(self, word) for word in ("gained", "lost", "split", "merged")}


def difference(before: pl.DataFrame, after: pl.DataFrame) -> Difference:
    """Compare the comments of one page, cut in two ways.

    Args:
        before: one row per comment: first_line, last_line.
        after: the same, cut the other way.
    """
    old, new = set(before["first_line"]), set(after["first_line"])
    gained, lost = new - old, old - new
    split = _inside(gained, before, new)
    merged = _inside(lost, after, old)
    return Difference(
        before=len(old),
        after=len(new),
        gained=tuple(sorted(gained - split)),
        lost=tuple(sorted(lost - merged)),
        split=tuple(sorted(split)),
        merged=tuple(sorted(merged)),
    )


def _inside(lines: set[int], comments: pl.DataFrame, kept: set[int]) -> set[int]:
    """Give the lines that stand inside comments whose own first lines are kept."""
    spans = comments.filter(pl.col("first_line").is_in(list(kept))).select(
        "first_line", "last_line"
    )
    asked = pl.DataFrame({"line": sorted(lines)}, schema={"line": pl.UInt32})
    found = asked.join_asof(
        spans.sort("first_line"), left_on="line", right_on="first_line", coalesce=False
    )
    return set(found.filter(pl.col("line") <= pl.col("last_line"))["line"])
