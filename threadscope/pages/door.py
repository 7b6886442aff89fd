"""What a door is: how a format is known, and how what it holds is read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from threadscope.errors import Note
from threadscope.pages.items import BadItem, CommentItem, FileItem, PageItem
from threadscope.pages.renderer import Renderer

Item = PageItem | CommentItem | BadItem | FileItem | Note
"""What a door hands on, in the order of the file."""


@dataclass(frozen=True, slots=True)
class File:
    """What a door may know of the file that it reads."""

    name: str
    """As it is called in tables and messages."""
    encoding: str | None = None
    """How pages are encoded; None = find out."""
    walked: bool = False
    """True if a folder or a glob brought it in, so that nobody asked for just this file."""
    charset: str | None = None
    """How it is encoded, by whoever sent it; None = not said."""
    renderer: Renderer = field(default_factory=Renderer)
    """Renders HTML."""


@dataclass(frozen=True, slots=True)
class Door:
    """One format of files."""

    name: str
    """What `--as` calls it."""
    fits: Callable[[bytes], bool]
    """Tells from the first bytes of a file, at most a megabyte, whether it has this format."""
    read: Callable[[Iterable[bytes], File], Iterator[Item]]
    """Reads the chunks of a file.

    Raises:
        CutError, DataError: passed on from the chunks, after the items before.
    """
    unit: str
    """What it reads one after the other: a line, a message."""
    wanted: str
    """What each of them has to be."""
