"""One screen over a Discussion: its views, linked by one lens."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from threading import Event, Thread
from typing import ClassVar

import polars as pl
from textual import on
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer, Input

from threadscope.corrections import Correction
from threadscope.discussion import Discussion, correct
from threadscope.metrics import authors, pairs
from threadscope.pages import Source
from threadscope.safetext import show_line
from threadscope.tui.bar import StatusLine, ViewBar
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.charts import BarChart, activity, depth_bars
from threadscope.tui.comment import CommentPane
from threadscope.tui.desk import Desk
from threadscope.tui.ending import end_on_signals
from threadscope.tui.help import KeysScreen
from threadscope.tui.keys import EVERYWHERE
from threadscope.tui.lens import SHOWINGS, Lens, Showing, found, shown
from threadscope.tui.mending import Mending
from threadscope.tui.moving import ThreadView
from threadscope.tui.page import PageView
from threadscope.tui.paint import BOLD, DIM, PLAIN, UNICODE, WARN, Glyphs
from threadscope.tui.reading import SORTINGS, Reading, Sorting
from threadscope.tui.rules import RulesView
from threadscope.tui.tables import TableView
from threadscope.tui.threads import ThreadList
from threadscope.tui.why import WhyPane

VIEWS = {
    "threads": "Threads",
    "authors": "Authors",
    "depth": "Depth",
    "pairs": "Who answers whom",
    "page": "Page",
    "rules": "Rules",
    "pages": "Pages",
}
_FOCUS = {"threads": "#list", "depth": "#depths", "rules": "#claims"}
_NARROW = 100
"""Columns below which the panes stand one below the other."""
_TOLD_EVERY = 50
"""Files between two words about how far reading has come."""


class Views(App[None]):
    """Shows a discussion and lets the reader move, search and narrow it down."""

    TITLE = "threadscope"
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    CSS_PATH = "app.tcss"

    def __init__(self, desk: Desk, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.desk = desk
        self._glyphs = glyphs
        self._error: Exception | None = None
        self._enough = Event()
        self._stale: set[str] = set()
        self._hits: list[int] = []
        self._revealed: list[int] = []
        self.discussion: Discussion | None = None
        self.mending = Mending()
        self.reading = Reading.empty()
        self.page = ""
        self.lens = Lens()
        self.showing: Showing = SHOWINGS[0]
        self.sorting: Sorting = SORTINGS[0]

    def compose(self) -> ComposeResult:
        """Lay out the views."""
        yield ViewBar(VIEWS, "bar")
        with ContentSwitcher(initial="threads", id="views"):
            with Horizontal(id="threads"):
                yield ThreadView(self.reading, self._glyphs, "list")
                with Vertical(id="side"):
                    yield CommentPane("comment")
                    yield WhyPane("why")
            yield TableView("authors")
            with Vertical(id="depth"):
                yield BarChart(self._glyphs, "depths")
                yield BarChart(self._glyphs, "activity")
            yield TableView("pairs")
            yield PageView("page")
            yield RulesView(self.desk, "rules")
            yield TableView("pages")
        yield Input(id="search", placeholder="words", select_on_focus=False)
        yield StatusLine("status")
        yield Footer(show_command_palette=False)

    def on_load(self) -> None:
        """Give the terminal back even when ended from outside."""
        end_on_signals(lambda code: self.exit(return_code=code))

    def on_mount(self) -> None:
        """Read the pages while the screen stands already."""
        self.list.focus()
        self.say("reading …")
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """Load, in a thread that nobody waits for: leaving is possible at any time."""

        def track(sources: Sequence[Source]) -> Iterator[Source]:
            for at, source in enumerate(sources):
                if self._enough.is_set():
                    return
                if at % _TOLD_EVERY == 0:
                    told = f"reading … {at} of {len(sources)} (Esc shows what is read)"
                    self._from_thread(partial(self.say, told))
                yield source

        try:
            base, corrections = self.desk.load(track)
        except Exception as error:  # noqa: BLE001 - whoever started the interface raises it again
            self._error = error
            self._from_thread(partial(self.exit, return_code=1))
        else:
            self._from_thread(partial(self.show_base, base, corrections))

    def _from_thread(self, call: Callable[[], None]) -> None:
        """Do something on the screen, unless the reader has left."""
        if self.return_code is None:
            with suppress(RuntimeError):
                self.call_from_thread(call)

    def _handle_exception(self, error: Exception) -> None:
        """Keep what broke for whoever started the interface.

        Textual would print it with text from pages in it, raw.
        """
        self._error = self._error or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    @property
    def error(self) -> Exception | None:
        """What broke, or kept the pages from being read, for whoever started the interface."""
        return self._error

    @property
    def list(self) -> ThreadView:
        """The thread view."""
        return self.query_one("#list", ThreadView)

    def show_base(self, base: Discussion, corrections: tuple[Correction, ...]) -> None:
        """Show a discussion from its first page that has comments."""
        self.base, self.mending = base, Mending(corrections)
        self.discussion = correct(base, corrections) if corrections else base
        pages = base.pages
        with_comments = pages.filter(pl.col("comments") > 0)["page"]
        self.query_one("#pages", TableView).show_table(pages)
        self.open_page([*with_comments, *pages["page"], ""][0])

    def open_page(self, page: str) -> None:
        """Show one page in every view."""
        assert self.discussion is not None  # noqa: S101 - pages open only once there are some
        self.page = page
        self.reading = Reading.of(self.discussion, page, self.sorting)
        self.list.read(self.reading)
        self._hits, self._revealed = [], []
        self._tables()
        self.look(Lens())
        self._bar()

    def _tables(self) -> None:
        frame = self.reading.frame
        self.query_one("#authors", TableView).show_table(authors(frame))
        self.query_one("#pairs", TableView).show_table(pairs(frame))
        self.query_one("#activity", BarChart).show_bars(activity(frame))
        self._stale = {"page", "rules"}

    def look(self, lens: Lens) -> None:
        """Look through another lens: filter the threads, light up the other views."""
        self.lens = lens
        row = self.list.row
        if lens.is_clear:
            self.list.outline.filter(None)
        else:
            matches = self.reading.rows_where(lens.condition())
            self.list.outline.filter(shown(self.reading.shape, matches, self.showing))
        self.list.changed(row)
        self._charts()
        self._status()

    def _charts(self) -> None:
        lit = None if self.lens.depth is None else str(self.lens.depth)
        rows = self.reading.frame.filter(replace(self.lens, depth=None).condition())
        self.query_one("#depths", BarChart).show_bars(depth_bars(rows), lit)

    def _bar(self) -> None:
        view = self.query_one("#views", ContentSwitcher).current or "threads"
        pages = 0 if self.discussion is None else self.discussion.pages.height
        more = f"  ({pages} pages)" if pages > 1 else ""
        title: list[Piece] = [(show_line(self.page), BOLD), (more, DIM)]
        self.query_one("#bar", ViewBar).say(view, title)

    def say(self, text: str) -> None:
        """Say something in the status line, until the cursor moves."""
        self.query_one("#status", StatusLine).say([(show_line(text), PLAIN)])

    def _status(self) -> None:
        """Say what is looked for and where the cursor is."""
        rows = self.list.outline
        left: list[Piece] = []
        if not self.lens.is_clear:
            left = [(f"only {show_line(str(self.lens))}", WARN), (f" ({self.showing})  ", DIM)]
        elif not len(self.reading):
            left = [("no comments were found on this page", WARN)]
        if self._hits and self.list.row in self.list.hits:
            at = self._hits.index(self.list.row) + 1
            left.append((f"hit {at} of {len(self._hits)}", PLAIN))
        elif self.list.needle:
            left.append((f"{len(self._hits)} hits", PLAIN))
        place = f"{min(self.list.cursor + 1, len(rows))}/{len(rows)}"
        sorting = "" if self.sorting == "page" else f"  by {self.sorting}"
        self.query_one("#status", StatusLine).say(left, f"{place}{sorting}")

    @on(ThreadList.Picked)
    def _show_comment(self, event: ThreadList.Picked) -> None:
        row = event.row if len(self.reading) > event.row else None
        needle = self.list.needle
        self.query_one("#comment", CommentPane).show_comment(self.reading, row, needle)
        self.query_one("#why", WhyPane).show_reasons(self.reading, row)
        self._status()

    @on(Canvas.Chosen)
    def _narrow_down(self, event: Canvas.Chosen) -> None:
        """Look through what was chosen in another view; choosing it again looks at all."""
        view = event.canvas
        if isinstance(view, TableView):
            self._choose_row(view)
        elif isinstance(view, PageView):
            self._choose_line(event.line + 1)
        elif view.id == "depths":
            depth = int(view.bars[event.line][0]) if isinstance(view, BarChart) else None
            self.look(replace(self.lens, depth=None if self.lens.depth == depth else depth))

    def _choose_row(self, view: TableView) -> None:
        row = view.chosen_row()
        if row is None:
            view.sort_next()
        elif view.id == "pages":
            self.open_page(row["page"])
            self.action_view("threads")
        else:
            wanted = Lens(author=row["author"], answered=row.get("answered"))
            self.look(Lens() if self.lens == wanted else wanted)
            self.action_view("threads")

    def _choose_line(self, line: int) -> None:
        """Go to the comment that a line of the page belongs to."""
        inside = (pl.col("first_line") <= line) & (pl.col("last_line") >= line)
        rows = self.reading.rows_where(inside)
        if rows:
            self.action_view("threads")
            self.list.jump(rows[0])
        else:
            self.say(f"line {line} is in no comment")

    @on(ViewBar.Opened)
    def _open_view(self, event: ViewBar.Opened) -> None:
        self.action_view(event.view)

    def action_view(self, view: str) -> None:
        """Open a view."""
        self.query_one("#views", ContentSwitcher).current = view
        self._freshen(view)
        self.query_one(_FOCUS.get(view, f"#{view}"), Canvas).focus()
        self._bar()

    def _freshen(self, view: str) -> None:
        """Fill a view that costs reading the page again, the first time it is opened."""
        if view in self._stale and self.discussion is not None:
            self._stale.discard(view)
            if view == "page":
                self.query_one("#page", PageView).show_lines(self.desk.explain(self.page))
            else:
                self.query_one("#rules", RulesView).show_page(self.page, self._pack())
        if view == "page" and (row := self.list.row) is not None:
            first, last = (self.reading.get(row, name) for name in ("first_line", "last_line"))
            self.query_one("#page", PageView).light(first, last)
            self.query_one("#page", PageView).go_to(first)

    def _pack(self) -> str:
        """Give the name of the pack that cut the page."""
        assert self.discussion is not None  # noqa: S101 - asked only of a page that is open
        packs = self.discussion.pages.filter(pl.col("page") == self.page)["pack"]
        return packs[0] if len(packs) else ""

    def action_turn(self, step: int) -> None:
        """Open the next page or the previous one."""
        if self.discussion is not None:
            pages = self.discussion.pages["page"].to_list()
            at = pages.index(self.page) + step
            if 0 <= at < len(pages):
                self.open_page(pages[at])

    def action_sort(self) -> None:
        """Sort the table in view by its next column, or the threads in the next way."""
        focused = self.focused
        if isinstance(focused, TableView):
            self.say(f"sorted by {focused.sort_next()}")
        elif self.discussion is not None:
            at = SORTINGS.index(self.sorting) + 1
            self.sorting = SORTINGS[at % len(SORTINGS)]
            self.reread()

    def reread(self) -> None:
        """Read the page anew and stay on the same comment."""
        assert self.discussion is not None  # noqa: S101 - nothing is read anew before it is read
        row = self.list.row
        comment = None if row is None else self.reading.get(row, "id")
        self.reading = Reading.of(self.discussion, self.page, self.sorting)
        self.list.read(self.reading)
        self._tables()
        self.look(self.lens)
        self.list.go(None if comment is None else self.reading.row_of(comment))

    def action_search(self) -> None:
        """Ask for words."""
        search = self.query_one("#search", Input)
        search.add_class("open")
        search.focus()

    @on(Input.Changed, "#search")
    def _search_as_typed(self, event: Input.Changed) -> None:
        words = event.value
        self._hits = self.reading.rows_where(found(words)) if words else []
        self.list.needle, self.list.hits = words, frozenset(self._hits)
        self.list.repaint()
        if self._hits:
            row = self.list.row or 0
            self._visit(next((hit for hit in self._hits if hit >= row), self._hits[0]))
        self._status()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one("#search", Input).remove_class("open")
        self.action_view("threads")

    def action_hit(self, step: int) -> None:
        """Go to the next hit or the previous one."""
        row = self.list.row
        if row is None or not self._hits:
            return
        ahead = [hit for hit in self._hits if (hit > row if step > 0 else hit < row)]
        beyond = ahead or self._hits
        self._visit(beyond[0 if step > 0 else -1])

    def _visit(self, row: int) -> None:
        """Go to a hit; what was unfolded for the one before is folded again."""
        outline = self.list.outline
        for opened in self._revealed:
            outline.fold(opened)
        self._revealed = outline.reveal(row)
        self.list.repaint()
        self.list.go(row)

    def action_clear(self) -> None:
        """Close the search, or forget what is looked for."""
        search = self.query_one("#search", Input)
        if search.has_class("open"):
            search.remove_class("open")
            self.action_view("threads")
        elif self.list.needle:
            search.value = ""
        elif self.discussion is None:
            self._enough.set()
        else:
            self.look(Lens())

    def action_filter(self) -> None:
        """Turn the search into a filter, or show matches another way."""
        if self.lens.is_clear and self.list.needle:
            self.look(Lens(words=self.list.needle))
            return
        at = SHOWINGS.index(self.showing) + 1
        self.showing = SHOWINGS[at % len(SHOWINGS)]
        self.look(self.lens)

    def action_zoom(self) -> None:
        """Give the whole width to the list, or take it back."""
        self.screen.toggle_class("wide")

    def action_inspect(self) -> None:
        """On a narrow terminal, change between the comment and why it hangs there."""
        self.screen.toggle_class("inspect")

    def action_help(self) -> None:
        """Show the keys of the view in focus."""
        self.push_screen(KeysScreen(self.screen.active_bindings))

    def on_resize(self, event: Resize) -> None:
        """Put the panes side by side, or one below the other."""
        self.screen.set_class(event.size.width < _NARROW, "narrow")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what has no key of its own, besides Textual's own commands."""
        yield from super().get_system_commands(screen)
        lens = self.lens
        for words, other in (
            ("Only questions", replace(lens, question=not lens.question)),
            ("Only unanswered comments", replace(lens, unanswered=not lens.unanswered)),
            ("Only unsure places", replace(lens, unsure=not lens.unsure)),
        ):
            yield SystemCommand(words, "Filter the threads", partial(self.look, other))
