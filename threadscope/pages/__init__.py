"""The one door for pages: files of any kind come in, batches of decoded text come out.

After this door everything is `str` with lines ended by a line feed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import polars as pl

from threadscope.errors import CutError, DataError, Note, Severity
from threadscope.pages import jsonl
from threadscope.pages.beside import corrections_path, read_beside, read_whole
from threadscope.pages.decode import decode, line_feeds, looks_binary
from threadscope.pages.find import Source, find
from threadscope.pages.unpack import MAX_BYTES, unpack
from threadscope.schema import CUTS, PAGE_TEXTS

__all__ = [
    "MAX_BYTES",
    "Batch",
    "Source",
    "corrections_path",
    "find",
    "of_texts",
    "read",
    "read_beside",
    "read_whole",
]

BATCH_BYTES = 32 << 20
"""Text in one batch, about: enough to keep every core busy, little enough to forget again."""
_ARRAYS = frozenset({"[{", "[\n"})
_CUT_ROWS = 20_000
"""Comments kept as Python values before they become a frame."""
_NOTED_LINES = 20
"""Bad lines of one file that get a note of their own."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pages, ready to be cut, and comments that came already cut."""

    pages: pl.DataFrame
    """PAGE_TEXTS."""
    cuts: pl.DataFrame
    """CUTS; all comments of a page are in one batch."""
    notes: tuple[Note, ...]
    """What there is to say about the files read for it."""
    sources: int
    """How many files were finished with this batch."""


def of_texts(texts: dict[str, str]) -> Batch:
    """Make a batch of texts that are in memory already, by name."""
    reader = _Reader(None, MAX_BYTES)
    for name, text in texts.items():
        reader.add_page(name, line_feeds(text))
    return reader.flush()


def read(
    sources: Iterable[Source], encoding: str | None = None, limit: int = MAX_BYTES
) -> Iterator[Batch]:
    """Read files into batches of about 32 MB of text, in order.

    A file that cannot be read, or only in part, becomes a note; the rest goes on. The last batch
    may hold nothing but notes.

    Args:
        sources: the files.
        encoding: how pages are encoded; None = find out page by page.
        limit: bytes of one file, unpacked, after which it is cut.

    Raises:
        UsageError: `encoding` is not the name of a text encoding.
    """
    reader = _Reader(encoding, limit)
    for source in sources:
        yield from reader.take(source)
        reader.sources += 1
        if reader.is_full:
            yield reader.flush()
    yield reader.flush()


class _Reader:
    """Takes one file after the other and hands out batches."""

    def __init__(self, encoding: str | None, limit: int) -> None:
        self._encoding = encoding
        self._limit = limit
        self._taken: dict[str, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._names: list[str] = []
        self._texts: list[str] = []
        self._cuts: list[dict[str, object]] = []
        self._packed: list[pl.DataFrame] = []
        self._notes: list[Note] = []
        self._size = 0
        self.sources = 0

    @property
    def is_full(self) -> bool:
        return self._size >= BATCH_BYTES

    def flush(self) -> Batch:
        pages = pl.DataFrame([self._names, self._texts], schema=PAGE_TEXTS)
        self._pack_cuts()
        batch = Batch(pages, pl.concat(self._packed), tuple(self._notes), self.sources)
        self._clear()
        return batch

    def _pack_cuts(self) -> None:
        """Move comments from Python's memory, where they take five times as much, to a frame."""
        self._packed.append(pl.DataFrame(self._cuts, schema=CUTS))
        self._cuts = []

    def add_page(self, name: str, text: str) -> None:
        self._names.append(self._unique(name))
        self._texts.append(text)
        self._size += len(text)

    def take(self, source: Source) -> Iterator[Batch]:
        """Read one file; hand out batches that fill up on the way."""
        try:
            with source.open() as stream:
                chunks = unpack(stream, source.name, self._notes, self._limit)
                head = next(chunks, b"")
                if jsonl.is_jsonl(head):
                    yield from self._take_lines(source, chain([head], chunks))
                else:
                    self._take_page(source, chain([head], chunks))
        except OSError as error:
            why = f"cannot be read: {error.strerror or error} (left out)"
            self._notes.append(Note(Severity.MISSING, source.name, why))
        except DataError as error:
            self._note(source, f"{error} (left out)")

    def _take_page(self, source: Source, chunks: Iterable[bytes]) -> None:
        pieces: list[bytes] = []
        try:
            pieces.extend(chunks)
        except CutError as error:
            self._note(source, str(error))
        data = b"".join(pieces)
        if source.walked and looks_binary(data):
            why = "looks binary, skipped (name the file itself to read it)"
            self._notes.append(Note(Severity.INFO, source.name, why))
            return
        text, notes = decode(data, source.name, self._encoding)
        self._notes += notes
        if text.lstrip()[:2] in _ARRAYS:
            why = "looks like a JSON array, read as text (wanted: a JSON object on each line)"
            self._notes.append(Note(Severity.INFO, source.name, why))
        self.add_page(source.name, text)

    def _take_lines(self, source: Source, chunks: Iterable[bytes]) -> Iterator[Batch]:
        bad = good = 0
        damaged: list[int] = []
        wordless: list[int] = []
        pages: dict[str | None, str] = {}
        try:
            for item in jsonl.read(chunks):
                if isinstance(item, jsonl.BadLine):
                    bad += 1
                    self._note_line(source, item, bad)
                    continue
                if isinstance(item, jsonl.TextLine):
                    self.add_page(item.name or f"{source.name}:{item.line}", line_feeds(item.text))
                else:
                    self._take_comment(source, item, pages)
                    wordless += [item.line] * item.wordless
                good += 1
                damaged += [item.line] * item.damaged
                if self.is_full and not pages:
                    yield self.flush()
        except DataError as error:
            self._note(source, str(error))
        if bad and not good:
            self._note(source, "no line of it could be read (wanted: a JSON object on each line)")
        if wordless:
            why = f"comments without a text or body: {len(wordless)} (their text is empty)"
            self._notes.append(Note(Severity.INFO, source.name, why, wordless[0]))
        if bad > _NOTED_LINES:
            why = f"{bad} lines in all are left out"
            self._notes.append(Note(Severity.DAMAGE, source.name, why))
        if damaged:
            why = f"{len(damaged)} lines hold bytes that are not UTF-8; they show as U+FFFD"
            self._notes.append(Note(Severity.DAMAGE, source.name, why, damaged[0]))

    def _take_comment(
        self, source: Source, item: jsonl.CommentLine, pages: dict[str | None, str]
    ) -> None:
        if item.page not in pages:
            pages[item.page] = self._unique(item.page or source.name)
        place = {"first_line": item.line, "last_line": item.line}
        self._cuts.append({"page": pages[item.page], **place, **item.row})
        if len(self._cuts) == _CUT_ROWS:
            self._pack_cuts()
        self._size += len(item.row["body"])

    def _note(self, source: Source, text: str) -> None:
        self._notes.append(Note(Severity.UNREAD, source.name, text))

    def _note_line(self, source: Source, bad: jsonl.BadLine, count: int) -> None:
        if count <= _NOTED_LINES:
            text = f"{bad.why} (line left out)"
            self._notes.append(Note(Severity.DAMAGE, source.name, text, bad.line))

    def _unique(self, name: str) -> str:
        """Give every page a name of its own."""
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else self._unique(f"{name}#{count}")
