"""One screen over a Discussion: where its views are, and which has room."""

from typing import ClassVar

from rich.terminal_theme import TerminalTheme
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from threadscope.choice import SORTINGS, By, Lens, Pair, Showing, Sorting
from threadscope.discussion import Discussion
from threadscope.rules import Order
from threadscope.tui.bar import KeyLine, StatusLine, ViewBar
from threadscope.tui.canvas import Canvas
from threadscope.tui.charts import BarChart
from threadscope.tui.comment import CommentPane
from threadscope.tui.cramped import Cramped, fits
from threadscope.tui.desk import Desk
from threadscope.tui.keys import EVERYWHERE
from threadscope.tui.loading import Loading
from threadscope.tui.mending import Mending
from threadscope.tui.moving import ThreadView
from threadscope.tui.page import PageView
from threadscope.tui.paint import ASCII, UNICODE, Glyphs
from threadscope.tui.prompt import Prompt
from threadscope.tui.reading import Reading
from threadscope.tui.rules import RulesView
from threadscope.tui.selection import Selection
from threadscope.tui.tables import TableView
from threadscope.tui.themes import COLOUR_BLIND_SAFE, PALETTES
from threadscope.tui.why import WhyPane

VIEWS = {
    "threads": "Threads",
    "authors": "Authors",
    "depth": "Depth",
    "pairs": "Pairs",
    "page": "Page",
    "rules": "Rules",
    "pages": "Pages",
}
_NARROW = 100
"""Columns below which the panes stand one below the other."""
_LOW = 20
"""Lines below which the rules have room for their editor above all."""
_SMALL = (30, 10)
"""Columns and lines below which there is room for the threads and the status alone."""


class Main(Screen[None], inherit_bindings=False):
    """The screen of the views; Textual's own has keys that nobody could bind anew."""


class Layout(Loading):
    """Lays the views out."""

    TITLE = "threadscope"
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    CSS_PATH = "app.tcss"

    def __init__(self, desk: Desk, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(desk)
        self.register_theme(COLOUR_BLIND_SAFE)
        self._glyphs = glyphs
        self._facts = ""
        self._said_of: int | None = None
        self.revealed: list[int] = []
        self.discussion: Discussion | None = None
        self.mending = Mending()
        self.reading = Reading.empty()
        self.page = ""
        self.selection = Selection(self.reading)
        self.showing: Showing = "ancestors"
        self.sorting: Sorting = SORTINGS[0]
        self.orders: dict[str, Order] = {}

    def get_default_screen(self) -> Screen[None]:
        """Give the screen that all others come on top of."""
        return Main(id="_default")

    def compose(self) -> ComposeResult:
        """Lay out the views."""
        yield ViewBar(VIEWS, "bar")
        with ContentSwitcher(initial="threads", id="views"):
            with Horizontal(id="threads"):
                yield ThreadView(self.reading, self._glyphs, "list")
                with Vertical(id="side"):
                    yield CommentPane("comment")
                    yield WhyPane("why")
            yield TableView("authors", ("author",), By, {"where"})
            with Vertical(id="depth"):
                yield BarChart(self._glyphs, "depths")
                yield BarChart(self._glyphs, "activity")
            yield TableView("pairs", ("author", "answered"), Pair)
            yield PageView("page")
            yield RulesView(self.desk, "rules")
            yield TableView("pages", ("page",))
        yield Prompt("words", "search")
        yield Prompt("command that is given the comment, or those with a mark", "command")
        yield StatusLine("status")
        yield KeyLine("keys")

    def on_mount(self) -> None:
        """Begin in the thread view."""
        self.set_class(self._glyphs == ASCII, "ascii")
        for widget in (*self.query(Canvas), *self.query(ViewBar), *self.query(StatusLine)):
            widget.glyphs = self._glyphs
        self.threads.focus()

    @property
    def order_asked(self) -> Order | None:
        """The order of comments that the reader wants on this page; None = none was asked for."""
        return self.orders.get(self.page, self.desk.order)

    @property
    def is_reordered(self) -> bool:
        """Whether the order of the comments is the reader's word, and not what the page shows."""
        return self.order_asked not in {None, "auto"}

    @property
    def ansi_theme(self) -> TerminalTheme:
        """The sixteen colours as the theme draws them."""
        return PALETTES.get(self.theme) or super().ansi_theme

    @property
    def threads(self) -> ThreadView:
        """The thread view."""
        return self.query_one("#list", ThreadView)

    @property
    def view(self) -> str:
        """The view that is open."""
        return self.query_one("#views", ContentSwitcher).current or "threads"

    @property
    def lens(self) -> Lens:
        """What is chosen."""
        return self.selection.lens

    def on_resize(self, event: Resize) -> None:
        """Put the panes side by side or one below the other, or show the threads alone."""
        width, height = event.size
        main = self.screen_stack[0]
        main.set_class(width < _NARROW, "narrow")
        main.set_class(height < _LOW, "low")
        main.set_class(width < _SMALL[0] or height < _SMALL[1], "small")
        if isinstance(self.screen, Cramped):
            if fits(event.size):
                self.screen.dismiss()
        elif not fits(event.size):
            self.push_screen(Cramped())
