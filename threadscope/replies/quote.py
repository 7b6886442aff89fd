"""Words of an earlier comment repeated: quoted lines, matched by runs of five words."""

from functools import reduce

import polars as pl

from threadscope.replies.clues import clues

_RUN = 5
_PRIME = pl.lit(0x9E3779B97F4A7C15, pl.UInt64)
_COMMON = 20
"""A run of words that more comments share says nothing about any of them."""
_QUOTE_LINE = r"(?m)^ ?> ?[^>\s].*$"
_QUOTE_MARKS = r"[“«„]([^“”«»„\n]{20,600})[”»“]|\"([^\"\n]{20,600})\""
_LINE_WEIGHT = 3.0
_MARKS_WEIGHT = 1.0
_NOT_OWN = r"(?m)^\s*>.*$"


def quote(comments: pl.DataFrame) -> pl.DataFrame:
    """Give the CLUES of quotes: the earlier comment that shares most runs of five quoted words.

    Lines that begin with ">" weigh more than words in quotation marks, which may come from
    anywhere. A quote inside a quote is left out: those are the words of somebody further up. For
    the same reason what a comment quotes does not count as said by it. Reposts quote nothing.
    """
    fresh = comments.filter(pl.col("repeats").is_null())
    lines = _quoting(fresh, _QUOTE_LINE)
    marks = _quoting(fresh.join(lines, on="id", how="anti"), _QUOTE_MARKS)
    quoted = _runs(pl.concat([lines, marks]))
    pages = quoted.select("page").unique()
    said = comments.join(pages, on="page", how="semi").select(
        "id", "page", text=pl.col("body").str.replace_all(_NOT_OWN, " ")
    )
    runs = _runs(said, quoted["run"]).rename({"id": "parent"})
    return pl.concat(
        [
            clues(_sources(lines, quoted, runs), "quote", _LINE_WEIGHT),
            clues(_sources(marks, quoted, runs), "quote", _MARKS_WEIGHT),
        ]
    )


def _quoting(comments: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Find the comments that quote: id, page, text (all they quote)."""
    return (
        comments.lazy()
        .select("id", "page", "body")
        .filter(pl.col("body").str.contains(pattern))
        .select("id", "page", text=pl.col("body").str.extract_all(pattern).list.join(" "))
        .collect()
    )


def _sources(quoting: pl.DataFrame, quoted: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Find for each quoting comment the earlier one it quotes most: id, parent, clue."""
    mine = quoted.join(quoting, on="id", how="semi")
    shared = mine.join(said, on=["page", "run"]).filter(pl.col("parent") < pl.col("id"))
    return (
        shared.filter(pl.len().over("id", "run") <= _COMMON)
        .group_by("id", "parent")
        .agg(shared=pl.len())
        .sort("id", "shared", "parent", descending=[False, True, True])
        .unique("id", keep="first", maintain_order=True)
        .with_columns(clue=pl.format("quotes {} of its words", pl.col("shared") + _RUN - 1))
    )


def _runs(texts: pl.DataFrame, wanted: pl.Series | None = None) -> pl.DataFrame:
    """Cut texts into all runs of five words: id, page, run (its hash), each once.

    Words are hashed one by one and runs computed from the numbers, so that no run is ever written
    down; whoever asks for a few `wanted` runs gets only these.
    """
    at = pl.int_range(pl.len(), dtype=pl.UInt32)
    word = pl.col("word")
    run = reduce(lambda hashed, step: hashed * _PRIME + word.shift(-step), range(1, _RUN), word)
    whole = pl.col("at") == pl.col("at").shift(1 - _RUN)
    kept = whole if wanted is None else whole & run.is_in(wanted.unique().implode())
    found = (
        texts.lazy()
        .select(at=at, word=pl.col("text").str.to_lowercase().str.extract_all(r"[\pL\pN]+"))
        .explode("word", empty_as_null=False)
        .with_columns(word.hash())
        .select("at", run=pl.when(kept).then(run))
        .drop_nulls()
        .unique()
        .collect()
    )
    return texts.select(pl.col("id", "page").gather(found["at"])).with_columns(found["run"])
