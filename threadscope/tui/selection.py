"""What is chosen on a page: the one answer to which comments, for every view."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from threadscope.choice import Lens, Part, Showing, rows_shown
from threadscope.tui.reading import Reading


@dataclass(frozen=True)
class Selection:
    """The comments of a page that a lens lets through."""

    reading: Reading
    lens: Lens = field(default_factory=Lens)

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
        return rows_shown(self.reading.frame, self.mask, showing).to_list()
