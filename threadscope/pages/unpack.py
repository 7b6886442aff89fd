"""Bytes of a file, unpacked if they are gzip or Zstandard, in chunks and with a limit."""

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from threadscope.errors import CutError, DataError, Note, Severity

CHUNK = 1 << 20
"""Bytes read at a time."""
MAX_BYTES = 4 << 30
"""Default limit of one file, unpacked."""
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_RATIO = 500
"""Past `_RATIO_FROM` bytes, a file that unpacks to more than this many times its size is a bomb:
repetitive but honest pages stay below it at that length."""
_RATIO_FROM = 16 << 20


class _Packed(Protocol):
    def read1(self, size: int = ..., /) -> bytes: ...


def unpack(
    stream: BinaryIO, name: str, notes: list[Note], limit: int = MAX_BYTES
) -> Iterator[bytes]:
    """Yield the content of a file in chunks; what is packed is known by its first bytes.

    All members of a gzip file and all frames of a Zstandard file are read; only one layer is
    opened. Bytes behind the end of a packed file are left out with a note.

    Raises:
        CutError: the file ends too early, or grows past the limit; all chunks before are good.
        DataError: the packed bytes are corrupt; what came before cannot be trusted either.
        OSError: reading fails.
    """
    head = stream.peek(len(_ZSTD)) if hasattr(stream, "peek") else b""
    if head.startswith(_GZIP):
        chunks = _packed(gzip.GzipFile(fileobj=stream), stream, name, notes)
    elif head.startswith(_ZSTD):
        chunks = _packed(_zstd(stream), stream, name, notes)
    else:
        chunks = iter(lambda: stream.read(CHUNK), b"")
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            yield chunk[: limit - size]
            raise CutError(f"stops at {limit} bytes (raise the limit with --max-bytes)")
        yield chunk


def _zstd(stream: BinaryIO) -> _Packed:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore] # noqa: PLC0415
    except ImportError:
        from backports import zstd  # noqa: PLC0415
    packed: _Packed = zstd.ZstdFile(stream)
    return packed


def _packed(packed: _Packed, stream: BinaryIO, name: str, notes: list[Note]) -> Iterator[bytes]:
    size = 0
    while True:
        try:
            chunk = packed.read1(CHUNK)
        except EOFError:
            raise CutError(f"cut at byte {_tell(stream)} (fetch the file again)") from None
        except (OSError, zlib.error, _zstd_error()) as error:
            if size and _is_tail(error):
                notes.append(Note(Severity.DAMAGE, name, "bytes behind the packed data left out"))
                return
            raise DataError(
                f"corrupt near byte {_tell(stream)}: {error} (fetch the file again)"
            ) from error
        if not chunk:
            return
        size += len(chunk)
        yield chunk
        packed_size = _tell(stream)
        if size > _RATIO_FROM and packed_size and size > _RATIO * packed_size:
            raise CutError(
                f"stops at {size} bytes, {size // packed_size} times its packed size "
                "(unpack it yourself if this is meant, and see --max-bytes)"
            )


def _zstd_error() -> type[Exception]:
    try:
        from compression.zstd import (  # type: ignore[import-not-found, unused-ignore] # noqa: PLC0415
            ZstdError,
        )
    except ImportError:
        from backports.zstd import ZstdError  # noqa: PLC0415
    error: type[Exception] = ZstdError
    return error


def _is_tail(error: Exception) -> bool:
    """Tell bytes behind a complete member from damage inside one."""
    text = str(error)
    return "Not a gzipped file" in text or "Unknown frame descriptor" in text


def _tell(stream: BinaryIO) -> int:
    return stream.tell() if stream.seekable() else 0
