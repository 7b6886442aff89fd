"""A page's comments as the screen reads them: rows in pre-order, texts fetched when a row shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.choice import UNSURE, Sorting, rows_by, sortings
from threadscope.discussion import Discussion
from threadscope.outline import Shape
from threadscope.safetext import show_line
from threadscope.schema import REPLIES, THREADS

_FIRST_WORDS = 400
"""Characters of a body that a row can need."""


class Rows(Sequence[int]):
    """Some rows of a reading, ascending: as cheap to hold and to search as they are many."""

    def __init__(self, rows: pl.Series) -> None:
        self.series = rows

    def __len__(self) -> int:
        """Count them."""
        return self.series.len()

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> list[int]: ...
    def __getitem__(self, at: int | slice) -> int | list[int]:
        """Give one by its place, or a list of some."""
        if isinstance(at, slice):
            return self.series[at].to_list()
        value: int = self.series[at]
        return value

    def __iter__(self) -> Iterator[int]:
        """Walk through them."""
        return iter(self.series.to_list())

    def __contains__(self, row: object) -> bool:
        at = self.place(row) if isinstance(row, int) else len(self)
        return at < len(self) and self[at] == row

    def place(self, row: int) -> int:
        """Count those before a row."""
        return int(self.series.search_sorted(row)) if row > 0 else 0

    def beyond(self, row: int, step: int) -> int | None:
        """Give the next one after a row, or the one before; round the end if need be."""
        if not len(self):
            return None
        at = self.place(row + 1) if step > 0 else self.place(row) - 1
        return self[at % len(self)]


NO_ROWS = Rows(pl.Series([], dtype=pl.UInt32))


@dataclass(frozen=True)
class Reading:
    """The threads of one page, in the order in which they are shown."""

    frame: pl.DataFrame
    """THREADS; the row number is the row of the shape."""
    candidates: pl.DataFrame
    """REPLIES of these comments, and perhaps of others."""
    shape: Shape
    """Who stands below whom, by row."""
    sorting: Sorting = "page"
    """What the threads are sorted by; never by dates where the page has none."""

    page: "Reading | None" = field(default=None, repr=False)
    """The same in the order of the page, if this is another."""
    page_rows: NDArray[np.int64] | None = field(default=None, repr=False)
    """For each row the one in the order of the page, if this is another."""

    @classmethod
    def of(cls, discussion: Discussion, page: str, sorting: Sorting = "page") -> "Reading":
        """Read one page of a discussion, its threads sorted."""
        frame = discussion.threads.filter(pl.col("page") == page).sort("order")
        shape = Shape.of(frame["depth"].to_list(), frame["descendants"].to_list())
        return cls(frame, discussion.candidates, shape).by(sorting)

    def by(self, sorting: Sorting) -> "Reading":
        """Read the same with its threads sorted otherwise."""
        page = self.page or self
        if sorting not in sortings(page.frame):
            sorting = "page"
        if sorting == "page":
            return page
        rows = rows_by(sorting, page.frame)
        frame, shape = page.frame[rows], page.shape.moved(rows)
        return Reading(frame, self.candidates, shape, sorting, page, rows)

    def moved_from(self, before: "Reading", rows: Iterable[int]) -> list[int]:
        """Give the rows of comments by those that they had in another order."""
        there = np.fromiter(rows, np.int64)
        if before.page_rows is not None:
            there = before.page_rows[there]
        if self.page_rows is not None:
            here = np.empty_like(self.page_rows)
            here[self.page_rows] = np.arange(len(self))
            there = here[there]
        moved: list[int] = there.tolist()
        return moved

    @classmethod
    def empty(cls) -> "Reading":
        """Read nothing."""
        return cls(THREADS.to_frame(), REPLIES.to_frame(), Shape.of((), ()))

    def __len__(self) -> int:
        """Count the rows."""
        return self.frame.height

    @cached_property
    def _columns(self) -> dict[str, pl.Series]:
        return {name: self.frame[name] for name in self.frame.columns}

    def get(self, row: int, column: str) -> Any:
        """Give one value of a row, as it stands in the table."""
        return self._columns[column][row]

    def row_of(self, comment: int) -> int | None:
        """Give the row of a comment by its id; None if it is not on this page."""
        return None if comment < 0 else self._columns["id"].index_of(comment)

    def author(self, row: int) -> str:
        """Give a row's author, safe to show; empty if unknown."""
        author = self.get(row, "author")
        return "" if author is None else show_line(author)

    def first_words(self, row: int) -> str:
        """Give the start of a row's body on one line, safe to show."""
        body: str = self.get(row, "body")
        return show_line(" ".join(body[:_FIRST_WORDS].split()))

    def alternatives(self, row: int) -> pl.DataFrame:
        """Give the REPLIES of a row's comment, best first."""
        return self.candidates.filter(pl.col("id") == self.get(row, "id"))

    @cached_property
    def unsure(self) -> Rows:
        """The rows whose place is unsure."""
        return self.rows_where(pl.col("confidence") < UNSURE)

    def rows_where(self, condition: pl.Expr, among: Rows | None = None) -> Rows:
        """List the rows for which a condition over THREADS holds, ascending.

        Args:
            condition: about one row alone, if `among` is given.
            among: the only rows to look at; None = all.
        """
        if among is None:
            return Rows(self.frame.select(pl.arg_where(condition)).to_series())
        few = self.frame.select(condition.meta.root_names())[among.series]
        return Rows(among.series.filter(few.select(condition).to_series()))
