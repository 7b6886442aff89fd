"""The lines by which headers are found: looking at every line is what costs."""

import polars as pl

from threadscope.rules import Line


class Anchors:
    """Rows of LINES that match the anchor lines of packs; each hint and pattern is sought once."""

    def __init__(self, lines: pl.DataFrame) -> None:
        self._lines = lines.select("page", "row", "text")
        self._hinted: dict[str, pl.DataFrame] = {}
        self._found: dict[str, pl.DataFrame] = {}

    def rows(self, line: Line) -> pl.DataFrame:
        """Give the lines that match: page, row; in order."""
        if line.pattern not in self._found:
            likely = self._lines if line.hint is None else self._hint(line.hint)
            self._found[line.pattern] = _matching(likely, line.pattern).select("page", "row")
        return self._found[line.pattern]

    def _hint(self, hint: str) -> pl.DataFrame:
        if hint not in self._hinted:
            self._hinted[hint] = _matching(self._lines, hint)
        return self._hinted[hint]


def _matching(lines: pl.DataFrame, pattern: str) -> pl.DataFrame:
    if lines.is_empty():
        return lines
    return lines.lazy().filter(pl.col("text").str.contains(pattern)).collect()


def anchor(header: tuple[Line, ...]) -> int:
    """Give the place of the line by which a header is found."""
    flagged = (at for at, line in enumerate(header) if line.anchor)
    required = (at for at, line in enumerate(header) if not line.optional)
    return next(flagged, next(required))
