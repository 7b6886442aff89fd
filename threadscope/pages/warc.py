"""WARC and WET: the pages of a crawl, one record each."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threadscope.errors import DataError, Note, Severity
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import BadItem, FileItem
from threadscope.pages.records import MAGIC, MOST, Gap, Record, records
from threadscope.pages.stream import Stream

_KINDS = {
    "": None,
    "application/xhtml+xml": "html",
    "text/html": "html",
    "text/plain": "text",
}
"""Doors for what servers call their pages; None = that which fits."""
_PLACES = ("http:", "https:", "file:", "ftp:")
"""Addresses of pages; crawlers keep notes of their own under others."""
_FINE = range(200, 300)
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,16}[ \t]*(?:;[^\r\n]*)?\r?\n")
"""The length of a piece, before it."""
_GZIP = b"\x1f\x8b"


def is_warc(head: bytes) -> bool:
    """Tell from its first bytes whether a file is an archive of a crawl."""
    return bool(MAGIC.match(head))


def _read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    passed = 0
    failed: DataError | None = None
    try:
        for number, record in enumerate(records(Stream(chunks)), start=1):
            item = _item(record, number)
            passed += item is None
            if item is not None:
                yield item
    except DataError as error:
        failed = error
    if passed:
        why = f"records without a page: {passed} (requests, pictures and redirects are passed over)"
        yield Note(Severity.INFO, file.name, why)
    if failed:
        raise failed


@dataclass(frozen=True, slots=True)
class _Page:
    """What a record says of its page."""

    kind: str | None
    """The door it goes through; None = that which fits."""
    data: bytes
    """Its bytes, perhaps still packed."""
    charset: str | None = None
    packed: tuple[str, ...] = ()
    """How its bytes were packed for the way, the last one outermost."""


def _item(record: Record | Gap, number: int) -> Item | None:
    """Read one record; None = it holds no page."""
    if isinstance(record, Gap):
        return BadItem(number, record.why)
    at = f"(at byte {record.place})"
    try:
        page = _page(record)
        if page is None:
            return None
        data = _unpacked(page.data, page.packed)
    except (OSError, ValueError) as error:
        return BadItem(number, f"holds a damaged answer: {error} {at}")
    if record.length > MOST or len(data) > MOST:
        return BadItem(number, f"holds more than {MOST >> 20} MB {at}")
    address = record.fields.get("warc-target-uri", "").strip("<>")
    if not address:
        return BadItem(number, f"has no address {at}")
    return FileItem(address, data, page.kind, page.charset)


def _page(record: Record) -> _Page | None:
    """Read what a record says of its page; None = it holds none.

    Raises:
        OSError: the server's answer that it should hold cannot be read.
    """
    name, _, rest = record.fields.get("content-type", "").partition(";")
    match record.fields.get("warc-type", "").lower():
        case "conversion":
            return _Page("text", record.body)
        case "response" if name.strip().lower() == "application/http":
            return _answer(record)
        case "resource" | "response":
            known = name.strip().lower()
            address = record.fields.get("warc-target-uri", "").lstrip("<")
            is_page = known and known in _KINDS and address.startswith(_PLACES)
            charset = rest.strip().removeprefix("charset=") or None
            return _Page(_KINDS[known], record.body, charset) if is_page else None
    return None


def _answer(record: Record) -> _Page | None:
    """Read what a server answered; None = no page."""
    from fastwarc.warc import WarcRecord  # noqa: PLC0415 - only archives need it

    http = WarcRecord()
    http.set_bytes_content(record.body)
    http.is_http = True
    http.parse_http()
    known = (http.http_content_type or "").strip().lower()
    status = http.http_headers.status_code
    if known not in _KINDS or (status is not None and status not in _FINE):
        return None
    names = ("Content-Encoding", "Transfer-Encoding")
    packed = ",".join(http.http_headers.get(name) or "" for name in names).lower().split(",")
    steps = tuple(step.strip() for step in packed)
    return _Page(_KINDS[known], http.reader.read(), http.http_charset, steps)


def _unpacked(data: bytes, packed: tuple[str, ...]) -> bytes:
    """Undo what a server did to a page for the way; what it only says it did is passed over.

    Raises:
        OSError, ValueError: the bytes are damaged.
    """
    from fastwarc import stream_io  # noqa: PLC0415

    for step in reversed(packed):
        inner = io.BytesIO(data)
        if step == "chunked" and _CHUNK.match(data):
            data = stream_io.ChunkedReader(inner).read(MOST + 1)
        elif step in ("gzip", "x-gzip") and data.startswith(_GZIP):
            data = stream_io.GzipReader(inner).read(MOST + 1)
        elif step == "deflate":
            data = stream_io.GzipReader(inner, zlib=True).read(MOST + 1)
        elif step == "br":
            data = stream_io.BrotliReader(inner).read(MOST + 1)
        elif step == "zstd":
            data = stream_io.ZstdReader(inner).read(MOST + 1)
    return data


DOOR = Door("warc", is_warc, _read, "record", "a WARC or WET archive")
"""Archives of crawls."""
