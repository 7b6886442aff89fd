"""Searching as the reader types, filtering, sorting."""

from collections.abc import Iterable

from textual import on
from textual.app import SystemCommand
from textual.screen import Screen
from textual.widgets import Input

from threadscope.tui.commands import commands
from threadscope.tui.lens import SHOWINGS, Lens, found
from threadscope.tui.linking import Linking
from threadscope.tui.prompt import Prompt
from threadscope.tui.reading import sortings
from threadscope.tui.rules import RulesView
from threadscope.tui.tables import TableView

_FEW = 4
"""One row in so many is worth looking at alone."""


class Searching(Linking):
    """Finds comments and decides which of them show, and in which order."""

    def action_sort(self) -> None:
        """Sort the table in view by its next column, or the threads in the next way."""
        focused = self.focused
        if isinstance(focused, TableView):
            self.say(f"sorted by {focused.sort_next()}")
        elif self.discussion is not None:
            ways = sortings(self.reading.frame)
            self.sorting = ways[(ways.index(self.reading.sorting) + 1) % len(ways)]
            self.reread()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action, besides Textual's own commands."""
        yield from super().get_system_commands(screen)
        yield from commands(self)

    def action_search(self) -> None:
        """Ask for words."""
        search = self.query_one("#search", Prompt)
        search.ask(self._search_done, search.value)

    @on(Input.Changed, "#search")
    def _search_as_typed(self, event: Input.Changed) -> None:
        if event.value == event.input.value:
            self._search_for(event.value)

    def _search_for(self, words: str) -> None:
        """Find words and go to the first place from here on, unless that was done already."""
        before, self.threads.needle = self.threads.needle, words
        if words == before:
            return
        longer = before and words.startswith(before)
        self._find(self.hits if longer else None)
        if self.hits:
            row = self.threads.row or 0
            self._visit(next((hit for hit in self.hits if hit >= row), self.hits[0]))
        self.status()

    def look(self, lens: Lens) -> None:
        """Look through another lens; what is searched for is searched for among what it shows."""
        super().look(lens)
        if self.threads.needle:
            self._find()
            self.status()

    def _find(self, among: list[int] | None = None) -> None:
        """Find the words again, perhaps only among rows where fewer of them were found."""
        words = self.threads.needle
        if among is not None and len(among) < len(self.reading) // _FEW:
            self.hits = self.reading.rows_where(found(words), among)
        else:
            condition = self.lens.condition() & found(words)
            self.hits = self.reading.rows_where(condition) if words else []
        self.threads.hits = frozenset(self.hits)
        self.threads.repaint()

    def _search_done(self, words: str) -> None:
        self._search_for(words)
        self.action_view("threads")

    def action_hit(self, step: int) -> None:
        """Go to the next hit or the previous one."""
        row = self.threads.row
        if row is None or not self.hits:
            return
        ahead = [hit for hit in self.hits if (hit > row if step > 0 else hit < row)]
        beyond = ahead or self.hits
        self._visit(beyond[0 if step > 0 else -1])

    def _visit(self, row: int) -> None:
        """Go to a hit; what was unfolded for the one before is folded again."""
        outline = self.threads.outline
        for opened in self.revealed:
            outline.fold(opened)
        self.revealed = outline.reveal(row)
        self.threads.repaint()
        self.threads.go(row)

    def action_clear(self) -> None:
        """Close what asks for words, let a comment hang where it is, forget what is looked for."""
        if isinstance(self.focused, Prompt):
            self.focused.leave()
        elif self.threads.placing is not None:
            self.threads.place_from(None)
            self.status()
        elif self.threads.needle:
            self.query_one("#search", Prompt).value = ""
        elif self.discussion is None:
            self.enough()
        elif self.query_one(RulesView).is_editing:
            self.action_view("rules")
        else:
            self.look(Lens())

    def action_filter(self) -> None:
        """Turn the search into a filter, or show matches another way."""
        if self.lens.is_clear and self.threads.needle:
            self.look(Lens(words=self.threads.needle))
            return
        at = SHOWINGS.index(self.showing) + 1
        self.showing = SHOWINGS[at % len(SHOWINGS)]
        self.look(self.lens)
