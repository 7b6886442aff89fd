"""What a corpus was asked for, and whether a run asks for the same again."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import polars as pl

from threadscope.corpus.folder import Folder, read_json, write_frame, write_json
from threadscope.corpus.notes import notes_frame, notes_of
from threadscope.corpus.plan import digest
from threadscope.corpus.work import Options
from threadscope.errors import DataError, Note, UsageError
from threadscope.rules import Pack
from threadscope.schema import SOURCES

SCHEMA = "threadscope.corpus/1"
_ASKED = {
    "threadscope": "the version of threadscope",
    "rules": "the rule packs",
    "order": "--order",
    "encoding": "--encoding",
    "kind": "--as",
    "from_line": "--from-line",
    "split": "--split",
    "max_bytes": "--max-bytes",
    "strict": "--strict",
    "infer": "--stated-only",
    "aliases": "the aliases of the configuration",
    "language": "--language",
    "shard_bytes": "--shard-bytes",
    "inputs": "the input files, their sizes or their times",
}
"""What must be the same for a run to be taken up again, in words."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What there is to do."""

    sources: pl.DataFrame
    """SOURCES."""
    notes: tuple[Note, ...]
    """What is to be said of the inputs as they were named."""
    size: int
    """Bytes of text in one shard, about."""


def begin(folder: Folder, manifest: Manifest, options: Options) -> None:
    """Write down what is asked for, or see that the same was asked for before.

    Raises:
        UsageError: a run with other options or other input began here.
        DataError: the folder is no corpus that this program understands.
        OutputError: it cannot be written.
    """
    asked = _asked(manifest, options)
    if folder.is_corpus():
        before = read_json(folder.manifest)
        if before.get("schema") != SCHEMA:
            raise DataError(f"{folder.manifest}: is not {SCHEMA} (--force starts anew)")
        if changed := [words for key, words in _ASKED.items() if before.get(key) != asked[key]]:
            why = f"was begun with something else: {', '.join(changed)}"
            raise UsageError(f"{folder.path}: {why} (--force starts anew, or choose another -o)")
        return
    write_frame(folder.sources, manifest.sources)
    write_json(folder.manifest, asked)


def load(folder: Folder) -> Manifest:
    """Read what was asked for.

    Raises:
        InputMissingError: the folder is no corpus.
        DataError: it is none that this program understands.
    """
    said = read_json(folder.manifest)
    if said.get("schema") != SCHEMA:
        raise DataError(f"{folder.manifest}: is not {SCHEMA} (run the corpus again)")
    notes = pl.DataFrame(said["notes"], notes_frame([]).schema)
    return Manifest(
        sources=pl.read_parquet(folder.sources).match_to_schema(SOURCES),
        notes=tuple(notes_of(notes)),
        size=said["shard_bytes"],
    )


def _asked(manifest: Manifest, options: Options) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "threadscope": version("threadscope"),
        "rules": fingerprint(options.packs),
        "order": options.order,
        "encoding": options.encoding,
        "kind": options.kind,
        "from_line": options.from_line,
        "split": options.split,
        "max_bytes": options.max_bytes,
        "strict": options.strict,
        "infer": options.infer,
        "aliases": dict(options.aliases),
        "language": options.language,
        "shard_bytes": manifest.size,
        "inputs": digest(manifest.sources),
        "files": manifest.sources.height,
        "bytes": manifest.sources["bytes"].sum(),
        "notes": notes_frame(manifest.notes).to_dicts(),
    }


def fingerprint(packs: Sequence[Pack]) -> str:
    """Give a fingerprint of rule packs, their order included."""
    written: Iterable[str] = (pack.model_dump_json() for pack in packs)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()
