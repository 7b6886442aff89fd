"""From comments as cut to COMMENTS: in an order where every parent stands before its replies."""

from dataclasses import dataclass

import polars as pl

from threadscope.errors import Note, Severity
from threadscope.schema import COMMENTS, CUTS
from threadscope.segment.links import acyclic, settle

_REPOST_WORDS = 6
_LONG = rf"^\s*\S+(?:\s+\S+){{{_REPOST_WORDS - 1}}}"
_CHAT_LENGTH = 120
_CHAT_LINES = 50
_STEADY = 0.9
"""Share of dated steps that must go one way for a page to count as sorted that way."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Comments in their final order."""

    comments: pl.DataFrame
    """COMMENTS."""
    orders: pl.DataFrame
    """One row per page with comments: page, order, chat (its comments are many short lines),
    guessed (nothing on the page says its order)."""
    notes: tuple[Note, ...]
    """What had to be mended in stated parents."""


def arrange(cuts: pl.DataFrame, wanted: pl.DataFrame, first_id: int = 0) -> Arranged:
    """Number comments so that parents come first.

    Newest-first pages are turned round, comments that stand above their stated parent move below
    it, a parent that would close a circle is dropped, and a second comment with the same given id
    gets a suffix (`#2`).

    Args:
        cuts: CUTS; pages in any order, each page's comments in the order of the page.
        wanted: one row per page with its order: page, order; auto = decide by dates and indents.
        first_id: id of the first comment.
    """
    cuts = cuts.match_to_schema(CUTS)
    orders = _orders(cuts, wanted)
    turned = _turned(cuts, orders)
    linked, notes = _linked(turned)
    return Arranged(_numbered(linked, first_id), orders, notes)


def _chat() -> pl.Expr:
    """Tell whether the bodies of a page are many short lines, as people write in chat."""
    short = pl.col("body").str.len_chars().median() < _CHAT_LENGTH
    return (pl.len() >= _CHAT_LINES) & short & ~pl.col("body").str.contains("\n").any()


def _orders(cuts: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Decide the order of pages that do not say it.

    Nesting says it, and dates that go one way; where parents are stated, only if some replies do
    not stand below what they answer. A page without dates is taken to be what software shows unless
    asked otherwise, or replies say otherwise: every reply below what it answers.
    """
    step = pl.col("posted_at").diff().dt.total_microseconds()
    steps = (step != 0).sum()
    up = (step > 0).sum() / steps
    down = (step < 0).sum() / steps
    crosses = pl.col("crosses").any()
    stated = pl.col("parent_id").is_not_null().any() & ~crosses
    nested = (pl.col("indent").n_unique() > 1) | stated
    guess = (
        pl.when(nested)
        .then(pl.lit("threaded"))
        .when((steps == 0) & (crosses | _chat()))
        .then(pl.lit("chronological"))
        .when(steps == 0)
        .then(pl.lit("threaded"))
        .when(down >= _STEADY)
        .then(pl.lit("newest-first"))
        .when(up >= _STEADY)
        .then(pl.lit("chronological"))
        .otherwise(pl.lit("threaded"))
    )
    silent = (steps == 0) & ~nested & ~crosses & ~_chat()
    pages = (
        cuts.with_columns(crosses=_crosses(cuts))
        .group_by("page", maintain_order=True)
        .agg(guess=guess, chat=_chat(), silent=silent)
    )
    said = pl.when(pl.col("order") != "auto").then("order")
    return pages.join(wanted, on="page", how="left", maintain_order="left").select(
        "page",
        "chat",
        order=pl.coalesce(said, "guess"),
        guessed=pl.col("silent") & said.is_null(),
    )


def _crosses(cuts: pl.DataFrame) -> pl.Series:
    """Tell which comments go back to an earlier parent over one that the comment above has passed.

    On a page where every reply stands below what it answers, a comment answers the one above it,
    what that one answers, or something before both of these.
    """
    named = cuts.select(
        "page", pl.col("source_id").alias("parent_id"), parent=pl.int_range(pl.len()).over("page")
    )
    named = named.drop_nulls().unique(["page", "parent_id"], keep="first")
    joined = cuts.select("page", "parent_id", "top_level").join(
        named, on=["page", "parent_id"], how="left", maintain_order="left"
    )
    parent = pl.when(pl.col("top_level")).then(-1).otherwise("parent")
    passed = parent.shift(1).over("page") < parent
    above = pl.int_range(pl.len()).over("page") - 1
    return joined.select(crosses=(passed & (parent < above)).fill_null(False)).to_series()


def _turned(cuts: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Bring each page's comments together, newest-first pages turned round."""
    ranks = orders.with_row_index("page_at")
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    turned = pl.when(pl.col("order") == "newest-first").then(-pl.col("place")).otherwise("place")
    return (
        cuts.with_columns(place=place)
        .join(ranks, on="page", maintain_order="left")
        .sort("page_at", turned)
        .drop("place")
    )


def _linked(cuts: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Make given ids unique, drop circles, and move comments below their stated parents.

    A comment whose stated parent is dropped has none that is known: it is rebuilt.
    """
    if cuts["source_id"].null_count() == cuts.height:
        return cuts.drop("page_at"), ()
    repeat = pl.int_range(pl.len()).over("page", "source_id") + 1
    suffixed = pl.when(repeat > 1).then(pl.format("{}#{}", "source_id", repeat))
    repeated = cuts.select(pl.col("source_id").is_not_null() & (repeat > 1)).to_series()
    cuts = cuts.with_columns(pl.coalesce(suffixed, "source_id").alias("source_id"))
    parents = _stated(cuts)
    kept, dropped = acyclic(parents)
    circles = (
        Note(Severity.DAMAGE, page, f"comment {given!r} answers itself in a circle (reply dropped)")
        for page, given in cuts[dropped].select("page", "source_id").rows()
    )
    notes = (*circles, *_doubles(cuts.filter(repeated)))
    free = pl.int_range(pl.len()).is_in(dropped.implode())
    cuts = cuts.with_columns(parent_id=pl.when(~free).then("parent_id"))
    if (kept > pl.select(pl.int_range(kept.len())).to_series()).any():
        latest, depth = settle(kept)
        cuts = cuts.with_columns(latest=latest, depth=depth).sort(
            "latest", "depth", maintain_order=True
        )
    return cuts.drop("page_at", "latest", "depth", strict=False), notes


def _doubles(repeated: pl.DataFrame) -> list[Note]:
    """Note the ids that were given twice, one note a page."""
    first = repeated.group_by("page", maintain_order=True).agg(
        pl.col("source_id").first(), pl.len()
    )
    return [
        Note(
            Severity.INFO,
            page,
            f"{count} given ids stood there before and got a suffix, the first {given!r} "
            "(replies to such an id go to its first comment)",
        )
        for page, given, count in first.rows()
    ]


def _stated(cuts: pl.DataFrame) -> pl.Series:
    """Give the row of each comment's stated parent on its page; null = none, or not there."""
    rows = cuts.select("page_at", "source_id", row=pl.int_range(pl.len(), dtype=pl.Int64))
    named = rows.filter(pl.col("source_id").is_not_null())
    return cuts.join(
        named,
        left_on=["page_at", "parent_id"],
        right_on=["page_at", "source_id"],
        how="left",
        maintain_order="left",
    )["row"]


def _numbered(cuts: pl.DataFrame, first_id: int) -> pl.DataFrame:
    comments = cuts.with_row_index("id", offset=first_id)
    long = pl.col("body").str.contains(_LONG)
    first = pl.when(long).then(pl.col("id").first().over("page", "body"))
    repeats = pl.when(first != pl.col("id")).then(first)
    return comments.with_columns(repeats=repeats).match_to_schema(COMMENTS, extra_columns="ignore")
