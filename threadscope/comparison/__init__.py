"""Two discussions side by side: two captures of a page, two readings of it, or two sites."""

from dataclasses import dataclass

import polars as pl

from threadscope.comparison.match import paired
from threadscope.comparison.tables import COUNTED, MATCHED, MEASURED
from threadscope.discussion import Discussion
from threadscope.language.plain import one_line

__all__ = ["MATCHED", "Comparison", "compare"]

_OPENING = 80


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two discussions have in common, and what not."""

    summary: dict[str, int | float | None]
    """The one row of SUMMARY."""
    measures: pl.DataFrame
    """MEASURED."""
    comments: pl.DataFrame
    """MATCHED."""
    authors: pl.DataFrame
    """COUNTED."""


def compare(a: Discussion, b: Discussion) -> Comparison:
    """Hold two discussions side by side."""
    comments = _matched(a.threads, b.threads)
    return Comparison(
        summary=_summary(a.threads, b.threads, comments),
        measures=_measures(a, b),
        comments=comments,
        authors=_authors(a, b),
    )


def _matched(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    pairs = paired(a, b)
    ours, theirs = (_side(threads, name) for threads, name in ((a, "a"), (b, "b")))
    both = (
        theirs.join(pairs, on="b", how="left", maintain_order="left")
        .join(ours, on="a", how="left", maintain_order="left")
        .join(pairs.select(a_parent="a", expected="b"), on="a_parent", how="left")
        .sort("b")
    )
    gone = ours.join(pairs, on="a", how="anti", maintain_order="left").with_columns(
        status=pl.lit("removed"), opening="a_opening"
    )
    status = pl.when(pl.col("a").is_null()).then(pl.lit("added"))
    known = both.with_columns(
        status=status.when("same").then(pl.lit("same")).otherwise(pl.lit("edited")),
        parent=_parent(),
        opening="b_opening",
    )
    return pl.concat([known, gone], how="diagonal").match_to_schema(
        MATCHED, missing_columns="insert", extra_columns="ignore"
    )


def _side(threads: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give what is compared of comments, its columns called after their side."""
    opening = one_line(pl.col("body"), _OPENING).str.strip_chars().str.head(_OPENING)
    return threads.select(
        pl.col("id").alias(name),
        pl.col("author").alias(f"{name}_author"),
        pl.col("first_line").alias(f"{name}_line"),
        pl.col("parent").alias(f"{name}_parent"),
        (pl.col("orphan") | pl.col("unplaced")).alias(f"{name}_open"),
        opening.alias(f"{name}_opening"),
    )


def _parent() -> pl.Expr:
    """Tell whether a comment answers the same in both: same, other, or null."""
    above = pl.col("a_parent")
    comparable = pl.col("a").is_not_null() & ~pl.col("a_open") & ~pl.col("b_open")
    followed = above.is_null() | pl.col("expected").is_not_null()
    same = pl.col("expected").eq_missing(pl.col("b_parent"))
    return pl.when(comparable & followed).then(
        pl.when(same).then(pl.lit("same")).otherwise(pl.lit("other"))
    )


def _summary(
    a: pl.DataFrame, b: pl.DataFrame, comments: pl.DataFrame
) -> dict[str, int | float | None]:
    statuses = dict(comments.group_by("status").len().rows())
    sure = {
        name: comments.join(threads.filter("certain"), left_on=name, right_on="id", how="semi")
        for name, threads in (("a", a), ("b", b))
    }
    return {
        "a_comments": a.height,
        "b_comments": b.height,
        **{name: statuses.get(name, 0) for name in ("same", "edited", "added", "removed")},
        "other_author": comments.filter(
            pl.col("a").is_not_null()
            & pl.col("b").is_not_null()
            & pl.col("a_author").ne_missing(pl.col("b_author"))
        ).height,
        **_agreement("parents", comments),
        **_agreement("certain_in_a", sure["a"]),
        **_agreement("certain_in_b", sure["b"]),
    }


def _agreement(name: str, comments: pl.DataFrame) -> dict[str, int | float | None]:
    compared = comments.drop_nulls("parent")
    same = compared.filter(parent="same").height
    share = same / compared.height if compared.height else None
    return {f"{name}_compared": compared.height, f"{name}_same": same, f"{name}_share": share}


def _measures(a: Discussion, b: Discussion) -> pl.DataFrame:
    sides = [
        each.measures.select(
            "name", "unit", "about", **{name: "value", f"{name}_low": "low", f"{name}_high": "high"}
        )
        for name, each in (("a", a), ("b", b))
    ]
    both = sides[0].join(
        sides[1].drop("unit", "about"), on="name", how="left", maintain_order="left"
    )
    return both.with_columns(change=pl.col("b") - pl.col("a")).select(MEASURED.names())


def _authors(a: Discussion, b: Discussion) -> pl.DataFrame:
    sides = [
        each.authors.select(
            "author", **{f"{name}_comments": "comments", f"{name}_received": "replies_received"}
        )
        for name, each in (("a", a), ("b", b))
    ]
    both = sides[0].join(sides[1], on="author", how="full", coalesce=True)
    counts = pl.col("a_comments", "b_comments", "a_received", "b_received")
    return (
        both.with_columns(counts.fill_null(0).cast(pl.Int64))
        .with_columns(change=pl.col("b_comments") - pl.col("a_comments"))
        .select(COUNTED.names())
        .sort(pl.max_horizontal("a_comments", "b_comments"), "author", descending=[True, False])
    )
