"""Text from pages made safe to show on a terminal.

Pages, author names, paths and rule titles are written by strangers. Escape sequences in them can
set the clipboard or the window title, bidirectional controls can reorder a line, and zero-width
characters can make two names look alike. `show` is the one border that such text crosses; `escape`
is its twin for JSON, where nothing may be lost.
"""

import unicodedata
from itertools import groupby

_UNSAFE_RANGES = (
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x600, 0x605),
    (0x61C, 0x61C),
    (0x6DD, 0x6DD),
    (0x70F, 0x70F),
    (0x890, 0x891),
    (0x8E2, 0x8E2),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0001, 0xE0001),
    (0xE0020, 0xE007F),
)
"""DEL, C1 controls, format characters and the two separators: JSON may hold them raw, a terminal
must not see them."""

UNSAFE_IN_JSON = "[" + "".join(rf"\U{a:08x}-\U{b:08x}" for a, b in _UNSAFE_RANGES) + "]"
"""A pattern for one such character, in the syntax of Python's `re` and of Polars."""

_KEPT = frozenset("\t\n")
_JOINERS = frozenset("\u200c\u200d\u00ad")
_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_SPACE = 0x20
_MARKS_SHOWN = 8
_BASIC_PLANE_END = 0xFFFF


class _Pictures(dict[int, str]):
    """What to draw for each code point, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = picture = _picture(char)
        return picture


def _picture(char: str) -> str:
    code = ord(char)
    if char in _KEPT or char in _JOINERS:
        return char
    if code < _SPACE:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "\u2421"
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"<U+{code:04X}>"
    return char


_PICTURES = _Pictures()


def _is_mark(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in {"Mn", "Me"}


def _cut_marks(text: str) -> str:
    """Keep at most eight combining marks or joiners in a row: more hide the lines around them."""
    runs = ((mark, "".join(run)) for mark, run in groupby(text, key=_is_mark))
    return "".join(run[:_MARKS_SHOWN] if mark else run for mark, run in runs)


def show(text: str) -> str:
    """Make text showable: controls as pictures, bidi and invisible characters by their code.

    Tabs and newlines stay. The result is not reversible: keep the raw text for export.
    """
    if text.isascii():
        return text if text.isprintable() else text.translate(_PICTURES)
    return _cut_marks(text.translate(_PICTURES))


def show_line(text: str) -> str:
    """Make text showable on one line: as `show`, with tabs and line ends as spaces."""
    return show(text.replace("\n", " ").replace("\t", " "))


def json_escapes() -> dict[str, str]:
    """Map every character that JSON may hold raw and a terminal must not see to its escape."""
    return {chr(code): _escape(code) for a, b in _UNSAFE_RANGES for code in range(a, b + 1)}


def _escape(code: int) -> str:
    if code <= _BASIC_PLANE_END:
        return f"\\u{code:04x}"
    high, low = divmod(code - _BASIC_PLANE_END - 1, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
