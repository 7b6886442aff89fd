"""Two lines of furniture: the names of the views on top, what is going on at the bottom."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from threadscope.tui.canvas import Piece
from threadscope.tui.paint import BOLD, CURSOR, DIM, UNICODE, Glyphs, fit_end

_PAGE = 20
"""Cells of the page's name that the names of the views leave free."""
_AROUND = 3
"""Cells around the name of a view."""


class ViewBar(Widget):
    """The views by name; a click opens one."""

    DEFAULT_CSS = "ViewBar { height: 1; }"

    class Opened(Message):
        """A view was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    glyphs: Glyphs = UNICODE
    """The signs to draw with."""

    def __init__(self, views: dict[str, str], ident: str | None = None) -> None:
        super().__init__(id=ident)
        self.views = views
        self.active = next(iter(views))
        self._keys: Mapping[str, str] = {}
        self._page = self._more = ""

    def say(self, active: str, page: str, more: str, keys: Mapping[str, str]) -> None:
        """Show which view is open, of which page, and the keys that open the others."""
        self.active, self._page, self._more, self._keys = active, page, more, keys
        self.refresh()

    def _names(self) -> dict[str, str]:
        """Name the views; where there is no room, those that are not open by their keys."""
        room = self.size.width - min(len(self._page), _PAGE)
        if sum(len(name) + _AROUND for name in self.views.values()) <= room:
            return self.views
        return {
            view: name if view == self.active else self._keys.get(view, name[:1])
            for view, name in self.views.items()
        }

    def render_line(self, y: int) -> Strip:
        """Draw the names, then the page."""
        base = self.rich_style
        segments = []
        for view, name in self._names().items():
            style = CURSOR + BOLD if view == self.active else DIM
            segments += [Segment(f" {name} ", base + style), Segment(" ", base)]
        left = self.size.width - sum(segment.cell_length for segment in segments)
        wanted, beside = cell_len(self._page), left - cell_len(self._more)
        more = self._more if beside >= min(wanted, _PAGE) else ""
        page = fit_end(self._page, min(wanted, beside if more else left), self.glyphs.cut)
        segments += [Segment(page, base + BOLD), Segment(more, base + DIM)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: Click) -> None:
        """Open the view under the mouse."""
        start = 0
        for view, name in self._names().items():
            end = start + cell_len(name) + _AROUND
            if start <= event.x < end:
                self.post_message(self.Opened(view))
                return
            start = end


class StatusLine(Widget):
    """One line that says what is shown and what a key has just done."""

    DEFAULT_CSS = "StatusLine { height: 1; }"

    glyphs: Glyphs = UNICODE
    """The signs to draw with."""

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
        if left.cell_length > width > 0:
            left = Strip([*left.crop(0, width - 1), Segment(self.glyphs.cut, base + DIM)])
        left = left.adjust_cell_length(width, base)
        whole = Strip([*left, Segment(f" {self._right}", base + DIM)])
        return whole.adjust_cell_length(self.size.width, base)
