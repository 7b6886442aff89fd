"""How deep comments stand in each other on pages of HTML, by the elements that hold them."""

import polars as pl

_ALIKE = 0.9
"""Names that open so many of the comments that the commonest opens do as well; the outermost of
them is taken, for what holds a comment's replies may stand right inside it."""


def openings(comments: pl.DataFrame, elements: pl.DataFrame) -> pl.DataFrame:
    """Find the element that holds each comment.

    Elements begin with a comment if their text does, or shortly above it. Those that hold comments
    have a name in common, a tag or a tag and a class, and each comment has one of them.

    Args:
        comments: row, page, first_line, last_line; in order.
        elements: ELEMENTS.

    Returns:
        One row per comment, in order: row, page, first_line, last_line, container (its place; null
        = it has none), list (the place of the element around that), opens (line on which it
        begins), ends (line on which it ends).
    """
    containers = _chosen(_named(_begun(comments, elements)))
    nothing_above = pl.min_horizontal("line", "first_line")
    return comments.join(containers, on="row", how="left", maintain_order="left").select(
        *comments.columns,
        container="place",
        list="up",
        opens=pl.coalesce(nothing_above, "first_line"),
        ends=pl.max_horizontal("last", "last_line"),
    )


def _begun(comments: pl.DataFrame, elements: pl.DataFrame) -> pl.DataFrame:
    """Give the elements that begin with a comment, or between it and the header before.

    Columns: those of ELEMENTS, row (of the comment), top (it is the first of its page).
    """
    top = pl.int_range(pl.len()).over("page") == 0
    firsts = comments.select("page", "row", "first_line", top=top).sort("first_line")
    return (
        elements.sort("line")
        .join_asof(
            firsts,
            left_on="line",
            right_on="first_line",
            by="page",
            strategy="forward",
            check_sortedness=False,
        )
        .filter(pl.col("last") >= pl.col("first_line"))
    )


def _named(begun: pl.DataFrame) -> pl.DataFrame:
    """Give each element under its names, where just one element of a comment has that name.

    Above the first comment of a page everything begins that holds them all; there the innermost
    one counts.
    """
    classes = pl.col("classes").str.split(" ").list.set_difference([""])
    names = pl.concat_list(pl.lit([""]).list.first(), classes)
    every = begun.with_columns(name=names).explode("name", empty_as_null=True)
    every = every.with_columns(name=pl.concat_str("tag", pl.lit("."), "name")).sort("place")
    kept = ["up", "line", "last", "top"]
    return (
        every.group_by("page", "row", "name")
        .agg(pl.len(), pl.col("place").last(), *(pl.col(name).last() for name in kept))
        .filter((pl.col("len") == 1) | pl.col("top"))
    )


def _chosen(named: pl.DataFrame) -> pl.DataFrame:
    """Choose the name of each page and give its elements: row, place, up, line, last."""
    names = named.group_by("page", "name").agg(pl.len().alias("covered"), pl.col("place").mean())
    best = (
        names.filter(pl.col("covered") >= pl.col("covered").max().over("page") * _ALIKE)
        .sort("page", "place", "covered", "name", descending=[False, False, True, False])
        .unique("page", keep="first", maintain_order=True)
    )
    return named.join(best.select("page", "name"), on=["page", "name"], how="semi").select(
        "row", "place", "up", "line", "last"
    )


def levels(opened: pl.DataFrame, elements: pl.DataFrame) -> pl.Series:
    """Tell how many lists of comments stand around each one's, itself left out: 0 = outermost.

    A page where all are at one level shows nothing, and neither does one that only sets its first
    comment apart, as forums do with the one that opened the topic.

    Args:
        opened: as `openings` gives them.
        elements: ELEMENTS.

    Returns:
        One level per comment, in order; null = the page does not show it.
    """
    lists = elements.join(
        opened.select("page", place=pl.col("list").cast(pl.UInt32, strict=False)).drop_nulls(),
        on=["page", "place"],
        how="semi",
    )
    begins = lists.select("page", "line", step=pl.lit(1))
    ends = lists.select("page", line=pl.col("last") + 1, step=pl.lit(-1))
    around = (
        pl.concat([begins, ends])
        .group_by("page", "line")
        .agg(pl.col("step").sum())
        .sort("page", "line")
        .select("page", pl.col("line").set_sorted(), around=pl.col("step").cum_sum().over("page"))
        .sort("line")
    )
    found = (
        opened.sort("first_line")
        .join_asof(
            around,
            left_on="first_line",
            right_on="line",
            by="page",
            check_sortedness=False,
        )
        .sort("row")
        .with_columns(level=pl.when(pl.col("around") > 0).then(pl.col("around") - 1))
    )
    return found.select(pl.when(_nested() & ~_set_apart()).then("level")).to_series()


def _nested() -> pl.Expr:
    return (pl.col("level").drop_nulls().n_unique() > 1).over("page")


def _set_apart() -> pl.Expr:
    """Tell whether only the first comment of a page stands further out, and holds no other."""
    level = pl.col("level").drop_nulls()
    alone = ((level == 0).sum() == 1) & (level.first() == 0) & (level.max() == 1)
    beside = pl.col("ends").first() < pl.col("first_line").get(1, null_on_oob=True)
    return (alone & beside.fill_null(True)).over("page")
