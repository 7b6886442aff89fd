"""HTML: a page as it was saved, or as a server sent it."""

import re
from collections.abc import Iterable, Iterator

from threadscope.pages.decode import decode
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import PageItem
from threadscope.pages.plain import whole

_LOOKED_AT = 1 << 16
_BEGINS = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body)(?=[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_A_PIECE = re.compile(rb"(?:\s|<!--.*?-->)*<[a-z][^<>]{0,2000}>", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(
    rb"</(?:a|article|b|body|center|div|em|font|form|h[1-6]|head|i|li|main|ol|p|script|section|span|"
    rb"strong|style|table|td|title|tr|ul)>",
    re.IGNORECASE,
)
_DENSE = 500
"""HTML that does not begin like a page has the end of an element in so many bytes, at least."""
_DECLARED = re.compile(
    rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,40})",
    re.IGNORECASE,
)


def is_html(head: bytes) -> bool:
    """Tell from its first bytes whether a file is HTML."""
    start = _narrow(head[:_LOOKED_AT])
    if _BEGINS.match(start):
        return True
    return bool(_A_PIECE.match(start)) and len(_ENDS.findall(start)) * _DENSE >= len(start)


def _narrow(head: bytes) -> bytes:
    """Take a byte order mark off, and every second byte of UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def declared(data: bytes) -> str | None:
    """Read what a page says of its own encoding; None = nothing."""
    found = _DECLARED.search(data, 0, _LOOKED_AT)
    return (found[1] or found[2]).decode("ascii") if found else None


def _read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    data, cut = whole(chunks)
    said = file.charset or declared(data)
    html, notes = decode(data, file.name, file.encoding, said)
    yield from notes
    text, shape = file.renderer.render(html)
    yield PageItem(1, file.name, text, shape=shape)
    if cut:
        raise cut


DOOR = Door("html", is_html, _read, "page", "HTML")
"""Pages of HTML."""
