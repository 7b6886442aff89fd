"""Plain text: the file is the page."""

from collections.abc import Iterable, Iterator

from threadscope.errors import CutError, Note, Severity
from threadscope.pages.decode import decode, looks_binary
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import PageItem


def whole(chunks: Iterable[bytes]) -> tuple[bytes, CutError | None]:
    """Join the chunks of a file, and say if it ends too early.

    Raises:
        DataError: passed on from the chunks: what came before cannot be trusted.
    """
    pieces: list[bytes] = []
    try:
        pieces.extend(chunks)
    except CutError as error:
        return b"".join(pieces), error
    return b"".join(pieces), None


def _read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    data, cut = whole(chunks)
    if file.walked and looks_binary(data):
        why = "looks binary, skipped (name the file itself to read it)"
        yield Note(Severity.INFO, file.name, why)
        return
    text, notes = decode(data, file.name, file.encoding)
    yield from notes
    yield PageItem(1, file.name, text)
    if cut:
        raise cut


DOOR = Door("text", lambda _head: True, _read, "page", "text")
"""The last door: everything is text."""
