"""What a reader can choose: one condition on comments each, with its words."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import polars as pl

from threadscope.language.cues import ASKING

UNSURE = 0.6
"""Confidence below which a place counts as unsure."""


@dataclass(frozen=True, slots=True)
class Part(ABC):
    """A condition on comments, said in words by `str`."""

    facet: ClassVar[str] = ""
    """What it is about; of two parts about the same the later one counts."""

    @abstractmethod
    def condition(self) -> pl.Expr:
        """Give it as an expression over THREADS."""

    @abstractmethod
    def options(self) -> dict[str, str | int | bool]:
        """Give the options of a command that choose the same."""


@dataclass(frozen=True, slots=True)
class By(Part):
    """Comments by an author; None = by nobody known."""

    facet = "people"
    author: str | None

    def condition(self) -> pl.Expr:
        """Compare the author."""
        return pl.col("author").eq_missing(pl.lit(self.author, pl.String))

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"unattributed": True} if self.author is None else {"author": self.author}

    def __str__(self) -> str:
        return "by nobody known" if self.author is None else f"by {self.author}"


@dataclass(frozen=True, slots=True)
class Pair(Part):
    """Comments by an author that answer another, or himself."""

    facet = "people"
    author: str
    answered: str

    def condition(self) -> pl.Expr:
        """Compare the author, and the parent's."""
        answered = pl.col("id").filter(pl.col("author") == self.answered)
        return (pl.col("author") == self.author) & pl.col("parent").is_in(answered.implode())

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"author": self.author, "answering": self.answered}

    def __str__(self) -> str:
        return f"by {self.author}, answering {self.answered}"


@dataclass(frozen=True, slots=True)
class At(Part):
    """Comments at a depth."""

    facet = "depth"
    depth: int

    def condition(self) -> pl.Expr:
        """Compare the depth."""
        return pl.col("depth") == self.depth

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"depth": self.depth}

    def __str__(self) -> str:
        return f"at depth {self.depth}"


@dataclass(frozen=True, slots=True)
class During(Part):
    """Comments of a time."""

    facet = "time"
    said: str
    """The time in words."""
    start: datetime
    end: datetime | None = None
    """When it is over; None = never."""

    def condition(self) -> pl.Expr:
        """Compare the date."""
        since = pl.col("posted_at") >= self.start
        return since if self.end is None else since & (pl.col("posted_at") < self.end)

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        ends = {"since": self.start, "before": self.end}
        return {name: f"{at:%Y-%m-%dT%H:%M:%S}" for name, at in ends.items() if at is not None}

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class Within(Part):
    """Comments that begin on some lines of the page."""

    facet = "lines"
    first: int
    last: int

    def condition(self) -> pl.Expr:
        """Compare the line."""
        return pl.col("first_line").is_between(self.first, self.last)

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"lines": f"{self.first}-{self.last}"}

    def __str__(self) -> str:
        if self.first == self.last:
            return f"on line {self.first}"
        return f"on lines {self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Saying(Part):
    """Comments with some words in them, or in the author's name; capitals matter if any is."""

    facet = "words"
    words: str

    def condition(self) -> pl.Expr:
        """Look for the words."""
        return self._in("body") | self._in("author").fill_null(False)

    def _in(self, column: str) -> pl.Expr:
        """Look in a column; the automaton for ASCII is three times as fast as the pattern."""
        text = pl.col(column).str
        if self.words != self.words.lower():
            return text.contains(self.words, literal=True)
        if self.words.isascii():
            return text.contains_any([self.words], ascii_case_insensitive=True)
        return text.contains(f"(?i){pl.escape_regex(self.words)}")

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"saying": self.words}

    def __str__(self) -> str:
        return f'with "{self.words}"'


@dataclass(frozen=True, slots=True)
class Unsure(Part):
    """Comments whose place is less sure than not."""

    facet = "unsure"

    def condition(self) -> pl.Expr:
        """Compare the confidence."""
        return pl.col("confidence") < UNSURE

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"unsure": True}

    def __str__(self) -> str:
        return "unsure"


@dataclass(frozen=True, slots=True)
class Asking(Part):
    """Comments that ask."""

    facet = "asking"

    def condition(self) -> pl.Expr:
        """Look for question marks at the end of a line."""
        return pl.col("body").str.contains(ASKING)

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"questions": True}

    def __str__(self) -> str:
        return "asking"


@dataclass(frozen=True, slots=True)
class Unanswered(Part):
    """Comments without a reply."""

    facet = "unanswered"

    def condition(self) -> pl.Expr:
        """Look at the replies."""
        return pl.col("replies") == 0

    def options(self) -> dict[str, str | int | bool]:
        """Name the same for a command."""
        return {"unanswered": True}

    def __str__(self) -> str:
        return "unanswered"
