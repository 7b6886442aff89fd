"""Files through their doors into batches."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from threadscope.errors import CutError, DataError, Note, Severity
from threadscope.pages.door import Door, File
from threadscope.pages.doors import door_of
from threadscope.pages.find import Source
from threadscope.pages.items import BadItem, CommentItem, FileItem, PageItem, Shape
from threadscope.pages.mail import FOLDER
from threadscope.pages.renderer import Renderer
from threadscope.pages.unpack import unpack
from threadscope.schema import CUTS, ELEMENTS, PAGE_TEXTS, STATES

BATCH_BYTES = 32 << 20
"""Text in one batch, about: enough to keep every core busy, little enough to forget again."""
_CUT_ROWS = 20_000
"""Comments kept as Python values before they become a frame."""
_NOTED = 20
"""Bad pieces of one file that get a note of their own."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pages, ready to be cut, and comments that came already cut."""

    pages: pl.DataFrame
    """PAGE_TEXTS."""
    cuts: pl.DataFrame
    """CUTS; all comments of a page are in one batch, unless they were asked for as they come."""
    notes: tuple[Note, ...]
    """What there is to say about the files read for it."""
    sources: int
    """How many files were finished with this batch."""
    elements: pl.DataFrame = field(default_factory=ELEMENTS.to_frame)
    """ELEMENTS of pages of HTML."""
    states: pl.DataFrame = field(default_factory=STATES.to_frame)
    """STATES of pages of HTML."""


@dataclass(slots=True)
class _Tally:
    """What is counted over one file."""

    good: int = 0
    bad: int = 0
    why: str = ""
    """What is wrong with the first bad one."""
    damaged: list[int] = field(default_factory=list)
    """Places of items with bytes that are not UTF-8."""
    wordless: list[int] = field(default_factory=list)
    """Places of comments without a text."""
    pages: dict[str | None, str] = field(default_factory=dict)
    """The unique name of every page that comments of the file belong to."""


class Reader:
    """Takes one file after the other and hands out batches."""

    def __init__(
        self,
        encoding: str | None,
        limit: int,
        kind: str | None = None,
        *,
        scattered: bool = False,
    ) -> None:
        self._scattered = scattered
        self._encoding = encoding
        self._limit = limit
        self._kind = kind
        self._renderer = Renderer()
        self._taken: dict[str, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._names: list[str] = []
        self._texts: list[str] = []
        self._cuts: list[dict[str, object]] = []
        self._packed: list[pl.DataFrame] = []
        self._elements: list[pl.DataFrame] = [ELEMENTS.to_frame()]
        self._states: list[pl.DataFrame] = [STATES.to_frame()]
        self._notes: list[Note] = []
        self._size = 0
        self.sources = 0

    @property
    def is_full(self) -> bool:
        """True once a batch has as much text as it is meant to."""
        return self._size >= BATCH_BYTES

    def flush(self) -> Batch:
        """Hand out what was taken, and forget it."""
        pages = pl.DataFrame([self._names, self._texts], schema=PAGE_TEXTS)
        self._pack_cuts()
        batch = Batch(
            pages,
            pl.concat(self._packed),
            tuple(self._notes),
            self.sources,
            pl.concat(self._elements),
            pl.concat(self._states),
        )
        self._clear()
        return batch

    def _pack_cuts(self) -> None:
        """Move comments from Python's memory, where they take five times as much, to a frame."""
        self._packed.append(pl.DataFrame(self._cuts, schema=CUTS))
        self._cuts = []

    def close(self) -> None:
        """End what was started to read files."""
        self._renderer.close()

    def add_page(self, name: str, text: str, shape: Shape | None = None) -> None:
        """Take a page whose lines end with line feeds."""
        unique = self._unique(name)
        self._names.append(unique)
        self._texts.append(text)
        self._size += len(text)
        if shape:
            self._elements.append(_of_page(unique, shape.elements, ELEMENTS))
            self._states.append(_of_page(unique, shape.states, STATES))

    def take(self, source: Source) -> Iterator[Batch]:
        """Read one file; hand out batches that fill up on the way."""
        file = File(source.name, self._encoding, source.walked, renderer=self._renderer)
        if source.parts:
            yield from self._take_folder(source, file)
            return
        with self._noting(source.name), source.open() as stream:
            chunks = unpack(stream, source.name, self._notes, self._limit)
            head = next(chunks, b"")
            door = door_of(head, self._kind, source.name)
            yield from self._take_items(door, chain([head], chunks), file)

    def _take_folder(self, source: Source, file: File) -> Iterator[Batch]:
        """Read a folder of mails as one page, unless its files are to be read as something else."""
        if self._kind in (None, FOLDER.name):
            yield from self._take_items(FOLDER, self._contents(source.parts), file)
            return
        for part in source.parts:
            yield from self.take(Source(part, walked=True))

    def _contents(self, parts: Iterable[Path]) -> Iterator[bytes]:
        """Read files whole; one that cannot be read becomes a note."""
        for part in parts:
            name = Source(part).name
            with self._noting(name), part.open("rb") as stream:
                yield b"".join(unpack(stream, name, self._notes, self._limit))

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Make a note of what cannot be read, and go on."""
        try:
            yield
        except OSError as error:
            why = f"cannot be read: {error.strerror or error} (left out)"
            self._notes.append(Note(Severity.MISSING, name, why))
        except DataError as error:
            self._note(name, f"{error} (left out)")

    def _take_items(self, door: Door, chunks: Iterable[bytes], file: File) -> Iterator[Batch]:
        tally = _Tally()
        try:
            for item in door.read(chunks, file):
                if self.is_full and (self._scattered or not tally.pages):
                    yield self.flush()
                if isinstance(item, FileItem):
                    inner = replace(file, name=item.name, walked=True, charset=item.charset)
                    door_inside = door_of(item.data, item.kind)
                    yield from self._take_items(door_inside, [item.data], inner)
                    tally.good += 1
                else:
                    self._take_item(item, door, file, tally)
        except DataError as error:
            lost = not tally.good and not isinstance(error, CutError)
            self._note(file.name, f"{error} (left out)" if lost else str(error))
        self._tell(door, file, tally)

    def _take_item(
        self, item: PageItem | CommentItem | BadItem | Note, door: Door, file: File, tally: _Tally
    ) -> None:
        if isinstance(item, Note):
            self._notes.append(item)
            return
        if isinstance(item, BadItem):
            tally.bad += 1
            tally.why = tally.why or item.why
            if tally.bad <= _NOTED:
                why = f"{item.why} ({door.unit} left out)"
                self._notes.append(Note(Severity.DAMAGE, file.name, why, item.place))
            return
        tally.good += 1
        tally.damaged += [item.place] * item.damaged
        if isinstance(item, PageItem):
            self.add_page(item.name or f"{file.name}:{item.place}", item.text, item.shape)
        else:
            tally.wordless += [item.place] * item.wordless
            self._take_comment(item, file, tally.pages)

    def _take_comment(self, item: CommentItem, file: File, pages: dict[str | None, str]) -> None:
        if item.page not in pages:
            pages[item.page] = self._unique(item.page or file.name)
        place = {"first_line": item.place, "last_line": item.last or item.place}
        self._cuts.append({"page": pages[item.page], **place, **item.row})
        if len(self._cuts) == _CUT_ROWS:
            self._pack_cuts()
        self._size += len(item.row["body"])

    def _tell(self, door: Door, file: File, tally: _Tally) -> None:
        """Note what is to be said of a file as a whole."""
        if tally.bad and not tally.good:
            first = f"the first {tally.why}"
            why = f"no {door.unit} of it could be read; {first} (wanted: {door.wanted})"
            self._note(file.name, why)
        if tally.wordless:
            why = f"comments without a text or body: {len(tally.wordless)} (their text is empty)"
            self._notes.append(Note(Severity.INFO, file.name, why, tally.wordless[0]))
        if tally.bad > _NOTED:
            why = f"{tally.bad} {door.unit}s in all are left out"
            self._notes.append(Note(Severity.DAMAGE, file.name, why))
        if tally.damaged:
            count = len(tally.damaged)
            why = f"{count} {door.unit}s hold bytes that are not UTF-8; they show as U+FFFD"
            self._notes.append(Note(Severity.DAMAGE, file.name, why, tally.damaged[0]))

    def _note(self, name: str, text: str) -> None:
        self._notes.append(Note(Severity.UNREAD, name, text))

    def _unique(self, name: str) -> str:
        """Give every page a name of its own."""
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else self._unique(f"{name}#{count}")


def _of_page(page: str, columns: dict[str, list[Any]], schema: pl.Schema) -> pl.DataFrame:
    """Make a frame of what a page shows, in the order it stands there."""
    frame = pl.DataFrame(columns, {name: schema[name] for name in columns})
    return frame.select(
        *columns, page=pl.lit(page), place=pl.int_range(pl.len(), dtype=pl.UInt32)
    ).match_to_schema(schema, extra_columns="ignore")
