"""The chunks of a file as a stream to read lines and lengths from."""

import io
from collections.abc import Iterable

from threadscope.errors import CutError, DataError

_PIECE = 1 << 20


class Stream:
    """Reads from chunks, and keeps why they end.

    A chunk is handed on once the next one is there: by then the checksum behind it was looked at.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.place = 0
        """The byte that is read next."""
        self._source = _Source(chunks)
        self._buffer = io.BufferedReader(self._source, _PIECE)

    @property
    def error(self) -> DataError | None:
        """Why there is no more; None = nothing is wrong."""
        return self._source.error

    def line(self, longest: int) -> bytes:
        """Give the rest of the line, its end too, or so many bytes of it; none = it ends here."""
        return self._moved(self._buffer.readline(longest))

    def take(self, size: int) -> bytes:
        """Give so many bytes, or as many as there are."""
        return self._moved(self._buffer.read(size))

    def skip(self, size: int) -> int:
        """Pass over so many bytes, or as many as there are; give how many."""
        start = self.place
        while (left := start + size - self.place) and self.take(min(left, _PIECE)):
            pass
        return self.place - start

    def _moved(self, piece: bytes) -> bytes:
        self.place += len(piece)
        return piece


class _Source(io.RawIOBase):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self.error: DataError | None = None
        self._chunks = iter(chunks)
        self._chunk = memoryview(b"")
        self._next = self._pull()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._chunk:
            last, self._next = self._next, self._pull()
            self._chunk = memoryview(last if self._is_good() else b"")
        size = min(len(buffer), len(self._chunk))
        buffer[:size] = self._chunk[:size]
        self._chunk = self._chunk[size:]
        return size

    def _is_good(self) -> bool:
        """Tell whether what was pulled before can be trusted."""
        return self.error is None or isinstance(self.error, CutError)

    def _pull(self) -> bytes:
        if self.error:
            return b""
        try:
            return next((chunk for chunk in self._chunks if chunk), b"")
        except DataError as error:
            self.error = error
            return b""
