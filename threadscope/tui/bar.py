"""Two lines of furniture: the names of the views on top, what is going on at the bottom."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from threadscope.tui.canvas import Piece
from threadscope.tui.paint import BOLD, CURSOR, DIM


class ViewBar(Widget):
    """The views by name; a click opens one."""

    DEFAULT_CSS = "ViewBar { height: 1; }"

    class Opened(Message):
        """A view was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, views: dict[str, str], ident: str | None = None) -> None:
        super().__init__(id=ident)
        self.views = views
        self.active = next(iter(views))
        self.title: Sequence[Piece] = ()

    def say(self, active: str, title: Sequence[Piece]) -> None:
        """Show which view is open and what it shows."""
        self.active, self.title = active, title
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the names, then the title."""
        base = self.rich_style
        segments = []
        for view, name in self.views.items():
            style = CURSOR + BOLD if view == self.active else DIM
            segments += [Segment(f" {name} ", base + style), Segment(" ", base)]
        segments += [Segment(text, base + style) for text, style in self.title]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: Click) -> None:
        """Open the view under the mouse."""
        start = 0
        for view, name in self.views.items():
            end = start + cell_len(name) + 3
            if start <= event.x < end:
                self.post_message(self.Opened(view))
                return
            start = end


class StatusLine(Widget):
    """One line that says what is shown and what a key has just done."""

    DEFAULT_CSS = "StatusLine { height: 1; }"

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(id=ident)
        self._left: Sequence[Piece] = ()
        self._right = ""

    def say(self, left: Sequence[Piece], right: str = "") -> None:
        """Show something on the left and on the right."""
        self._left, self._right = left, right
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base = self.rich_style
        width = max(self.size.width - cell_len(self._right) - 1, 0)
        left = Strip([Segment(text, base + style) for text, style in self._left])
        left = left.adjust_cell_length(width, base)
        whole = Strip([*left, Segment(f" {self._right}", base + DIM)])
        return whole.adjust_cell_length(self.size.width, base)
