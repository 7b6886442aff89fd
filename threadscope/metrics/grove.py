"""Trees as rows of numbers, many of them in one frame, so that all are measured at once."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.int64]

ROOT = -1
"""Stands for the row of a parent that is not there."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Comments without their tree, ids turned into rows and names into numbers."""

    comments: pl.DataFrame
    """One row per comment: page, author (null = unknown), posted_at, page_size (comments on its
    page). Pages and authors are numbers from 0."""
    ids: NDArray[np.uint32]
    """The id of each row."""
    up: Rows
    """The row of each comment's parent in the tree that is shown."""
    pages: pl.Series
    """The names of the pages, by their numbers."""
    authors: pl.Series
    """The names of the authors, by their numbers."""


def ground(threads: pl.DataFrame) -> Ground:
    """Number the comments, pages and authors of THREADS, or of whole pages of them."""
    pages = threads["page"].unique(maintain_order=True)
    authors = threads["author"].drop_nulls().unique(maintain_order=True)
    ids = threads["id"].to_numpy()
    comments = threads.select(
        page=_numbers(threads["page"], pages),
        author=_numbers(threads["author"], authors),
        posted_at="posted_at",
        page_size=pl.len().over("page").cast(pl.Float64),
    )
    return Ground(comments, ids, rows_of(ids, threads["parent"]), pages, authors)


def rows_of(ids: NDArray[np.uint32], wanted: pl.Series) -> Rows:
    """Give the row of each wanted id, which is one of `ids`; null = ROOT."""
    there = wanted.is_not_null().to_numpy()
    numbers = wanted.fill_null(0).to_numpy().astype(np.int64)
    steps = np.diff(ids)  # unsigned: a step back is a large one
    if len(ids) and (steps == 1).all():
        return np.where(there, numbers - int(ids[0]), ROOT)
    rising = np.argsort(ids, kind="stable")
    places = np.searchsorted(ids, numbers, sorter=rising)
    return np.where(there, rising.take(places, mode="clip"), ROOT)


def _numbers(names: pl.Series, known: pl.Series) -> pl.Series:
    """Give each name its place among the known ones; null stays null."""
    places = pl.DataFrame({"name": known, "place": np.arange(len(known), dtype=np.uint32)})
    return names.to_frame("name").join(places, on="name", how="left", maintain_order="left")[
        "place"
    ]


def grown(earth: Ground, ups: Rows, *, by_page: bool = False) -> pl.DataFrame:
    """Give the comments of some trees over the same comments.

    Args:
        earth: the comments.
        ups: a row of parents for each tree.
        by_page: True = every page is measured by itself.

    Returns:
        NODES, one row per tree and comment: group (what is measured together: the tree, or the
        tree and page), page (the page, counted anew for each tree), author, posted_at, page_size,
        up (row of the parent in this frame, ROOT = none), depth, size (the comment and all below),
        replies.
    """
    trees, size = ups.shape
    shift = np.arange(trees, dtype=np.int64)[:, None]
    up = np.where(ups == ROOT, ROOT, ups + shift * size).ravel()
    depth, below = measured(up)
    own = earth.comments["page"].to_numpy()
    page = (own + shift * len(earth.pages)).astype(np.uint32).ravel()
    tree = np.repeat(np.arange(trees, dtype=np.uint32), size)
    stacked = pl.concat([earth.comments.select("author", "posted_at", "page_size")] * trees)
    return stacked.with_columns(
        group=pl.Series(page if by_page else tree),
        page=pl.Series(page),
        up=pl.Series(up),
        depth=pl.Series(depth),
        size=pl.Series(below),
        replies=pl.Series(np.bincount(up[up >= 0], minlength=len(up))),
    )


def measured(up: Rows) -> tuple[Rows, NDArray[np.float64]]:
    """Give the depth of every row and how many rows its subtree has, itself included.

    Pointer doubling: after k steps each row knows the 2^k rows above it, and each has been counted
    by those that are less than 2^k below. O(n log depth).

    Args:
        up: the row of each row's parent, ROOT = it has none. No circles.
    """
    depth = (up != ROOT).astype(np.int64)
    below = np.ones(len(up))
    jump = up.copy()
    moving = np.flatnonzero(jump != ROOT)
    while len(moving):
        target = jump[moving]
        below += np.bincount(target, below[moving], len(up))
        depth[moving] += depth[target]
        jump[moving] = jump[target]
        moving = moving[jump[moving] != ROOT]
    return depth, below


def gathered(values: pl.Expr, up: pl.Expr) -> pl.Expr:
    """Give the value of each row's parent; null where there is none."""
    return values.gather(pl.when(up != ROOT).then(up))
