"""Texts that stand on several pages, word for word."""

from collections.abc import Iterator
from itertools import chain

import polars as pl

from threadscope.corpus.shards import Shards
from threadscope.language.plain import one_line, words_of
from threadscope.schema import REPOSTS

_COLUMNS = ("page", "author", "body", "first_line")
_WORDS = 8
"""Fewer words are said twice by chance."""
_AT_ONCE = 50_000_000
"""Comments whose fingerprints are kept at once; more of them take more walks."""
_MOST = 10_000
"""So many texts are listed, those on most pages."""
_OPENING = 80


def reposts(shards: Shards) -> pl.DataFrame:
    """Find the texts of eight words and more that stand on several pages.

    Capitals, punctuation and white space do not count. Fingerprints of 64 bits are compared.

    Returns:
        REPOSTS, the 10,000 texts on most pages.
    """
    walks = 1 + sum(shards.pages["comments"]) // _AT_ONCE
    found = [_repeated(shards, walk, walks) for walk in range(walks)]
    repeated = pl.concat(found).sort("pages", "comments", "print", descending=True).head(_MOST)
    told = pl.concat(chain([_empty()], _told(shards, repeated["print"])))
    first = told.group_by("print", maintain_order=True).agg(
        pl.col("page", "first_line", "author", "opening").first(),
        authors=pl.col("author").drop_nulls().n_unique(),
    )
    rows = repeated.join(first, on="print", how="left", maintain_order="left")
    ordered = rows.sort(
        "pages", "comments", "page", "first_line", descending=[True, True, False, False]
    )
    return ordered.select(REPOSTS.names()).match_to_schema(
        REPOSTS, integer_cast="upcast", missing_columns="raise"
    )


def _repeated(shards: Shards, walk: int, walks: int) -> pl.DataFrame:
    """Count the fingerprints that are on several pages, of one part of all fingerprints."""
    mine = pl.col("print") % walks == walk
    counts = [
        _prints(threads)
        .filter(mine)
        .group_by("print")
        .agg(comments=pl.len(), pages=pl.col("page").n_unique())
        for threads in shards.each(_COLUMNS)
    ]
    empty = pl.DataFrame(schema={"print": pl.UInt64, "comments": pl.UInt32, "pages": pl.UInt32})
    whole = pl.concat([empty, *counts]).group_by("print").agg(pl.col("comments", "pages").sum())
    return whole.filter(pl.col("pages") > 1)


def _told(shards: Shards, prints: pl.Series) -> Iterator[pl.DataFrame]:
    """Give the comments that have some fingerprints."""
    for threads in shards.each(_COLUMNS):
        own = _prints(threads).filter(pl.col("print").is_in(prints.implode()))
        opening = one_line(pl.col("body"), _OPENING).str.head(_OPENING)
        yield own.select("print", "page", "first_line", "author", opening=opening).match_to_schema(
            _empty().schema
        )


def _prints(threads: pl.DataFrame) -> pl.DataFrame:
    """Add the fingerprint of each text as `print`; texts of few words are left out."""
    text = words_of(pl.col("body"))
    enough = text.str.count_matches(" ", literal=True) >= _WORDS - 1
    return threads.filter(enough).with_columns(print=text.hash())


def _empty() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "print": pl.UInt64,
            "page": pl.String,
            "first_line": pl.UInt32,
            "author": pl.String,
            "opening": pl.String,
        }
    )
