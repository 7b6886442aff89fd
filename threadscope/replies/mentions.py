"""Who is named in a comment, outright or in running text."""

import polars as pl

from threadscope.language.names import names
from threadscope.language.tokens import Tokens
from threadscope.replies.claims import Claims
from threadscope.replies.credits import credited

_PART = 0.6
"""What half a name (one word of several) counts for."""
_SHORTEST = 2
_OPENING = 2
"""A name among so many first words opens the comment."""


def mentions(
    comments: pl.DataFrame,
    words: Tokens,
    claims: Claims,
    fresh: pl.Series,
) -> pl.DataFrame:
    """Find whom comments name, authors of the same page all.

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.
        claims: as `claims.claims` gives them.
        fresh: which of the words that are said stand in no passage that repeats an earlier comment.

    Returns:
        One row per comment and author named in it, by row: row, page, named (the author), opens,
        inside (the weight of the name where it opens the text, or stands further in: 1 = whole,
        less = one word of several), stated (it stands in a header, a phrase, or before a quote),
        promise (log-odds that a header or phrase adds), called (behind an @), rare (1 = only here;
        names that many comments hold count less), clue (the words that say so).
    """
    weight = pl.when("whole").then(1.0).otherwise(_PART)
    known = names(comments, _SHORTEST).select("page", "word", named="author", weight=weight)
    met = pl.concat(
        [
            _in_text(comments, words.said.filter(fresh), words.terms, known),
            *credited(claims, comments, known),
        ],
        how="diagonal",
    )
    whole = pl.col("weight").max()
    return (
        met.group_by("row", "page", "named")
        .agg(
            opens=pl.col("weight").filter("opening").max().fill_null(0.0),
            inside=pl.col("weight")
            .filter(~pl.col("opening") & ~pl.col("stated"))
            .max()
            .fill_null(0.0),
            stated=pl.col("stated").any(),
            promise=pl.col("promise").max().fill_null(0.0),
            called=pl.col("called").fill_null(False).any(),
            rare=(whole * pl.col("rare").fill_null(1.0).max()).cast(pl.Float32),
            clue=pl.col("clue").sort_by("stated", "opening", descending=True).first(),
        )
        .sort("row", "named")
    )


def _in_text(
    comments: pl.DataFrame, said: pl.DataFrame, terms: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """Find names among the words that comments say, as `Tokens` has them."""
    known = names.lazy().join(terms.lazy(), on="word")
    row = pl.col("row")
    called = (
        said.lazy()
        .join(known.select("term").unique(), on="term", how="semi")
        .with_columns(
            page=pl.lit(comments["page"]).gather(row), author=pl.lit(comments["author"]).gather(row)
        )
    )
    spread = called.group_by("page", "term").agg(spread=row.n_unique())
    return (
        called.join(known, on=["page", "term"])
        .filter(pl.col("named").ne_missing(pl.col("author")))
        .join(spread, on=["page", "term"])
        .select(
            "row",
            "page",
            "named",
            "called",
            pl.col("weight").cast(pl.Float32),
            opening=pl.col("at") < _OPENING,
            stated=pl.lit(False),
            rare=(1 / (1 + pl.col("spread").cast(pl.Float32).log())),
            clue=pl.when(pl.col("at") < _OPENING)
            .then(pl.format("opens with the name {}", "named"))
            .otherwise(pl.format("names {}", "named")),
        )
        .collect()
    )
