"""What comes through a door: pages, comments already cut, and what could not be read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from threadscope.pages.decode import line_feeds


@dataclass(frozen=True, slots=True)
class Shape:
    """What a page still shows of its structure, beside its text."""

    elements: dict[str, list[Any]]
    """Columns of `schema.ELEMENTS`, without page and place."""
    states: dict[str, list[Any]]
    """Columns of `schema.STATES`, without page."""


@dataclass(frozen=True, slots=True)
class PageItem:
    """A page whose text is still to be cut."""

    place: int
    """1-based line or number of it in its file."""
    name: str | None
    """What it is called there, such as its address; None = it has no name of its own."""
    text: str
    """Its text, lines ended by a line feed."""
    damaged: bool = False
    """True if bytes that are not UTF-8 became U+FFFD without a note."""
    shape: Shape | None = None
    """Its structure; None = it is flat text."""


@dataclass(frozen=True, slots=True)
class CommentItem:
    """A comment that is already cut."""

    place: int
    """1-based line of the file on which it begins, or its number."""
    page: str | None
    """Its page as given; None = the file is the page."""
    row: dict[str, Any]
    """Columns of `schema.CUTS` without page and lines."""
    damaged: bool = False
    """True if bytes that are not UTF-8 became U+FFFD."""
    wordless: bool = False
    """True if nothing of it holds a text."""
    last: int | None = None
    """1-based line on which it ends; None = on that where it begins."""


@dataclass(frozen=True, slots=True)
class BadItem:
    """A piece of a file that is neither, and is left out."""

    place: int
    """1-based line or number of it in its file."""
    why: str
    """What is wrong with it."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file inside the file, to be read through the door that fits it."""

    name: str
    """What it is called, such as the address it was fetched from."""
    data: bytes
    """Its bytes, unpacked."""
    kind: str | None = None
    """The name of the door it goes through; None = that which fits."""
    charset: str | None = None
    """How it is encoded, by whoever sent it; None = not said."""


def row_of(
    body: str,
    *,
    author: str | None = None,
    posted_text: str | None = None,
    posted_at: datetime | None = None,
    subject: str | None = None,
    source_id: str | None = None,
    parent_id: str | None = None,
    top_level: bool = False,
) -> dict[str, Any]:
    """Make the row of a comment; what is not said is unknown.

    Args:
        body: its text; line ends become line feeds.
        author: as in COMMENTS, and so are all others.
        posted_text: the date as written.
        posted_at: the date, where the door understands it.
        subject: its title.
        source_id: its own id.
        parent_id: the id of the comment that it answers.
        top_level: True = it is stated to answer the page.
    """
    return {
        "author": author,
        "posted_at": posted_at,
        "posted_text": posted_text,
        "subject": subject,
        "body": line_feeds(body),
        "source_id": source_id or None,
        "parent_id": parent_id or None,
        "parent_author": None,
        "top_level": top_level,
    }
