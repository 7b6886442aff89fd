"""What is handed to a worker, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from threadscope.errors import ThreadscopeError
from threadscope.pages import Source

Places = tuple[tuple[int, str], ...]
"""Places in a list, from 0, each with why it is left out."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing for a worker to do with one shard."""

    do: Literal["make", "cut", "try"]
    """Make its parts; cut a big file into shards; or find out whether some pages go well."""
    shard: str
    """The name of the shard."""
    sources: tuple[Source, ...]
    """The files to read; of a shard that a big file was cut into, that file."""
    seconds: float
    """After so long the worker is ended."""
    spooled: bool = False
    """True = the pages were cut from a big file already."""
    span: tuple[int, int] | None = None
    """The first page to try and the one behind the last; None = all."""
    aside: Places = ()
    """Pages that are left out, by their place in the shard."""
    closed: Places = ()
    """Files that are left out."""

    def trying(self, first: int, last: int, seconds: float) -> "Task":
        """Make the task of trying some pages; none at all = files are only read."""
        return replace(self, do="try", span=(first, last), seconds=seconds)

    def opening(self, first: int, last: int, seconds: float, why: str) -> "Task":
        """Make the task of reading some files only."""
        others = (at for at in range(len(self.sources)) if not first <= at < last)
        only = replace(self, closed=tuple((at, why) for at in others))
        return only.trying(0, 0, seconds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker has done."""

    pages: int = 0
    """Pages in the shard."""
    comments: int = 0
    """Comments written."""
    gaps: int = 0
    """Notes of what could not be read or was set aside."""
    shards: int = 0
    """How many shards a big file was cut into."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A worker that did not come back, or broke."""

    why: str
    """What happened to it."""


Result = Answer | Failure | ThreadscopeError
"""What comes of a task; an error is one that ends the run."""


class Work(Protocol):
    """What workers are sent: it can be pickled."""

    def __call__(self, task: Task) -> Answer:
        """Do a task."""


class Engine(Protocol):
    """Where tasks are done."""

    jobs: int
    """How many are done at once."""

    def submit(self, task: Task) -> None:
        """Start a task; at most `jobs` are under way."""

    def wait(self, seconds: float) -> Sequence[tuple[Task, Result]]:
        """Give the tasks that have ended; none = nothing ended in this time."""

    def close(self) -> None:
        """End all workers at once, whatever they do."""
