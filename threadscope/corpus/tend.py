"""How one shard is brought to its end, whatever its pages do to the workers."""

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import TypeVar

from threadscope.corpus.task import Answer, Failure, Places, Task
from threadscope.errors import OutputError

T = TypeVar("T")
Steps = Generator[Task, Answer | Failure, T]
"""Gives one task after the other, is told what came of each, and returns something in the end."""

TRIES = 2
"""So often a shard is tried before it is looked for what is wrong with it."""
_LEAST = 30.0
"""Seconds that trying some pages may take, however few they are."""
_TRIALS = 200
"""Most trials for one shard; what they leave undecided is set aside together."""


def divide(task: Task) -> Steps[Answer]:
    """Cut a big file into shards; one that cannot be is set aside whole."""
    done = yield from _insisted(task)
    if isinstance(done, Answer):
        return done
    yield from _closed(replace(task, do="make"), done.why)
    return Answer(gaps=1)


def tend(task: Task) -> Steps[Answer]:
    """Make the parts of a shard; pages and files that end workers are set aside by name.

    Raises:
        OutputError: not even an empty shard can be written.
    """
    done = yield from _insisted(task)
    if isinstance(done, Answer):
        return done
    opened, looked = yield from _opened(task)
    if isinstance(looked, Failure):
        return (yield from _closed(task, looked.why))
    aside = yield from _culprits(opened.trying, looked.pages, task.seconds, done.why)
    made = yield replace(opened, aside=aside)
    if isinstance(made, Answer):
        return made
    return (yield from _closed(task, made.why))


def _insisted(task: Task) -> Steps[Answer | Failure]:
    """Try a task a few times."""
    for _ in range(TRIES - 1):
        if isinstance(done := (yield task), Answer):
            return done
    return (yield task)


def _opened(task: Task) -> Steps[tuple[Task, Answer | Failure]]:
    """Leave out files that cannot even be read; gives what reading the others came to."""
    looked = yield task.trying(0, 0, task.seconds)
    if isinstance(looked, Answer) or task.spooled:
        return task, looked
    why = looked.why

    def opening(first: int, last: int, seconds: float) -> Task:
        return task.opening(first, last, seconds, why)

    opened = replace(
        task, closed=(yield from _culprits(opening, len(task.sources), task.seconds, why))
    )
    return opened, (yield opened.trying(0, 0, task.seconds))


def _closed(task: Task, why: str) -> Steps[Answer]:
    """Set all files of a shard aside."""
    nothing = replace(task, closed=tuple((at, why) for at in range(len(task.sources))), aside=())
    done = yield from _insisted(nothing)
    if isinstance(done, Failure):
        raise OutputError(f"shard {task.shard}: {done.why} (the run can be taken up again)")
    return done


def _culprits(
    trying: Callable[[int, int, float], Task], number: int, seconds: float, why: str
) -> Steps[Places]:
    """Find those of so many things that end a worker, by halves, when all together have."""
    left = iter(range(_TRIALS))

    def narrow(first: int, last: int, why: str) -> Steps[Places]:
        if last - first == 1:
            return ((first, why),)
        middle = (first + last) // 2
        return (yield from probe(first, middle)) + (yield from probe(middle, last))

    def probe(first: int, last: int) -> Steps[Places]:
        if next(left, None) is None:
            return tuple((at, why) for at in range(first, last))
        alone = last - first == 1
        share = seconds if alone else seconds * (last - first) / number
        done = yield trying(first, last, min(max(share, _LEAST), seconds))
        return () if isinstance(done, Answer) else (yield from narrow(first, last, done.why))

    if not number:
        return ()
    return (yield from narrow(0, number, why))
