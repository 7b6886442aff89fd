"""Lines of JSON: comments that are already cut, or pages, one a line.

The reader is our own because a frame library's drops a key that appears late, maps a lone
surrogate to NUL and gives up a whole file for one bad line.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

AUTHOR_KEYS = ("author", "speaker", "user")
BODY_KEYS = ("text", "body")
PAGE_KEYS = ("page", "thread", "conversation_id")
DATE_KEYS = ("posted_at", "timestamp", "date")
PARENT_KEYS = ("parent", "reply_to")
_ONLY_COMMENTS = {*AUTHOR_KEYS, "body", *PAGE_KEYS, *PARENT_KEYS}
_SURROGATE = re.compile("[\ud800-\udfff]")


class _ConstantError(ValueError):
    """NaN or an infinity, which JSON does not have."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A page that stood on one line."""

    line: int
    """1-based line of the file."""
    name: str | None
    """Its `url` or `title`."""
    text: str
    """Its text as given."""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment that stood on one line."""

    line: int
    """1-based line of the file."""
    page: str | None
    """Its page as given; None = the file is the page."""
    row: dict[str, Any]
    """Columns of `schema.CUTS` without page and lines."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is neither."""

    line: int
    """1-based line of the file."""
    why: str
    """What is wrong with it."""


def is_jsonl(head: bytes) -> bool:
    """Tell from its first bytes whether a file holds lines of JSON objects."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not re.match(rb'\{\s*("|\})', first):
        return False
    line, complete, _ = first.partition(b"\n")
    return not complete or isinstance(_parse(line), dict) or b'"' in line


def lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut chunks of bytes into lines, line ends taken off."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def read(chunks: Iterable[bytes]) -> Iterator[TextLine | CommentLine | BadLine]:
    """Read every line; blank ones are passed over.

    Raises:
        CutError, DataError: passed on from the chunks, after the lines before.
    """
    for number, raw in enumerate(lines(chunks), start=1):
        if raw.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _line(number, raw)


def _line(number: int, raw: bytes) -> TextLine | CommentLine | BadLine:
    value = _parse(raw)
    if isinstance(value, str):
        return BadLine(number, value)
    if not isinstance(value, dict):
        return BadLine(number, f"holds a {type(value).__name__}, not an object")
    text = _text(value.get("text"))
    if text is not None and not _ONLY_COMMENTS & value.keys():
        return TextLine(number, _text(value.get("url")) or _text(value.get("title")), text)
    if not (_ONLY_COMMENTS | {"id"}) & value.keys():
        return BadLine(number, "holds neither a comment nor a page (see the keys in the manual)")
    return CommentLine(number, _text(_first(value, PAGE_KEYS)), _comment(value))


def _parse(raw: bytes) -> Any:
    """Parse one line; a string says why it cannot be parsed."""
    try:
        text = raw.decode("utf-8-sig", "replace")
        value = json.loads(text, parse_constant=_refuse)
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


def _comment(value: dict[str, Any]) -> dict[str, Any]:
    parents = [key for key in PARENT_KEYS if key in value]
    parent = _text(_first(value, PARENT_KEYS)) or None
    return {
        "author": _text(_first(value, AUTHOR_KEYS)),
        "posted_text": _text(_first(value, DATE_KEYS)),
        "subject": _text(_first(value, ("subject", "title"))),
        "body": _text(_first(value, BODY_KEYS)) or "",
        "source_id": _text(value.get("id")) or None,
        "parent_id": parent,
        "parent_author": None,
        "top_level": bool(parents) and parent is None,
    }


def _first(value: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((value[key] for key in keys if value.get(key) is not None), None)


def _text(value: Any) -> str | None:
    """Give a string or number as text that every table can hold; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    return _SURROGATE.sub("\ufffd", text)
