"""Big files in pieces: pages by their order, comments by their page, in little memory."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

import polars as pl

from threadscope import atomic
from threadscope.corpus.folder import Folder, write_frame
from threadscope.corpus.notes import notes_frame, notes_of
from threadscope.pages import Batch
from threadscope.schema import CUTS, ELEMENTS, NOTES, PAGE_TEXTS, STATES


def piece_name(shard: str, number: int) -> str:
    """Name a shard that a big file was cut into."""
    return f"{shard}-{number:06}"


def cut(batches: Iterable[Batch], folder: Folder, shard: str, size: int, buckets: int) -> int:
    """Write what was read of a big file as pieces of about `size` bytes.

    Args:
        batches: the file; comments of a page may be in several.
        folder: the corpus.
        shard: what the file is called in it.
        size: bytes of text in one piece.
        buckets: pieces that comments are dealt out to.

    Returns:
        How many pieces there are.

    Raises:
        OutputError: a piece cannot be written.
    """
    scattered = _Scattered(folder.spool(shard), buckets)
    number = 0
    for batch in batches:
        scattered.add(batch.cuts)
        told = [notes_frame(batch.notes)] if batch.notes else []
        for piece in (*_sized(_shown(batch), size), *told):
            write_frame(folder.spool(piece_name(shard, number)), piece)
            number += 1
    for piece in scattered.gathered():
        write_frame(folder.spool(piece_name(shard, number)), piece)
        number += 1
    if not number:
        write_frame(folder.spool(piece_name(shard, number)), notes_frame(()))
    return max(number, 1)


def spooled(path: Path) -> Batch:
    """Read a piece again."""
    frame = pl.read_parquet(path)
    names = frame.columns
    of_pages = frame if names[: len(PAGE_TEXTS)] == PAGE_TEXTS.names() else _NO_PAGES
    return Batch(
        pages=of_pages.select(PAGE_TEXTS.names()),
        cuts=frame if names == CUTS.names() else CUTS.to_frame(),
        notes=tuple(notes_of(frame)) if names == NOTES.names() else (),
        sources=0,
        elements=_of_each(of_pages, "elements", ELEMENTS),
        states=_of_each(of_pages, "states", STATES),
    )


_NO_PAGES = pl.DataFrame(
    schema={
        **PAGE_TEXTS,
        **{
            name: pl.List(pl.Struct({key: kind for key, kind in table.items() if key != "page"}))
            for name, table in (("elements", ELEMENTS), ("states", STATES))
        },
    }
)
"""PAGE_TEXTS, and of each page its rows of ELEMENTS and STATES."""


def _shown(batch: Batch) -> pl.DataFrame:
    """Set beside each page what it shows: a piece is one frame."""
    pages = batch.pages
    for name, table in (("elements", batch.elements), ("states", batch.states)):
        rows = table.group_by("page").agg(pl.struct(pl.exclude("page")).alias(name))
        pages = pages.join(rows, on="page", how="left", maintain_order="left")
    return pages.match_to_schema(_NO_PAGES.schema)


def _of_each(pages: pl.DataFrame, name: str, schema: pl.Schema) -> pl.DataFrame:
    """Give the rows of ELEMENTS or STATES of all pages."""
    rows = pages.select("page", pl.col(name)).explode(name).drop_nulls(name)
    return rows.unnest(name).select(schema.names())


class _Scattered:
    """Deals comments out to buckets by their page, and puts each bucket together in the end."""

    def __init__(self, path: Path, buckets: int) -> None:
        self._path, self._buckets = path, buckets
        self._written: dict[int, list[Path]] = {}

    def add(self, cuts: pl.DataFrame) -> None:
        """Write some comments to their buckets."""
        if cuts.is_empty():
            return
        pages = cuts["page"].unique(maintain_order=True)
        dealt = [crc32(page.encode()) % self._buckets for page in pages]
        numbered = cuts.with_columns(bucket=pl.col("page").replace_strict(pages, dealt))
        for (bucket,), rows in numbered.partition_by("bucket", as_dict=True).items():
            files = self._written.setdefault(bucket, [])
            name = f".{self._path.name}.{bucket}.{len(files)}{atomic.ENDING}"
            write_frame(self._path.with_name(name), rows.drop("bucket"))
            files.append(self._path.with_name(name))

    def gathered(self) -> Iterator[pl.DataFrame]:
        """Give one bucket after the other, comments in the order of the file."""
        for _, files in sorted(self._written.items()):
            yield pl.concat([pl.read_parquet(file) for file in files])
            for file in files:
                file.unlink()


def _sized(pages: pl.DataFrame, size: int) -> list[pl.DataFrame]:
    """Cut PAGE_TEXTS into frames of about so many bytes."""
    bytes_ = pl.col("text").str.len_bytes().cast(pl.UInt64)
    piece = (bytes_.cum_sum() - bytes_) // size
    return pages.with_columns(piece=piece).partition_by(
        "piece", maintain_order=True, include_key=False
    )
