"""Lines of JSON: comments that are already cut, or pages, one a line.

The reader is our own because a frame library's drops a key that appears late, maps a lone
surrogate to NUL and gives up a whole file for one bad line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from threadscope.errors import CutError
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import CommentItem, PageItem
from threadscope.pages.objects import Objects
from threadscope.pages.values import parse

_REPLACED = "\ufffd"


def is_jsonl(head: bytes) -> bool:
    """Tell from its first bytes whether a file holds lines of JSON objects."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not re.match(rb'\{\s*("|\})', first):
        return False
    line, complete, _ = first.partition(b"\n")
    return not complete or isinstance(parse(_decode(line)), dict) or b'"' in line


def lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut chunks of bytes into lines, line ends taken off."""
    pieces: list[bytes] = []
    for chunk in chunks:
        first, *whole = chunk.split(b"\n")
        pieces.append(first)
        if whole:
            yield b"".join(pieces)
            pieces = [whole.pop()]
            yield from whole
    if rest := b"".join(pieces):
        yield rest


def read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    """Read every line; blank ones are passed over.

    A text with an id and nothing else is a page, unless comments stand above it.

    Raises:
        CutError, DataError: passed on from the chunks, after the lines before.
    """
    objects, cut = Objects(file.name), None
    try:
        for number, raw in enumerate(lines(chunks), start=1):
            if raw.strip(b" \t\r\n\xef\xbb\xbf"):
                yield from _line(objects, number, raw)
    except CutError as error:
        cut = error
    yield from objects.rest()
    if cut:
        raise cut


def _line(objects: Objects, number: int, raw: bytes) -> Iterator[Item]:
    decoded = _decode(raw)
    damaged = decoded.count(_REPLACED) > raw.count(_REPLACED.encode())
    for item in objects.take(number, parse(decoded)):
        if damaged and isinstance(item, (PageItem, CommentItem)):
            yield replace(item, damaged=True)
            damaged = False
        else:
            yield item


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8-sig", "replace")


DOOR = Door("jsonl", is_jsonl, read, "line", "a JSON object on each line")
"""Lines of JSON."""
