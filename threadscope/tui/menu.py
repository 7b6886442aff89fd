"""A short list to choose from, over the screen."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from threadscope.tui.canvas import Canvas, Lines, Piece
from threadscope.tui.help import spoken
from threadscope.tui.keys import CLOSING, PICKING
from threadscope.tui.over import Over
from threadscope.tui.paint import BOLD


class Menu(Over[int]):
    """Asks for one of several things; gives its 0-based place, or None."""

    DEFAULT_CSS = """
    Menu { align: center middle; }
    Menu Lines { width: 76; max-width: 100%; max-height: 80%; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, *PICKING]

    def __init__(self, title: str, lines: Sequence[Sequence[Piece]]) -> None:
        super().__init__()
        self._title, self._lines = title, lines
        self._pane = Lines(ident="choices")

    def compose(self) -> ComposeResult:
        """Show the list."""
        self._pane.styles.height = len(self._lines) + 2
        self._pane.border_title = Content(self._title)
        yield self._pane

    def on_mount(self) -> None:
        """Write before each line the key that chooses it."""
        keys = {each.binding.id: spoken(key) for key, each in self.active_bindings.items()}
        signs = [keys.get(f"pick-{n + 1}", "") for n in range(len(self._lines))]
        wide = max(map(cell_len, signs), default=0)
        self._pane.tell(
            [(f" {sign:>{wide}} ", BOLD), *line]
            for sign, line in zip(signs, self._lines, strict=True)
        )

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_pick(self, place: int) -> None:
        """Choose by place."""
        if place <= len(self._lines):
            self.dismiss(place - 1)

    @on(Canvas.Chosen)
    def _choose(self, event: Canvas.Chosen) -> None:
        event.stop()
        self.dismiss(event.line)
