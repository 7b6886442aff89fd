"""A run over a corpus: every shard is made once, whoever is killed on the way."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from threadscope.corpus.cut import piece_name
from threadscope.corpus.folder import Folder, finished, read_json
from threadscope.corpus.manifest import Manifest
from threadscope.corpus.plan import sources_of, weight
from threadscope.corpus.task import Answer, Engine, Result, Task
from threadscope.corpus.tend import Steps, divide, tend
from threadscope.errors import ThreadscopeError

SECONDS = 300.0
"""Seconds that one shard may take."""
_PAUSE = 0.5
"""Seconds after which the reader is told how far it has come."""


@dataclass(slots=True)
class Progress:
    """How far a run has come."""

    bytes: int
    """Bytes of input on disk in all."""
    shards: int
    """Shards known so far; big files are cut on the way."""
    done_bytes: int = 0
    """Bytes of input that are finished; those of a big file once it is."""
    done_shards: int = 0
    """Shards that are finished."""
    before_bytes: int = 0
    """Bytes that were finished already when this run began."""
    pages: int = 0
    """Pages in the finished shards."""
    comments: int = 0
    """Comments in the finished shards."""
    gaps: int = 0
    """Inputs that could not be read, and pages that were set aside."""
    started: float = field(default_factory=time.monotonic)
    """When this run began."""

    @property
    def rate(self) -> float:
        """Bytes per second in this run."""
        return (self.done_bytes - self.before_bytes) / max(time.monotonic() - self.started, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end, at this rate; None = too early to say."""
        return (self.bytes - self.done_bytes) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class _Job:
    """A shard that is under way."""

    task: Task
    weight: int
    """Bytes of input that are finished with it."""
    steps: Steps[Answer]


def run(
    folder: Folder,
    manifest: Manifest,
    engine: Engine,
    seconds: float = SECONDS,
    tell: Callable[[Progress], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Progress:
    """Make every shard that is not finished yet.

    Args:
        folder: a corpus that has begun, and is locked.
        manifest: what there is to do.
        engine: where it is done; it is closed in the end.
        seconds: what one shard may take.
        tell: is told now and then how far the run has come.
        stopped: tells whether to stop; it is asked at least twice a second.

    Raises:
        ThreadscopeError: a part cannot be written, or damage was forbidden.
        KeyboardInterrupt: it was stopped; nothing is torn, and it can be taken up again.
    """
    going = _Run(folder, manifest, engine, seconds)
    try:
        while going.step():
            tell(going.progress)
            if stopped():
                raise KeyboardInterrupt
        return going.progress
    finally:
        engine.close()
        folder.leftovers()


class _Run:
    """Holds the shards that wait and those under way."""

    def __init__(
        self,
        folder: Folder,
        manifest: Manifest,
        engine: Engine,
        seconds: float,
    ) -> None:
        self._folder, self._engine = folder, engine
        self._size, self._seconds = manifest.size, seconds
        sources = manifest.sources
        self._files = iter(sources.partition_by("shard", maintain_order=True))
        self._pieces: deque[tuple[Task, int]] = deque()
        self._under_way: dict[str, _Job] = {}
        self.progress = Progress(int(sources["bytes"].sum()), sources["shard"].n_unique())

    def step(self) -> bool:
        """Give work to every worker and wait for one of them; False = all is done."""
        waiting = self._jobs()
        while len(self._under_way) < self._engine.jobs and (job := next(waiting, None)):
            self._under_way[job.task.shard] = job
            self._engine.submit(next(job.steps))
        if not self._under_way:
            return False
        for task, result in self._engine.wait(_PAUSE):
            self._go_on(task, result)
        return True

    def _jobs(self) -> Iterator[_Job]:
        """Give the shards that are not finished, pieces of big files first."""
        while True:
            if self._pieces:
                task, weight = self._pieces.popleft()
                if not self._counted(task.shard, weight):
                    yield _Job(task, weight, tend(task))
            elif (rows := next(self._files, None)) is not None:
                yield from self._planned(rows)
            else:
                return

    def _planned(self, rows: pl.DataFrame) -> Iterator[_Job]:
        """Give the job of a shard as planned, unless it is finished."""
        shard, size = rows["shard"][0], int(rows["bytes"].sum())
        if self._counted(shard, size):
            return
        task = Task("make", shard, sources_of(rows), self._seconds)
        if all(weight(each, self._size) <= self._size for each in task.sources):
            yield _Job(task, size, tend(task))
        elif self._folder.cut(shard).is_file():
            self._add_pieces(task, size)
        else:
            task = replace(task, do="cut")
            yield _Job(task, size, divide(task))

    def _counted(self, shard: str, weight: int) -> bool:
        """Count a shard that was finished by an earlier run; False = it is not."""
        said = finished(self._folder, shard)
        if said is None:
            return False
        self._count(Answer(said["pages"], said["comments"], said["gaps"]), weight)
        self.progress.before_bytes += weight
        self._folder.spool(shard).unlink(missing_ok=True)
        return True

    def _go_on(self, task: Task, result: Result) -> None:
        """Tell a shard what came of its task, and start its next one."""
        if isinstance(result, ThreadscopeError):
            raise result
        job = self._under_way[task.shard]
        try:
            self._engine.submit(job.steps.send(result))
        except StopIteration as end:
            del self._under_way[task.shard]
            self._finish(job, end.value)

    def _finish(self, job: _Job, answer: Answer) -> None:
        if answer.shards:
            self._add_pieces(job.task, job.weight)
            return
        self._count(answer, job.weight)
        self._folder.spool(job.task.shard).unlink(missing_ok=True)

    def _add_pieces(self, task: Task, weight: int) -> None:
        """Put the pieces of a big file first in the queue."""
        number = read_json(self._folder.cut(task.shard))["shards"]
        self.progress.shards += number - 1
        for at in range(number):
            piece = replace(task, do="make", shard=piece_name(task.shard, at), spooled=True)
            share = weight * (at + 1) // number - weight * at // number
            self._pieces.append((piece, share))

    def _count(self, answer: Answer, weight: int) -> None:
        self.progress.done_bytes += weight
        self.progress.done_shards += 1
        self.progress.pages += answer.pages
        self.progress.comments += answer.comments
        self.progress.gaps += answer.gaps
