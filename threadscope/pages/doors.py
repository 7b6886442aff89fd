"""All doors, in the order in which they are tried."""

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


def door_of(head: bytes, kind: str | None = None) -> Door:
    """Find the door for a file.

    Args:
        head: its first bytes, unpacked.
        kind: the name of a door; None = the first that fits.

    Raises:
        UsageError: no door has that name.
    """
    for door in DOORS:
        if door.name == kind or (kind is None and door.fits(head)):
            return door
    known = ", ".join(door.name for door in DOORS)
    raise UsageError(f"no format is called {kind!r} (choose one of {known})")
