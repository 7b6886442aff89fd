"""What speaks for and against lines of a page being the markers of comments."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from threadscope.rules import Pack
from threadscope.rules.parts import filled
from threadscope.segment.dates import understood
from threadscope.segment.lines import matching
from threadscope.segment.slots import share

_NEAR = 4
"""A gap is regular if it is not so many times longer or shorter than the middle one."""
_HALF = 0.5
_RIGHT_ABOVE = 3
_ONE_LINE, _SHORT = 1.0, 60
"""Bodies of so many lines and characters, in the middle, are those of a list."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was counted of the markers of a learned pack."""

    comments: int
    """Markers on the page."""
    named: int
    """Those that name an author."""
    authors: int
    """Different names."""
    dated: int
    """Those that say a date."""
    understood: int
    """Dates that can be read."""
    regular: float
    """Share of gaps between markers that are about as long as the middle one."""
    coverage: float
    """Share of the page's lines from the first marker to the last."""
    announced: bool
    """Whether a line such as "3 comments" stands right above the first of them."""
    doubt: str | None
    """What makes it look like a list; null = nothing."""

    def words(self) -> Iterator[str]:
        """Say it, a line each."""
        yield f"{self.comments} lines open comments, {self.authors} different names"
        yield f"{self.dated} of them say a date, {self.understood} of those can be read"
        yield f"{self.regular:.0%} of the gaps between them are about equally long"
        yield f"they stand over {self.coverage:.0%} of the page"


def evidence_of(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> Evidence:
    """Count what speaks for the markers of a pack on one page.

    Args:
        lines: LINES of the page.
        hits: HITS of the pack on it.
        pack: the pack.
    """
    gaps = hits["first"].cast(pl.Int64).diff().drop_nulls()
    middle = pl.first().median()
    near = gaps.to_frame().select(pl.first().is_between(middle / _NEAR, middle * _NEAR)).to_series()
    rows = hits["last"].max(), hits["first"].min()
    span = (rows[0] - rows[1] + 1) if isinstance(rows[0], int) and isinstance(rows[1], int) else 0
    return Evidence(
        comments=hits.height,
        named=hits["author"].count(),
        authors=hits["author"].drop_nulls().n_unique(),
        dated=hits["date"].count(),
        understood=understood(hits["date"], pack.dates).count(),
        regular=share(near),
        coverage=span / max(lines.height, 1),
        announced=_announced(lines, hits),
        doubt=_doubt(lines, hits),
    )


def _announced(lines: pl.DataFrame, hits: pl.DataFrame) -> bool:
    first = hits["first"].min()
    if not isinstance(first, int):
        return False
    above = lines.filter(pl.col("row").is_between(first - _RIGHT_ABOVE, first - 1))
    return not matching(above, (filled("%{heading}", "words"),)).is_empty()


def _doubt(lines: pl.DataFrame, hits: pl.DataFrame) -> str | None:
    """Say what makes markers look like those of a list."""
    if hits["author"].drop_nulls().n_unique() == 1:
        return "all of them name the same author"
    inner = _between(lines, hits)
    headings = inner.filter(
        pl.col("row").is_in(matching(inner, (filled("%{heading}", "words"),)).implode())
    )
    if headings["hit"].n_unique() > hits.height * _HALF:
        return "each has comments of its own, like a list of articles"
    bodies = inner.group_by("hit").agg(pl.len(), size=pl.col("text").str.len_chars().sum())
    if bodies.height < hits.height * _HALF:
        return "there is no text between them"
    line_count, size = bodies["len"].median(), bodies["size"].median()
    short = isinstance(size, float) and size < _SHORT
    if line_count == _ONE_LINE and short:
        return "there is one short line below each, as in a list"
    return None


def _between(lines: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Give the lines between the first marker and the last with the marker they follow."""
    opened = hits.select(hit=pl.col("first").set_sorted(), last="last")
    found = lines.select(pl.col("row").set_sorted(), "text").join_asof(
        opened, left_on="row", right_on="hit"
    )
    return found.filter((pl.col("row") > pl.col("last")) & (pl.col("hit") < pl.col("hit").max()))
