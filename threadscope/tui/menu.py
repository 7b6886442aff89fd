"""A short list to choose from, over the screen."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from threadscope.tui.canvas import Canvas, Lines, Piece
from threadscope.tui.keys import bind
from threadscope.tui.paint import BOLD

_DIGITS = "123456789"


class Menu(ModalScreen[int | None]):
    """Asks for one of several things; gives its 0-based place, or None.

    The title is markup to Textual: it holds fixed words only, never text from a page.
    """

    DEFAULT_CSS = """
    Menu { align: center middle; }
    Menu Lines { width: 76; max-width: 100%; max-height: 80%; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("close", "escape,q", "dismiss(None)", "Close", show=True),
        *(bind(f"pick-{digit}", digit, f"pick({digit})", f"Choose {digit}") for digit in _DIGITS),
    ]

    def __init__(self, title: str, lines: Sequence[Sequence[Piece]]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """Show the list."""
        pane = Lines(
            [(f" {digit} ", BOLD), *line]
            for digit, line in zip_longest(_DIGITS[: len(self._lines)], self._lines, fillvalue=" ")
        )
        pane.styles.height = len(self._lines) + 2
        pane.border_title = self._title
        yield pane

    def action_pick(self, digit: int) -> None:
        """Choose by digit."""
        if digit <= len(self._lines):
            self.dismiss(digit - 1)

    @on(Canvas.Chosen)
    def _choose(self, event: Canvas.Chosen) -> None:
        event.stop()
        self.dismiss(event.line)
