"""The words by which people are called."""

import polars as pl

from threadscope.language import cues
from threadscope.language.tokens import parts


def names(people: pl.DataFrame, shortest: int) -> pl.DataFrame:
    """Give the words by which the authors of each page may be called: the ends of their names.

    A word that may mean two authors of the page, or an everyday word, names nobody.

    Args:
        people: page and author; null = unknown.
        shortest: characters of a word that may name anybody.

    Returns:
        One row per author and word, in any order: page, author, word (in lower case), whole (it is
        all of the name).
    """
    cut = (
        people.select("page", "author")
        .unique()
        .with_columns(parts=parts(pl.col("author")))
        .filter(pl.col("parts").list.len() > 0)
    )
    whole = pl.col("parts").list.len() == 1
    ends = pl.concat(
        cut.select("page", "author", word=pl.col("parts").list.get(end), whole=whole)
        for end in (0, -1)
    )
    return (
        ends.filter(pl.col("word").str.len_chars() >= shortest)
        .filter(~pl.col("word").is_in(list(cues.common())))
        .filter(pl.col("author").n_unique().over("page", "word") == 1)
        .unique(["page", "author", "word"])
    )
