"""Authors of the page that comments say outright to answer."""

import polars as pl

from threadscope.language.tokens import parts
from threadscope.replies.claims import Claims


def credited(claims: Claims, comments: pl.DataFrame, names: pl.DataFrame) -> list[pl.DataFrame]:
    """Find the authors whom claims lead to.

    Args:
        claims: as `claims.claims` gives them.
        comments: as `facts.own` gives them.
        names: the words by which authors may be called: page, word, named, weight.

    Returns:
        Frames of row, page, named, clue, weight, opening, stated and perhaps promise, as in
        `mentions`.
    """
    return [_known(claims.named, comments), _before_quotes(claims.lines, names)]


def _known(found: pl.DataFrame, comments: pl.DataFrame) -> pl.DataFrame:
    """Keep the names that are an author's on the page, however written."""
    authors = (
        comments.filter(pl.col("author").is_not_null())
        .select("page", named="author", key=pl.col("author").alias("name").str.to_lowercase())
        .unique()
    )
    return found.join(authors, on=["page", "key"], maintain_order="left").select(
        "row",
        "page",
        "named",
        clue=pl.coalesce("clue", pl.format("opens with the name {}", "named")),
        weight=pl.lit(1.0, pl.Float32),
        opening=pl.lit(False),
        stated=pl.lit(True),
        promise=pl.col("promise").cast(pl.Float32),
    )


def _before_quotes(lines: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Find names in lines that introduce a quote, as `Claims` has them."""
    return (
        lines.lazy()
        .with_columns(pl.col("text").str.replace_all("\n", " ", literal=True))
        .with_columns(word=parts(pl.col("text")))
        .explode("word", empty_as_null=False)
        .join(names.lazy(), on=["page", "word"])
        .filter(pl.col("named").ne_missing(pl.col("author")))
        .select(
            "row",
            "page",
            "named",
            clue=pl.format('says "{}"', pl.col("text").str.strip_chars()),
            weight=pl.col("weight").cast(pl.Float32),
            opening=pl.lit(False),
            stated=pl.lit(True),
        )
        .collect()
    )
