"""An archive of mails in one file, cut where a new mail begins."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threadscope.errors import CutError

_FROM = (
    rb"From (?=[^\n]{0,998}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)(?=[^\n]{0,998}\b\d{1,2}:\d\d)"
    rb"(?=[^\n]{0,998}\b(?:19|20)\d\d\b)[^\n]{0,998}\n(?=[!-9;-~]{1,76}:|>?From )"
)
_FIRST = re.compile(_FROM)
_BORDER = re.compile(rb"(?:(?<=\n\n)|(?<=\n\r\n))" + _FROM)
_QUOTED = re.compile(rb"(?m)^>(>*From )")
_REACH = 2048
"""Bytes that a border and the start of the header behind it may take."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A mail as it stands in its file."""

    data: bytes
    """Its bytes from its first header on."""
    place: int
    """1-based line on which it begins, or its number."""
    last: int | None = None
    """1-based line of its last one."""
    is_apart: bool = True
    """False if it stands before the first line that begins a mail."""


def is_archive(head: bytes) -> bool:
    """Tell from its first bytes whether a file is an archive of mails."""
    return bool(_FIRST.match(head))


def mails(chunks: Iterable[bytes]) -> Iterator[Raw]:
    """Cut an archive into its mails.

    A mail begins at a line "From " at the start of the file or behind a blank line, if it holds a
    day of the week, a time and a year, and a header (or a second such line) follows; any other one
    is text. Inside, ">From " at the start of a line is "From " again, as mboxrd has it. What stands
    before the first mail comes first; the part of a mail that an early end cuts off comes last.

    Raises:
        CutError, DataError: passed on from the chunks.
    """
    cutter, cut = _Cutter(), None
    try:
        for chunk in chunks:
            yield from cutter.take(chunk)
    except CutError as error:
        cut = error
    yield from cutter.rest()
    if cut:
        raise cut


class _Cutter:
    """Keeps what may go on, and looks for borders in what is new."""

    def __init__(self) -> None:
        self._line = 1
        self._kept: list[bytes] = []
        self._tail = b""
        """The end of what is kept, in which a border may have begun."""

    def take(self, chunk: bytes) -> Iterator[Raw]:
        """Give the mails that are whole now."""
        data, at = self._tail + chunk, 0
        for border in _BORDER.finditer(data):
            self._kept.append(data[at : border.start()])
            yield from self._raw()
            at = border.start()
        reach = max(at, len(data) - _REACH)
        self._kept.append(data[at:reach])
        self._tail = data[reach:]

    def rest(self) -> Iterator[Raw]:
        """Give what is left at the end."""
        self._kept.append(self._tail)
        yield from self._raw()

    def _raw(self) -> Iterator[Raw]:
        data, self._kept = b"".join(self._kept), []
        if not data.strip():
            self._line += data.count(b"\n")
            return
        own = _FIRST.match(data)
        said = _QUOTED.sub(rb"\1", data[own.end() if own else 0 :])
        last = self._line + data.rstrip(b"\r\n").count(b"\n")
        yield Raw(said, self._line, last, own is not None)
        self._line += data.count(b"\n")
