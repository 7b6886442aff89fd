"""A reader's corrections, with undo and redo."""

from collections.abc import Sequence
from dataclasses import dataclass

from threadscope.corrections import Correction


@dataclass(frozen=True, slots=True)
class Mending:
    """What the reader has said so far, and what was taken back."""

    said: tuple[Correction, ...] = ()
    """The corrections that hold."""
    before: tuple[tuple[Correction, ...], ...] = ()
    """What held before each step, oldest first."""
    undone: tuple[tuple[Correction, ...], ...] = ()
    """What undo took back, latest last."""

    def say(self, said: Sequence[Correction]) -> "Mending":
        """Let other corrections hold."""
        return Mending(tuple(said), (*self.before, self.said), ())

    def undo(self) -> "Mending":
        """Take the last step back; at the start nothing changes."""
        if not self.before:
            return self
        return Mending(self.before[-1], self.before[:-1], (*self.undone, self.said))

    def redo(self) -> "Mending":
        """Take the last undo back; if there is none nothing changes."""
        if not self.undone:
            return self
        return Mending(self.undone[-1], (*self.before, self.said), self.undone[:-1])
