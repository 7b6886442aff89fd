"""What a correction says, and how one is made."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import polars as pl

from threadscope.errors import UsageError

PAGE: Final = "page"
"""The place of a comment that answers the page itself."""
MISSING: Final = "missing"
"""The place of a comment that answers something not on the page."""
DIGITS: Final = 12
"""Hexadecimal digits of a digest."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a comment is known by."""

    line: int
    """Its first line on the page, 1-based."""
    digest: str
    """Its `digest`."""
    author: str | None
    """Who wrote it, for people; null = unknown. The digest holds it too."""


Answers: TypeAlias = Key | Literal["page", "missing"]
"""What a comment answers: another comment, the page itself, or something not on the page."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A reader's word on whom one comment answers."""

    page: str
    """The page's name in tables."""
    comment: Key
    """The comment that is corrected."""
    answers: Answers
    """Its new place."""


def digest(author: str | None, body: str) -> str:
    """Give the first 12 hexadecimal digits of the SHA-256 of author, NUL and body."""
    return hashlib.sha256(f"{author or ''}\0{body}".encode()).hexdigest()[:DIGITS]


def correct(
    threads: pl.DataFrame, comment: int, parent: int | None, *, missing: bool = False
) -> Correction:
    """Make the correction that hangs a comment below another one.

    Args:
        threads: THREADS, or COMMENTS.
        comment: id of the comment.
        parent: id of what it answers; None = the page itself.
        missing: True = it answers something that is not on the page; `parent` is None then.

    Raises:
        UsageError: one of them is not there, or the comment cannot stand below that parent.
    """
    row = _row(threads, comment)
    page, key = row["page"], _key(row)
    if parent is None:
        return Correction(page, key, MISSING if missing else PAGE)
    if missing:
        raise UsageError("a comment answers one that is there or a missing one (choose one)")
    above = _row(threads, parent)
    if above["page"] != page:
        raise UsageError("a comment answers one of its own page (choose one of this page)")
    if parent >= comment:
        raise UsageError("a reply stands below what it answers (choose an earlier comment)")
    return Correction(page, key, _key(above))


def _row(threads: pl.DataFrame, comment: int) -> dict[str, Any]:
    rows = threads.filter(pl.col("id") == comment)
    if rows.is_empty():
        raise UsageError(f"there is no comment {comment} (choose one that is shown)")
    return rows.row(0, named=True)


def _key(row: dict[str, Any]) -> Key:
    return Key(row["first_line"], digest(row["author"], row["body"]), row["author"])
