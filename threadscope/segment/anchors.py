"""The lines by which headers are found: looking at every line is what costs."""

import re
from collections.abc import Iterable, Iterator

import polars as pl

from threadscope.rules import Line, Pack
from threadscope.segment.run import places

_PLAIN = re.compile(r"\^(?:[\w :«]+|\(\?:[^()\\]+\)) ?\$?")
"""A pattern of what lines begin with, without anything that repeats."""


class Anchors:
    """Rows of LINES that match the anchor lines of packs.

    What is sought on all lines, hints and patterns without one, is sought once and in one go.
    """

    def __init__(self, lines: pl.DataFrame, packs: Iterable[Pack]) -> None:
        self._lines = lines.select("page", "row", "text")
        sought = dict.fromkeys(line.hint or line.pattern for pack in packs for line in _lines(pack))
        groups: dict[str | None, list[str]] = {}
        for each in sought:
            groups.setdefault(_group(each), []).append(each)
        texts = self._lines["text"]
        self._first = {
            each: found
            for group, patterns in groups.items()
            for each, found in _sought(texts, patterns, together=group is not None)
        }
        self._found: dict[str, pl.DataFrame] = {}

    def rows(self, line: Line) -> pl.DataFrame:
        """Give the lines that match: page, row; in order."""
        if line.pattern not in self._found:
            self._found[line.pattern] = self._search(line).select("page", "row")
        return self._found[line.pattern]

    def _search(self, line: Line) -> pl.DataFrame:
        found = self._first[line.hint or line.pattern]
        likely = self._lines[found] if found.len() else self._lines.clear()
        if line.hint is None or likely.is_empty():
            return likely
        return likely[places(likely["text"], (line.pattern,))[0]]


def _group(pattern: str) -> str | None:
    """Give the group of a pattern: those of one are cheap to look for together; None = alone."""
    if _PLAIN.fullmatch(pattern):
        return "begins"
    if pattern.endswith("$") and "^" not in pattern and "?P<" not in pattern:
        return "ends"
    return None


def _sought(
    texts: pl.Series, patterns: list[str], *, together: bool
) -> Iterator[tuple[str, pl.Series]]:
    """Give the places of the texts that match each pattern; together = any of them first."""
    if not together:
        yield from zip(patterns, places(texts, patterns), strict=True)
        return
    (likely,) = places(texts, ("|".join(f"(?:{each})" for each in patterns),))
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
