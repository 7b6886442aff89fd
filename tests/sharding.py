"""Short ways to run a corpus in this process."""

from collections.abc import Callable, Sequence
from pathlib import Path

from making import pack

from threadscope import corpus
from threadscope.corpus import Folder, Manifest, Options, Worker
from threadscope.corpus.local import done
from threadscope.corpus.task import Engine, Result, Task
from threadscope.pages import find

OPTIONS = Options((pack(),))


class Here:
    """Does tasks one by one in this process, the last one first."""

    def __init__(self, work: Worker) -> None:
        self.jobs, self.asked = 3, list[Task]()
        self._work, self._waiting = work, list[Task]()

    def submit(self, task: Task) -> None:
        self._waiting.append(task)
        self.asked.append(task)

    def wait(self, seconds: float) -> Sequence[tuple[Task, Result]]:
        assert seconds
        task = self._waiting.pop()
        return [(task, done(self._work, task))]

    def close(self) -> None:
        self._waiting.clear()


def made(
    inputs: Path,
    out: Path,
    engine: Callable[[Worker], Engine] = Here,
    walk: corpus.work.Walk = corpus.walk,
    seconds: float = 60,
    size: int = 500,
) -> tuple[Folder, corpus.Progress]:
    """Run a corpus with shards of three pages."""
    folder = Folder(out)
    folder.make()
    sources, notes = find([str(inputs)])
    manifest = Manifest(corpus.plan(sources, size), tuple(notes), size)
    corpus.begin(folder, manifest, OPTIONS)
    worker = Worker(folder, OPTIONS, size, walk)
    return folder, corpus.run(folder, manifest, engine(worker), seconds)


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
