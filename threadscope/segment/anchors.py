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

_BIG = re.compile(r"\{\d*,?(?:[4-9]\d|\d{3,})\}|.{1000}")
"""A pattern that may make one that holds many too large to compile."""
_CAPTURE = re.compile(r"\(\?P<\w+>")
_FEW = 1 << 12
"""Lines from which on it pays to ask first whether any of many patterns matches."""


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
        page = self.lines["page"].to_numpy()
        most = np.zeros(pages, np.int64)
        for sought in filter(None, _sought(pack)):
            rows = [self.likely[each].to_numpy() for each in sought if self.likely[each].len()]
            if rows:
                each = rows[0] if len(rows) == 1 else np.unique(np.concatenate(rows))
                most = np.maximum(most, np.bincount(page[each], minlength=pages))
        return most

    def rows(self, line: Line) -> pl.DataFrame:
        """Give the lines that match: page, row; in order."""
        if line.pattern not in self._found:
            self._found[line.pattern] = self._search(line)
        return self._found[line.pattern]

    def _search(self, line: Line) -> pl.DataFrame:
        found = self.likely[_hint(line)]
        if self.pages is not None:
            found = found.filter(self.pages.gather(self.lines["page"].gather(found)))
        if line.hint is not None:
            found = found.gather(places(self.lines["text"].gather(found), (line.pattern,))[0])
        return self.lines.select("page", "row")[found]


def anchors_of(
    lines: pl.DataFrame, packs: Iterable[Pack], pages: pl.Series | None = None
) -> Anchors:
    """Look for the anchor lines of packs.

    What is sought on all lines, hints and patterns without one, is sought once and in one go.

    Args:
        lines: LINES.
        packs: the packs.
        pages: for every page whether it is looked at; None = all are.
    """
    rows = pl.int_range(lines.height, dtype=pl.UInt32, eager=True)
    if pages is not None:
        rows = rows.filter(pages.gather(lines["page"]))
    texts = lines["text"].gather(rows) if rows.len() < lines.height else lines["text"]
    groups: dict[str, list[str]] = {}
    for each in dict.fromkeys(each for pack in packs for side in _sought(pack) for each in side):
        groups.setdefault(_group(each), []).append(each)
    likely = {
        each: rows.gather(found)
        for patterns in groups.values()
        for each, found in _seek(texts, patterns)
    }
    return Anchors(lines, likely)


def _sought(pack: Pack) -> Iterator[dict[str, None]]:
    """Give what is sought on all lines for the headers of a pack, and for its footers."""
    for headers in zip(*((each.opens, each.closes) for each in pack.markers), strict=True):
        yield dict.fromkeys(_hint(lines[anchor(lines)]) for lines in headers if lines)


def _hint(line: Line) -> str:
    return line.hint or line.pattern


def _group(pattern: str) -> str:
    """Give the group of a pattern: those of one are cheap to look for together."""
    if _BIG.search(pattern):
        return pattern
    begins, ends = pattern.lstrip("(?:"), pattern.rstrip(")")
    if begins.startswith("^") and not begins.startswith("^(?P<"):
        return "begins"
    if ends.endswith("$") and "^" not in pattern and "?P<" not in pattern:
        return "ends"
    if "^" not in begins and "$" not in ends:
        return "within"
    return pattern


def _seek(texts: pl.Series, patterns: list[str]) -> Iterator[tuple[str, pl.Series]]:
    """Give the places of the texts that match each pattern: of many, first those of any."""
    if len(patterns) == 1 or texts.len() < _FEW:
        yield from zip(patterns, places(texts, patterns), strict=True)
        return
    any_of = "|".join(f"(?:{_CAPTURE.sub('(?:', each)})" for each in patterns)
    (likely,) = places(texts, (any_of,))
    # Copied, since lines that lie side by side in memory are looked at four times as fast.
    fewer = texts.gather(likely) + ""
    for each, found in zip(patterns, places(fewer, patterns), strict=True):
        yield each, likely.gather(found)


def anchor(header: tuple[Line, ...]) -> int:
    """Give the place of the line by which a header is found."""
    flagged = (at for at, line in enumerate(header) if line.anchor)
    required = (at for at, line in enumerate(header) if not line.optional)
    return next(flagged, next(required))
