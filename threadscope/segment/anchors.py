"""The lines by which headers are found: looking at every line is what costs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from threadscope.rules import Line, Pack
from threadscope.segment.run import places

Counts = npt.NDArray[np.int64]
"""A number per page of a batch."""

_BIG = re.compile(r"\{\d*,?(?:[4-9]\d|\d{3,})\}|.{200}")
"""A pattern that may make one that holds many too large to compile."""
_CAPTURE = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True)
class Anchors:
    """Rows of LINES that match the anchor lines of packs."""

    lines: pl.DataFrame
    """LINES."""
    likely: Mapping[str, pl.Series]
    """For every hint, or pattern without one, the rows it matches."""
    pages: pl.Series | None = None
    """For every page whether it counts; None = all do."""
    _found: dict[str, pl.DataFrame] = field(default_factory=dict, init=False)

    def on(self, pages: pl.Series) -> "Anchors":
        """Give the same for some pages only, as `pages` says."""
        return replace(self, pages=pages)

    def most(self, pack: Pack, pages: int) -> Counts:
        """Count on every page the lines that may open or close a comment, whichever are more."""
        counts = np.zeros((2, pages), np.int64)
        page = self.lines["page"].to_numpy()
        for marker in pack.markers:
            for at, side in enumerate((marker.opens, marker.closes)):
                if side:
                    rows = self._likely(side[anchor(side)]).to_numpy()
                    counts[at] += np.bincount(page[rows], minlength=pages)
        most: Counts = counts.max(axis=0)
        return most

    def rows(self, line: Line) -> pl.DataFrame:
        """Give the lines that match: page, row; in order."""
        if line.pattern not in self._found:
            self._found[line.pattern] = self._search(line)
        return self._found[line.pattern]

    def _search(self, line: Line) -> pl.DataFrame:
        found = self._likely(line)
        if self.pages is not None:
            found = found.filter(self.pages.gather(self.lines["page"].gather(found)))
        if line.hint is not None and found.len():
            found = found.gather(places(self.lines["text"].gather(found), (line.pattern,))[0])
        return self.lines.select(pl.col("page", "row").gather(found))

    def _likely(self, line: Line) -> pl.Series:
        return self.likely[line.hint or line.pattern]


def anchors_of(lines: pl.DataFrame, packs: Iterable[Pack]) -> Anchors:
    """Look for the anchor lines of packs.

    What is sought on all lines, hints and patterns without one, is sought once and in one go.
    """
    sought = dict.fromkeys(line.hint or line.pattern for pack in packs for line in _lines(pack))
    groups: dict[str | None, list[str]] = {}
    for each in sought:
        groups.setdefault(_group(each), []).append(each)
    likely = {
        each: found
        for group, patterns in groups.items()
        for each, found in _sought(lines["text"], patterns, together=group is not None)
    }
    return Anchors(lines, likely)


def _group(pattern: str) -> str | None:
    """Give the group of a pattern: those of one are cheap to look for together; None = alone."""
    if _BIG.search(pattern):
        return None
    if pattern.startswith("^") and not pattern.startswith("^(?P<"):
        return "begins"
    if pattern.endswith("$") and "^" not in pattern and "?P<" not in pattern:
        return "ends"
    if not pattern.startswith(("^", "(?:^")) and "$" not in pattern:
        return "within"
    return None


def _sought(
    texts: pl.Series, patterns: list[str], *, together: bool
) -> Iterator[tuple[str, pl.Series]]:
    """Give the places of the texts that match each pattern; together = any of them first."""
    if not together:
        yield from zip(patterns, places(texts, patterns), strict=True)
        return
    any_of = "|".join(f"(?:{_CAPTURE.sub('(?:', each)})" for each in patterns)
    (likely,) = places(texts, (any_of,))
    for each, found in zip(patterns, places(texts.gather(likely), patterns), strict=True):
        yield each, likely.gather(found)


def anchor(header: tuple[Line, ...]) -> int:
    """Give the place of the line by which a header is found."""
    flagged = (at for at, line in enumerate(header) if line.anchor)
    required = (at for at, line in enumerate(header) if not line.optional)
    return next(flagged, next(required))


def _lines(pack: Pack) -> Iterable[Line]:
    """Give the line by which each header and footer of a pack is found."""
    sides = (side for marker in pack.markers for side in (marker.opens, marker.closes) if side)
    return (side[anchor(side)] for side in sides)
