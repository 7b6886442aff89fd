"""Comments of a corpus that are looked for."""

from collections.abc import Iterator

import polars as pl

from threadscope.choice import Lens
from threadscope.corpus.shards import Shards

_BEFORE = 60
"""Characters shown before what was found, at most, and so many behind."""
_AFTER = 100


def find(shards: Shards, lens: Lens) -> Iterator[pl.DataFrame]:
    """Give THREADS of the comments that a lens lets through, shard by shard."""
    for threads in shards.each():
        found = threads.filter(lens.condition())
        if not found.is_empty():
            yield found


def around(words: str) -> pl.Expr:
    """Give the part of a body around some words, or its beginning where they are not in it."""
    body = pl.col("body").str.replace_all(r"\s+", " ")
    said = pl.escape_regex(words)
    caseless = "(?i)" if words == words.lower() else ""
    within = body.str.extract(f"({caseless}.{{0,{_BEFORE}}}{said}.{{0,{_AFTER}}})")
    return pl.coalesce(within, body.str.head(_BEFORE + _AFTER))
