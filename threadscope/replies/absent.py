"""Whom comments speak to that has written nothing on their page: what they answer may be gone."""

import polars as pl

from threadscope.language.tokens import Tokens, parts
from threadscope.replies.claims import Claims

_OPENING = 2
"""A name among so many first words opens the comment."""
_STEM = 3
"""So many letters must two words have in common to be forms of one name, as Doug and Douglas are:
better not to miss anybody who is there."""
_RUN = 10
"""Fewer quoted words may be anybody's."""
_SIGNS = ("absent_stated", "absent_called", "absent_wrote")


def absent(comments: pl.DataFrame, words: Tokens, claims: Claims) -> pl.DataFrame:
    """Find comments that speak to somebody who is not among the authors of their page.

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.
        claims: as `claims.claims` gives them.

    Returns:
        One row per such comment: row, absent_stated (a header or a phrase says so), absent_called
        (it opens with an @ and a name), absent_wrote (a line that introduces a quote names none of
        the authors), absent_clue (the words that say so).
    """
    known = _words(comments.select("page", name="author").drop_nulls().unique())
    stated = claims.named.filter(pl.col("clue").is_not_null())
    said = pl.col("text").str.strip_chars()
    wrote = claims.lines.select("row", "page", key="text", clue=pl.format('says "{}"', said))
    parts = [
        _unknown(stated, known, "absent_stated"),
        _unknown(wrote, known, "absent_wrote"),
        _called(comments, words, known).with_columns(sign=pl.lit("absent_called")),
    ]
    return (
        pl.concat(part.select("row", "sign", "absent_clue") for part in parts)
        .group_by("row", maintain_order=True)
        .agg(
            *((pl.col("sign") == sign).any().alias(sign) for sign in _SIGNS),
            pl.col("absent_clue").first(),
        )
    )


def missed(facts: pl.DataFrame, absent: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """Add to the facts of comments whom they speak to that is not there.

    Args:
        facts: as `pairs.summed` gives them.
        absent: as `absent` gives them.
        marked: as `Quotes` has them.

    Returns:
        The facts with absent_stated, absent_called, absent_wrote, absent_clue; absent_quote (a
        measure of the words that it quotes if no comment of the page has said them; 0 = it does not
        or one has); gone (there is one of these signs); and lost (the share of the page's other
        comments that have one).
    """
    theirs = ~pl.col("quoted") & pl.col("quote").is_null()
    words = pl.when(theirs).then((pl.col("marked") / _RUN).clip(1).log())
    full = (
        facts.join(absent, on="row", how="left", maintain_order="left")
        .join(marked, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.col(_SIGNS).fill_null(False),
            absent_quote=words.fill_null(0.0).cast(pl.Float32),
        )
        .with_columns(gone=pl.any_horizontal(*_SIGNS, pl.col("absent_quote") > 0))
    )
    others = (pl.len() - 1).clip(1)
    lost = ((pl.col("gone").sum() - pl.col("gone")) / others).over("page")
    return full.with_columns(lost=lost.cast(pl.Float32))


def _words(names: pl.DataFrame) -> pl.DataFrame:
    """Cut names into the stems of their words: the other columns, and word."""
    return (
        names.with_columns(word=parts(pl.col("name")))
        .drop("name")
        .explode("word", empty_as_null=False)
        .with_columns(pl.col("word").str.head(_STEM))
        .unique()
    )


def _unknown(claims: pl.DataFrame, known: pl.DataFrame, sign: str) -> pl.DataFrame:
    """Find claims none of whose words is in the name of an author: row, absent_clue, sign."""
    heard = _words(claims.select("row", "page", name="key")).join(known, on=["page", "word"])
    clue = pl.format("{}: nobody of that name is here", pl.col("clue").str.strip_chars())
    return claims.join(heard, on="row", how="anti", maintain_order="left").select(
        "row", absent_clue=clue, sign=pl.lit(sign)
    )


def _called(comments: pl.DataFrame, words: Tokens, known: pl.DataFrame) -> pl.DataFrame:
    """Find comments that open with an @ and a name that no author has: row, absent_clue."""
    return (
        words.said.filter(pl.col("called") & (pl.col("at") < _OPENING))
        .join(words.terms, on="term")
        .with_columns(page=pl.lit(comments["page"]).gather("row"))
        .with_columns(stem=pl.col("word").str.head(_STEM))
        .join(known, left_on=["page", "stem"], right_on=["page", "word"], how="anti")
        .sort("row", "at")
        .unique("row", keep="first", maintain_order=True)
        .select("row", absent_clue=pl.format("calls {}: nobody of that name is here", "word"))
    )
