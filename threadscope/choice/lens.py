"""Several parts together, and what shows around the comments they choose."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from threadscope.choice.parts import Part

Showing = Literal["ancestors", "matches", "threads", "lit"]
SHOWINGS: dict[Showing, str] = {
    "ancestors": "and what they answer",
    "matches": "nothing else",
    "threads": "in their threads",
    "lit": "lit up among all",
}
"""What the thread list shows of a selection, in words: matches below their ancestors, matches
alone, the threads they are in, or everything with the matches lit up."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What the reader chose, part by part; all parts must hold."""

    parts: tuple[Part, ...] = ()
    """In the order in which they were chosen, one about each facet."""

    @property
    def is_clear(self) -> bool:
        """Tell whether nothing is chosen."""
        return not self.parts

    def toggled(self, part: Part) -> "Lens":
        """Choose a part, in the place of one about the same; one that is chosen already goes."""
        others = tuple(each for each in self.parts if each.facet != part.facet)
        return Lens(others if part in self.parts else (*others, part))

    def back(self) -> "Lens":
        """Forget the part that was chosen last."""
        return Lens(self.parts[:-1])

    def without(self, kind: type[Part]) -> "Lens":
        """Leave out the parts of a kind."""
        return Lens(tuple(part for part in self.parts if not isinstance(part, kind)))

    def condition(self) -> pl.Expr:
        """Give all parts as an expression over THREADS."""
        every = pl.col("id").is_not_null()
        parts = (part.condition().fill_null(False) for part in self.parts)
        return pl.all_horizontal(every, *parts)

    def __str__(self) -> str:
        """Say what is chosen."""
        return ", ".join(map(str, self.parts))


def rows_shown(threads: pl.DataFrame, chosen: pl.Series, showing: Showing) -> pl.Series:
    """List the rows that show, ascending.

    Args:
        threads: THREADS in the order of their trees, page by page.
        chosen: whether each row is chosen.
        showing: what shows besides.
    """
    frame = threads.select("thread", "descendants", chosen=chosen)
    match showing:
        case "lit":
            kept = pl.col("chosen").is_not_null()
        case "matches":
            kept = pl.col("chosen")
        case "threads":
            kept = pl.col("chosen").any().over("thread")
        case "ancestors":
            before = pl.col("chosen").cum_sum()
            end = pl.int_range(pl.len()) + pl.col("descendants")
            kept = pl.col("chosen") | (before.gather(end) > before)
    return frame.select(pl.arg_where(kept)).to_series()
