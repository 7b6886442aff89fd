"""The records of a WARC archive, with every byte of it accounted for.

Libraries for these archives end without a word where one is cut, or go on behind a gap as if
nothing were missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from threadscope.errors import CutError, DataError
from threadscope.pages.stream import Stream

MOST = 256 << 20
"""Bytes of one record that are kept."""
MAGIC = re.compile(rb"WARC/\d")
"""How a record begins."""
_LONGEST = 64 << 10
"""Bytes of a header line."""
_MOST_LINES = 200
_BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    place: int
    """The byte of the archive where it begins."""
    fields: dict[str, str]
    """Its header, names in lower case."""
    body: bytes
    """What it holds; nothing if that is more than `MOST`."""
    length: int
    """How much it holds."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is no record."""

    why: str
    """What is wrong with it, and where."""


def records(stream: Stream) -> Iterator[Record | Gap]:
    """Read the records of an archive, and what stands between them.

    Raises:
        CutError: the last record ends too early.
        DataError: the stream does.
    """
    lost, where = 0, 0
    while line := stream.line(_LONGEST):
        place = stream.place - len(line)
        if MAGIC.match(line):
            if lost:
                yield _no_record(lost, where)
                lost = 0
            yield _record(stream, place)
        elif lost or line.strip(_BLANK):
            where = where if lost else place
            lost += len(line)
    if lost:
        yield _no_record(lost, where)
    if stream.error:
        raise stream.error


def _no_record(size: int, place: int) -> Gap:
    return Gap(f"is no record: {size} bytes at byte {place}")


def _record(stream: Stream, place: int) -> Record | Gap:
    """Read what follows the first line of a record.

    Raises:
        CutError, DataError: it ends too early.
    """
    fields: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        if not (line := stream.line(_LONGEST)):
            raise _cut(stream, f"cut inside the header at byte {place}")
        if not line.strip(_BLANK):
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    else:
        return Gap(f"has a header without end (at byte {place})")
    length = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,18}", length):
        return Gap(f"says no length (at byte {place})")
    size = int(length)
    body = stream.take(size) if size <= MOST else b""
    there = len(body) if size <= MOST else stream.skip(size)
    if there < size:
        raise _cut(
            stream, f"cut inside the record at byte {place}: {there} of {size} bytes are there"
        )
    return Record(place, fields, body, size)


def _cut(stream: Stream, why: str) -> DataError:
    return stream.error or CutError(f"{why} (fetch the file again)")
