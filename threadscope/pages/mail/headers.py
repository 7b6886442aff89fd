"""Headers of mails, each read behind a guard.

The standard library raises IndexError, AttributeError, RecursionError, ValueError and LookupError
on damaged headers; what it cannot read is unknown here, or stays as it is written.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr, parsedate_tz
from typing import TypeVar

from threadscope.pages.decode import codec
from threadscope.pages.values import text_of

T = TypeVar("T")

FAILURES = (
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    LookupError,
    MessageError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the standard library is known to raise on damaged mails."""
_ID = re.compile(r"<([^<>]{1,998})>")
_BARE = re.compile(r"[^\s<>,;\"()]+@[^\s<>,;\"()]+")
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")
_ESCAPED = re.compile(r"\\(.)")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_SPACE = re.compile(r"\s+")
_LONGEST = 1000
"""Characters of an address, a date or ids without brackets that are looked at: the time that the
standard library takes grows with the square of them."""


def guarded(read: Callable[[], T], otherwise: T) -> T:
    """Give what the standard library reads, or something else where it fails."""
    try:
        return read()
    except FAILURES:
        return otherwise


def parsed(data: bytes) -> Message:
    """Parse a block of headers."""
    return guarded(lambda: message_from_bytes(data, policy=compat32), Message(compat32))


def raw(head: Message, name: str) -> str | None:
    """Give a header as written, folds taken out; None = it is not there or empty."""
    values = (value for key, value in head.raw_items() if key.lower() == name)
    value = next((str(value) for value in values), "")
    data = value.encode("utf-8", "surrogateescape")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return _FOLD.sub(" ", text).strip() or None


def written(head: Message, name: str) -> str | None:
    """Give a header in words: encoded words decoded, white space made one blank."""
    value = raw(head, name)
    return value and decoded(value)


def decoded(value: str) -> str | None:
    """Decode the encoded words of a header."""
    if "=?" in value:
        value = guarded(lambda: "".join(map(_word, decode_header(value))), value)
    return _SPACE.sub(" ", text_of(value) or "").strip() or None


def _word(part: tuple[bytes | str, str | None]) -> str:
    said, charset = part
    if isinstance(said, str):
        return said
    if charset is None:
        return guarded(lambda: said.decode("raw-unicode-escape"), said.decode("latin-1"))
    return in_charset(said, charset) or said.decode("utf-8", "replace")


def in_charset(data: bytes, charset: str) -> str | None:
    """Decode bytes as a mail says they are encoded; None = they are not, or nobody knows it."""
    try:
        return data.decode(codec(charset))
    except (LookupError, ValueError):
        return None


def ids(head: Message, name: str) -> list[str]:
    """Give the ids of mails that a header names, in order, without their brackets."""
    value = raw(head, name) or ""
    found = _ID.findall(value) or _BARE.findall(value[:_LONGEST])
    return [text for each in found if (text := _SPACE.sub("", text_of(each) or ""))]


def own_id(head: Message) -> str | None:
    """Give the id of a mail without its brackets; None = it has none."""
    return (
        next(iter(ids(head, "message-id")), None)
        or (written(head, "message-id") or "").strip("<> ")
        or None
    )


def author(head: Message) -> str | None:
    """Give the name of who wrote a mail, else the address; None = neither can be read."""
    value = raw(head, "from") or raw(head, "sender")
    if value is None:
        return None
    named = _NAMED.match(value)
    if named and named[1].count('"') % 2 == 0:
        name, address = _unquoted(named[1]), named[2]
    else:
        name, address = guarded(lambda: parseaddr(value[:_LONGEST]), ("", ""))
    bare = _BARE.search(value[:_LONGEST])
    return decoded(name) or decoded(address) or (bare[0] if bare else None)


def _unquoted(name: str) -> str:
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        return _ESCAPED.sub(r"\1", name[1:-1])
    return name


def posted(head: Message) -> datetime | None:
    """Read when a mail was written, in UTC where its offset is known; None = it cannot be read."""
    value = raw(head, "date")
    return guarded(lambda: _moment(value[:_LONGEST]), None) if value else None


def _moment(value: str) -> datetime | None:
    found = parsedate_tz(value)
    if found is None:
        return None
    year, month, day, hour, minute, second = found[:6]
    moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    return (moment - timedelta(seconds=found[9] or 0)).replace(tzinfo=None)
