"""Words of an earlier comment repeated: quoted lines, words in quotation marks, or free repetition.

Runs of words are hashed and joined, so that no run is ever written down.
"""

from functools import reduce

import polars as pl

from threadscope.language.tokens import Tokens, mixed, tokens

_RUN = 4
_FREE_RUN = 6
"""Words that must follow each other to count without any mark of a quote."""
_COMMON = 20
"""A run of words that more comments share says nothing about any of them."""
_COPIED = 8
_LINE = r"(?m)^ ?> ?[^>\s].*$"
_MARKS = r"[“«„][^“”«»„\n]{12,600}[”»“]|\"[^\"\n]{12,600}\""
_TRUST = {"line": 1.0, "mark": 0.8, "free": 0.5}
_ENOUGH = 10.0


def quotes(comments: pl.DataFrame, words: Tokens) -> pl.DataFrame:
    """Find who is quoted.

    A quote inside a quote is left out: those are the words of somebody further up. For the same
    reason what a comment quotes does not count as said by it, and a run of words counts for the
    comment that said it first. Reposts quote nothing.

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.

    Returns:
        One row per comment and earlier comment whose words it repeats: row, parent, quote (0 to 1,
        how much of what it quotes is said there), length (0 to 1), best (it repeats no other
        more), free (without marks), clue.
    """
    page, repeated = comments["page"], comments["repeats"].is_not_null()
    said = words.said.select("row", "term")
    fresh = comments.filter(~pl.lit(repeated))
    parts = [
        _quoted(said, _quoting(fresh, _LINE), page, "line"),
        _quoted(said, _quoting(fresh, _MARKS), page, "mark"),
        _repeated(said, repeated, page),
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
    """Give the words of all that comments quote: row, term."""
    quoted = (
        comments.lazy()
        .filter(pl.col("body").str.contains(pattern))
        .select(
            "row", text=pl.col("body").str.extract_all(pattern).list.join(" ").str.to_lowercase()
        )
        .collect()
    )
    return tokens(quoted).said.select("row", "term")


def _quoted(said: pl.DataFrame, quoting: pl.DataFrame, page: pl.Series, kind: str) -> pl.DataFrame:
    """Weigh what comments quote of what earlier ones said."""
    mine = _runs(quoting, _RUN, page).unique()
    pages = pl.lit(page.gather(mine["row"]).unique()).implode()
    nearby = said.filter(pl.lit(page).gather("row").is_in(pages))
    theirs = _runs(nearby, _RUN, page).join(mine, on="run", how="semi").unique()
    total = mine.group_by("row").agg(total=pl.len().cast(pl.Float64))
    part = pl.col("runs") / pl.col("total") * (1 - (pl.col("total") / -3.0).exp())
    shared = _shared(mine, theirs).join(total, on="row")
    return shared.select(*_told(part * _TRUST[kind], _RUN, free=False))


def _repeated(said: pl.DataFrame, reposts: pl.Series, page: pl.Series) -> pl.DataFrame:
    """Weigh what comments say in the words of earlier ones, without any mark of a quote."""
    runs = _runs(said, _FREE_RUN, page).filter(pl.col("run").is_duplicated())
    fresh = runs.filter(~pl.lit(reposts).gather("row")).unique()
    copied = fresh.filter(pl.len().over("run").is_between(2, _COPIED))
    strength = (pl.col("runs") / _ENOUGH).clip(0, 1) * 0.7 * _TRUST["free"]
    return _shared(copied, copied).select(*_told(strength, _FREE_RUN, free=True))


def _shared(mine: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Count the runs that comments share with those that said them first: row, parent, runs."""
    return (
        mine.join(theirs.rename({"row": "parent"}), on="run")
        .filter(pl.col("parent") < pl.col("row"))
        .filter(pl.len().over("row", "run") <= _COMMON)
        .filter(pl.col("parent") == pl.col("parent").min().over("row", "run"))
        .group_by("row", "parent")
        .agg(runs=pl.len().cast(pl.Float64))
    )


def _told(strength: pl.Expr, length: int, *, free: bool) -> list[pl.Expr]:
    """Give the columns that `quotes` promises."""
    words = (pl.col("runs") + (length - 1)).cast(pl.Int64)
    return [
        pl.col("row", "parent"),
        strength.cast(pl.Float32).alias("quote"),
        (pl.col("runs") / _ENOUGH).clip(0, 1).cast(pl.Float32).alias("length"),
        pl.lit(free).alias("free"),
        pl.format("repeats {} of its words" if free else "quotes {} of its words", words).alias(
            "clue"
        ),
    ]


def _runs(words: pl.DataFrame, length: int, page: pl.Series) -> pl.DataFrame:
    """Cut texts into all runs of so many words.

    Args:
        words: row and term, in order.
        length: of a run.
        page: of each row.

    Returns:
        One row per run, in order: row, run (the same number for the same words on the same page).
    """
    term = pl.col("term")
    run = reduce(lambda hashed, step: mixed(hashed, term.shift(-step)), range(1, length), term)
    whole = pl.col("row") == pl.col("row").shift(1 - length)
    return (
        words.lazy()
        .select("row", run=mixed(run, pl.lit(page).gather("row")))
        .filter(whole)
        .collect()
    )
