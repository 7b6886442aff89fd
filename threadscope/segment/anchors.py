"""The lines by which headers are found: looking at every line is what costs."""

from collections.abc import Iterable

import polars as pl

from threadscope.rules import Line, Pack


class Anchors:
    """Rows of LINES that match the anchor lines of packs.

    What is sought on all lines, hints and patterns without one, is sought once and in one go.
    """

    def __init__(self, lines: pl.DataFrame, packs: Iterable[Pack]) -> None:
        self._lines = lines.select("page", "row", "text")
        sought = dict.fromkeys(line.hint or line.pattern for pack in packs for line in _lines(pack))
        text = pl.col("text")
        flags = self._lines.select(
            text.str.contains(each).alias(str(at)) for at, each in enumerate(sought)
        )
        self._first = {each: flags[str(at)].arg_true() for at, each in enumerate(sought)}
        self._found: dict[str, pl.DataFrame] = {}

    def rows(self, line: Line) -> pl.DataFrame:
        """Give the lines that match: page, row; in order."""
        if line.pattern not in self._found:
            self._found[line.pattern] = self._search(line).select("page", "row")
        return self._found[line.pattern]

    def _search(self, line: Line) -> pl.DataFrame:
        places = self._first[line.hint or line.pattern]
        likely = self._lines[places] if places.len() else self._lines.clear()
        if line.hint is None or likely.is_empty():
            return likely
        return likely.filter(pl.col("text").str.contains(line.pattern))


def anchor(header: tuple[Line, ...]) -> int:
    """Give the place of the line by which a header is found."""
    flagged = (at for at, line in enumerate(header) if line.anchor)
    required = (at for at, line in enumerate(header) if not line.optional)
    return next(flagged, next(required))


def _lines(pack: Pack) -> Iterable[Line]:
    """Give the line by which each header and footer of a pack is found."""
    sides = (side for marker in pack.markers for side in (marker.opens, marker.closes) if side)
    return (side[anchor(side)] for side in sides)
