"""JSON: the contract that scripts rely on."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from threadscope.errors import Note
from threadscope.report.escape import escaped, written
from threadscope.report.tables import TABLES, Numbers, table

SCHEMA = "threadscope.stats/1"
COMPARED = "threadscope.compare/1"
_DIGITS = 6
_COMMENT_KEYS = (
    "id",
    "page",
    "author",
    "posted_at",
    "subject",
    "body",
    "first_line",
    "last_line",
    "marker",
    "source_id",
    "parent",
    "thread",
    "depth",
    "order",
    "confidence",
    "certain",
    "orphan",
    "unplaced",
    "reply_probability",
    "expected_replies",
    "repeats",
    "evidence",
)


def stats_json(discussion: Numbers, names: Iterable[str] = TABLES, *, by_page: bool = False) -> str:
    """Write tables of a discussion as one object, with its schema's name and the notes."""
    value: dict[str, Any] = {"schema": SCHEMA}
    for name in names:
        rows = _rounded(table(discussion, name, by_page=by_page)).to_dicts()
        value[name] = rows[0] if name == "overview" else rows
    value["notes"] = [_note(note) for note in discussion.notes]
    return written(value)


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out the digits that only the arithmetic made."""
    return frame.with_columns(pl.col(pl.Float64, pl.Float32).round(_DIGITS))


def compared_json(
    sides: tuple[str, str], summary: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]
) -> str:
    """Write a comparison as one object, with its schema's name.

    Args:
        sides: what A and B are called.
        summary: its numbers.
        tables: measures, comments and authors.
    """
    value: dict[str, Any] = {"schema": COMPARED, "a": sides[0], "b": sides[1]}
    value["summary"] = dict(summary)
    for name, frame in tables.items():
        if name not in value:
            value[name] = _rounded(frame).to_dicts()
    return written(value)


def comments_jsonl(threads: pl.DataFrame) -> str:
    """Write THREADS as one object a line, in page order."""
    columns = threads.select(_COMMENT_KEYS).with_columns(
        pl.col("posted_at").dt.strftime("%Y-%m-%dT%H:%M:%S"),
        pl.col("confidence", "reply_probability", "expected_replies").cast(pl.Float64).round(4),
    )
    lines = columns.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return "".join(f"{line}\n" for line in escaped(lines))


def _note(note: Note) -> dict[str, Any]:
    return {
        "severity": note.severity.value,
        "page": note.page,
        "line": note.line,
        "text": note.text,
    }
