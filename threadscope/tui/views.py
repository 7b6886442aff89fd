"""One screen over a Discussion: its views, linked by one lens."""

from dataclasses import replace
from typing import ClassVar

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer

from threadscope.corrections import Correction
from threadscope.discussion import Discussion, correct
from threadscope.metrics import pairs
from threadscope.rules import Order
from threadscope.safetext import show_line
from threadscope.schema import PAGES
from threadscope.tui.bar import StatusLine, ViewBar
from threadscope.tui.canvas import Canvas, Lines, Piece
from threadscope.tui.charts import BarChart, activity, depth_bars
from threadscope.tui.comment import CommentPane
from threadscope.tui.cramped import Cramped, fits
from threadscope.tui.desk import Desk
from threadscope.tui.keys import EVERYWHERE
from threadscope.tui.lens import SHOWINGS, Lens, Showing, shown
from threadscope.tui.lists import author_list, facts, page_list
from threadscope.tui.loading import Loading
from threadscope.tui.memory import keep, recall, restore, state_of
from threadscope.tui.mending import Mending
from threadscope.tui.moving import ThreadView
from threadscope.tui.page import PageView
from threadscope.tui.paint import ASCII, BOLD, DIM, PLAIN, UNICODE, WARN, Glyphs
from threadscope.tui.prompt import Prompt
from threadscope.tui.reading import SORTINGS, Reading, Sorting
from threadscope.tui.rules import RulesView
from threadscope.tui.tables import TableView
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
_COUNTED = frozenset({"authors", "pairs", "depth"})
"""Views of numbers, which are counted when they are opened."""
_NARROW = 100
"""Columns below which the panes stand one below the other."""
_SMALL = (30, 10)
"""Columns and lines below which there is room for the threads and the status alone."""


class Main(Screen[None], inherit_bindings=False):
    """The screen of the views; Textual's own has keys that nobody could bind anew."""


class Views(Loading):
    """Shows a discussion and lets the reader move, search and narrow it down."""

    TITLE = "threadscope"
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    CSS_PATH = "app.tcss"

    def __init__(self, desk: Desk, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(desk)
        self._glyphs = glyphs
        self._stale: set[str] = set()
        self._facts = ""
        self._said_of: int | None = None
        self.hits: list[int] = []
        self.revealed: list[int] = []
        self.discussion: Discussion | None = None
        self.mending = Mending()
        self.reading = Reading.empty()
        self.page = ""
        self.lens = Lens()
        self.showing: Showing = SHOWINGS[0]
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
            yield TableView("authors")
            with Vertical(id="depth"):
                yield BarChart(self._glyphs, "depths")
                yield BarChart(self._glyphs, "activity")
            yield TableView("pairs")
            yield PageView("page")
            yield RulesView(self.desk, "rules")
            yield TableView("pages")
        yield Prompt("words", "search")
        yield Prompt("command that is given the comment, or those with a mark", "command")
        yield StatusLine("status")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the thread view."""
        self.set_class(self._glyphs == ASCII, "ascii")
        for canvas in self.query(Canvas):
            canvas.glyphs = self._glyphs
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
    def threads(self) -> ThreadView:
        """The thread view."""
        return self.query_one("#list", ThreadView)

    def show_base(self, base: Discussion, corrections: tuple[Correction, ...]) -> None:
        """Show a discussion from its first page that has comments."""
        self.base, self.mending = base, Mending(corrections)
        self.discussion = correct(base, corrections) if corrections else base
        pages = base.pages
        with_comments = pages.filter(pl.col("comments") > 0)["page"]
        self.query_one("#pages", TableView).show_table(page_list(base))
        self.open_page([*with_comments, *pages["page"], ""][0])

    def open_page(self, page: str) -> None:
        """Show one page in every view."""
        assert self.discussion is not None  # noqa: S101 - pages open only once there are some
        self.remember()
        self.page = page
        self.reading = Reading.of(self.discussion, page, self.sorting)
        self.threads.read(self.reading)
        self.hits, self.revealed = [], []
        self._tables()
        self.look(Lens())
        restore(self.threads, recall(self.desk, page, self.reading))
        self.status()
        self._bar()

    def remember(self) -> None:
        """Keep where the reader is on this page."""
        if len(self.reading):
            keep(self.desk, self.page, self.threads)

    def _tables(self) -> None:
        """Let every view be filled when it is opened next; numbers in view now at once."""
        self._facts = facts(self._summary(), self.reading.frame, self._glyphs, self.ordered_by)
        self._stale = {"page", "rules", *_COUNTED}
        if self._view in _COUNTED:
            self._freshen(self._view)

    @property
    def _view(self) -> str:
        return self.query_one("#views", ContentSwitcher).current or "threads"

    def look(self, lens: Lens) -> None:
        """Look through another lens: filter the threads, light up the other views."""
        self.lens = lens
        row = self.threads.row
        if lens.is_clear:
            self.threads.outline.filter(None)
        else:
            matches = self.reading.rows_where(lens.condition())
            self.threads.outline.filter(shown(self.reading.shape, matches, self.showing))
        self.threads.changed(row)
        self._stale |= _COUNTED
        if self._view in _COUNTED:
            self._freshen(self._view)
        self.status()

    def _matching(self) -> pl.DataFrame:
        """Give the rows that the lens lets through."""
        return self.reading.frame.filter(self.lens.condition())

    def _count(self, view: str) -> None:
        """Fill a view with numbers, and light up what the lens looks at."""
        if view == "depth":
            self._chart()
            return
        table, lens = self.query_one(f"#{view}", TableView), self.lens
        if table.source is not self.reading:
            frame = self.reading.frame
            rows = author_list(frame, self._glyphs) if view == "authors" else pairs(frame)
            table.show_table(rows, self.reading)
        table.light(lens.author, lens.answered)

    def _chart(self) -> None:
        lit = None if self.lens.depth is None else str(self.lens.depth)
        rows = self.reading.frame.filter(replace(self.lens, depth=None).condition())
        self.query_one("#depths", BarChart).show_bars(depth_bars(rows), lit)
        self.query_one("#activity", BarChart).show_bars(activity(self.reading.frame))

    def _bar(self) -> None:
        pages = 0 if self.discussion is None else self.discussion.pages.height
        more = f"  ({pages} pages)" if pages > 1 else ""
        title: list[Piece] = [(show_line(self.page), BOLD), (more, DIM)]
        self.query_one("#bar", ViewBar).say(self._view, title)

    def say(self, text: str) -> None:
        """Say something in the status line, until the cursor moves."""
        self._said_of = self.threads.row
        self.query_one("#status", StatusLine).say([(show_line(text), PLAIN)])

    def status(self) -> None:
        """Say what is looked for and where the cursor is."""
        self._said_of = None
        rows = self.threads.outline
        left: list[Piece] = []
        if self.threads.placing is not None:
            left = [("Enter: it answers this comment  Esc: let it be", WARN)]
        elif not self.lens.is_clear:
            left = [(f"only {show_line(str(self.lens))}", WARN), (f" ({self.showing})  ", DIM)]
        elif not len(self.reading):
            left = [("no comments were found on this page", WARN)]
        elif not self.threads.needle:
            left = [(self._facts, DIM)]
        if self.hits and self.threads.row in self.threads.hits:
            at = self.hits.index(self.threads.row) + 1
            left.append((f"hit {at} of {len(self.hits)}", PLAIN))
        elif self.threads.needle:
            left.append((f"{len(self.hits)} hits", PLAIN))
        place = f"{min(self.threads.cursor + 1, len(rows))}/{len(rows)}"
        unread = f"{self.threads.unread} unread  " if self.threads.unread else ""
        sorting = "" if self.reading.sorting == "page" else f"  by {self.reading.sorting}"
        self.query_one("#status", StatusLine).say(left, f"{unread}{place}{sorting}")

    @on(ThreadList.Picked)
    def _show_comment(self, event: ThreadList.Picked) -> None:
        row = event.row if len(self.reading) > event.row else None
        if row not in {None, self.threads.row}:
            return
        needle = self.threads.needle
        self.query_one("#comment", CommentPane).show_comment(self.reading, row, needle)
        self.query_one("#why", Lines).tell(reasons(self.reading, row))
        if row is None or row != self._said_of:
            self.status()

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

    def _freshen(self, view: str) -> None:
        """Fill a view that costs reading the page again, the first time it is opened."""
        if view in self._stale and self.discussion is not None:
            self._stale.discard(view)
            if view in _COUNTED:
                self._count(view)
            elif view == "page":
                self.query_one("#page", PageView).show_lines(self.desk.explain(self.page))
            else:
                self.query_one("#rules", RulesView).show_page(
                    self.page, self._summary(), self.reading.frame
                )
        if view == "page" and (row := self.threads.row) is not None:
            page = self.query_one("#page", PageView)
            rows = self.reading.frame[row] if self.lens.is_clear else self._matching()
            page.light(rows.select("first_line", "last_line").rows())
            page.go_to(self.reading.get(row, "first_line"))

    def _summary(self) -> pl.DataFrame:
        """Give the row of PAGES for the page that is open; none if there is no page."""
        pages = PAGES.to_frame() if self.discussion is None else self.discussion.pages
        return pages.filter(pl.col("page") == self.page)

    def reread(self) -> None:
        """Read the page anew and stay on the same comment."""
        assert self.discussion is not None  # noqa: S101 - nothing is read anew before it is read
        state = state_of(self.threads)
        self.reading = Reading.of(self.discussion, self.page, self.sorting)
        self.threads.read(self.reading)
        self._tables()
        self.look(self.lens)
        restore(self.threads, state)
        self.status()

    def on_resize(self, event: Resize) -> None:
        """Put the panes side by side or one below the other, or show the threads alone."""
        width, height = event.size
        main = self.screen_stack[0]
        main.set_class(width < _NARROW, "narrow")
        main.set_class(width < _SMALL[0] or height < _SMALL[1], "small")
        if isinstance(self.screen, Cramped):
            if fits(event.size):
                self.screen.dismiss()
        elif not fits(event.size):
            self.push_screen(Cramped())
