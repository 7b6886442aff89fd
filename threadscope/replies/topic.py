"""What comments talk about: the rare words of a page that they share."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Topic:
    """What comments talk about."""

    pairs: pl.DataFrame
    """One row per comment and earlier one of its page that share a word: row, parent, cosine, cover
    (the part of the comment's own weight), rarest (weight of the rarest shared word), shared
    (logarithm of their number), nearest (no earlier comment has a larger cosine)."""
    rare: pl.DataFrame
    """One row per comment and rare word of it: row, term, weight."""


def topic(comments: pl.DataFrame, words: Tokens, borrowed: pl.DataFrame) -> Topic:
    """Compare comments with the earlier ones of their page by the words they share.

    Words weigh by how few comments of the page hold them (inverse document frequency), the cosine
    between two comments is the usual one (Manning, Raghavan, Schütze 2008, ch. 6).

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.
        borrowed: row and term of the words that a comment only repeats, as `Quotes` has them: no
            later comment shares them with it, but with the one that said them.
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
    rare = held.filter(pl.col("spread").is_between(2, _SPREAD))
    own = rare.lazy().join(borrowed.lazy(), on=["row", "term"], how="anti", maintain_order="left")
    above = own.select("here", parent="row")
    distance = pl.col("row") - pl.col("parent")
    pairs = (
        rare.lazy()
        .select("row", "here", "weight")
        .join(above, on="here")
        .filter(distance.is_between(1, _REACH))
        .group_by(mixed(pl.col("row"), pl.col("parent")).alias("pair"))
        .agg(
            pl.col("row", "parent").first(),
            dot=weight.pow(2).sum(),
            shared=pl.len().cast(pl.Float32).log1p(),
            rarest=weight.max() / 4,
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
    alike = pairs.with_columns(numbers).select(
        "row",
        "parent",
        "cosine",
        "cover",
        "rarest",
        "shared",
        nearest=pl.col("cosine") >= pl.col("cosine").max().over("row"),
    )
    return Topic(alike, rare.select("row", "term", "weight"))


def shared_words(pairs: pl.DataFrame, rare: pl.DataFrame, words: pl.DataFrame) -> pl.Series:
    """Say which words comments share, the rarest first; null = none.

    Args:
        pairs: row, parent and cosine (null = they share none).
        rare: as `Topic` has them.
        words: term and word.
    """
    listed = (
        pairs.lazy()
        .select("row", "parent", "cosine", place=pl.int_range(pl.len()))
        .filter(pl.col("cosine").is_not_null())
        .join(rare.lazy(), on="row")
        .with_columns(said=mixed(pl.col("parent"), pl.col("term")))
        .join(rare.lazy().select(said=mixed(pl.col("row"), pl.col("term"))), on="said", how="semi")
        .sort("place", "weight", "term", descending=[False, True, False])
        .filter(pl.int_range(pl.len()).over("place") < _NAMED)
        .join(words.lazy(), on="term", maintain_order="left")
        .group_by("place", maintain_order=True)
        .agg(clue=pl.format('shares "{}"', pl.col("word").str.join('", "')))
        .collect()
    )
    places = pl.select(place=pl.int_range(pairs.height))
    return places.join(listed, on="place", how="left", maintain_order="left")["clue"]
