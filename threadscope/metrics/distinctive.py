"""Words by which authors differ from all others."""

import polars as pl

from threadscope.schema import WORDS

_AUTHORS = 100
"""Authors whose words are told: those with most of them."""
_TOLD = 10
"""Words of an author that are told."""
_TWICE = 2
"""An author must have said a word so often."""
_LEAST = 1.96
"""Standard deviations from which on a word is told: one in forty gets there by chance."""
_WORD = r"\pL[\pL\pM'\u{2019}]*[\pL\pM]"
_NOT_OWN = r"(?m)^\s*>.*$|\S+://\S+|\bwww\.\S+"
"""Quoted lines and addresses are no words of the author."""


def distinctive(threads: pl.DataFrame) -> pl.DataFrame:
    """Find the words that each author says more often than all others do.

    Log-odds ratio with an informative Dirichlet prior, as a z-score: Monroe, Colaresi & Quinn 2008.
    With y = uses of the word, n = all words, i = the author, j = all others, a = the prior of the
    word (its share of all words, times a0 = words of the average author):
    d = log((y_i + a) / (n_i + a0 - y_i - a)) - log((y_j + a) / (n_j + a0 - y_j - a));
    z = d / sqrt(1 / (y_i + a) + 1 / (y_j + a)).

    Args:
        threads: THREADS; quoted lines and addresses are left out.

    Returns:
        WORDS.
    """
    said = (
        threads.lazy()
        .select(
            "author",
            word=pl.col("body")
            .str.replace_all(_NOT_OWN, " ")
            .str.to_lowercase()
            .str.extract_all(_WORD),
        )
        .explode("word", empty_as_null=False, keep_nulls=False)
        .with_columns(term=pl.col("word").hash())
    )
    by_author = said.group_by("author").agg(all_words=pl.len()).collect(engine="streaming")
    everybody = by_author["all_words"].sum()
    named = by_author.filter(pl.col("author").is_not_null())
    loud = named.sort("all_words", "author", descending=[True, False]).head(_AUTHORS)
    totals = said.group_by("term").agg(total=pl.len(), word=pl.col("word").min())
    own = said.join(loud.lazy(), on="author").group_by("author", "term", "all_words")
    known = own.agg(count=pl.len()).filter(pl.col("count") >= _TWICE).collect(engine="streaming")
    prior = everybody / max(named.height, 1)
    return (
        known.lazy()
        .join(totals, on="term")
        .with_columns(score=_score(everybody, prior))
        .filter(pl.col("score") >= _LEAST)
        .collect(engine="streaming")
        .sort("author", "score", "word", descending=[False, True, False])
        .group_by("author", maintain_order=True)
        .head(_TOLD)
        .match_to_schema(WORDS, extra_columns="ignore")
    )


def _score(everybody: int, prior: float) -> pl.Expr:
    """Give the z-score of `count` uses by an author among `total`, of `all_words` of his."""
    own, total, size = (pl.col(name).cast(pl.Float64) for name in ("count", "total", "all_words"))
    weight = total / everybody * prior
    mine, others = own + weight, total - own + weight
    odds = (mine / (size + prior - mine)).log()
    other_odds = (others / (everybody - size + prior - others)).log()
    return (odds - other_odds) / (1 / mine + 1 / others).sqrt()
