"""What can go wrong, and what to say.

::

    ThreadscopeError
    ├── InputMissingError    nothing to read under that name
    ├── DataError            the input is unusable, or damaged where damage was forbidden
    │   └── CutError             an input ends too early; what came before it is good
    ├── RulesError           a rule pack or the configuration is refused, all problems at once
    ├── UsageError           options that contradict each other
    └── OutputError          the result could not be written
        ├── OutputExistsError    the target is there already, or cannot be created
        └── OutputClosedError    whoever read the output has stopped; nobody's fault
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ThreadscopeError(Exception):
    """Any failure the program foresees; its text is the whole message for the user."""


class InputMissingError(ThreadscopeError):
    """A page or folder that is not there or cannot be opened."""


class DataError(ThreadscopeError):
    """Input that cannot be used, or that is damaged although `--strict` was asked for."""


class CutError(DataError):
    """An input that ends too early; everything delivered before is good."""


class UsageError(ThreadscopeError):
    """Options that contradict each other."""


class OutputError(ThreadscopeError):
    """A result that could not be written."""


class OutputExistsError(OutputError):
    """A target that exists already (without `--force`) or cannot be created."""


class OutputClosedError(OutputError):
    """Standard output whose reader has stopped reading."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a rules file."""

    file: str
    """The file as the user named it."""
    line: int | None
    """1-based line; null when the mistake has no place of its own."""
    column: int | None
    """1-based column; null as above."""
    what: str
    """What is wrong."""
    instead: str = ""
    """What to write instead."""

    def __str__(self) -> str:
        """Write the problem the way editors can jump to it."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.what}" + (f" ({self.instead})" if self.instead else "")


class RulesError(ThreadscopeError):
    """A rule pack or configuration that is refused, with every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Severity(StrEnum):
    """How much a note matters to the exit code."""

    INFO = "info"
    """Worth knowing; nothing is missing."""
    DAMAGE = "damage"
    """Something was replaced or left out inside an input; refused under `--strict`."""
    UNREAD = "unread"
    """An input, or the end of one, could not be used; the run ends with exit code 1."""
    MISSING = "missing"
    """An input could not be opened; the run ends with exit code 1."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about an input, shown on stderr and kept in the JSON output."""

    severity: Severity
    """How much it matters."""
    page: str
    """The page or file it speaks of."""
    text: str
    """What happened, and what the user can do."""
    line: int | None = None
    """1-based line, where one is to blame."""

    def __str__(self) -> str:
        """Write the note as one line."""
        place = self.page if self.line is None else f"{self.page}:{self.line}"
        return f"{place}: {self.text}"

    @property
    def is_gap(self) -> bool:
        """True if some input, or a part of it, is not in the result."""
        return self.severity in {Severity.UNREAD, Severity.MISSING}


def refuse_nothing(notes: Iterable[Note], *, nothing: bool) -> None:
    """Raise if `nothing` came in at all and the notes say why.

    Raises:
        InputMissingError: nothing could be opened.
        DataError: nothing could be used.
    """
    gaps = [note for note in notes if note.is_gap]
    if gaps and nothing:
        missing = all(note.severity is Severity.MISSING for note in gaps)
        raise (InputMissingError if missing else DataError)("\n".join(map(str, gaps)))
