"""Searching as the reader types, filtering, sorting."""

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.app import SystemCommand
from textual.screen import Screen
from textual.widgets import Input

from threadscope.choice import SHOWINGS, Lens, Part, Saying, sortings
from threadscope.tui.commands import commands, filters
from threadscope.tui.desk import Desk
from threadscope.tui.linking import Linking
from threadscope.tui.paint import BOLD, PLAIN, UNICODE, Glyphs
from threadscope.tui.prompt import Prompt
from threadscope.tui.reading import NO_ROWS, Rows
from threadscope.tui.rules import RulesView
from threadscope.tui.tables import TableView


class Searching(Linking):
    """Finds comments and decides which of them show, and in which order."""

    def __init__(self, desk: Desk, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(desk, glyphs=glyphs)
        self._found = {"": NO_ROWS}

    def action_sort(self) -> None:
        """Sort the table in view by its next column, or the threads in the next way."""
        focused = self.focused
        if isinstance(focused, TableView):
            self.say(f"sorted by {focused.sort_next()}")
        elif self.discussion is not None:
            ways = sortings(self.reading.frame)
            self.sorting = ways[(ways.index(self.reading.sorting) + 1) % len(ways)]
            self.resort()

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
        if words == self.threads.needle:
            return
        self.threads.needle = words
        self._find()
        hit = self.threads.hits.beyond((self.threads.row or 0) - 1, 1)
        if hit is not None:
            self._visit(hit)
        self.status()

    def look(self, lens: Lens) -> None:
        """Look through another lens; what is searched for is searched for among what it shows."""
        super().look(lens)
        self._found = {"": Rows(self.selection.mask.arg_true())}
        if self.threads.needle:
            self._find()
            self.status()

    def _find(self) -> None:
        """Find the words where their beginning was found; what it led to before is kept."""
        words = self.threads.needle
        self._found = {
            begun: rows for begun, rows in self._found.items() if words.startswith(begun)
        }
        if words not in self._found:
            among = self._found[max(self._found, key=len)]
            self._found[words] = self.reading.rows_where(Saying(words).condition(), among)
        self.threads.hits = self._found[words] if words else NO_ROWS
        self.threads.repaint()

    def _search_done(self, words: str) -> None:
        self._search_for(words)
        self.action_view("threads")

    def action_hit(self, step: int) -> None:
        """Go to the next hit or the previous one."""
        row = self.threads.row
        hit = None if row is None else self.threads.hits.beyond(row, step)
        if hit is not None:
            self._visit(hit)

    def _visit(self, row: int) -> None:
        """Go to a hit; what was unfolded for the one before is folded again."""
        outline = self.threads.outline
        for opened in self.revealed:
            outline.fold(opened)
        self.revealed = outline.reveal(row)
        self.threads.repaint()
        self.threads.go(row)

    def action_clear(self) -> None:
        """Close what asks for words, let a comment hang where it is, or forget what was chosen."""
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
            self.look(self.lens.back())

    async def action_filter_by(self) -> None:
        """Ask what to filter by; what is chosen already is let go."""
        chosen = self.lens.parts
        await self.offer(
            "Which comments?",
            [
                (
                    [(self._glyphs.chosen if part in chosen else " ", BOLD), (f" {words}", PLAIN)],
                    partial(self._filter_by, part),
                )
                for words, part in filters(self)
            ],
        )

    def _filter_by(self, part: Part) -> None:
        self.action_view("threads")
        self.toggle(part)

    def action_filter(self) -> None:
        """Turn the search into a filter, or show matches another way."""
        words = Saying(self.threads.needle)
        if words.words and words not in self.lens.parts:
            self.toggle(words)
            return
        ways = tuple(SHOWINGS)
        self.showing = ways[(ways.index(self.showing) + 1) % len(ways)]
        self.look(self.lens)
