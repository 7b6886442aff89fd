"""What pages of HTML say outright about comments: their ids, their parents, how far in they are."""

import polars as pl

_MOST = 0.5
"""Ids are ids of comments if so many of them have one of that kind."""
_NOBODY = ["0", "-1", "null", "none", "root", "undefined"]
"""Parents that mean: no comment."""


def said(opened: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Give the STATES that stand in comments, with their row.

    Args:
        opened: as `nesting.openings` gives them.
        states: STATES.
    """
    places = opened.select("row", "page", "opens", "first_line", "ends").sort("opens")
    return (
        states.with_row_index("at")
        .sort("line")
        .join_asof(places, left_on="line", right_on="opens", by="page", check_sortedness=False)
        .filter(pl.col("line") <= pl.col("ends"))
        .sort("at")
    )


def depths(comments: pl.DataFrame, states: pl.DataFrame) -> pl.Series:
    """Give how far in comments are shown, for pages that say it of all of them.

    Levels are numbered; they have to begin at the outermost, and none may be skipped on the way in.

    Args:
        comments: row, page; in order.
        states: as `said` gives them.
    """
    shown = (
        states.filter((pl.col("kind") == "depth") & (pl.col("line") <= pl.col("first_line")))
        .group_by("row")
        .agg(shown=pl.col("value").cast(pl.Float64, strict=False).max())
    )
    level = pl.col("shown").rank("dense").over("page").cast(pl.Int64) - 1
    ordered = comments.join(shown, on="row", how="left", maintain_order="left").with_columns(
        level=level
    )
    whole = pl.col("level").is_not_null().all()
    stepped = (pl.col("level").diff().fill_null(0) <= 1).all() & (pl.col("level").first() == 0)
    sound = (whole & stepped & (pl.col("level").n_unique() > 1)).over("page")
    return ordered.select(pl.when(sound).then("level")).to_series()


def ids(comments: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Give what comments are known by: page, value, row, stem (what such ids begin with), wanted.

    One row per value and page; what stands twice belongs to the first.
    """
    stem = pl.coalesce(
        pl.col("value").str.extract(r"^(.*?)\d+$"),
        pl.col("value").str.extract(r"^(.*[-_:/.])[^-_:/.]+$"),
    )
    found = states.filter(pl.col("kind").is_in(["id", "named"])).unique(
        ["page", "value"], keep="first", maintain_order=True
    )
    sizes = comments.group_by("page").len("comments")
    return found.select("page", "value", "row", "kind", stem=stem).join(sizes, on="page")


def parents(known: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Give what is said to be answered: row, up (row of the parent; null = not on the page), value.

    Args:
        known: as `ids` gives them.
        states: as `said` gives them.
    """
    exact = known.select("page", "value", up="row")
    number = pl.col("value").str.extract(r"(\d+)$")
    numbered = (
        known.select("page", "row", value=number)
        .drop_nulls()
        .unique()
        .filter(pl.len().over("page", "value") == 1)
        .select("page", "value", by_number="row")
    )
    sought = states.filter(pl.col("kind").is_in(["parent", "likely"]))
    return (
        sought.join(exact, on=["page", "value"], how="left", maintain_order="left")
        .join(numbered, on=["page", "value"], how="left", maintain_order="left")
        .with_columns(up=pl.coalesce("up", "by_number"), sure=pl.col("kind") == "parent")
        .filter(pl.col("up").is_null() | (pl.col("up") != pl.col("row")))
        .filter(pl.col("up").is_not_null() | pl.col("sure"))
        .sort(pl.col("up").is_null(), ~pl.col("sure"), maintain_order=True)
        .unique("row", keep="first", maintain_order=True)
        .select("row", "page", "up", "value")
    )


def tops(answered: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of comments that are said to answer the page: row.

    A parent that stands for nobody says so where other comments of the page name theirs.
    """
    nobody = pl.col("value").str.to_lowercase().is_in(_NOBODY)
    told = answered.filter(pl.col("up").is_not_null()).select("page").unique()
    likely = states.filter((pl.col("kind") == "likely") & nobody).join(told, on="page", how="semi")
    whole = states.filter(pl.col("kind") == "page")
    rows = pl.concat([whole.select("row"), likely.select("row")]).unique()
    return rows.join(answered, on="row", how="anti")


def own_ids(known: pl.DataFrame, answered: pl.DataFrame) -> pl.DataFrame:
    """Choose the id of each comment: row, source_id.

    Those of a page begin alike, those that are answered by name or linked to first.
    """
    wanted = answered.filter(pl.col("up").is_not_null()).select("page", "value", wanted=True)
    joined = known.join(wanted.unique(), on=["page", "value"], how="left", maintain_order="left")
    kinds = joined.group_by("page", "stem", maintain_order=True).agg(
        covered=pl.col("row").n_unique(),
        comments=pl.col("comments").first(),
        wanted=pl.col("wanted").any(),
        named=(pl.col("kind") == "named").any(),
    )
    usual = (
        kinds.filter(
            pl.col("stem").is_not_null() & (pl.col("covered") >= _MOST * pl.col("comments"))
        )
        .sort("wanted", "named", "covered", descending=True, maintain_order=True)
        .unique("page", keep="first", maintain_order=True)
    )
    alike = joined.join(usual, on=["page", "stem"], how="semi", maintain_order="left")
    asked = joined.filter(pl.col("wanted").fill_null(False))
    return (
        pl.concat([alike, asked])
        .unique("row", keep="first", maintain_order=True)
        .select("row", source_id="value")
    )
