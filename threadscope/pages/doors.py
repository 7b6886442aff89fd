"""All doors, in the order in which they are tried."""

from pathlib import PurePath

from threadscope.errors import UsageError
from threadscope.pages import document, html, jsonl, parquet, plain, warc
from threadscope.pages.door import Door
from threadscope.pages.dumps import disqus, wordpress
from threadscope.pages.mail import MAIL, MBOX

DOORS = (
    parquet.DOOR,
    warc.DOOR,
    MBOX,
    MAIL,
    disqus.DOOR,
    wordpress.DOOR,
    document.DOOR,
    jsonl.DOOR,
    html.DOOR,
    plain.DOOR,
)
"""The last one takes what no other does."""


_PACKED = frozenset({".gz", ".zst"})
_ARCHIVES = {".mbox": MBOX, ".warc": warc.DOOR, ".wet": warc.DOOR}
"""Endings of names that promise more than one page; a file that breaks the promise is no page."""


def door_of(head: bytes, kind: str | None = None, name: str = "") -> Door:
    """Find the door for a file.

    Args:
        head: its first bytes, unpacked.
        kind: the name of a door; None = the first that fits.
        name: what the file is called; only of a text that should be an archive it matters.

    Raises:
        UsageError: no door has that name.
    """
    for door in DOORS:
        if door.name == kind:
            return door
        if kind is None and door.fits(head):
            return _promised(name, door) if door is plain.DOOR and head.strip() else door
    known = ", ".join(door.name for door in DOORS)
    raise UsageError(f"no format is called {kind!r} (choose one of {known})")


def _promised(name: str, otherwise: Door) -> Door:
    """Give the door of archives if a name ends like one, packed or not."""
    ending = next((each for each in PurePath(name).suffixes[::-1] if each not in _PACKED), "")
    return _ARCHIVES.get(ending.lower(), otherwise)
