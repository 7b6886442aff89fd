"""A ConvoKit corpus: the folder of files that `convokit.Corpus(filename=…)` loads.

The layout is that of `Corpus.dump` (https://convokit.cornell.edu/documentation/data_format.html).
A conversation of ConvoKit has one root, so each thread is one; whatever else is known of a comment
goes into its `meta`.
"""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.escape import escaped

UNKNOWN = "unknown author of comment "
"""How the speakers are called that nobody knows, each a stranger of its own."""
_META = (
    "page",
    "subject",
    "posted_text",
    "first_line",
    "last_line",
    "source_id",
    "confidence",
    "certain",
    "orphan",
    "unplaced",
    "unattributed",
    "evidence",
)
_KINDS = {
    pl.String: "<class 'str'>",
    pl.Boolean: "<class 'bool'>",
    pl.List: "<class 'list'>",
    pl.UInt32: "<class 'int'>",
    pl.Float64: "<class 'float'>",
}


def convokit(discussion: Discussion) -> dict[str, str]:
    """Write the files of a corpus, by name."""
    said = _utterances(discussion.threads)
    meta = said.select("meta").unnest("meta")
    speakers: dict[str, Any] = {
        name: {"meta": {}, "vectors": []} for name in said["speaker"].unique().sort()
    }
    roots = discussion.threads.filter(pl.col("depth") == 0).select("id", "page")
    conversations = {
        str(ident): {"meta": {"page": page}, "vectors": []} for ident, page in roots.rows()
    }
    index = {
        "utterances-index": {name: [_KINDS[meta.schema[name].base_type()]] for name in _META},
        "speakers-index": {},
        "conversations-index": {"page": ["<class 'str'>"]},
        "overall-index": {},
        "version": 1,
        "vectors": [],
    }
    lines = said.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return {
        "utterances.jsonl": "".join(f"{line}\n" for line in escaped(lines)),
        "speakers.json": _json(speakers),
        "conversations.json": _json(conversations),
        "corpus.json": _json({}),
        "index.json": _json(index),
    }


def _utterances(threads: pl.DataFrame) -> pl.DataFrame:
    """Give one row per comment, page order, with the keys of `utterances.jsonl`."""
    own = pl.col("id").cast(pl.String)
    reason = pl.element().struct
    clues = pl.format("{}: {}", reason.field("kind"), reason.field("clue"))
    known = threads.with_columns(
        pl.col("confidence").cast(pl.Float64).round(4),
        evidence=pl.col("evidence").list.eval(clues),
        unattributed=pl.col("author").is_null(),
    )
    return known.select(
        pl.struct(_META).alias("meta"),
        id=own,
        conversation_id=pl.col("thread").cast(pl.String),
        text="body",
        speaker=pl.coalesce("author", pl.lit(UNKNOWN) + own),
        timestamp=pl.col("posted_at").dt.epoch("s"),
        vectors=pl.lit([], pl.List(pl.String)),
        **{"reply-to": pl.col("parent").cast(pl.String)},
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value) + "\n"
