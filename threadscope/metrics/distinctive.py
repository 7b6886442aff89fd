"""Words by which authors differ from all others."""

import polars as pl

from threadscope.schema import WORDS

_AUTHORS = 100
"""Authors whose words are told: those with most comments."""
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
    known = threads.lazy().filter(pl.col("author").is_not_null())
    activity = known.group_by("author").agg(comments=pl.len()).collect()
    loud = activity.sort("comments", "author", descending=[True, False]).head(_AUTHORS)
    everything = _said(threads.lazy()).group_by("term").agg(total=pl.len())
    own = _said(known.join(loud.lazy(), on="author", how="semi"))
    totals, counts = pl.collect_all(
        [everything, own.group_by("author", "term").agg(pl.col("word").min(), count=pl.len())],
        engine="streaming",
    )
    everybody = int(totals["total"].sum())
    prior = everybody / max(activity.height, 1)
    return (
        counts.with_columns(all_words=pl.col("count").sum().over("author"))
        .filter(pl.col("count") >= _TWICE)
        .join(totals, on="term")
        .with_columns(score=_score(everybody, prior))
        .filter(pl.col("score") >= _LEAST)
        .sort("author", "score", "word", descending=[False, True, False])
        .group_by("author", maintain_order=True)
        .head(_TOLD)
        .match_to_schema(WORDS, extra_columns="ignore")
    )


def _said(comments: pl.LazyFrame) -> pl.LazyFrame:
    """Give the words that comments say: author, word, term (its number)."""
    own = pl.col("body").str.replace_all(_NOT_OWN, " ").str.to_lowercase()
    words = comments.select("author", word=own.str.extract_all(_WORD))
    said = words.explode("word", empty_as_null=False, keep_nulls=False)
    return said.with_columns(term=pl.col("word").hash())


def _score(everybody: int, prior: float) -> pl.Expr:
    """Give the z-score of `count` uses by an author among `total`, of `all_words` of his."""
    own, total, size = (pl.col(name).cast(pl.Float64) for name in ("count", "total", "all_words"))
    weight = total / everybody * prior
    mine, others = own + weight, total - own + weight
    odds = (mine / (size + prior - mine)).log()
    other_odds = (others / (everybody - size + prior - others)).log()
    return (odds - other_odds) / (1 / mine + 1 / others).sqrt()
