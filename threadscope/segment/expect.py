"""The comments that a page should give, as a file of plain text, and what a pack makes of it.

::

    # a remark
    == page.txt
    3-7     Ada Quist       2021-05-03T10:25:00
    9-12    ?

Between tabs stand the first and the last line of a comment, its author and its date; "?" is one
that is not known. What is left out at the end of a line is not compared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import PurePath

import polars as pl

from threadscope.errors import DataError
from threadscope.segment.compare import difference

EXPECTED = pl.Schema(
    {
        "first_line": pl.UInt32(),
        "last_line": pl.UInt32(),
        "author": pl.String(),
        "posted_at": pl.String(),
    }
)
"""One row per comment that should be on a page, lines ascending.

- `first_line`, `last_line`: 1-based, inclusive; the last one null = not compared
- `author`, `posted_at`: "?" = unknown, null = not compared
"""
Expected = dict[str, pl.DataFrame]
"""EXPECTED of pages by the names they had when the file was written."""

_PAGE = "== "
_UNKNOWN = "?"
_LINES = re.compile(r"([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?")
_SAID = 2
"""Columns behind the lines."""
_COMPARED = {"last_line": "ends on line", "author": "author", "posted_at": "date"}
_FOUND = "_found"

Row = tuple[int, int | None, str | None, str | None]
"""One row of EXPECTED."""


def expected_text(cuts: pl.DataFrame, pages: Iterable[str]) -> str:
    """Write the file of what is expected, from comments that are right.

    Args:
        cuts: CUTS.
        pages: the names of the pages, also of those without comments.
    """
    blocks = (f"{_PAGE}{page}\n{_rows(cuts.filter(page=page))}" for page in pages)
    return "\n".join(blocks)


def _rows(cuts: pl.DataFrame) -> str:
    lines = pl.format("{}-{}", "first_line", "last_line")
    plain = cuts.sort("first_line").select(lines, *_said())
    return "".join("\t".join(row) + "\n" for row in plain.rows())


def _said() -> tuple[pl.Expr, pl.Expr]:
    """Give author and date as they stand in the file."""
    author = pl.col("author").str.replace_all(r"\s+", " ")
    posted_at = pl.col("posted_at").dt.strftime("%Y-%m-%dT%H:%M:%S")
    return author.fill_null(_UNKNOWN), posted_at.fill_null(_UNKNOWN)


def read_expected(text: str, file: str) -> Expected:
    """Read a file of what is expected.

    Raises:
        DataError: a line is no page and no comment, or a page or a comment stands there twice.
    """
    pages: dict[str, list[Row]] = {}
    rows: list[Row] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(_PAGE):
            name = line.removeprefix(_PAGE).strip()
            if name in pages:
                raise DataError(f"{file}:{number}: {name} stands there twice (join them)")
            rows = pages[name] = []
            continue
        row = _row(line)
        if rows is None or row is None:
            form = '"== PAGE", or FIRST-LAST, AUTHOR and DATE with tabs between'
            raise DataError(f"{file}:{number}: is no page and no comment (write {form})")
        if row[0] in {first for first, *_ in rows}:
            raise DataError(f"{file}:{number}: a comment on line {row[0]} stands there already")
        rows.append(row)
    return {
        name: pl.DataFrame(sorted(rows, key=itemgetter(0)), EXPECTED, orient="row")
        for name, rows in pages.items()
    }


def _row(line: str) -> Row | None:
    """Read the line of one comment; None = it is none."""
    lines, *said = (column.strip() for column in line.split("\t"))
    found = _LINES.fullmatch(lines)
    if found is None or len(said) > _SAID:
        return None
    author, posted_at = (*(text or None for text in said), None, None)[:_SAID]
    return int(found[1]), int(found[2]) if found[2] else None, author, posted_at


def mismatches(expected: Expected, cuts: pl.DataFrame, pages: Sequence[str]) -> list[str]:
    """Say in what pages as cut differ from what is expected; nothing = they are as expected.

    Args:
        expected: what is expected.
        cuts: CUTS of the pages.
        pages: their names.
    """
    names = {name: _given(name, pages) for name in expected}
    told: list[str] = []
    for name, page in names.items():
        if page is None:
            told.append(f"{name}: is expected, but not among the pages")
        else:
            told += _differences(expected[name], cuts.filter(page=page), page)
    strange = (page for page in pages if page not in names.values())
    return [*told, *(f"{page}: nothing is said of it (--write adds it)" for page in strange)]


def _given(name: str, pages: Sequence[str]) -> str | None:
    """Find a page by its name, or by the end of it if just one ends so."""
    alike = [page for page in pages if PurePath(page).name == PurePath(name).name]
    return name if name in pages else alike[0] if len(alike) == 1 else None


def _differences(wanted: pl.DataFrame, cuts: pl.DataFrame, page: str) -> Iterator[str]:
    following = pl.col("first_line").shift(-1) - 1
    spans = wanted.with_columns(pl.coalesce("last_line", following, "first_line"))
    found = difference(spans, cuts)
    for word, lines in found.changes().items():
        yield from (f"{page}:{line}: {word}" for line in lines)
    said = cuts.select("first_line", "last_line", *_said())
    both = wanted.join(said, on="first_line", how="inner", maintain_order="left", suffix=_FOUND)
    for column, what in _COMPARED.items():
        columns = ("first_line", column, column + _FOUND)
        wrong = both.filter(pl.col(column) != pl.col(column + _FOUND)).select(columns)
        for line, is_wanted, is_found in wrong.rows():
            yield f"{page}:{line}: {what} {is_found}, expected {is_wanted}"
