"""Lines of JSON: comments that are already cut, or pages, one a line.

The reader is our own because a frame library's drops a key that appears late, maps a lone
surrogate to NUL and gives up a whole file for one bad line.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from threadscope.pages.decode import line_feeds
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import BadItem, CommentItem, PageItem

AUTHOR_KEYS = ("author", "speaker", "user")
BODY_KEYS = ("text", "body")
PAGE_KEYS = ("page", "thread", "conversation_id")
DATE_KEYS = ("posted_at", "timestamp", "date")
PARENT_KEYS = ("parent", "reply_to")
_ONLY_COMMENTS = {*AUTHOR_KEYS, "body", *PAGE_KEYS, *PARENT_KEYS}
_REPLACED = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")


class _ConstantError(ValueError):
    """NaN or an infinity, which JSON does not have."""


def is_jsonl(head: bytes) -> bool:
    """Tell from its first bytes whether a file holds lines of JSON objects."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not re.match(rb'\{\s*("|\})', first):
        return False
    line, complete, _ = first.partition(b"\n")
    return not complete or isinstance(_parse(_decode(line)), dict) or b'"' in line


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


def read(chunks: Iterable[bytes], _file: File) -> Iterator[Item]:
    """Read every line; blank ones are passed over.

    A text with an id and nothing else is a page, unless comments stand above it: data sets leave
    out keys that hold nothing.

    Raises:
        CutError, DataError: passed on from the chunks, after the lines before.
    """
    among_comments = False
    for number, raw in enumerate(lines(chunks), start=1):
        if raw.strip(b" \t\r\n\xef\xbb\xbf"):
            item = _line(number, raw, among_comments=among_comments)
            among_comments |= isinstance(item, CommentItem)
            yield item


def _line(number: int, raw: bytes, *, among_comments: bool) -> PageItem | CommentItem | BadItem:
    decoded = _decode(raw)
    value = _parse(decoded)
    if isinstance(value, str):
        return BadItem(number, value)
    if not isinstance(value, dict):
        return BadItem(number, f"holds a {type(value).__name__}, not an object")
    damaged = decoded.count(_REPLACED) > raw.count(_REPLACED.encode())
    return item_of(number, value, among_comments=among_comments, damaged=damaged)


def item_of(
    number: int, value: dict[str, Any], *, among_comments: bool, damaged: bool = False
) -> PageItem | CommentItem | BadItem:
    """Make of an object, or of a row of a table, what it holds.

    Args:
        number: 1-based place in its file.
        value: its values by their names.
        among_comments: True = comments stand above it.
        damaged: True = bytes of it were not UTF-8.
    """
    text = _text(value.get("text"))
    is_comment = _ONLY_COMMENTS & value.keys() or (among_comments and "id" in value)
    if text is not None and not is_comment:
        name = _text(value.get("url")) or _text(value.get("title"))
        return PageItem(number, name, line_feeds(text), damaged)
    if not (_ONLY_COMMENTS | {"id"}) & value.keys():
        return BadItem(number, "holds neither a comment nor a page (see the keys in the manual)")
    page = _text(_first(value, PAGE_KEYS)) or None
    wordless = all(_text(value.get(key)) is None for key in BODY_KEYS)
    return CommentItem(number, page, _comment(value), damaged, wordless)


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8-sig", "replace")


def _parse(text: str) -> Any:
    """Parse one line; a string says why it cannot be parsed."""
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return f"is not JSON: {error.msg} at column {error.colno}"
    except _ConstantError as error:
        return f"is not JSON: {error} is not a number there"
    except ValueError:
        return "holds a number of more digits than can be read"
    except RecursionError:
        return "is nested too deeply"
    return "holds a str, not an object" if isinstance(value, str) else value


def _refuse(constant: str) -> None:
    raise _ConstantError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _comment(value: dict[str, Any]) -> dict[str, Any]:
    parents = [value[key] for key in PARENT_KEYS if key in value and not _is_guess(value)]
    return {
        "author": _text(_first(value, AUTHOR_KEYS)),
        "posted_text": _text(_first(value, DATE_KEYS)),
        "subject": _text(_first(value, ("subject", "title"))),
        "body": line_feeds(_text(_first(value, BODY_KEYS)) or ""),
        "source_id": _text(value.get("id")) or None,
        "parent_id": _text(next((one for one in parents if one is not None), None)) or None,
        "parent_author": None,
        "top_level": bool(parents) and all(parent in (None, "") for parent in parents),
    }


def _is_guess(value: dict[str, Any]) -> bool:
    """Tell whether the parent of a comment was found by this program, not stated: look again."""
    return value.get("certain") is False or value.get("orphan") is True


def _first(value: dict[str, Any], keys: tuple[str, ...]) -> Any:
    for key in keys:
        if (found := value.get(key)) is not None:
            return found
    return None


def _text(value: Any) -> str | None:
    """Give a string or number as text that every table can hold; None for anything else."""
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    return text if text.isascii() or _is_utf8(text) else _SURROGATE.sub(_REPLACED, text)


def _is_utf8(text: str) -> bool:
    """Tell whether a text has no lone surrogates, at the speed of the encoder."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


DOOR = Door("jsonl", is_jsonl, read, "line", "a JSON object on each line")
"""Lines of JSON."""
