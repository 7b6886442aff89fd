"""Three lines of furniture: the views on top; at the bottom what is going on, and the main keys."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from threadscope.tui.canvas import Piece
from threadscope.tui.help import spoken
from threadscope.tui.paint import BOLD, CURSOR, DIM, UNICODE, Glyphs, fit_end

_PAGE = 20
"""Cells of the page's name that the names of the views leave free."""
_AROUND = 3
"""Cells around the name of a view."""


_KEPT = 2
"""Keys at the end of the line that stay where there is no room for all: help and the way out."""


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


class KeyLine(Widget):
    """One line of keys that work where the reader is; a click presses one.

    Textual's own has a widget for each key, which it makes anew whenever the focus moves.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key"}
    DEFAULT_CSS = """
    KeyLine { height: 1; color: $footer-foreground; background: $footer-background; }
    KeyLine > .key { color: $footer-key-foreground; text-style: bold; }
    """

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(id=ident)
        self._keys: dict[str, tuple[str, str]] = {}

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        keys: dict[str, tuple[str, str]] = {}
        focused = screen.focused
        for key, active in screen.active_bindings.items():
            typed = focused is not None and focused.check_consume_key(key, _character(key))
            if active.binding.show and active.enabled and not typed:
                keys.setdefault(active.binding.action, (key, active.binding.description))
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def _shown(self) -> list[tuple[str, str, str]]:
        """List the keys that there is room for: the key, its sign and what it does."""
        shown = [(key, f" {spoken(key)} ", f"{words} ") for key, words in self._keys.values()]
        while len(shown) > _KEPT and sum(map(_cells, shown)) > self.size.width:
            del shown[-_KEPT - 1]
        return shown

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base = self.rich_style
        lit = base + self.get_component_rich_style("key", partial=True)
        shown = self._shown()
        segments = [Segment(*p) for _, key, words in shown for p in ((key, lit), (words, base))]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: Click) -> None:
        """Press the key under the mouse."""
        end = 0
        for one in self._shown():
            end += _cells(one)
            if event.x < end:
                self.app.simulate_key(one[0])
                return


def _character(key: str) -> str | None:
    """Give what a key writes; None if it writes nothing."""
    sign = " " if key == "space" else spoken(key)
    return sign if len(sign) == 1 else None


def _cells(one: tuple[str, str, str]) -> int:
    return cell_len(one[1]) + cell_len(one[2])
