"""What can be said of a comment by itself and by its place on the page, as numbers."""

import polars as pl

from threadscope.language import cues
from threadscope.language.tokens import Tokens

VERBS = sorted({word for kinds in cues.lists().values() for word in kinds["wrote"]})
"""What people do whose words are about to be quoted."""
INTRODUCTION = (
    r"(?m)^(?:(?:On|Am|Le|El|Il|Op|Em|Den) .{4,100}\n)?"
    rf".{{0,200}}(?:{'|'.join(VERBS)}).{{0,30}}:[ \t]*$"
)
"""A line that introduces a quote ("On Monday, Ann Lee wrote:"), perhaps broken in two."""
_INTRODUCED = pl.col("own").str.contains(r"(?m):[ \t]*$") & pl.col("own").str.contains_any(VERBS)
_QUOTED = r"(?m)^\s*(?:>|[|:](?:[>|: \t]|$)|[A-Z][A-Za-z]{1,11}>).*$"
"""A line that is quoted, by a mark or a mark after a name, as some mail programs have it."""
_HOST_COMMENTS = 6.0
_LONG = 4.0
"""Logarithms of lengths are divided by this, so that they stay near 1."""
READ = 128 << 10
"""Characters of a body that are weighed: words, names and quotes beyond them say nothing new, and
would be kept many times over."""


def own(comments: pl.DataFrame) -> pl.DataFrame:
    """Number comments by row and pages by place, both 0-based, and add what each says itself.

    Returns:
        One row per comment: row, page, author, who (a number for the author), body (its first
        128 Ki characters), parent_author, repeats, own (the body without its quoted lines),
        introduced (it may hold lines that introduce a quote), lower (own in lower case, without
        such lines if quotes are not marked otherwise).
    """
    if (comments["body"].str.len_bytes() > READ).any():
        comments = comments.with_columns(pl.col("body").str.head(READ))
    rows = comments.select(
        "author",
        "body",
        "parent_author",
        "repeats",
        row=pl.int_range(pl.len(), dtype=pl.Int64),
        page=pl.col("page").rle_id(),
        who=pl.col("author").cast(pl.Categorical).to_physical().cast(pl.Int32),
        own=pl.col("body").str.replace_all(_QUOTED, ""),
    ).with_columns(introduced=_INTRODUCED)
    plain = pl.col("introduced") & (pl.col("own") == pl.col("body"))
    bare = rows.filter(plain).select("row", bare=pl.col("own").str.replace_all(INTRODUCTION, ""))
    return (
        rows.join(bare, on="row", how="left", maintain_order="left")
        .with_columns(lower=pl.coalesce("bare", "own").str.to_lowercase())
        .drop("bare")
    )


def facts(
    comments: pl.DataFrame, words: Tokens, languages: pl.Series | None = None
) -> pl.DataFrame:
    """Describe comments, one row each, in order.

    Args:
        comments: as `own` gives them.
        words: what they say themselves.
        languages: of every page, by its place, null = found out; None = all are.

    Returns:
        row and page; place (0-based on its page); who (a number for its author, null = unknown);
        before, after (row of the author's comment before and after it on the page); above, next
        (who wrote the comments around it); new (the author's first on the page); host (0 to 1: the
        author stands below many different others); share (of the page's other comments that are by
        this author); question, link; thanks, second, reply, article (cues of the page's language);
        length; and of the whole page: newcomers, runs, turns, opener, returns, asked.
    """
    page = pl.col("page")
    whose = pl.when(pl.col("who").is_not_null())
    placed = comments.select(
        "page",
        "lower",
        "row",
        "who",
        place=pl.int_range(pl.len()).over("page"),
        size=pl.len().over("page").cast(pl.Int64),
        before=whose.then(pl.col("row").shift(1).over("page", "who")),
        after=whose.then(pl.col("row").shift(-1).over("page", "who")),
        question=pl.col("own").str.contains(r"[?\x{FF1F}]"),
        link=pl.col("own").str.contains("https?://"),
        quotes=pl.col("body").str.contains(r"(?m)^\s*>"),
    ).with_columns(
        above=pl.col("who").shift(1).over(page),
        above_two=pl.col("who").shift(2).over(page),
        next=pl.col("who").shift(-1).over(page),
        second_next=pl.col("who").shift(-2).over(page),
        third_next=pl.col("who").shift(-3).over(page),
        new=pl.col("before").is_null(),
    )
    placed = placed.with_columns(
        new_above=pl.col("new").shift(1, fill_value=False).over(page),
        new_next=pl.col("new").shift(-1, fill_value=False).over(page),
    )
    sized = words.distinct.group_by("row").agg(count=pl.len().cast(pl.Float32))
    full = (
        placed.join(_hosts(placed), on=["page", "who"], how="left", maintain_order="left")
        .join(sized, on="row", how="left", maintain_order="left")
        .join(_habits(placed), on="page", how="left", maintain_order="left")
        .with_columns(
            pl.col("host", "share").fill_null(0.0),
            length=pl.col("count").fill_null(0.0).log1p() / _LONG,
        )
    )
    given = pl.DataFrame({"language": languages}, {"language": pl.String})
    given = given.with_row_index("page").drop_nulls()
    return cues.heard(full, words, given).drop("lower", "count")


def _hosts(placed: pl.DataFrame) -> pl.DataFrame:
    """Tell authors who answer many from authors who answer one: page, who, host, share."""
    foreign = pl.col("above").is_not_null() & (pl.col("above") != pl.col("who"))
    count = pl.len()
    return (
        placed.filter(pl.col("who").is_not_null())
        .group_by("page", "who")
        .agg(
            host=pl.when(count >= 3)  # noqa: PLR2004 - twice is no habit
            .then(
                pl.col("above").filter(foreign).n_unique()
                / count
                * (count / _HOST_COMMENTS).clip(0, 1)
            )
            .otherwise(0.0)
            .cast(pl.Float32),
            share=((count - 1) / (pl.col("size").first() - 1).clip(1)).cast(pl.Float32),
        )
    )


def _habits(placed: pl.DataFrame) -> pl.DataFrame:
    """Describe pages, one row each.

    Returns:
        page; newcomers (share of first comments of an author); runs (of the newcomers, those below
        another newcomer); turns (comments two below one of the same author); opener (share of
        comments by the author of the first); returns (that author comes back); asked (the first
        comment asks something).
    """
    later = pl.col("place") > 0
    deep = pl.col("place") > 1
    turn = deep & (pl.col("who") == pl.col("above_two")) & (pl.col("who") != pl.col("above"))
    run = deep & pl.col("new") & pl.col("new_above")
    opener = (pl.col("who") == pl.col("who").first()) & later
    rest = (pl.len() - 1).clip(1)
    return placed.group_by("page").agg(
        newcomers=((pl.col("new") & later).sum() / rest).cast(pl.Float32),
        runs=((run.sum() + 1) / ((deep & pl.col("new")).sum() + 2)).cast(pl.Float32),
        turns=((turn.sum() + 0.5) / (pl.len().clip(2))).cast(pl.Float32),
        opener=(opener.sum() / rest).cast(pl.Float32),
        returns=opener.any().fill_null(False).cast(pl.Float32),
        asked=pl.col("question").first().cast(pl.Float32),
    )
