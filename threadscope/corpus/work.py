"""What a worker does with a shard: reads it, walks it, writes its parts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from threadscope.corpus.folder import Folder, write_frame, write_json
from threadscope.corpus.task import Answer, Task
from threadscope.discussion import Discussion, analyze
from threadscope.errors import Note, Severity
from threadscope.pages import MAX_BYTES, Batch, read
from threadscope.rules import Order, Pack
from threadscope.schema import CUTS, NOTES, PAGE_TEXTS

_GAPS = {Severity.UNREAD, Severity.MISSING}


@dataclass(frozen=True, slots=True)
class Options:
    """How the pages of a corpus are read, the same for all."""

    packs: tuple[Pack, ...]
    """Rule packs to choose from, page by page."""
    order: Order | None = None
    """The order of comments on the pages; None = what the packs say."""
    encoding: str | None = None
    """How pages are encoded; None = found out page by page."""
    from_line: int | None = None
    """1-based line on which every discussion starts; None = as the page says."""
    max_bytes: int = MAX_BYTES
    """Bytes of one file, unpacked, after which it is cut."""
    strict: bool = False
    """True = damaged input ends the run."""


Walk = Callable[[Sequence[Batch], Options], Discussion]
"""From the pages of a shard to what is known about them."""


def walk(batches: Sequence[Batch], options: Options) -> Discussion:
    """Walk the pages of a shard, as any other command would.

    Raises:
        DataError: damage, under `strict`.
    """
    return analyze(
        batches,
        options.packs,
        order=options.order,
        from_line=options.from_line,
        strict=options.strict,
    )


@dataclass(frozen=True, slots=True)
class Worker:
    """All that a worker must know besides its task."""

    folder: Folder
    """Where parts are written."""
    options: Options
    """How pages are read."""
    size: int
    """Bytes of text in one shard, about."""
    walk: Walk = walk
    """What is done with the pages of a shard."""

    def __call__(self, task: Task) -> Answer:
        """Do a task.

        Raises:
            OutputError: a part cannot be written.
            DataError: damage, under `strict`.
            UsageError: there is no such encoding.
        """
        match task.do:
            case "cut":
                return self._cut(task)
            case "try":
                return self._try(task)
        return self._make(task)

    def _make(self, task: Task) -> Answer:
        """Write the parts of a shard, and its record last: then it is finished."""
        batches = list(self._read(task))
        left_out = dict(task.aside)
        names = _names(batches)
        notes = [
            *(_aside(task.sources[at].name, why) for at, why in task.closed),
            *(_aside(names[at][1], why) for at, why in task.aside),
        ]
        kept = {name for at, name in enumerate(names) if at not in left_out}
        walked = self.walk(_narrowed(batches, kept) if left_out else batches, self.options)
        notes = [*notes, *walked.notes]
        frames = {
            "comments": walked.threads,
            "candidates": walked.candidates,
            "pages": walked.pages,
            "notes": notes_frame(notes),
        }
        sizes = {name: self._write(name, task.shard, frame) for name, frame in frames.items()}
        answer = Answer(
            pages=walked.pages.height,
            comments=walked.threads.height,
            gaps=sum(note.severity in _GAPS for note in notes),
        )
        write_json(self.folder.record(task.shard), _record(answer, sizes))
        return answer

    def _write(self, table: str, shard: str, frame: pl.DataFrame) -> int:
        named = frame.select(pl.lit(shard).alias("shard"), pl.all())
        return write_frame(self.folder.part(table, shard), named)

    def _try(self, task: Task) -> Answer:
        """Walk some pages and forget what comes of it."""
        batches = list(self._read(task))
        names = _names(batches)
        first, last = task.span or (0, len(names))
        if first < last:
            self.walk(_narrowed(batches, set(names[first:last])), self.options)
        return Answer(pages=len(names))

    def _cut(self, task: Task) -> Answer:
        """Cut a big file into pieces, each as big as a shard; its record comes last."""
        pieces = (piece for batch in self._read(task) for piece in _pieces(batch, self.size))
        number = 0
        for number, piece in enumerate(pieces, start=1):
            write_frame(self.folder.spool(piece_name(task.shard, number - 1)), piece)
        write_json(self.folder.cut(task.shard), {"shards": number})
        return Answer(shards=number)

    def _read(self, task: Task) -> Iterable[Batch]:
        if task.spooled and not task.closed:
            return [_spooled(self.folder.spool(task.shard))]
        closed = {at for at, _ in task.closed}
        sources = [source for at, source in enumerate(task.sources) if at not in closed]
        return read(sources, self.options.encoding, self.options.max_bytes) if sources else []


def piece_name(shard: str, number: int) -> str:
    """Name a shard that a big file was cut into."""
    return f"{shard}-{number:06}"


def notes_frame(notes: Iterable[Note]) -> pl.DataFrame:
    """Give NOTES as a frame."""
    rows = [(note.severity.value, note.page, note.line, note.text) for note in notes]
    return pl.DataFrame(rows, NOTES, orient="row")


def notes_of(frame: pl.DataFrame) -> list[Note]:
    """Give notes of NOTES."""
    return [
        Note(Severity(severity), page, text, line)
        for severity, page, line, text in frame.select(NOTES.names()).iter_rows()
    ]


def _record(answer: Answer, sizes: dict[str, int]) -> dict[str, object]:
    return {
        "pages": answer.pages,
        "comments": answer.comments,
        "gaps": answer.gaps,
        "bytes": sizes,
    }


def _aside(name: str, why: str) -> Note:
    return Note(Severity.UNREAD, name, f"set aside: {why} (the others went on without it)")


_Name = tuple[int, str]
"""The place of a batch, and the name of a page in it."""


def _names(batches: Sequence[Batch]) -> list[_Name]:
    """List all pages of a shard in reading order."""
    return [
        (at, name)
        for at, batch in enumerate(batches)
        for column in (batch.pages["page"], batch.cuts["page"].unique(maintain_order=True))
        for name in column
    ]


def _narrowed(batches: Sequence[Batch], kept: set[_Name]) -> list[Batch]:
    """Leave only some pages."""
    narrowed = []
    for place, batch in enumerate(batches):
        names = [name for at, name in kept if at == place]
        named = pl.col("page").is_in(names)
        narrowed.append(
            replace(batch, pages=batch.pages.filter(named), cuts=batch.cuts.filter(named))
        )
    return narrowed


def _pieces(batch: Batch, size: int) -> Iterator[pl.DataFrame]:
    """Cut a batch into frames of about `size` bytes: PAGE_TEXTS, CUTS or NOTES."""
    yield from _sized(batch.pages, "text", size)
    yield from _sized(batch.cuts, "body", size)
    if batch.notes or batch.sources:
        yield notes_frame(batch.notes)


def _sized(frame: pl.DataFrame, column: str, size: int) -> Iterator[pl.DataFrame]:
    """Cut a frame between pages, by the bytes of a column."""
    if frame.is_empty():
        return
    pages = frame.group_by("page", maintain_order=True).agg(
        bytes=pl.col(column).str.len_bytes().sum()
    )
    before = pl.col("bytes").cum_sum() - pl.col("bytes")
    piece = pages.select("page", piece=before // size)
    numbered = frame.join(piece, on="page", how="left", maintain_order="left")
    yield from numbered.partition_by("piece", maintain_order=True, include_key=False)


def _spooled(path: Path) -> Batch:
    """Read a piece of a big file again."""
    frame = pl.read_parquet(path)
    names = frame.columns
    return Batch(
        pages=frame if names == PAGE_TEXTS.names() else PAGE_TEXTS.to_frame(),
        cuts=frame if names == CUTS.names() else CUTS.to_frame(),
        notes=tuple(notes_of(frame)) if names == NOTES.names() else (),
        sources=0,
    )
