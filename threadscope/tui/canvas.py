"""The widget that everything long is drawn on: lines made when they show, never kept as widgets."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from threadscope.tui.keys import MOVING, SIDEWAYS
from threadscope.tui.paint import CURSOR, DIM, PLAIN, UNICODE, Glyphs

_KEPT_STRIPS = 4000

Piece = tuple[str, Style]
"""Some text, safe to show, and its style."""


class Canvas(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines with a cursor on one of them. Subclasses say how many there are and what is on each."""

    DEFAULT_CSS = """
    Canvas { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*MOVING, *SIDEWAYS]

    glyphs: Glyphs = UNICODE
    """The signs to draw with."""
    edge = 0
    """Cells at the right of the window that lines leave free."""
    shift = 0
    """Cells of every line that are out of sight on the left."""
    nothing = ""
    """What stands there instead of lines."""
    cursor = reactive(0, always_update=False)

    class Chosen(Message):
        """The line under the cursor was chosen, by Enter or a click."""

        def __init__(self, canvas: "Canvas", line: int) -> None:
            super().__init__()
            self.canvas = canvas
            self.line = line

        @property
        def control(self) -> "Canvas":
            """The widget that handlers select by."""
            return self.canvas

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(id=ident)
        self._strips: dict[tuple[int, int, bool], Strip] = {}
        self.base = PLAIN
        """The style of an empty place."""

    @property
    def line_width(self) -> int:
        """The cells that a line has."""
        return max(self.scrollable_content_region.width - self.edge, 0)

    def count(self) -> int:
        """Say how many lines there are."""
        return 0

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Say what stands on a line."""
        return ()

    def kept(self, width: int) -> int:
        """Say how many cells of every line stay on the left, however far the rest is shifted."""
        return 0

    def repaint(self) -> None:
        """Draw everything anew: what the lines say has changed."""
        self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, self.count())
        self.cursor = max(0, min(self.cursor, self.count() - 1))
        self.refresh()

    def redraw(self, line: int) -> None:
        """Draw one line anew."""
        for lit in (False, True):
            self._strips.pop((line, self.line_width, lit), None)
        self.refresh_lines(line)

    def on_resize(self) -> None:
        """Follow the size of the terminal."""
        self.repaint()
        self.show_cursor()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw a part of the window, after looking up what is the same for all its lines."""
        if (base := self.rich_style) != self.base:
            self.base = base
            self._strips.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        return self.line_strip(y + self.scroll_offset.y)

    def line_strip(self, line: int) -> Strip:
        """Draw a line by its number, or take it as it was drawn before."""
        width = self.line_width
        if not self.count() and not line:
            return Strip([Segment(self.nothing, self.base + DIM)]).adjust_cell_length(
                width, self.base
            )
        if not 0 <= line < self.count():
            return Strip.blank(width, self.base)
        lit = line == self.cursor and self.has_focus
        key = (line, width, lit)
        if (strip := self._strips.get(key)) is None:
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._draw(line, width, lit=lit)
        return strip

    def _draw(self, line: int, width: int, *, lit: bool) -> Strip:
        over = CURSOR if lit else PLAIN
        base = self.base
        segments = [Segment(text, base + over + style) for text, style in self.pieces(line, width)]
        strip = Strip(segments)
        if self.shift:
            kept = self.kept(width)
            strip = Strip.join([strip.crop(0, kept), strip.crop(kept + self.shift)])
        if strip.cell_length > width:
            strip = Strip([*strip.crop(0, width - 1), Segment(self.glyphs.cut, base + over + DIM)])
        return strip.adjust_cell_length(width, base + over)

    def watch_cursor(self, before: int, now: int) -> None:
        """Follow the cursor."""
        self.show_cursor()
        for line in (before, now):
            self.refresh_lines(line)

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor no longer."""
        self.refresh()

    def top_margin(self) -> int:
        """Say how many lines at the top of the window are covered."""
        return 0

    def show_cursor(self) -> None:
        """Scroll as little as shows the cursor."""
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if self.cursor < top + self.top_margin():
            self.scroll_to(y=max(self.cursor - self.top_margin(), 0), animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def move(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.cursor = max(0, min(self.cursor + by, self.count() - 1))

    def action_move(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.move(by)

    def action_page(self, pages: float) -> None:
        """Move the cursor by a share of the window."""
        self.move(round(pages * max(self.scrollable_content_region.height - 1, 1)))

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first line or the last."""
        self.cursor = max(self.count() - 1, 0) if end else 0

    def action_shift(self, way: int) -> None:
        """Show what is cut off on one side."""
        width, top = self.line_width, self.scroll_offset.y
        lines = range(top, min(top + self.size.height, self.count()))
        widest = max(
            (sum(cell_len(text) for text, _ in self.pieces(line, width)) for line in lines),
            default=0,
        )
        step = max((width - self.kept(width)) // 2, 1)
        self.shift = max(min(self.shift + way * step, widest - width), 0)
        self.repaint()

    def action_choose(self) -> None:
        """Choose the line under the cursor."""
        if self.count():
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: Click) -> None:
        """Take a click inside the border.

        Textual calls the `on_click` of every class: subclasses say in `clicked` what is different.
        """
        if (place := event.get_content_offset(self)) is not None:
            self.clicked(place.x, place.y)

    def clicked(self, x: int, y: int) -> None:
        """Put the cursor where the mouse is; a second click chooses."""
        line = self.line_at(y)
        if not 0 <= line < self.count():
            return
        if line == self.cursor:
            self.action_choose()
        else:
            self.cursor = line

    def line_at(self, y: int) -> int:
        """Give the line at a place of the window."""
        return y + self.scroll_offset.y


class Lines(Canvas):
    """Lines that are all there already: short lists, where a list of pieces costs nothing."""

    def __init__(self, lines: Iterable[Sequence[Piece]] = (), ident: str | None = None) -> None:
        super().__init__(ident)
        self.lines = list(lines)

    def tell(self, lines: Iterable[Sequence[Piece]]) -> None:
        """Show other lines, from the first on."""
        self.lines = list(lines)
        self.repaint()
        self.scroll_home(animate=False)

    def count(self) -> int:
        """Count the lines."""
        return len(self.lines)

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Give a line."""
        return self.lines[line]
