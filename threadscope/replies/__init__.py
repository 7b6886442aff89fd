"""Who answers whom, with the reasons and how sure they make it.

A reader's correction beats everything; what the page states is never outvoted. The rest is weighed:
a small model adds up what names, quotes, shared words, turns and places say for every possible
parent, on pages in depth-first order for whole trees at once, and gives probabilities that add up
to one.
"""

from dataclasses import dataclass

import polars as pl

from threadscope.replies.choose import settled
from threadscope.replies.clues import clues
from threadscope.replies.engine import weigh
from threadscope.replies.model import CHAT, FLAT, NESTED
from threadscope.replies.stated import stated
from threadscope.schema import CORRECTED, REPLIES

__all__ = ["NONE", "Answers", "answers", "follow"]

NONE = pl.lit(False)
"""Asks for all that is known of no comment."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers whom."""

    replies: pl.DataFrame
    """REPLIES."""
    crossing: pl.DataFrame
    """One row per page that nothing but its replies shows to be in the order in which it was
    written: page, sure (how many of its replies are sure), crossed (how many of these cross
    another, as they cannot in depth-first order)."""


_CROSSING = pl.DataFrame(schema={"page": pl.String, "sure": pl.Int64, "crossed": pl.Int64})
_ALIKE = ((NESTED, FLAT), (CHAT,))
"""Kinds of page that are weighed together."""


def answers(
    comments: pl.DataFrame,
    phrases: dict[str, tuple[str, ...]],
    corrected: pl.DataFrame | None = None,
    pages: pl.DataFrame | None = None,
    asked: pl.Expr = NONE,
    *,
    infer: bool = True,
) -> Answers:
    """Find out who answers whom among COMMENTS, all pages at once.

    Args:
        comments: COMMENTS; pages together, in order.
        phrases: for each page its phrases that name whom a comment answers; patterns over a line,
            with the group parent_author.
        corrected: CORRECTED, what a reader says; None = nothing.
        pages: page, order (as in PAGES), guessed (threaded is a guess), chat (its comments are many
            short lines), site (pages of one site share habits), language (null = found out) and
            article (what stands above its comments; null = nothing is known); None = everything is
            chronological.
        asked: of which COMMENTS all possible parents are wanted, unlikely ones too, each with all
            evidence.
        infer: False = comments of which nothing is stated are left out.
    """
    corrected = CORRECTED.to_frame() if corrected is None else corrected
    shown = stated(comments)
    certain = settled(
        pl.concat([_corrected(corrected), shown.join(corrected, on="id", how="anti")])
    )
    fixed = certain.filter(pl.col("rank") == 0).select(
        pl.col("id").cast(pl.Int64), pl.col("parent").cast(pl.Int64)
    )
    open_pages = (
        comments.join(certain, on="id", how="anti").select("page").unique(maintain_order=True)
    )
    if open_pages.is_empty() or not infer:
        return Answers(certain, _CROSSING)
    kinds = _kinds(comments.join(open_pages, on="page", how="semi", maintain_order="left"), pages)
    found, crossing = [certain], [_CROSSING]
    for alike in _ALIKE:
        mine = kinds.filter(pl.col("kind").is_in(alike))
        if mine.is_empty():
            continue
        some = comments.join(mine, on="page", how="semi", maintain_order="left")
        wanted = some.with_columns(wanted=asked)["wanted"]
        weighed, crossed = weigh(some, fixed, phrases, mine, wanted.to_numpy())
        found.append(weighed)
        crossing.append(crossed)
    replies = pl.concat(found).sort("id", "rank").match_to_schema(REPLIES)
    return Answers(replies, pl.concat(crossing))


def follow(corrected: pl.DataFrame) -> pl.DataFrame:
    """Give the REPLIES of the comments that a reader has corrected, and of no others."""
    return settled(_corrected(corrected))


def _corrected(corrected: pl.DataFrame) -> pl.DataFrame:
    """Give the CLUES of what a reader says."""
    return clues(corrected.with_columns(clue=pl.lit("corrected by a reader")), "corrected")


def _kinds(comments: pl.DataFrame, pages: pl.DataFrame | None) -> pl.DataFrame:
    """Tell by which weights each page is read: page, site, kind, guessed, language, article."""
    found = comments.select("page").unique(maintain_order=True)
    if pages is None:
        return found.with_columns(
            site=pl.lit(""),
            kind=pl.lit(FLAT),
            guessed=False,
            language=pl.lit(None, pl.String),
            article=pl.lit(None, pl.String),
        )
    kind = (
        pl.when(pl.col("order") == "threaded")
        .then(pl.lit(NESTED))
        .when("chat")
        .then(pl.lit(CHAT))
        .otherwise(pl.lit(FLAT))
    )
    joined = found.join(pages, on="page", how="left", maintain_order="left")
    return joined.select("page", "site", "guessed", "language", "article", kind=kind)
