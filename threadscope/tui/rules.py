"""Rules in reach: which pack cuts the page and why, and what another one would make of it."""

from collections.abc import Sequence
from typing import ClassVar

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from threadscope.errors import RulesError, ThreadscopeError
from threadscope.rules import Pack, load_pack
from threadscope.safetext import show, show_line
from threadscope.schema import THREADS
from threadscope.segment import NO_PACK, Proposal, difference, prove, taken
from threadscope.tui.canvas import Canvas, Lines, Piece
from threadscope.tui.desk import Desk
from threadscope.tui.difference import moved
from threadscope.tui.editor import Editor
from threadscope.tui.keys import RULES
from threadscope.tui.page import PageView
from threadscope.tui.paint import BOLD, DIM, PLAIN, WARN
from threadscope.tui.prompt import Prompt
from threadscope.tui.tables import TableView
from threadscope.tui.wrapping import wrap

_PAUSE = 0.3
"""Seconds without a key after which the page is cut again."""
_NAME = "this pack"
_LOOKING = "no pack fits; looking for lines that open comments ..."
_NAMED = 12
"""Lines that are named of each kind of change."""


class RulesView(Vertical):
    """The packs by what they claim of the page, one of them open to be edited, and its effect."""

    BINDINGS: ClassVar[list[BindingType]] = [*RULES]

    class Used(Message):
        """The reader wants the page cut by this pack."""

        def __init__(self, pack: Pack) -> None:
            super().__init__()
            self.pack = pack

    class Wanted(Message):
        """A page that no pack fits needs a pack to start from."""

        def __init__(self, page: str) -> None:
            super().__init__()
            self.page = page

    class Said(Message):
        """There is something to say to the reader."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, desk: Desk, ident: str | None = None) -> None:
        super().__init__(id=ident)
        self._desk = desk
        self._page = ""
        self._before = THREADS.to_frame()
        self._places: list[tuple[int, int]] = []
        self._timer: Timer | None = None
        self._evidence: Sequence[list[Piece]] = ()
        self._proposed: str | None = None
        self._waits = False
        self.pack: Pack | None = None

    def compose(self) -> ComposeResult:
        """Packs on top, the editor and what it does below."""
        yield TableView("claims")
        with Horizontal():
            yield Editor("editor")
            with Vertical(id="effect"):
                yield Lines(ident="findings")
                yield PageView("recut")
        yield Prompt("file to save the pack in", "pack-file")

    def show_page(
        self, page: str, summary: pl.DataFrame, before: pl.DataFrame, claims: pl.DataFrame | None
    ) -> None:
        """Show what the packs claim of a page, and the pack that cut it, or else a proposal.

        Args:
            page: its name.
            summary: its row of PAGES.
            before: its THREADS.
            claims: CLAIMS about it; None = it has no text.
        """
        self._page = page
        if claims is None:
            self.query_one("#findings", Lines).tell([[("this page has no text", WARN)]])
            return
        self._before = before
        ranked = claims.sort("comments", descending=True, maintain_order=True).drop("page")
        self.query_one("#claims", TableView).show_table(ranked)
        for pack in summary["pack"]:
            if pack != NO_PACK:
                self._proposed = None
                self.open_pack(pack)
            elif page != self._proposed:
                self._proposed = page
                self._waits = True
                self.query_one(Editor).text = ""
                self.query_one("#findings", Lines).tell([[(_LOOKING, DIM)]])
                self.post_message(self.Wanted(page))

    def open_pack(self, name: str) -> None:
        """Put a pack into the editor."""
        if (text := self._desk.source(name)) is not None:
            self._open(text)

    def open_proposal(self, page: str, proposed: tuple[str, Proposal] | None) -> None:
        """Put the pack that is proposed for a page into the editor, unless another is open by now.

        Args:
            page: the page's name.
            proposed: its YAML and what it is made from; None = the page has no text.
        """
        if proposed is None or page != self._proposed or page != self._page:
            return
        text, found = proposed
        doubt = [[(f"doubt: {show_line(found.doubt)}", WARN)]] if found.doubt else []
        self._open(text, [*doubt, *[[(show_line(each), PLAIN)] for each in found.reasons]])

    def _open(self, text: str, evidence: Sequence[list[Piece]] = ()) -> None:
        self._waits = False
        self._evidence = evidence
        self.query_one(Editor).text = show(text)

    @on(TextArea.Changed, "#editor")
    def _edited(self) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._recut)

    @on(Canvas.Chosen, "#claims")
    def _choose(self, event: Canvas.Chosen) -> None:
        event.stop()
        table = event.canvas
        row = table.chosen_row() if isinstance(table, TableView) else None
        if row is not None:
            self.open_pack(row["pack"])

    @property
    def is_editing(self) -> bool:
        """Tell whether keys go into the editor."""
        return self.query_one(Editor).has_focus

    def use(self) -> None:
        """Ask for the page to be cut by the edited pack."""
        if self.pack is not None:
            self.post_message(self.Used(self.pack))

    def ask_where(self) -> None:
        """Ask for the file to save the edited pack in."""
        field = self.query_one("#pack-file", Prompt)
        field.ask(self._save, f"{self.pack.name}.yaml" if self.pack else field.value)

    def _save(self, file: str) -> None:
        text = self.query_one(Editor).text
        try:
            said = f"saved in {self._desk.write(file, text)}"
        except ThreadscopeError as error:
            said = str(error)
        self.post_message(self.Said(said))

    def _recut(self) -> None:
        """Cut the page by what stands in the editor, and tell the difference."""
        if self._waits:
            return
        findings = self.query_one("#findings", Lines)
        text = self.query_one(Editor).text
        try:
            self.pack = load_pack(text.encode("utf-8", "replace"), _NAME)
        except RulesError as refused:
            self.pack = None
            told = [
                (line, (problem.line or 1, problem.column or 1))
                for problem in refused.problems
                for line in wrap(show_line(str(problem)), max(findings.line_width, 1))
            ]
            self._places = [place for _, place in told]
            self.query_one(Editor).refuse(line for _, (line, _) in told)
            findings.tell([[(line, WARN)] for line, _ in told])
            return
        self._places = []
        self.query_one(Editor).refuse()
        lines = self._desk.explain(self._page, self.pack)
        again = self._desk.recut(self._page, self.pack)
        if lines is not None and again is not None:
            changes = _changes(self._before, again.threads)
            rules = _rules(lines, self.pack)
            findings.tell([*changes, *_samples(self.pack), *self._evidence, *rules])
            self.query_one("#recut", PageView).show_lines(lines)

    @on(Canvas.Chosen, "#findings")
    def _go_to_problem(self, event: Canvas.Chosen) -> None:
        """Put the cursor of the editor where a problem stands."""
        event.stop()
        if event.line < len(self._places):
            line, column = self._places[event.line]
            editor = self.query_one(Editor)
            editor.move_cursor((line - 1, column - 1))
            editor.focus()


def _samples(pack: Pack) -> list[list[Piece]]:
    """Say whether the samples of a pack hold."""
    wrong = prove(pack)
    if not wrong:
        return [[(f"{len(pack.samples)} samples hold", PLAIN)]]
    return [
        [(f"sample {at + 1}: {show_line(what)}", WARN), (f" ({show_line(why)})", DIM)]
        for at, what, why in wrong
    ]


def _changes(before: pl.DataFrame, after: pl.DataFrame) -> list[list[Piece]]:
    """Say which comments are gained, lost, split, merged, and answer somebody else."""
    found = difference(before, after)
    head = [(f"{found.after} comments", BOLD), (f", {found.before} before", DIM)]
    told = {**found.changes(), "moved": moved(before, after)}
    return [
        head,
        *(
            [(f"{len(lines)} {word}, on lines {_few(lines)}", WARN)]
            for word, lines in told.items()
            if lines
        ),
    ]


def _few(lines: tuple[int, ...]) -> str:
    """Name the first few of some lines."""
    return ", ".join(map(str, lines[:_NAMED])) + (" ..." if len(lines) > _NAMED else "")


def _rules(lines: pl.DataFrame, pack: Pack) -> list[list[Piece]]:
    """Say how many lines each rule took."""
    return [
        [(f"{count:6} ", BOLD), (f"{role} {rule}", DIM if count else WARN)]
        for role, rule, count in taken(lines, pack).select("role", "rule", "lines").rows()
    ]
