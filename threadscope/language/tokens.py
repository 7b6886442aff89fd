"""The words of comments, each known by a number: strings are only looked at once."""

from dataclasses import dataclass
from functools import reduce

import polars as pl

NAME = r"[\pL\pN_][\pL\pN_\-\[\]\\|^`{}']*"
"""A word, as names and nicks are written too."""
EDGES = "@'-_`^|"
"""What stands at the edges of words and is no part of them."""

_PRIME = pl.lit(0x9E3779B97F4A7C15, pl.UInt64)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What some texts say, word by word."""

    said: pl.DataFrame
    """One row per word, in order: row (of its text), at (0-based, the word's place in it), term
    (the word's number), called (it stood behind an @)."""
    distinct: pl.DataFrame
    """One row per text and word that it says: row, term."""
    terms: pl.DataFrame
    """One row per word that is said at all: term, word (lower case, without punctuation at its
    edges)."""


def tokens(texts: pl.DataFrame) -> Tokens:
    """Cut texts into words.

    Args:
        texts: row and text, in lower case.
    """
    words = spoken(texts)
    distinct = words.group_by("row", maintain_order=True).agg(pl.col("term").unique())
    terms = words.select("term", "word").unique("term")
    return Tokens(words.drop("word"), distinct.explode("term", empty_as_null=False), terms)


def spoken(texts: pl.DataFrame) -> pl.DataFrame:
    """Cut texts into words, without taking stock of them.

    Args:
        texts: row and text, in lower case.

    Returns:
        The columns of `Tokens.said`, and word.
    """
    return (
        texts.lazy()
        .select("row", word=pl.col("text").str.extract_all(f"@?{NAME}"))
        .with_columns(at=pl.int_ranges(pl.col("word").list.len(), dtype=pl.UInt32))
        .explode("word", "at", empty_as_null=False)
        .with_columns(
            called=pl.col("word").str.starts_with("@"), word=pl.col("word").str.strip_chars(EDGES)
        )
        .with_columns(term=pl.col("word").hash())
        .collect()
    )


def parts(name: pl.Expr) -> pl.Expr:
    """Cut a name, or a line with names, into its words, in lower case: a list."""
    words = name.str.to_lowercase().str.extract_all(NAME)
    return words.list.eval(pl.element().str.strip_chars(EDGES))


def run(length: int) -> tuple[pl.Expr, pl.Expr]:
    """Number the run of so many words that begins at each word: the same words, the same number.

    Returns:
        The number, over row and term, in order; and whether all those words are of one text.
    """
    term = pl.col("term")
    number = reduce(lambda hashed, step: mixed(hashed, term.shift(-step)), range(1, length), term)
    return number, pl.col("row") == pl.col("row").shift(1 - length)


def mixed(number: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Make one number of two, to group and join by: what is equal in both is equal in it."""
    return number.cast(pl.UInt64) * _PRIME + other.cast(pl.UInt64)
