"""How evenly people take part, and whether they stay."""

import polars as pl

from threadscope.metrics.measure import Measure

MEASURES = (
    Measure("comments", "comments", "all comments", "comments"),
    Measure("authors", "authors", "known authors", "distinct names"),
    Measure(
        "unattributed_share",
        "share",
        "comments whose author is unknown; the measures of authors leave them out",
        "comments without a name / comments",
    ),
    Measure(
        "gini",
        "index",
        "how unevenly comments are spread over authors: 0 = all write as much",
        "sum of (2i - k - 1) x_i / (k * sum of x), x_i = comments of author i of k, rising",
        "Gini 1912",
        main=True,
    ),
    Measure(
        "entropy",
        "bits",
        "how hard it is to guess who wrote a comment",
        "- sum of p log2 p, p = an author's share of the attributed comments",
        "Shannon 1948",
    ),
    Measure(
        "effective_authors",
        "authors",
        "so many authors who all write as much would be as hard to guess",
        "2 ^ entropy",
        "Hill 1973",
        main=True,
    ),
    Measure(
        "top_author_share",
        "share",
        "what the most active author wrote",
        "most comments of an author / attributed comments",
    ),
    *(
        Measure(
            f"top_{percent}_share",
            "share",
            f"what the most active {percent} % of the authors wrote",
            f"comments of the {percent} % of the authors with most comments, rounded up / "
            "attributed comments",
            "after Schuth, Marx & de Rijke 2007",
            main=percent == 10,  # noqa: PLR2004 - the one that says something of small pages
        )
        for percent in (1, 5, 10)
    ),
    Measure(
        "one_comment_share",
        "share",
        "authors who wrote a single comment",
        "authors with one comment / authors",
    ),
    Measure(
        "reentry_share",
        "share",
        "authors who came back to a page after somebody else had written",
        "authors with at least two runs on one page / authors; a run = comments of one author "
        "directly after each other, in page order; an unknown author ends it",
        "after Backstrom, Kleinberg, Lee & Danescu-Niculescu-Mizil 2013",
    ),
    Measure(
        "monologues",
        "runs",
        "runs of two or more comments by one author",
        "runs with at least two comments",
        "after pisg, which counts from five lines of chat",
    ),
    Measure(
        "longest_monologue",
        "comments",
        "most comments of one author directly after each other",
        "comments of the longest run",
        "after pisg",
    ),
)


def participation(comments: pl.DataFrame) -> pl.DataFrame:
    """Measure how evenly people take part.

    Gini 1912, Shannon 1948; exp(entropy) as a number of equals: Hill 1973.

    Args:
        comments: one row per comment in page order: group (what is measured together), page,
            author (null = unknown).

    Returns:
        One row per group: group, and a column for each of MEASURES.
    """
    known = pl.col("author").is_not_null()
    everyone = comments.group_by("group").agg(
        comments=pl.len(), unattributed_share=1 - known.mean()
    )
    activity = comments.filter(known).group_by("group", "author").agg(count=pl.len())
    return (
        everyone.join(_evenness(activity), on="group", how="left")
        .join(_runs(comments), on="group", how="left")
        .with_columns(pl.col("authors", "monologues", "longest_monologue").fill_null(0))
        .with_columns(reentry_share=pl.col("returned") / pl.col("authors"))
        .drop("returned")
    )


def _evenness(activity: pl.DataFrame) -> pl.DataFrame:
    """Measure how evenly comments are spread, by author's counts: group, author, count."""
    count = pl.col("count").cast(pl.Float64)
    place = pl.int_range(1, pl.len() + 1)
    part = count / count.sum()
    entropy = -(part * part.log(2)).sum()
    return (
        activity.sort("group", "count")
        .group_by("group", maintain_order=True)
        .agg(
            authors=pl.len(),
            gini=((2 * place - pl.len() - 1) * count).sum() / (pl.len() * count.sum()),
            entropy=entropy.clip(0),
            effective_authors=pl.lit(2.0).pow(entropy.clip(0)),
            top_author_share=count.max() / count.sum(),
            one_comment_share=(count == 1).mean(),
            **{f"top_{percent}_share": _top(percent) for percent in (1, 5, 10)},
        )
    )


def _top(percent: int) -> pl.Expr:
    """Give the share of the most active authors, counts rising."""
    many = (pl.len() * percent + 99) // 100
    return pl.col("count").tail(many).sum() / pl.col("count").sum()


def _runs(comments: pl.DataFrame) -> pl.DataFrame:
    """Count runs of one author: group, monologues, longest_monologue, returned (authors)."""
    key = pl.struct("group", "page", "author").rle_id()
    runs = (
        comments.with_columns(run=key)
        .filter(pl.col("author").is_not_null())
        .group_by("group", "page", "author", "run")
        .agg(long=pl.len())
    )
    by_author = runs.group_by("group", "page", "author").agg(runs=pl.len())
    back = by_author.filter(pl.col("runs") > 1).group_by("group")
    return (
        runs.group_by("group")
        .agg(monologues=(pl.col("long") > 1).sum(), longest_monologue=pl.col("long").max())
        .join(back.agg(returned=pl.col("author").n_unique()), on="group", how="left")
        .with_columns(pl.col("returned").fill_null(0))
    )
