"""The folder of a corpus: what is called how, and how a file gets into it."""

import fcntl
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from threadscope import atomic
from threadscope.errors import DataError, InputMissingError, OutputError, UsageError

PARTS = ("comments", "candidates", "pages", "notes")
"""The tables that a shard is written as."""
MANIFEST = "corpus.json"
_FOLDERS = (*PARTS, "shards", "spool")


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything of a corpus lies."""

    path: Path
    """The folder itself."""

    @property
    def manifest(self) -> Path:
        """The file that says what was asked for; its being there makes the folder a corpus."""
        return self.path / MANIFEST

    @property
    def sources(self) -> Path:
        """SOURCES."""
        return self.path / "sources.parquet"

    def part(self, table: str, shard: str) -> Path:
        """Give the place of a table of a shard."""
        return self.path / table / f"{shard}.parquet"

    def record(self, shard: str) -> Path:
        """Give the place of the record that is written once a shard is finished."""
        return self.path / "shards" / f"{shard}.json"

    def cut(self, shard: str) -> Path:
        """Give the place of the record that is written once a big file is cut into shards."""
        return self.path / "shards" / f"{shard}.cut.json"

    def spool(self, shard: str) -> Path:
        """Give the place of a piece of a big file that waits for its turn."""
        return self.path / "spool" / f"{shard}.parquet"

    def is_corpus(self) -> bool:
        """Tell whether a run has begun here."""
        return self.manifest.is_file()

    def make(self) -> None:
        """Make all folders.

        Raises:
            OutputError: it cannot be done.
        """
        try:
            for name in _FOLDERS:
                (self.path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{self.path}: {error.strerror} (choose another -o)") from None

    def strangers(self) -> list[str]:
        """List what lies here that no run has made: such a folder is somebody else's."""
        if not self.path.is_dir() or self.is_corpus():
            return []
        own = {*_FOLDERS, MANIFEST, self.sources.name, "lock"}
        return sorted(
            each.name
            for each in self.path.iterdir()
            if not each.name.startswith(".") and each.name not in own
        )

    def clear(self) -> None:
        """Forget everything that a run has made here, and nothing else."""
        self.manifest.unlink(missing_ok=True)
        self.sources.unlink(missing_ok=True)
        for name in _FOLDERS:
            shutil.rmtree(self.path / name, ignore_errors=True)

    def leftovers(self) -> list[Path]:
        """Remove what runs that were killed have left half written; gives what it was."""
        folders = (self.path, *(self.path / name for name in _FOLDERS))
        found = [path for folder in folders for path in atomic.leftovers(folder)]
        for path in found:
            path.unlink(missing_ok=True)
        return found

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other run out until this one ends, however it ends.

        Raises:
            UsageError: another run is at work here.
            OutputError: the lock cannot be made.
        """
        try:
            handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise OutputError(f"{self.path}: {error.strerror} (choose another -o)") from None
        try:
            self._lock(handle)
            yield
        finally:
            os.close(handle)

    def _lock(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            why = "another run is at work here (wait for it, or choose another -o)"
            raise UsageError(f"{self.path}: {why}") from None


def write(path: Path, data: bytes) -> None:
    """Write a file of a corpus, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        atomic.write(path, data, force=True)
    except OSError as error:
        why = f"{error.strerror or error} (the run can be taken up again)"
        raise OutputError(f"{path}: {why}") from None


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write an object, its keys as they come.

    Raises:
        OutputError: it cannot be written.
    """
    write(path, (json.dumps(value, indent=1) + "\n").encode())


def read_json(path: Path) -> dict[str, Any]:
    """Read an object that a run has written.

    Raises:
        InputMissingError: it is not there.
        DataError: it is no such object.
    """
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        why = f"{error.strerror} (make a corpus with: threadscope corpus run)"
        raise InputMissingError(f"{path}: {why}") from None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise DataError(f"{path}: is no file of a corpus (remove it and run again)")
    return value


def write_frame(path: Path, frame: pl.DataFrame) -> int:
    """Write a frame as Parquet; gives the bytes it takes.

    Raises:
        OutputError: it cannot be written.
    """
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    write(path, buffer.getvalue())
    return buffer.tell()


def finished(folder: Folder, shard: str) -> dict[str, Any] | None:
    """Read the record of a shard; None = it is not finished, or a part of it is gone.

    Raises:
        DataError: the record is no such object.
    """
    if not folder.record(shard).is_file():
        return None
    said = read_json(folder.record(shard))
    parts = {folder.part(table, shard): size for table, size in said["bytes"].items()}
    whole = all(path.is_file() and path.stat().st_size == size for path, size in parts.items())
    return said if whole else None
