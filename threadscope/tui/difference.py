"""Which comments answer another one when a page is cut another way."""

import polars as pl


def moved(before: pl.DataFrame, after: pl.DataFrame) -> tuple[int, ...]:
    """Give the first lines of comments of one page, in two THREADS, that have another parent."""
    old, new = _answers(before), _answers(after)
    return tuple(sorted(line for line in old.keys() & new.keys() if old[line] != new[line]))


def _answers(threads: pl.DataFrame) -> dict[int, int | None]:
    """Give for the first line of every comment the first line of what it answers."""
    parents = threads.select("id", answered="first_line")
    found = threads.join(parents, left_on="parent", right_on="id", how="left")
    return dict(found.select("first_line", "answered").rows())
