"""The terminal interface: what the reader can do with a discussion besides reading it."""

import os
import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual import on

from threadscope.corrections import Correction
from threadscope.discussion import Discussion, correct, reorder
from threadscope.rules import Order, Pack
from threadscope.safetext import show
from threadscope.tui.correcting import Correcting
from threadscope.tui.desk import Desk, View, replaced
from threadscope.tui.outside import lend
from threadscope.tui.paint import PLAIN, UNICODE, Glyphs
from threadscope.tui.prompt import Prompt
from threadscope.tui.rules import RulesView

ORDERS: tuple[Order, ...] = ("auto", "threaded", "chronological", "newest-first")


class Browser(Correcting):
    """Reads, questions and corrects a discussion."""

    def __init__(self, desk: Desk, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(desk, glyphs=glyphs)
        self._used: dict[str, Pack] = {}
        self._arranged: dict[str, Order] = {}

    async def action_quit(self) -> None:
        """Leave, and keep where the reader was."""
        self.end()

    def action_use_pack(self) -> None:
        """Cut the page by the pack in the editor."""
        self.query_one(RulesView).use()

    def action_save_pack(self) -> None:
        """Ask where to save the pack in the editor."""
        self.query_one(RulesView).ask_where()

    @on(RulesView.Said)
    def _tell(self, event: RulesView.Said) -> None:
        self.say(event.text)

    @on(RulesView.Wanted)
    def _want_pack(self, event: RulesView.Wanted) -> None:
        self.work(partial(self._propose, event.page))

    def _propose(self, page: str) -> Callable[[], None]:
        """Learn a pack from a page, in a thread."""
        proposed = self.desk.propose(page)
        return partial(self.query_one(RulesView).open_proposal, page, proposed)

    @on(RulesView.Used)
    def _use_pack(self, event: RulesView.Used) -> None:
        """Show the page as another pack cuts it, instead of how it was cut before."""
        one = self.desk.recut(self.page, event.pack)
        if one is None or self.discussion is None:
            return
        self._used = {**self._used, self.page: event.pack}
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
            self.work(partial(self._reorder, self.base, self.page, order))

    def _reorder(self, base: Discussion, page: str, order: Order) -> Callable[[], None]:
        return partial(self._show_reordered, base, page, order, self._ordered(base, page, order))

    def _ordered(self, base: Discussion, page: str, order: Order) -> Discussion:
        packs = (*self.desk.packs(), *self._used.values())
        return reorder(base, page, order, packs, self.desk.language)

    def _show_reordered(self, base: Discussion, page: str, order: Order, one: Discussion) -> None:
        """Show a page in another order, unless yet another one was asked for meanwhile.

        If the pages were read again meanwhile, it is done again.
        """
        if self.orders.get(page) != order:
            return
        if base is not self.base:
            self.work(partial(self._reorder, self.base, page, order))
            return
        self.base = replaced(base, page, one)
        self.discussion = correct(self.base, self.mending.said)
        if page == self.page:
            self.reread()
            whose = "yours" if self.is_reordered else "the page's"
            self.say(f"{one.pages['order'].item()}, {whose} (T goes on)")

    def arranged(self, base: Discussion) -> Discussion:
        """Cut pages that were read again by the edited packs, and order them as was chosen."""
        pages = frozenset(base.pages["page"])
        self._arranged = dict(self.orders)
        for page, pack in dict(self._used).items():
            if page in pages and (one := self.desk.recut(page, pack)) is not None:
                base = replaced(base, page, one)
        for page, order in self._arranged.items():
            if page in pages:
                base = replaced(base, page, self._ordered(base, page, order))
        return base

    def show_base(self, base: Discussion, corrections: tuple[Correction, ...]) -> None:
        """Show what was read, and pages in orders that were chosen meanwhile."""
        super().show_base(base, corrections)
        for page, order in self.orders.items():
            if self._arranged.get(page) != order:
                self.work(partial(self._reorder, self.base, page, order))

    async def action_yank(self) -> None:
        """Ask what to copy, and copy it."""
        if (row := self.threads.row) is not None:
            await self.offer(
                "Copy what?",
                [
                    ([(name, PLAIN)], partial(self._copy, name, text))
                    for name, text in self._things(row)
                ],
            )

    def _copy(self, name: str, text: str) -> None:
        self.copy_to_clipboard(show(text))
        self.say(f"copied {name}, and wrote it to {self.desk.print(show(text))}")

    def _things(self, row: int) -> tuple[tuple[str, str], ...]:
        """List what of a comment is worth copying, each by its name."""
        reading = self.reading
        author = reading.author(row) or "(unknown)"
        body = show(reading.get(row, "body"))
        quoted = "\n".join(f"> {line}" for line in body.split("\n"))
        return (
            ("the comment", body),
            ("the comment as a quote", f"{author} wrote:\n{quoted}"),
            ("its place: file and line", f"{self.page}:{reading.get(row, 'first_line')}"),
            ("the author", author),
            (
                f"the command that prints this tree{self._left_out()}",
                self.desk.command(self._seen_now()),
            ),
        )

    def _seen_now(self) -> View:
        """Say what the thread view shows."""
        order = self.orders.get(self.page)
        return View(self.page, order, self.lens, self.showing, self.reading.sorting)

    def _left_out(self) -> str:
        """Say what of this view that command does not know."""
        left_out = {
            "filter": not self.lens.is_clear and self.showing == "lit",
            "folds": bool(self.threads.outline.folded),
            "edited rules": self.page in self._used,
        }
        words = [word for word, here in left_out.items() if here]
        return f" (without its {' and '.join(words)})" if words else ""

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
