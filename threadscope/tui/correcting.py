"""A reader's own word on whom a comment answers, chosen from a list or in the tree."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import on

from threadscope.corrections import correct as correction
from threadscope.corrections import without
from threadscope.discussion import correct
from threadscope.errors import ThreadscopeError
from threadscope.outline import ROOT
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.mending import Mending
from threadscope.tui.paint import DIM, PLAIN
from threadscope.tui.searching import Searching
from threadscope.tui.why import parent_name

_CHOICES = 6
"""Possible parents a comment is offered."""
_MARKS = "  (those marked with m stand here)"
_CIRCLE = "that comment answers this one, directly or not: a circle (choose another)"
_ITSELF = "a comment does not answer itself (choose another)"


class Correcting(Searching):
    """Hangs comments elsewhere, and takes that back."""

    async def action_reparent(self) -> None:
        """Ask whom the comment really answers."""
        if (row := self.threads.row) is not None:
            await self.offer("Whom does it answer?", self._places(row))

    def _places(self, row: int) -> list[tuple[Sequence[Piece], Callable[[], None]]]:
        """List where a comment could hang: candidates, marks, the page, out of sight, any row."""
        reading = self.reading
        own = reading.get(row, "id")
        given = reading.alternatives(row)["parent"].drop_nulls().head(_CHOICES).to_list()
        marked = [reading.get(mark, "id") for mark in sorted(self.threads.marks)]
        above = [own - 1] if own and reading.row_of(own - 1) is not None else []
        up = reading.shape.parent[row]
        kept = [] if up == ROOT else [reading.get(up, "id")]
        parents = dict.fromkeys([*kept, *given, *marked, *above])
        hang = partial(self._hang, own)
        return [
            *(
                (parent_name(reading, parent, orphan=False), partial(hang, parent))
                for parent in parents
                if parent < own
            ),
            ([("the page itself", PLAIN)], partial(hang, None)),
            (
                [("a comment that is not here", PLAIN)],
                partial(hang, None, missing=True),
            ),
            *(
                (
                    [("another one: I go there in the tree", PLAIN), (_MARKS, DIM)],
                    partial(self._begin_placing, row),
                )
                for _ in above
            ),
        ]

    def _begin_placing(self, row: int) -> None:
        """Let the reader go to whom a comment answers."""
        self.action_view("threads")
        self.threads.place_from(row)
        self.status()

    @on(Canvas.Chosen, "#list")
    def _place(self, event: Canvas.Chosen) -> None:
        """Hang the comment below the row that the reader went to."""
        threads, shape = self.threads, self.reading.shape
        moved, there = threads.placing, threads.outline.rows[event.line]
        if moved is None:
            return
        if moved <= there < shape.end[moved]:
            self.say(_ITSELF if there == moved else _CIRCLE)
            return
        self._hang(self.reading.get(moved, "id"), self.reading.get(there, "id"))

    def _hang(self, comment: int, parent: int | None, *, missing: bool = False) -> None:
        """Correct a comment, show it in the tree it makes, and save."""
        threads = self.base.threads
        try:
            said = correction(threads, comment, parent, missing=missing)
        except ThreadscopeError as error:
            self.say(str(error))
            return
        kept = (*without(threads, self.mending.said, comment), said)
        self._mend(self.mending.say(kept), "moved (u takes it back)", comment)

    def _mend(self, mending: Mending, said: str, comment: int | None = None) -> None:
        self.mending = mending
        self.discussion = correct(self.base, mending.said)
        self.reread()
        self.threads.jump(None if comment is None else self.reading.row_of(comment))
        try:
            saved = f"saved in {self.desk.save(self.page, mending.said)}"
        except ThreadscopeError as error:
            saved = f"not saved: {error}"
        self.say(f"{said}, {saved}")

    def action_undo(self) -> None:
        """Take the last correction back."""
        if self.mending.before:
            self._mend(self.mending.undo(), "taken back (ctrl+r does it again)")

    def action_redo(self) -> None:
        """Take the last undo back."""
        if self.mending.undone:
            self._mend(self.mending.redo(), "done again (u takes it back)")
