"""What a terminal shows that is too small for anything else."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.keys import bind
from threadscope.tui.over import Over
from threadscope.tui.paint import PLAIN
from threadscope.tui.wrapping import wrap

_NEEDED = Size(20, 5)


def fits(size: Size) -> bool:
    """Tell whether a terminal is large enough to read in."""
    return size.width >= _NEEDED.width and size.height >= _NEEDED.height


class Cramped(Over[None]):
    """Says so, over all else, until the terminal has grown."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("quit", "q", "app.quit", "Quit", show=True)]

    def compose(self) -> ComposeResult:
        """Show how large the terminal is, and should be."""
        yield _Size()


class _Size(Canvas, can_focus=False):
    """The sentence, as far as it fits."""

    DEFAULT_CSS = "_Size { scrollbar-size-vertical: 0; }"

    def _words(self) -> list[str]:
        (width, height), needed = self.app.size, _NEEDED
        said = f"terminal too small ({width}x{height}; needs {needed.width}x{needed.height})"
        return list(wrap(said, max(width, 1)))

    def count(self) -> int:
        """Count the lines."""
        return len(self._words())

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Give a line."""
        return [(self._words()[line], PLAIN)]
