"""Notes as a table, and back."""

from collections.abc import Iterable

import polars as pl

from threadscope.errors import Note, Severity
from threadscope.schema import NOTES


def notes_frame(notes: Iterable[Note]) -> pl.DataFrame:
    """Give NOTES as a frame."""
    rows = [(note.severity.value, note.page, note.line, note.text) for note in notes]
    return pl.DataFrame(rows, NOTES, orient="row")


def notes_of(frame: pl.DataFrame) -> list[Note]:
    """Give notes of NOTES."""
    return [
        Note(Severity(severity), page, text, line)
        for severity, page, line, text in frame.select(NOTES.names()).iter_rows()
    ]
