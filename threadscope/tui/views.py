"""One screen over a Discussion: its views, and what is said above and below them."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.terminal_theme import TerminalTheme
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from threadscope.choice import SHOWINGS, SORTINGS, By, Lens, Pair, Showing, Sorting
from threadscope.discussion import Discussion
from threadscope.rules import Order
from threadscope.safetext import show_line
from threadscope.tui.bar import KeyLine, StatusLine, ViewBar
from threadscope.tui.canvas import Canvas, Lines, Piece
from threadscope.tui.charts import BarChart
from threadscope.tui.comment import CommentPane
from threadscope.tui.cramped import Cramped, fits
from threadscope.tui.desk import Desk
from threadscope.tui.help import spoken
from threadscope.tui.keys import EVERYWHERE
from threadscope.tui.loading import Loading
from threadscope.tui.mending import Mending
from threadscope.tui.menu import Menu
from threadscope.tui.moving import ThreadView
from threadscope.tui.page import PageView
from threadscope.tui.paint import ASCII, DIM, PLAIN, UNICODE, WARN, Glyphs
from threadscope.tui.prompt import Prompt
from threadscope.tui.reading import Reading
from threadscope.tui.rules import RulesView
from threadscope.tui.selection import Selection
from threadscope.tui.tables import TableView
from threadscope.tui.themes import COLOUR_BLIND_SAFE, PALETTES
from threadscope.tui.threads import ThreadList
from threadscope.tui.why import reasons

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


class Views(Loading):
    """Lays the views out and says what is going on."""

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
                    yield Lines(ident="why")
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
    def ordered_by(self) -> str:
        """Whose word the order of the comments on this page is."""
        return "the page's" if self.order_asked in {None, "auto"} else "yours"

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

    def bar(self) -> None:
        """Say on top which view is open, and of which page."""
        pages = 0 if self.discussion is None else self.discussion.pages.height
        more = f"  ({pages} pages)" if pages > 1 else ""
        keys = {
            str(active.binding.id).removeprefix("view-"): spoken(key)
            for key, active in self.screen_stack[0].active_bindings.items()
        }
        self.query_one("#bar", ViewBar).say(self.view, show_line(self.page), more, keys)

    def say(self, text: str) -> None:
        """Say something in the status line, behind what is chosen, until the cursor moves."""
        self._said_of = self.threads.row
        said = [*self._chosen(), (show_line(text), PLAIN)]
        self.query_one("#status", StatusLine).say(said)

    def _chosen(self) -> list[Piece]:
        """Say what is chosen in any view, and how much that is."""
        if self.lens.is_clear:
            return []
        count = f"{self.selection.count:,} of {len(self.reading):,}"
        return [
            (f"only {show_line(str(self.lens))}", WARN),
            (f" ({SHOWINGS[self.showing]})", DIM),
            (f" {count}  ", PLAIN),
        ]

    def status(self) -> None:
        """Say what is chosen, what is looked for and where the cursor is."""
        self._said_of = None
        rows = self.threads.outline
        left = self._chosen()
        if self.threads.placing is not None:
            left = [("Enter: it answers this comment  Esc: let it be", WARN)]
        elif not len(self.reading):
            left.append(("no comments were found on this page", WARN))
        elif not left and not self.threads.needle:
            left.append((self._facts, DIM))
        row, hits = self.threads.row, self.threads.hits
        if row is not None and row in hits:
            left.append((f"hit {hits.place(row) + 1} of {len(hits)}", PLAIN))
        elif self.threads.needle:
            left.append((f"{len(hits)} hits", PLAIN))
        place = f"{min(self.threads.cursor + 1, len(rows))}/{len(rows)}"
        unread = f"{self.threads.unread} unread  " if self.threads.unread else ""
        sorting = "" if self.reading.sorting == "page" else f"  by {self.reading.sorting}"
        self.query_one("#status", StatusLine).say(left, f"{unread}{place}{sorting}")

    @on(ThreadList.Picked)
    def _show_comment(self, event: ThreadList.Picked) -> None:
        if event.row == self.threads.row:
            self.show_row(event.row)
            if event.row != self._said_of:
                self.status()

    def show_row(self, row: int | None) -> None:
        """Show a row's comment whole, and why it hangs there; None = nothing."""
        needle = self.threads.needle
        self.query_one("#comment", CommentPane).show_comment(self.reading, row, needle)
        self.query_one("#why", Lines).tell(reasons(self.reading, row))

    @on(CommentPane.Seen)
    def _see(self, event: CommentPane.Seen) -> None:
        """Take a comment for read, unless the cursor has moved on before it was drawn."""
        if event.reading is self.reading and event.row == self.threads.row:
            self.threads.see(event.row)
            if event.row != self._said_of:
                self.status()

    def see_all(self, *, read: bool) -> None:
        """Take every comment of the page for read, or for unread."""
        self.threads.see_all(read=read)
        self.status()

    async def offer(
        self, title: str, options: Sequence[tuple[Sequence[Piece], Callable[[], object]]]
    ) -> None:
        """Ask for one of several things, each with what it does, and do it."""

        def take(chosen: int | None) -> None:
            if chosen is not None:
                options[chosen][1]()

        await self.push_screen(Menu(title, [words for words, _ in options]), take)

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
