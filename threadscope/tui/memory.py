"""Where the reader was on a page: kept from one visit to the next."""

import hashlib
from typing import Any

import polars as pl

from threadscope.tui.moving import ThreadView
from threadscope.tui.reading import Reading


def key_of(reading: Reading) -> str:
    """Give the digest of a page's comments: the same page under another name is remembered too."""
    texts = pl.col("body").sort_by("id").str.join("\0").cast(pl.Binary)
    return hashlib.sha256(reading.frame.select(texts).item() or b"").hexdigest()


def state_of(threads: ThreadView) -> dict[str, Any]:
    """Write down the place, the folds and the marks, by lines of the page."""
    reading = threads.reading

    def lines(rows: Any) -> list[int]:
        return [reading.get(row, "first_line") for row in sorted(rows)]

    return {
        "line": None if threads.row is None else reading.get(threads.row, "first_line"),
        "folded": lines(threads.outline.folded),
        "marked": lines(threads.marks),
    }


def restore(threads: ThreadView, state: dict[str, Any]) -> None:
    """Go back to a place that was written down; what does not fit the page is passed over."""
    if not state:
        return
    reading = threads.reading
    places = {line: row for row, line in enumerate(reading.frame["first_line"])}

    def rows(name: str) -> list[int]:
        kept = state.get(name)
        found = kept if isinstance(kept, list) else []
        return [places[line] for line in found if isinstance(line, int) and line in places]

    threads.outline.fold_set(rows("folded"))
    threads.marks = frozenset(rows("marked"))
    threads.repaint()
    line = state.get("line")
    threads.go(places.get(line) if isinstance(line, int) else None)
