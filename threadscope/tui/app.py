"""The terminal interface: what the reader can do with a discussion besides reading it."""

import os
import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual import on

from threadscope.discussion import Discussion, correct, reorder
from threadscope.rules import Order, Pack
from threadscope.safetext import show
from threadscope.tui.correcting import Correcting
from threadscope.tui.desk import replaced
from threadscope.tui.menu import Menu
from threadscope.tui.outside import lend
from threadscope.tui.paint import PLAIN
from threadscope.tui.prompt import Prompt
from threadscope.tui.rules import RulesView

ORDERS: tuple[Order, ...] = ("auto", "threaded", "chronological", "newest-first")


class Browser(Correcting):
    """Reads, questions and corrects a discussion."""

    _used: tuple[Pack, ...] = ()
    """Packs of the editor that pages were cut by, the latest last."""

    async def action_quit(self) -> None:
        """Leave, and keep where the reader was."""
        self.end()

    def action_use_pack(self) -> None:
        """Cut the page by the pack in the editor."""
        self.query_one(RulesView).use()

    def action_save_pack(self) -> None:
        """Ask where to save the pack in the editor."""
        rules = self.query_one(RulesView)
        if not rules.display:
            self.action_view("rules")
        rules.ask_where()

    @on(RulesView.Said)
    def _tell(self, event: RulesView.Said) -> None:
        self.say(event.text)

    @on(RulesView.Used)
    def _use_pack(self, event: RulesView.Used) -> None:
        """Show the page as another pack cuts it, instead of how it was cut before."""
        one = self.desk.recut(self.page, event.pack)
        if one is None or self.discussion is None:
            return
        self._used = (*self._used, event.pack)
        self.orders.pop(self.page, None)
        self.base = replaced(self.base, self.page, one)
        self.discussion = correct(self.base, self.mending.said)
        self.open_page(self.page)
        self.say(f"cut by {event.pack.name}, for as long as this runs")

    def action_order(self) -> None:
        """Find out anew who answers whom, by the next order that comments can have."""
        if len(self.reading):
            asked = self.order_asked or ORDERS[0]
            order = ORDERS[(ORDERS.index(asked) + 1) % len(ORDERS)]
            self.orders[self.page] = order
            self.say(f"{order} ...")
            packs = (*self.desk.packs(), *self._used)
            self.work(partial(self._reorder, self.base, self.page, order, packs))

    def _reorder(
        self, base: Discussion, page: str, order: Order, packs: Sequence[Pack]
    ) -> Callable[[], None]:
        return partial(self._show_reordered, page, order, reorder(base, page, order, packs))

    def _show_reordered(self, page: str, order: Order, one: Discussion) -> None:
        """Show a page in another order, unless it was asked for in yet another one meanwhile."""
        if self.orders.get(page) == order:
            self.base = replaced(self.base, page, one)
            self.discussion = correct(self.base, self.mending.said)
            if page == self.page:
                self.reread()
                self.say(f"{one.pages['order'].item()}, {self.ordered_by} (T goes on)")

    async def action_yank(self) -> None:
        """Ask what to copy, and copy it."""
        if (row := self.threads.row) is None:
            return
        things = self._things(row)

        def take(chosen: int | None) -> None:
            if chosen is not None:
                name, text = things[chosen]
                self.copy_to_clipboard(show(text))
                self.say(f"copied {name}, and wrote it to {self.desk.print(show(text))}")

        await self.push_screen(Menu("Copy what?", [[(name, PLAIN)] for name, _ in things]), take)

    def _things(self, row: int) -> tuple[tuple[str, str], ...]:
        """List what of a comment is worth copying, each by its name."""
        reading = self.reading
        author = reading.author(row) or "(unknown)"
        body = show(reading.get(row, "body"))
        quoted = "\n".join(f"> {line}" for line in body.split("\n"))
        order = self.orders.get(self.page)
        return (
            ("the comment", body),
            ("the comment as a quote", f"{author} wrote:\n{quoted}"),
            ("its place: file and line", f"{self.page}:{reading.get(row, 'first_line')}"),
            ("the author", author),
            (
                "the command that shows these trees without a terminal",
                self.desk.command + (f" --order {order}" if order else ""),
            ),
        )

    def action_pipe(self) -> None:
        """Ask for a command of the shell that is given the comment, or those with a mark."""
        if self.threads.row is not None and self._may_start():
            self.query_one("#command", Prompt).ask(self._pipe)

    def _pipe(self, command: str) -> None:
        threads = self.threads
        if command.strip() and threads.row is not None:
            rows = sorted(threads.marks) or [threads.row]
            text = "\n\n".join(self.reading.get(row, "body") for row in rows)
            shell = os.environ.get("SHELL") or "/bin/sh"
            self._lend([shell, "-c", command], f"{text}\n")

    def action_open_page(self) -> None:
        """Open the page in the pager, at the comment."""
        self._open(os.environ.get("PAGER") or "less")

    def action_edit_page(self) -> None:
        """Open the page in the editor, at the comment."""
        self._open(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")

    def _open(self, program: str) -> None:
        if not self._may_start():
            return
        row = self.threads.row
        if row is None or not Path(self.page).is_file():
            self.say("this page is no file of its own")
            return
        line = self.reading.get(row, "first_line")
        self._lend([*shlex.split(program), f"+{line}", "--", self.page])

    def _may_start(self) -> bool:
        """Tell whether other programs may be started, and the reader if not."""
        if not self.desk.starts:
            self.say("no other program is started here (--no-shell)")
        return self.desk.starts

    def _lend(self, words: Sequence[str], given: str | None = None) -> None:
        if wrong := lend(self, words, given):
            self.say(wrong)
