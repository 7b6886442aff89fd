"""What a worker does with a shard: reads it, walks it, writes its parts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from threadscope.corpus.cut import cut, spooled
from threadscope.corpus.folder import Folder, write_frame, write_json
from threadscope.corpus.notes import notes_frame
from threadscope.corpus.plan import weight
from threadscope.corpus.task import Answer, Task
from threadscope.discussion import Discussion, analyze
from threadscope.errors import Note, Severity
from threadscope.pages import MAX_BYTES, Batch, read
from threadscope.rules import Language, Order, Pack, Split, Start


@dataclass(frozen=True, slots=True)
class Options:
    """How the pages of a corpus are read, the same for all."""

    packs: tuple[Pack, ...]
    """Rule packs to choose from, page by page."""
    order: Order | None = None
    """The order of comments on the pages; None = what the packs say."""
    encoding: str | None = None
    """How pages are encoded; None = found out page by page."""
    kind: str | None = None
    """The format of all files, by the name of its door; None = found out file by file."""
    from_line: Start | None = None
    """the 1-based line on which every discussion starts, or auto; None = as the page says."""
    split: Split | None = None
    """auto = look for comments without a marker inside others; None = do not."""
    max_bytes: int = MAX_BYTES
    """Bytes of one file, unpacked, after which it is cut."""
    strict: bool = False
    """True = damaged input ends the run."""
    infer: bool = True
    """False = only replies that pages state."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """The name of the author for each other spelling."""
    language: Language | None = None
    """The language of all pages; None = found out page by page."""


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
        split=options.split,
        strict=options.strict,
        infer=options.infer,
        aliases=options.aliases,
        language=options.language,
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
            gaps=sum(note.is_gap for note in notes),
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
        batches = self._read(task, scattered=True)
        buckets = 1 + sum(weight(each, self.size) for each in task.sources) // self.size
        number = cut(batches, self.folder, task.shard, self.size, buckets)
        write_json(self.folder.cut(task.shard), {"shards": number})
        return Answer(shards=number)

    def _read(self, task: Task, *, scattered: bool = False) -> Iterable[Batch]:
        if task.spooled and not task.closed:
            return [spooled(self.folder.spool(task.shard))]
        closed = {at for at, _ in task.closed}
        sources = [source for at, source in enumerate(task.sources) if at not in closed]
        asked = self.options
        if not sources:
            return []
        return read(sources, asked.encoding, asked.max_bytes, asked.kind, scattered=scattered)


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
