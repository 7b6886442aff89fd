"""What is said above the views, below them and beside the threads."""

from collections.abc import Callable, Sequence

from textual import on

from threadscope.choice import SHOWINGS
from threadscope.safetext import show_line
from threadscope.tui.bar import StatusLine, ViewBar
from threadscope.tui.canvas import Piece
from threadscope.tui.comment import CommentPane
from threadscope.tui.help import spoken
from threadscope.tui.layout import Layout
from threadscope.tui.menu import Menu
from threadscope.tui.paint import DIM, PLAIN, WARN
from threadscope.tui.threads import ThreadList
from threadscope.tui.why import WhyPane


class Views(Layout):
    """Says what is going on."""

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
        self.query_one("#why", WhyPane).show_reasons(self.reading, row)

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
