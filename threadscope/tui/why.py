"""Why a comment hangs where it does, and where else it could."""

from collections.abc import Iterator

from threadscope.safetext import show_line
from threadscope.tui.canvas import Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, author_style, sure
from threadscope.tui.reading import Reading

_SHOWN = 4
"""Possible parents that are listed."""
_WORDS = 60


def reasons(reading: Reading | None, row: int | None) -> list[list[Piece]]:
    """List the possible parents of a row's comment, best first, each with what speaks for it."""
    return [] if reading is None or row is None else list(_reasons(reading, row))


def _reasons(reading: Reading, row: int) -> Iterator[list[Piece]]:
    """Tell the possible parents and what speaks for each."""
    options = reading.alternatives(row)
    for rank, option in enumerate(options.head(_SHOWN).iter_rows(named=True)):
        percent = sure(option["probability"], certain=option["certain"]).strip()
        lead = "answers" if rank == 0 else "or"
        source = _source(option["evidence"]) if percent == "=" else percent
        yield [
            (f"{lead:>7} ", BOLD if rank == 0 else DIM),
            (f"({source}) ", BOLD),
            *parent_name(reading, option["parent"], orphan=option["orphan"]),
        ]
        for reason in option["evidence"]:
            clue = show_line(reason["clue"])
            yield [
                (f"{reason['weight']:+7.1f} ", DIM),
                (f"{reason['kind']}: ", DIM),
                (clue, PLAIN),
            ]
        if not option["evidence"] and rank == 0:
            yield [(f"{'':8}nothing points to another comment", DIM)]


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
