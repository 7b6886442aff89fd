"""Why a comment hangs where it does, and where else it could."""

from collections.abc import Iterator

from threadscope.safetext import show_line
from threadscope.tui.canvas import Lines, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, author_style, sure
from threadscope.tui.reading import Reading
from threadscope.tui.wrapping import wrap

_SHOWN = 4
"""Possible parents that are listed."""
_WORDS = 60
_INDENT = 8
"""Cells in front of what is said."""
_LEAST = 16
"""Cells that reasons have at least, however narrow the window is."""


class WhyPane(Lines):
    """The possible parents of a comment, with what speaks for each."""

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(ident=ident)
        self._of: tuple[Reading, int] | None = None

    def show_reasons(self, reading: Reading, row: int | None) -> None:
        """Tell of a row's comment, or nothing."""
        self._of = None if row is None else (reading, row)
        self._layout()

    def on_show(self) -> None:
        """Tell what could not be seen before."""
        self._layout()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._layout()

    def _layout(self) -> None:
        if self.display:
            self.tell(reasons(*self._of, self.line_width) if self._of else ())


def reasons(reading: Reading, row: int, width: int) -> Iterator[list[Piece]]:
    """List the possible parents of a row's comment, best first, each with what speaks for it."""
    options = reading.alternatives(row)
    if options.is_empty():
        yield [("the page does not state whom it answers", DIM)]
    for rank, option in enumerate(options.head(_SHOWN).iter_rows(named=True)):
        percent = sure(option["probability"], certain=option["certain"]).strip()
        lead = "answers" if rank == 0 else "or"
        source = _source(option["evidence"]) if percent == "=" else percent
        yield [
            (f"{lead:>{_INDENT - 1}} ", BOLD if rank == 0 else DIM),
            (f"({source}) ", BOLD),
            *parent_name(reading, option["parent"], orphan=option["orphan"]),
        ]
        for reason in option["evidence"]:
            clue = show_line(reason["clue"])
            lead = f"{reason['kind']}: "
            first, *more = wrap(lead + clue, max(width - _INDENT, _LEAST))
            yield [
                (f"{reason['weight']:+{_INDENT - 1}.1f} {first[: len(lead)]}", DIM),
                (first[len(lead) :], PLAIN),
            ]
            for words in more:
                yield [(" " * _INDENT + words, PLAIN)]
        if not option["evidence"] and rank == 0:
            yield [(f"{'':{_INDENT}}nothing points to another comment", DIM)]


def _source(evidence: list[dict[str, object]]) -> str:
    """Say who makes a place certain."""
    corrected = any(reason["kind"] == "corrected" for reason in evidence)
    return "you say so" if corrected else "the page says so"


def parent_name(reading: Reading, parent: int | None, *, orphan: bool) -> list[Piece]:
    """Name a possible parent: the page, something missing, or a comment by its first words."""
    if parent is None:
        return [("a comment that is not here" if orphan else "the page itself", PLAIN)]
    row = reading.row_of(parent)
    if row is None:
        return [(f"comment {parent}", PLAIN)]
    author = reading.author(row)
    words = reading.first_words(row)[:_WORDS]
    line = reading.get(row, "first_line")
    return [
        (author or "(unknown)", author_style(author)),
        (f" line {line} ", DIM),
        (words, PLAIN),
    ]
