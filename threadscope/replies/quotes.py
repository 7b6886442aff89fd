"""Words of an earlier comment repeated: quoted lines, words in quotation marks, or free repetition.

Runs of words are hashed and joined, so that no run is ever written down.
"""

from functools import reduce

import polars as pl

_RUN = 4
_FREE_RUN = 6
"""Words that must follow each other to count without any mark of a quote."""
_PRIME = pl.lit(0x9E3779B97F4A7C15, pl.UInt64)
_COMMON = 20
"""A run of words that more comments share says nothing about any of them."""
_COPIED = 8
_LINE = r"(?m)^ ?> ?[^>\s].*$"
_MARKS = r"[“«„][^“”«»„\n]{12,600}[”»“]|\"[^\"\n]{12,600}\""
_TRUST = {"line": 1.0, "mark": 0.8, "free": 0.5}
_ENOUGH = 10.0


def quotes(comments: pl.DataFrame) -> pl.DataFrame:
    """Find who is quoted.

    A quote inside a quote is left out: those are the words of somebody further up. For the same
    reason what a comment quotes does not count as said by it, and a run of words counts for the
    comment that said it first. Reposts quote nothing.

    Args:
        comments: as `facts.own` gives them.

    Returns:
        One row per comment and earlier comment whose words it repeats: row, parent, quote (0 to 1,
        how much of what it quotes is said there), length (0 to 1), best (it repeats no other
        more), free (without marks), clue.
    """
    fresh = comments.filter(pl.col("repeats").is_null())
    said = comments.select("row", "page", text="own")
    parts = [
        _shared(_quoting(fresh, _LINE), said, "line"),
        _shared(_quoting(fresh, _MARKS), said, "mark"),
        _shared(fresh.select("row", "page", text="own"), said, "free"),
    ]
    strength = pl.col("quote")
    return (
        pl.concat(parts)
        .filter(pl.col("quote") > 0)
        .sort("row", "parent", "quote", descending=[False, False, True])
        .unique(["row", "parent"], keep="first", maintain_order=True)
        .with_columns(
            best=(strength == strength.max().over("row"))
            & (
                pl.col("parent")
                == pl.col("parent").filter(strength == strength.max()).max().over("row")
            )
        )
    )


def _quoting(comments: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Find the comments that quote: row, page, text (all they quote)."""
    return (
        comments.lazy()
        .filter(pl.col("body").str.contains(pattern))
        .select("row", "page", text=pl.col("body").str.extract_all(pattern).list.join(" "))
        .collect()
    )


def _shared(quoting: pl.DataFrame, said: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Weigh what each comment of one kind shares with earlier ones."""
    free = kind == "free"
    length = _FREE_RUN if free else _RUN
    mine = _runs(quoting, length)
    if free:
        copied = mine.group_by("page", "run").len().filter(pl.col("len").is_between(2, _COPIED))
        mine = mine.join(copied, on=["page", "run"], how="semi")
        theirs = mine.rename({"row": "parent"})
    else:
        here = said.join(quoting.select("page").unique(), on="page", how="semi")
        theirs = _runs(here, length, mine["run"]).rename({"row": "parent"})
    shared = (
        mine.join(theirs, on=["page", "run"])
        .filter(pl.col("parent") < pl.col("row"))
        .filter(pl.len().over("row", "run") <= _COMMON)
        .filter(pl.col("parent") == pl.col("parent").min().over("row", "run"))
    )
    counted = (
        shared.group_by("row", "parent")
        .agg(runs=pl.len().cast(pl.Float64))
        .join(mine.group_by("row").agg(total=pl.len().cast(pl.Float64)), on="row")
    )
    much = (pl.col("runs") / _ENOUGH).clip(0, 1)
    part = pl.col("runs") / pl.col("total") * (1 - (pl.col("total") / -3.0).exp())
    words = (pl.col("runs") + (length - 1)).cast(pl.Int64)
    return counted.select(
        "row",
        "parent",
        quote=((much * 0.7 if free else part) * _TRUST[kind]).cast(pl.Float32),
        length=much.cast(pl.Float32),
        free=pl.lit(free),
        clue=pl.format("repeats {} of its words" if free else "quotes {} of its words", words),
    )


def _runs(texts: pl.DataFrame, length: int, wanted: pl.Series | None = None) -> pl.DataFrame:
    """Cut texts into all runs of so many words: row, page, run (its hash), each once.

    Whoever asks for a few `wanted` runs gets only these.
    """
    at = pl.int_range(pl.len(), dtype=pl.UInt32)
    word = pl.col("word")
    run = reduce(lambda hashed, step: hashed * _PRIME + word.shift(-step), range(1, length), word)
    whole = pl.col("at") == pl.col("at").shift(1 - length)
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
    return texts.select(pl.col("row", "page").gather(found["at"])).with_columns(found["run"])
