"""One value of JSON in a file: a list of comments or pages, or a whole thread of a site."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from threadscope.errors import CutError
from threadscope.pages.decode import decode
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import CommentItem, PageItem
from threadscope.pages.objects import Objects
from threadscope.pages.plain import whole
from threadscope.pages.values import parse_at

_LIST = re.compile(rb'\[\s*\{\s*"[^"\\\n]*"\s*:')
_OBJECT = re.compile(rb'\{\s*"[^"\\\n]*"\s*:')
_THREAD = re.compile(
    rb'"post_stream"\s*:\s*\{|"kind"\s*:\s*"(?:Listing|t[13]|more)"'
    rb'|"created_at_i"\s*:\s*\d|"nbHits"\s*:\s*\d'
)
"""What only objects have that hold a whole thread."""
_SPACE = re.compile(r"\s*")


def is_document(head: bytes) -> bool:
    """Tell from its first bytes whether a file is a list of objects, or a thread as one object."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _LIST.match(start):
        return True
    first = start.partition(b"\n")[0]
    is_several = first.rstrip().endswith(b"}") and start[len(first) :].lstrip().startswith(b"{")
    return bool(not is_several and _OBJECT.match(start) and _THREAD.search(start))


def read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    """Read a list object by object, or the one object; comments are numbered.

    Raises:
        CutError: the list is broken somewhere; what stands before was read.
        DataError: passed on from the chunks.
    """
    data, cut = whole(chunks)
    text, notes = decode(data, file.name, file.encoding)
    yield from notes
    objects, number = Objects(file.name), count(1)
    for place, value in enumerate(_values(text), start=1):
        for item in objects.take(place, value):
            yield _numbered(item, number)
    for item in objects.rest():
        yield _numbered(item, number)
    if cut:
        raise cut


def _numbered(item: Item, number: Iterator[int]) -> Item:
    return replace(item, place=next(number)) if isinstance(item, (PageItem, CommentItem)) else item


def _values(text: str) -> Iterator[Any]:
    """Parse a value, and if it is a list one thing in it after the other.

    Raises:
        CutError: it goes on where it should have ended, or not where it should.
    """
    at = _after(text, 0)
    is_list = text.startswith("[", at)
    at = _after(text, at + 1) if is_list else at
    if is_list and text.startswith("]", at):
        return
    while True:
        value, end = parse_at(text, at)
        yield value
        if end is None and is_list:
            raise CutError(f"cannot be read behind character {at} (what stands before was read)")
        if end is None:
            return
        at = _after(text, end)
        if not (is_list and text.startswith(",", at)):
            break
        at = _after(text, at + 1)
    if is_list and not text.startswith("]", at):
        raise CutError(f"cannot be read behind character {at} (what stands before was read)")
    if rest := text[_after(text, at + is_list) :]:
        raise CutError(f"is not JSON: {len(rest)} characters behind its end (left out)")


def _after(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


DOOR = Door("json", is_document, read, "object", "a list of JSON objects, or a thread as one")
"""A list of objects, or one that holds a thread."""
