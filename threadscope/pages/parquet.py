"""Parquet: rows with a text are pages, rows with an author or a page are comments."""

import tempfile
from collections.abc import Iterable, Iterator

import polars as pl
from polars import selectors

from threadscope.errors import DataError
from threadscope.pages import given
from threadscope.pages.door import Door, File, Item
from threadscope.pages.items import CommentItem

_MAGIC = b"PAR1"
_ROWS = 1_000
"""Rows in memory at once, about."""
_KEYS = {
    *("id", "url", "title", "subject", "certain", "orphan"),
    *given.AUTHOR_KEYS,
    *given.BODY_KEYS,
    *given.PAGE_KEYS,
    *given.DATE_KEYS,
    *given.PARENT_KEYS,
}
"""Columns that are read; they mean what they mean in lines of JSON."""


def read(chunks: Iterable[bytes], _file: File) -> Iterator[Item]:
    """Read every row, some of them at a time.

    The end of a Parquet file says where everything is, so that it is kept on disk meanwhile.

    Raises:
        DataError: the file is damaged, or none of its columns holds a text.
        CutError: it ends too early.
    """
    with tempfile.NamedTemporaryFile(suffix=".parquet") as kept:
        for chunk in chunks:
            kept.write(chunk)
        kept.flush()
        try:
            yield from _rows(kept)
        except pl.exceptions.PolarsError as error:
            why = str(error).partition("\n")[0]
            raise DataError(f"is damaged: {why} (fetch the file again)") from None


def _rows(kept: "tempfile._TemporaryFileWrapper[bytes]") -> Iterator[Item]:
    table = pl.scan_parquet(kept.name)
    known = [name for name in table.collect_schema() if name in _KEYS]
    if not {*given.BODY_KEYS} & {*known}:
        raise DataError("has no column text or body")
    among_comments, number = False, 0
    plain = table.select(known).with_columns(selectors.temporal().dt.to_string())
    for batch in plain.collect_batches(chunk_size=_ROWS, maintain_order=True):
        for row in batch.iter_rows(named=True):
            number += 1
            item = given.item(number, row, among_comments=among_comments)
            among_comments |= isinstance(item, CommentItem)
            yield item


DOOR = Door("parquet", lambda head: head.startswith(_MAGIC), read, "row", "a row with a text")
"""Tables of pages or of comments."""
