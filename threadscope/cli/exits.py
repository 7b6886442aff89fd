"""Exit codes, and which exception ends in which."""

from enum import IntEnum

from threadscope.errors import (
    DataError,
    InputMissingError,
    OutputClosedError,
    OutputError,
    OutputExistsError,
    RulesError,
    ThreadscopeError,
    UsageError,
)


class Exit(IntEnum):
    """What the exit code of a command says."""

    DONE = 0
    """Done; also when the reader of the output closed it early."""
    PARTLY = 1
    """Done, but some input could not be read or was cut."""
    DIFFERENT = 1
    """Done, and what was compared is not the same."""
    USAGE = 2
    """The command line is wrong."""
    DATA = 65
    """The input is unusable, or damaged under --strict."""
    NO_INPUT = 66
    """No such input."""
    BUG = 70
    """A mistake of the program."""
    CANNOT_CREATE = 73
    """The output is there already or cannot be created."""
    CANNOT_WRITE = 74
    """The output could not be written."""
    CONFIG = 78
    """A rule pack or the configuration is refused."""
    HUNG_UP = 129
    """The terminal was closed under the interface."""
    INTERRUPTED = 130
    """Interrupted by the user."""
    QUIT = 131
    """The interface was told to quit, and has given the terminal back."""
    TERMINATED = 143
    """The interface was told to end, and has given the terminal back."""


_CODES: tuple[tuple[type[ThreadscopeError], Exit], ...] = (
    (InputMissingError, Exit.NO_INPUT),
    (DataError, Exit.DATA),
    (RulesError, Exit.CONFIG),
    (UsageError, Exit.USAGE),
    (OutputExistsError, Exit.CANNOT_CREATE),
    (OutputClosedError, Exit.DONE),
    (OutputError, Exit.CANNOT_WRITE),
)


def code_of(error: ThreadscopeError) -> Exit:
    """Give the exit code of a foreseen failure."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), Exit.BUG)
