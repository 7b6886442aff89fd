"""The tree: from comments and their chosen replies to THREADS."""

import numpy as np
import polars as pl

from threadscope.schema import EVIDENCE, THREADS


def build(comments: pl.DataFrame, replies: pl.DataFrame, least: float = 0.0) -> pl.DataFrame:
    """Hang every comment on its best reply.

    Args:
        comments: COMMENTS; ids may start anywhere but have no gap.
        replies: REPLIES of these comments; one that has none there hangs nowhere.
        least: a comment whose place is less sure than this, and not certain, gets none.

    Returns:
        THREADS; `order` starts at the first id.
    """
    unplaced = ~pl.col("certain") & (pl.col("probability") < least)
    best = replies.filter(pl.col("rank") == 0).select(
        "id",
        "certain",
        "evidence",
        orphan=pl.col("orphan") & ~unplaced,
        parent=pl.when(~unplaced).then("parent"),
        unplaced=unplaced,
        confidence="probability",
    )
    hung = comments.join(best, on="id", how="left", maintain_order="left").with_columns(
        pl.col("certain", "orphan").fill_null(False),
        pl.col("unplaced").fill_null(True),
        pl.col("confidence").fill_null(0),
        pl.col("evidence").fill_null(pl.lit([], EVIDENCE)),
    )
    if hung.is_empty():
        return THREADS.to_frame()
    first = hung["id"][0]
    parents = (hung["parent"].cast(pl.Int64) - first).alias("parent")
    root, depth = climb(parents)
    order, descendants = preorder(parents.to_list())
    children = parents.drop_nulls().value_counts().rename({"parent": "row", "count": "replies"})
    counted = pl.DataFrame({"row": range(len(order))}).join(
        children, on="row", how="left", maintain_order="left"
    )
    answering, answered = _expected(replies, int(first), hung.height)
    return hung.with_columns(
        reply_probability=answering,
        expected_replies=answered,
        thread=(root + first).cast(pl.UInt32),
        depth=depth.cast(pl.UInt32),
        order=pl.Series(order, dtype=pl.UInt32) + first,
        replies=counted["replies"].fill_null(0).cast(pl.UInt32),
        descendants=pl.Series(descendants, dtype=pl.UInt32),
    ).match_to_schema(THREADS)


def _expected(replies: pl.DataFrame, first: int, size: int) -> tuple[pl.Series, pl.Series]:
    """Sum the probabilities with which every comment answers another one, and is answered.

    Args:
        replies: REPLIES of comments without a gap.
        first: the id of the first comment.
        size: how many comments there are.
    """
    above = replies.filter(pl.col("parent").is_not_null())
    chance = above["probability"].to_numpy()
    sent, received = (
        np.bincount(above[end].to_numpy() - first, chance, size) for end in ("id", "parent")
    )
    return (
        pl.Series(sent.clip(max=1), dtype=pl.Float64),
        pl.Series(received, dtype=pl.Float64),
    )


def climb(parents: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Give the root and the depth of every row by pointer doubling.

    Args:
        parents: the row of each row's parent; null = it is a root. No circles.
    """
    own = pl.Series("root", range(parents.len()), dtype=pl.Int64)
    jump = parents
    root = pl.select(pl.coalesce(parents, own)).to_series()
    depth = parents.is_not_null().cast(pl.Int64)
    while jump.null_count() < jump.len():
        depth = depth + depth.gather(jump).fill_null(0)
        root = root.gather(root)
        jump = jump.gather(jump)
    return root, depth


def preorder(parents: list[int | None]) -> tuple[list[int], list[int]]:
    """Give the pre-order place and the number of descendants of every row.

    One pass up and one pass down over integers; siblings keep their order.

    Args:
        parents: the row of each row's parent, always an earlier one; None = it is a root.
    """
    size = [1] * len(parents)
    for row in range(len(parents) - 1, -1, -1):
        parent = parents[row]
        if parent is not None:
            size[parent] += size[row]
    place = [0] * len(parents)
    free = [0] * len(parents)
    top = 0
    for row, parent in enumerate(parents):
        if parent is None:
            place[row], top = top, top + size[row]
        else:
            place[row] = free[parent]
            free[parent] += size[row]
        free[row] = place[row] + 1
    return place, [count - 1 for count in size]
