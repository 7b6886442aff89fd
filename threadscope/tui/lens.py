"""What is chosen on a page: the one answer to which comments, for every view."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from threadscope.tui.parts import Part
from threadscope.tui.reading import Reading

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


@dataclass(frozen=True)
class Selection:
    """The comments of a page that a lens lets through."""

    reading: Reading
    lens: Lens = Lens()

    @cached_property
    def mask(self) -> pl.Series:
        """Whether each row is chosen."""
        return self.reading.frame.select(chosen=self.lens.condition()).to_series()

    @cached_property
    def count(self) -> int:
        """How many comments are chosen."""
        return int(self.mask.sum())

    def beside(self, kind: type[Part]) -> "Selection":
        """Give what is chosen elsewhere than in the view that chooses parts of a kind."""
        lens = self.lens.without(kind)
        return self if lens == self.lens else Selection(self.reading, lens)

    def shown(self, showing: Showing) -> list[int] | None:
        """List the rows that the thread list shows, ascending; None = all."""
        if self.lens.is_clear or showing == "lit":
            return None
        if showing == "matches":
            return self.mask.arg_true().to_list()
        threads = pl.col("thread")
        frame = self.reading.frame.select(threads, pl.col("descendants"), chosen=self.mask)
        if showing == "threads":
            kept = pl.col("chosen").any().over("thread")
        else:
            before = pl.col("chosen").cum_sum()
            end = pl.int_range(pl.len()) + pl.col("descendants")
            kept = pl.col("chosen") | (before.gather(end) > before)
        return frame.select(pl.arg_where(kept)).to_series().to_list()
