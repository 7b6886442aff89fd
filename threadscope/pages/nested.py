"""JSON that is nested too deeply for the standard library, whose reader calls itself."""

import re
from collections.abc import Callable
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

MOST = 1 << 16
"""Levels from which on nothing is read: replies nested ten thousand deep stay below it."""
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_WORD = re.compile("true|false|null")
_CONSTANT = re.compile("NaN|-?Infinity")


class DepthError(ValueError):
    """JSON of more levels than are read."""


def decode_nested(text: str, start: int, refuse: Callable[[str], Any]) -> tuple[Any, int]:
    """Parse the value that begins at a place, and say where it ends, without recursion.

    Args:
        text: JSON.
        start: where a value begins.
        refuse: what to do with a constant that JSON does not have.

    Raises:
        JSONDecodeError: it is not JSON.
        DepthError: it has more than `MOST` levels.
        ValueError: it holds a number of more digits than can be read, or as `refuse` raises.
    """
    return _Nested(text, refuse).read(start)


class _Nested:
    def __init__(self, text: str, refuse: Callable[[str], Any]) -> None:
        self._text = text
        self._refuse = refuse
        self._open: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str] = []
        """The key under which each open object waits for a value; empty for lists."""

    def read(self, at: int) -> tuple[Any, int]:
        """Read a value: go down while something opens, up while something closes."""
        while True:
            value, at, opened = self._value(at)
            if opened:
                continue
            while True:
                if not self._open:
                    return value, at
                self._keep(value)
                at = self._skip(at)
                if self._text.startswith(",", at):
                    at = self._key(self._skip(at + 1))
                    break
                at = self._close(at)
                value = self._open.pop()
                self._keys.pop()

    def _value(self, at: int) -> tuple[Any, int, bool]:
        """Read what begins here; True = it has opened and its first value comes next."""
        sign = self._text[at : at + 1]
        if sign in ("{", "["):
            inner = self._skip(at + 1)
            if self._text.startswith("}" if sign == "{" else "]", inner):
                return ({} if sign == "{" else []), inner + 1, False
            if len(self._open) == MOST:
                raise DepthError
            self._open.append({} if sign == "{" else [])
            self._keys.append("")
            return None, self._key(inner), True
        if sign == '"':
            text, at = scanstring(self._text, at + 1, True)
            return text, at, False
        return *self._plain(at), False

    def _plain(self, at: int) -> tuple[Any, int]:
        if word := _WORD.match(self._text, at):
            return _WORDS[word[0]], word.end()
        if constant := _CONSTANT.match(self._text, at):
            return self._refuse(constant[0]), constant.end()
        if number := _NUMBER.match(self._text, at):
            whole = number[2] is None and number[3] is None
            return (int if whole else float)(number[0]), number.end()
        raise JSONDecodeError("Expecting value", self._text, at)

    def _key(self, at: int) -> int:
        """Read the key of the next value, if an object is open."""
        if isinstance(self._open[-1], list):
            return at
        if not self._text.startswith('"', at):
            raise JSONDecodeError("Expecting property name", self._text, at)
        self._keys[-1], at = scanstring(self._text, at + 1, True)
        at = self._skip(at)
        if not self._text.startswith(":", at):
            raise JSONDecodeError("Expecting ':' delimiter", self._text, at)
        return self._skip(at + 1)

    def _keep(self, value: Any) -> None:
        inside = self._open[-1]
        if isinstance(inside, list):
            inside.append(value)
        else:
            inside[self._keys[-1]] = value

    def _close(self, at: int) -> int:
        if not self._text.startswith("]" if isinstance(self._open[-1], list) else "}", at):
            raise JSONDecodeError("Expecting ',' delimiter", self._text, at)
        return at + 1

    def _skip(self, at: int) -> int:
        return skip(self._text, at)


def skip(text: str, at: int) -> int:
    """Pass over white space, as JSON knows it."""
    space = _SPACE.match(text, at)
    return space.end() if space else at
