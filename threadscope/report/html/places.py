"""How a comment's place in the tree is known: a sign and a word for each, never colour alone."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """One way in which a place is known."""

    kind: str
    """Its class in the style sheet."""
    sign: str
    """Its sign."""
    word: str
    """Its word."""
    about: str
    """What it means."""


STATED = Place("stated", "●", "stated", "the page, or a reader, says whom the comment answers")
INFERRED = Place("inferred", "◐", "inferred", "found by evidence, as sure as its percentage says")
OPEN = Place("open", "○", "open", "less sure than was asked for; the comment stands by itself")
ORPHAN = Place("orphan", "⊘", "orphan", "answers a comment that is not on the page")
PLACES = (STATED, INFERRED, OPEN, ORPHAN)


def place_of(row: dict[str, Any]) -> Place:
    """Tell how the place of a row of THREADS is known."""
    if row["orphan"]:
        return ORPHAN
    if row["unplaced"]:
        return OPEN
    return STATED if row["certain"] else INFERRED
