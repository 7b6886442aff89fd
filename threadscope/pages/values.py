"""JSON as it comes, and its values as every table can hold them."""

import json
import re
from collections.abc import Iterable
from typing import Any

from threadscope.pages.nested import DepthError, decode_nested, skip

_REPLACED = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")


class _ConstantError(ValueError):
    """NaN or an infinity, which JSON does not have."""


def _refuse(constant: str) -> None:
    raise _ConstantError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def parse(text: str) -> Any:
    """Parse one value; a string says why it cannot be parsed."""
    value, end = parse_at(text, skip(text, 0))
    if end is not None and (rest := skip(text, end)) < len(text):
        return f"is not JSON: Extra data at column {rest + 1}"
    return value


def parse_at(text: str, start: int) -> tuple[Any, int | None]:
    """Parse the value that begins at a place.

    Returns:
        It and where it ends; or why it cannot be parsed and None. A string says so too.
    """
    try:
        value, end = _decode(text, start)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column" if "\n" in text else "column"
        return f"is not JSON: {error.msg} at {place} {error.colno}", None
    except _ConstantError as error:
        return f"is not JSON: {error} is not a number there", None
    except DepthError:
        return "is nested too deeply", None
    except ValueError:
        return "holds a number of more digits than can be read", None
    return ("holds a str, not an object" if isinstance(value, str) else value), end


def _decode(text: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        return decode_nested(text, start, _refuse)


def text_of(value: Any) -> str | None:
    """Give a string or number as text that every table can hold; None for anything else."""
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    return text if text.isascii() or _is_utf8(text) else _SURROGATE.sub(_REPLACED, text)


def first_of(value: dict[str, Any], keys: Iterable[str]) -> Any:
    """Give what stands under the first of some keys that holds anything."""
    for key in keys:
        if (found := value.get(key)) is not None:
            return found
    return None


def _is_utf8(text: str) -> bool:
    """Tell whether a text has no lone surrogates, at the speed of the encoder."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
