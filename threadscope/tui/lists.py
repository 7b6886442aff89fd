"""What is counted for the screen: authors with their activity, pages with their size, a page."""

import polars as pl

from threadscope.choice import By, Pair
from threadscope.metrics import authors
from threadscope.safetext import show_line
from threadscope.tui.paint import Glyphs
from threadscope.tui.selection import Selection

_CELLS = 10
"""Cells of a sparkline: tenths of the page."""


def author_list(frame: pl.DataFrame, glyphs: Glyphs) -> pl.DataFrame:
    """Give AUTHORS with a column `where`: how each author's comments are spread over the page."""
    table = authors(frame)
    part = (pl.col("id").rank() - 1) * _CELLS // pl.len()
    spread = (
        frame.select("author", part=part.cast(pl.Int64))
        .drop_nulls("author")
        .group_by("author", "part")
        .len()
        .with_columns(share=pl.col("len") / pl.col("len").max())
    )
    steps = glyphs.steps
    signs: dict[str, list[str]] = {}
    for author, at, share in spread.select("author", "part", "share").rows():
        cells = signs.setdefault(author, [steps[0]] * _CELLS)
        cells[at] = steps[max(round(share * (len(steps) - 1)), 1)]
    lines = pl.Series("where", ["".join(signs[author]) for author in table["author"]], pl.String)
    return table.select("author", "comments", lines, pl.exclude("author", "comments"))


def chosen_authors(whole: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Narrow the list of authors to those of chosen comments, and count these as `chosen`."""
    selection = selection.beside(By)
    counts = selection.reading.frame.select("author").filter(selection.mask).group_by("author")
    return _narrowed(whole, counts.agg(chosen=pl.len()), selection)


def chosen_pairs(whole: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Narrow PAIRS to those with replies that chosen comments give or get, counted as `chosen`."""
    selection = selection.beside(Pair)
    frame = selection.reading.frame.select("id", "parent", "author")
    ids = frame["id"].filter(selection.mask).implode()
    touched = frame.filter(selection.mask | pl.col("parent").is_in(ids).fill_null(False))
    answered = frame.select("id", answered="author")
    counts = touched.join(answered, left_on="parent", right_on="id").group_by("author", "answered")
    return _narrowed(whole, counts.agg(chosen=pl.len()), selection)


def _narrowed(whole: pl.DataFrame, counts: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Leave only the rows that were counted, the count behind the names and the whole number."""
    if selection.lens.is_clear:
        return whole
    keys = [name for name in counts.columns if name != "chosen"]
    first = whole.columns[: len(keys) + 1]
    rows = whole.join(counts, on=keys, maintain_order="left")
    return rows.select(*first, "chosen", pl.exclude(*first, "chosen"))


def page_list(pages: pl.DataFrame, threads: pl.LazyFrame) -> pl.DataFrame:
    """Give PAGES with how many authors each has and how deep it goes, by its THREADS."""
    counted = threads.group_by("page").agg(
        authors=pl.col("author").drop_nulls().n_unique(),
        threads=(pl.col("depth") == 0).sum(),
        max_depth=pl.col("depth").max(),
    )
    shape = counted.collect(engine="streaming")
    first = ("page", "comments", "authors", "threads", "max_depth", "unattributed")
    listed = pages.join(shape, on="page", how="left", maintain_order="left")
    return listed.select(*first, pl.exclude(first))


def facts(page: pl.DataFrame, frame: pl.DataFrame, glyphs: Glyphs, *, reordered: bool) -> str:
    """Say in a line what a page is, safe to show.

    Args:
        page: its row of PAGES.
        frame: its THREADS.
        glyphs: the signs to draw with.
        reordered: whether the order of its comments is the reader's word, and not the page's.
    """
    if page.is_empty() or frame.is_empty():
        return ""
    row = page.row(0, named=True)
    inferred = frame.select((~pl.col("certain") & ~pl.col("unplaced")).mean()).item()
    left_open = frame.select(pl.col("unplaced").mean()).item()
    said = (
        row["pack"],
        f"{row['order']} (yours)" if reordered else row["order"],
        f"{frame['author'].drop_nulls().n_unique()} authors",
        f"{row['unattributed']} unattributed" if row["unattributed"] else "",
        f"{inferred:.0%} inferred" if not left_open or inferred else "",
        f"{left_open:.0%} open" if left_open else "",
    )
    return show_line(f" {glyphs.leaf} ".join(part for part in said if part))
