"""Which files make up which shard: by their order and their bytes on disk alone."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from threadscope.pages import Source
from threadscope.schema import SOURCES

SHARD_BYTES = 16 << 20
"""Text in one shard, about: a few seconds of work, some hundred MB of memory."""
_FILES = 10_000
"""Most files in one shard."""
_UNPACKED = 8
"""So many times its size on disk a packed file is taken for."""
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1")


def plan(sources: Iterable[Source], size: int = SHARD_BYTES) -> pl.DataFrame:
    """Put files into shards, neighbours together, until each holds about `size` bytes.

    The same files give the same shards, on every machine and with any number of workers.

    Returns:
        SOURCES; a file bigger than a shard stands alone in one (see `weight`).
    """
    rows = []
    shard, held, files = -1, size, 0
    for source in sources:
        path, bytes_, modified = _looked_at(source)
        more = _unpacked(source, bytes_ or 0, size)
        if held + more > size or files >= _FILES:
            shard, held, files = shard + 1, 0, 0
        held, files = held + more, files + 1
        rows.append((f"{shard:06}", source.name, path, source.walked, bytes_, modified))
    return pl.DataFrame(rows, SOURCES, orient="row")


def digest(sources: pl.DataFrame) -> str:
    """Give a fingerprint of SOURCES: their paths, sizes and times."""
    sha = hashlib.sha256()
    for row in sources.select("path", "bytes", "modified").iter_rows():
        sha.update(repr(row).encode())
    return sha.hexdigest()


def weight(source: Source, size: int) -> int:
    """Estimate the bytes of a file once it is unpacked; one above `size` is read piece by piece."""
    return _unpacked(source, _looked_at(source)[1] or 0, size)


def sources_of(rows: pl.DataFrame) -> tuple[Source, ...]:
    """Make the files of SOURCES again."""
    return tuple(
        Source(Path(os.fsdecode(path)), walked)
        for path, walked in rows.select("path", "walked").iter_rows()
    )


def _looked_at(source: Source) -> tuple[bytes, int | None, int | None]:
    """Give path, size and time of change of a file; the latter unknown if it is out of reach."""
    path = source.path or Path()
    try:
        seen = path.stat()
    except OSError:
        return os.fsencode(path), None, None
    return os.fsencode(path), seen.st_size, seen.st_mtime_ns


def _unpacked(source: Source, size: int, most: int) -> int:
    """Estimate the bytes of a file once it is unpacked; small ones are not looked into."""
    packed = size * _UNPACKED
    return packed if packed > most and _is_packed(source) else size


def _is_packed(source: Source) -> bool:
    try:
        with source.open() as file:
            return file.read(4).startswith(_PACKED)
    except OSError:
        return False
