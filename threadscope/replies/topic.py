"""What comments talk about: the rare words of a page that they share."""

import polars as pl

from threadscope.replies import cues

_SHORTEST = 3
_SPREAD = 20
"""A word in more comments than this is no topic."""
_REACH = 200
"""Comments further apart than this are not compared."""
_NAMED = 3
"""Shared words that are told."""


def topic(comments: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Compare comments with the earlier ones of their page by the words they share.

    Words weigh by how few comments of the page hold them (inverse document frequency), the cosine
    between two comments is the usual one (Manning, Raghavan, Schütze 2008, ch. 6).

    Args:
        comments: as `facts.own` gives them.
        said: as `facts.words` gives them.

    Returns:
        One row per pair that shares a word: row, parent, cosine, cover (the part of the comment's
        own weight), rarest (weight of the rarest shared word), shared (logarithm of their number),
        nearest (no earlier comment has a larger cosine), clue.
    """
    sizes = comments.select("row", "page", size=pl.len().over("page"))
    held = (
        said.filter(pl.col("word").str.len_chars() >= _SHORTEST)
        .filter(~pl.col("word").is_in(list(cues.common())))
        .select("row", "word")
        .unique()
        .join(sizes, on="row")
        .with_columns(spread=pl.len().over("page", "word"))
        .with_columns(weight=((1 + pl.col("size")) / pl.col("spread")).log())
    )
    norms = held.group_by("row").agg(norm=pl.col("weight").pow(2).sum().sqrt())
    rare = held.filter(pl.col("spread").is_between(2, _SPREAD)).select(
        "row", "page", "word", "weight"
    )
    earlier = rare.select("page", "word", parent="row")
    weight = pl.col("weight")
    pairs = (
        rare.lazy()
        .join(earlier.lazy(), on=["page", "word"])
        .filter((pl.col("parent") < pl.col("row")) & (pl.col("row") - pl.col("parent") <= _REACH))
        .group_by("row", "parent")
        .agg(
            dot=weight.pow(2).sum(),
            shared=pl.len().cast(pl.Float32).log1p(),
            rarest=weight.max() / 4,
            words=pl.col("word").sort_by(weight, "word", descending=[True, False]).head(_NAMED),
        )
        .join(norms.lazy(), on="row")
        .join(norms.lazy().rename({"row": "parent", "norm": "other"}), on="parent")
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
        nearest=pl.col("cosine") >= pl.col("cosine").max().over("row"),
        clue=pl.format("shares “{}”", pl.col("words").list.join("”, “")),
    )
