"""What the reader looks for: the conditions that every view shares."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from threadscope.outline import Shape
from threadscope.tui.reading import UNSURE

Showing = Literal["ancestors", "matches", "threads"]
SHOWINGS: tuple[Showing, ...] = ("ancestors", "matches", "threads")
"""What a filter shows: matches below their ancestors, matches alone, or the threads they are in."""


@dataclass(frozen=True, slots=True)
class Lens:
    """Conditions on comments; all that are set must hold."""

    author: str | None = None
    """Only this author's comments."""
    depth: int | None = None
    """Only comments at this depth."""
    answered: str | None = None
    """Only comments that answer this author."""
    words: str = ""
    """Only comments with these words; small letters find capitals too."""
    unsure: bool = False
    """Only comments whose place is less sure than not."""
    question: bool = False
    """Only comments that ask."""
    unanswered: bool = False
    """Only comments without a reply."""
    day: date | None = None
    """Only comments of this day."""
    since: date | None = None
    """Only comments of this day and later."""

    @property
    def is_clear(self) -> bool:
        """Tell whether nothing is looked for."""
        return self == Lens()

    def condition(self) -> pl.Expr:
        """Give the conditions as an expression over THREADS."""
        conditions = [pl.col("id").is_not_null()]
        if self.author is not None:
            conditions.append(pl.col("author") == self.author)
        if self.depth is not None:
            conditions.append(pl.col("depth") == self.depth)
        if self.answered is not None:
            answered = pl.col("id").filter(pl.col("author") == self.answered)
            conditions.append(pl.col("parent").is_in(answered.implode()))
        if self.words:
            conditions.append(found(self.words))
        if self.unsure:
            conditions.append(pl.col("confidence") < UNSURE)
        if self.question:
            conditions.append(pl.col("body").str.contains(r"[?\u{ff1f}\u{61f}]\s*(?:\n|$)"))
        if self.unanswered:
            conditions.append(pl.col("replies") == 0)
        if self.day is not None:
            conditions.append(pl.col("posted_at").dt.date() == self.day)
        if self.since is not None:
            conditions.append(pl.col("posted_at").dt.date() >= self.since)
        return pl.all_horizontal(conditions).fill_null(False)

    def __str__(self) -> str:
        """Say what is looked for."""
        said = [
            f"by {self.author}" if self.author is not None else "",
            f"at depth {self.depth}" if self.depth is not None else "",
            f"answering {self.answered}" if self.answered is not None else "",
            f'with "{self.words}"' if self.words else "",
            "unsure" if self.unsure else "",
            "asking" if self.question else "",
            "unanswered" if self.unanswered else "",
            f"on {self.day}" if self.day is not None else "",
            f"from {self.since} on" if self.since is not None else "",
        ]
        return ", ".join(part for part in said if part)


def found(words: str) -> pl.Expr:
    """Tell whether a comment or its author's name holds some words; capitals matter if any is."""
    small = words == words.lower()
    pattern = f"(?i){pl.escape_regex(words)}" if small else words
    in_body = pl.col("body").str.contains(pattern, literal=not small)
    in_author = pl.col("author").str.contains(pattern, literal=not small)
    return in_body | in_author.fill_null(False)


def shown(shape: Shape, matches: list[int], showing: Showing) -> list[int]:
    """List the rows a filter shows, ascending."""
    if showing == "matches":
        return matches
    rows = set(matches)
    for row in matches:
        if showing == "threads":
            root = shape.root(row)
            rows.update(range(root, shape.end[root]))
            continue
        for up in shape.ancestors(row):
            if up in rows:
                break
            rows.add(up)
    return sorted(rows)
