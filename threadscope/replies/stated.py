"""What the page states outright: parent ids in headers, and nesting it shows."""

import polars as pl

from threadscope.replies.clues import CLUES, clues


def stated(comments: pl.DataFrame) -> pl.DataFrame:
    """Give all CLUES of what the page states; a parent that it names goes before its nesting."""
    named, nested = header(comments), indent(comments)
    agreeing = nested.join(named, on=["id", "parent", "orphan"], how="semi", nulls_equal=True)
    return pl.concat([named, agreeing, nested.join(named, on="id", how="anti")])


def header(comments: pl.DataFrame) -> pl.DataFrame:
    """Give the CLUES of parents stated by id, and of comments stated to answer the page."""
    known = comments.filter(pl.col("source_id").is_not_null())
    stated = comments.filter(pl.col("parent_id").is_not_null()).join(
        known.select("page", "source_id", parent="id"),
        left_on=["page", "parent_id"],
        right_on=["page", "source_id"],
        how="left",
        maintain_order="left",
    )
    by_id = stated.with_columns(
        orphan=pl.col("parent").is_null(), clue=pl.format("states its parent {}", "parent_id")
    )
    top = comments.filter(pl.col("top_level") & pl.col("parent_id").is_null()).with_columns(
        parent=pl.lit(None, pl.UInt32), clue=pl.lit("stated to answer the page")
    )
    return pl.concat([clues(part, "header") for part in (by_id, top)])


def indent(comments: pl.DataFrame) -> pl.DataFrame:
    """Give the CLUES of shown nesting: a comment answers the nearest one above that is further out.

    Only pages that show more than one level say anything by it.
    """
    nested = comments.filter(
        (pl.col("indent").n_unique() > 1).over("page") & pl.col("indent").is_not_null()
    )
    if nested.is_empty():
        return CLUES.to_frame()
    place = nested["page"].rle_id().to_list()
    parents = _enclosing(place, nested["indent"].to_list(), nested["id"].to_list())
    found = nested.with_columns(parent=pl.Series(parents, dtype=pl.UInt32)).with_columns(
        orphan=pl.col("parent").is_null() & (pl.col("indent") > 0),
        clue=pl.when(pl.col("indent") == 0)
        .then(pl.lit("stands at the outermost level"))
        .otherwise(pl.format("nested {} deep", "indent")),
    )
    return clues(found, "indent")


def _enclosing(pages: list[int], indents: list[int], ids: list[int]) -> list[int | None]:
    """Decode nesting with a stack of open levels."""
    parents: list[int | None] = []
    stack: list[tuple[int, int]] = []
    current = -1
    for page, level, comment in zip(pages, indents, ids, strict=True):
        if page != current:
            current = page
            stack.clear()
        while stack and stack[-1][0] >= level:
            stack.pop()
        parents.append(stack[-1][1] if stack else None)
        stack.append((level, comment))
    return parents
