"""What comments talk about: the rare words of a page that they share."""

import polars as pl

from threadscope.language import cues
from threadscope.language.tokens import Tokens, mixed

_SHORTEST = 3
_SPREAD = 20
"""A word in more comments than this is no topic."""
_REACH = 200
"""Comments further apart than this are not compared."""
_NAMED = 3
"""Shared words that are told."""


def topic(comments: pl.DataFrame, words: Tokens) -> pl.DataFrame:
    """Compare comments with the earlier ones of their page by the words they share.

    Words weigh by how few comments of the page hold them (inverse document frequency), the cosine
    between two comments is the usual one (Manning, Raghavan, Schütze 2008, ch. 6).

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.

    Returns:
        One row per pair that shares a word: row, parent, cosine, cover (the part of the comment's
        own weight), rarest (weight of the rarest shared word), shared (logarithm of their number),
        nearest (no earlier comment has a larger cosine), topic_terms (the rarest, at most three).
    """
    told = words.terms.filter(
        (pl.col("word").str.len_chars() >= _SHORTEST) & ~pl.col("word").is_in(list(cues.common()))
    )
    size = comments.select(pl.len().over("page")).to_series()
    weight = pl.col("weight")
    held = (
        words.distinct.join(told.select("term"), on="term", how="semi")
        .with_columns(here=mixed(pl.col("term"), pl.lit(comments["page"]).gather("row")))
        .with_columns(spread=pl.len().over("here"))
        .with_columns(weight=((1 + pl.lit(size).gather("row")) / pl.col("spread")).log())
    )
    norms = held.lazy().group_by("row").agg(norm=weight.pow(2).sum().sqrt())
    rare = (
        held.lazy()
        .filter(pl.col("spread").is_between(2, _SPREAD))
        .select("row", "here", "term", "weight")
        .sort("weight", "term", descending=[True, False])
    )
    distance = pl.col("row") - pl.col("parent")
    pairs = (
        rare.join(rare.select("here", parent="row"), on="here", maintain_order="left")
        .filter(distance.is_between(1, _REACH))
        .group_by(mixed(pl.col("row"), pl.col("parent")).alias("pair"))
        .agg(
            pl.col("row", "parent").first(),
            dot=weight.pow(2).sum(),
            shared=pl.len().cast(pl.Float32).log1p(),
            rarest=weight.max() / 4,
            topic_terms=pl.col("term").head(_NAMED),
        )
        .join(norms, on="row")
        .join(norms.rename({"row": "parent", "norm": "other"}), on="parent")
        .with_columns(
            cosine=pl.col("dot") / (pl.col("norm") * pl.col("other")),
            cover=pl.col("dot") / pl.col("norm").pow(2),
        )
        .collect()
    )
    # sums of doubles come out in any order; as singles they are the same every time
    numbers = pl.col("cosine", "cover", "rarest").cast(pl.Float32)
    return pairs.with_columns(numbers).select(
        "row",
        "parent",
        "cosine",
        "cover",
        "rarest",
        "shared",
        "topic_terms",
        nearest=pl.col("cosine") >= pl.col("cosine").max().over("row"),
    )


def shared_words(terms: pl.Series, words: pl.DataFrame) -> pl.Series:
    """Say which words comments share; null = none.

    Args:
        terms: `topic_terms` of some pairs.
        words: term and word.
    """
    said = pl.format('shares "{}"', pl.col("word").str.join('", "'))
    listed = (
        terms.alias("term")
        .to_frame()
        .with_row_index("place")
        .explode("term", empty_as_null=False)
        .drop_nulls()
        .join(words, on="term", maintain_order="left")
        .group_by("place")
        .agg(clue=said)
    )
    places = pl.DataFrame({"place": range(len(terms))}, {"place": pl.UInt32})
    return places.join(listed, on="place", how="left", maintain_order="left")["clue"]
