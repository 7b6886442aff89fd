"""The terminal interface: what the reader can do with a discussion besides reading it."""

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from textual import on, work

from threadscope.corrections import correct as correction
from threadscope.corrections import without
from threadscope.discussion import correct
from threadscope.errors import ThreadscopeError
from threadscope.outline import ROOT
from threadscope.safetext import show
from threadscope.tui.canvas import Piece
from threadscope.tui.desk import replaced
from threadscope.tui.mending import Mending
from threadscope.tui.menu import Menu
from threadscope.tui.paint import DIM, PLAIN
from threadscope.tui.rules import RulesView
from threadscope.tui.searching import Searching
from threadscope.tui.why import parent_name

_CHOICES = 6
"""Possible parents a comment is offered."""


class Browser(Searching):
    """Reads, questions and corrects a discussion."""

    async def action_quit(self) -> None:
        """Leave, and keep where the reader was."""
        self.remember()
        self.exit()

    @work
    async def action_reparent(self) -> None:
        """Ask whom the comment really answers."""
        if (row := self.threads.row) is None:
            return
        options = self._places(row)
        lines = [words for words, _, _ in options]
        chosen = await self.push_screen_wait(Menu("Whom does it answer?", lines))
        if chosen is not None:
            _, parent, missing = options[chosen]
            self._hang(self.reading.get(row, "id"), parent, missing=missing)

    def _places(self, row: int) -> list[tuple[Sequence[Piece], int | None, bool]]:
        """List where a comment could hang: its candidates, marked comments, page, missing."""
        reading = self.reading
        own = reading.get(row, "id")
        given = reading.alternatives(row)["parent"].drop_nulls().head(_CHOICES).to_list()
        marked = [reading.get(mark, "id") for mark in sorted(self.threads.marks)]
        above = [own - 1] if own and reading.row_of(own - 1) is not None else []
        up = reading.shape.parent[row]
        kept = [] if up == ROOT else [reading.get(up, "id")]
        parents = dict.fromkeys([*kept, *given, *marked, *above])
        options: list[tuple[Sequence[Piece], int | None, bool]] = [
            (parent_name(reading, parent, orphan=False), parent, False)
            for parent in parents
            if parent < own
        ]
        options.append(([("the page itself", PLAIN)], None, False))
        options.append(([("a comment that is not here", PLAIN)], None, True))
        hint = "  (mark a comment with m to have it here)"
        options[-1] = ([*options[-1][0], (hint, DIM)], None, True)
        return options

    def _hang(self, comment: int, parent: int | None, *, missing: bool) -> None:
        """Correct a comment, show the tree it makes, and save."""
        threads = self.base.threads
        try:
            said = correction(threads, comment, parent, missing=missing)
        except ThreadscopeError as error:
            self.say(str(error))
            return
        kept = (*without(threads, self.mending.said, comment), said)
        self._mend(self.mending.say(kept), "moved")

    def _mend(self, mending: Mending, word: str) -> None:
        self.mending = mending
        self.discussion = correct(self.base, mending.said)
        self.reread()
        try:
            saved = f"saved in {self.desk.save(self.page, mending.said)}"
        except ThreadscopeError as error:
            saved = f"not saved: {error}"
        self.say(f"{word}, {saved} (u takes it back)")

    def action_use_pack(self) -> None:
        """Cut the page by the pack in the editor."""
        self.query_one(RulesView).use()

    def action_save_pack(self) -> None:
        """Ask where to save the pack in the editor."""
        self.query_one(RulesView).ask_where()

    @on(RulesView.Said)
    def _tell(self, event: RulesView.Said) -> None:
        self.say(event.text)

    @on(RulesView.Used)
    def _use_pack(self, event: RulesView.Used) -> None:
        """Show the page as another pack cuts it, instead of how it was cut before."""
        one = self.desk.recut(self.page, event.pack)
        if one is None or self.discussion is None:
            return
        self.base = replaced(self.base, self.page, one)
        self.discussion = correct(self.base, self.mending.said)
        self.open_page(self.page)
        self.say(f"cut by {event.pack.name}, for as long as this runs")

    def action_undo(self) -> None:
        """Take the last correction back."""
        if self.mending.before:
            self._mend(self.mending.undo(), "taken back")

    def action_redo(self) -> None:
        """Take the last undo back."""
        if self.mending.undone:
            self._mend(self.mending.redo(), "done again")

    @work
    async def action_yank(self) -> None:
        """Ask what to copy, and copy it."""
        if (row := self.threads.row) is None:
            return
        reading = self.reading
        author = reading.author(row) or "(unknown)"
        body = show(reading.get(row, "body"))
        place = f"{self.page}:{reading.get(row, 'first_line')}"
        quoted = "\n".join(f"> {line}" for line in body.split("\n"))
        things = (
            ("the comment", body),
            ("the comment as a quote", f"{author} wrote:\n{quoted}"),
            ("its place: file and line", place),
            ("the author", author),
            ("the command that shows these trees without a terminal", self.desk.command),
        )
        menu = Menu("Copy what?", [[(name, PLAIN)] for name, _ in things])
        chosen = await self.push_screen_wait(menu)
        if chosen is not None:
            name, text = things[chosen]
            self.copy_to_clipboard(show(text))
            self.say(f"copied {name}, and wrote it to {self.desk.print(show(text))}")

    def action_open_page(self) -> None:
        """Open the page in the pager, at the comment."""
        self._open(os.environ.get("PAGER") or "less")

    def action_edit_page(self) -> None:
        """Open the page in the editor, at the comment."""
        self._open(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")

    def _open(self, program: str) -> None:
        if not self.desk.starts:
            self.say("no other program is started here (--no-shell)")
            return
        row = self.threads.row
        if row is None or not Path(self.page).is_file():
            self.say("this page is no file of its own")
            return
        line = self.reading.get(row, "first_line")
        words = [*shlex.split(program), f"+{line}", "--", self.page]
        with self.suspend():
            try:
                subprocess.run(words, check=False)  # noqa: S603 - the user's own program
            except OSError as error:
                self.say(f"{program}: {error.strerror}")
