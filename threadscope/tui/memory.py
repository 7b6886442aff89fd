"""Where the reader was on a page: kept from one visit to the next."""

import hashlib
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from threadscope.corrections import digest
from threadscope.tui.desk import Desk
from threadscope.tui.moving import ThreadView
from threadscope.tui.reading import Reading

_LAST_LINE = 2**32 - 1
_SAME = "comments"
"""What names the comments that a page had when it was open last."""
_ASKED = {"first_line": pl.UInt32(), "digest": pl.String()}
"""One row per comment that was written down."""


def keep(desk: Desk, page: str, threads: ThreadView) -> None:
    """Keep where the reader is on a page, by its comments; and which those were, by its name."""
    key = _key_of(threads.reading)
    desk.keep(key, state_of(threads))
    desk.keep(_key_of_name(page), {_SAME: key})


def recall(desk: Desk, page: str, reading: Reading) -> dict[str, Any]:
    """Give what was kept of a page, be it under another name, or from before it changed."""
    if state := desk.recall(_key_of(reading)):
        return state
    before = desk.recall(_key_of_name(page)).get(_SAME)
    return desk.recall(before) if isinstance(before, str) else {}


def _key_of(reading: Reading) -> str:
    """Give the digest of a page's comments: the same page under another name is remembered too."""
    texts = pl.col("body").sort_by("first_line").str.join("\0").cast(pl.Binary)
    return hashlib.sha256(reading.frame.select(texts).item() or b"").hexdigest()


def _key_of_name(page: str) -> str:
    return hashlib.sha256(f"page\0{Path(page).absolute()}".encode("utf-8", "replace")).hexdigest()


def state_of(threads: ThreadView) -> dict[str, Any]:
    """Write down the place, the folds, the marks and what was read."""
    reading = threads.reading
    return {
        "at": _written(reading, [] if threads.row is None else [threads.row]),
        "folded": _written(reading, threads.outline.folded),
        "marked": _written(reading, threads.marks),
        "read": _written(reading, threads.seen),
    }


def restore(threads: ThreadView, state: dict[str, Any]) -> None:
    """Go back to a place that was written down; what does not fit the page is passed over."""
    if not state:
        return
    reading = threads.reading
    threads.outline.fold_set(_found(reading, state.get("folded")))
    threads.marks = frozenset(_found(reading, state.get("marked")))
    threads.seen = set(_found(reading, state.get("read")))
    threads.repaint()
    threads.go(next(iter(_found(reading, state.get("at"))), None))


def _written(reading: Reading, rows: Iterable[int]) -> list[tuple[int, str]]:
    """Write comments down by their first lines and digests, as corrections do."""
    wanted = pl.Series(sorted(rows), dtype=pl.UInt32)
    few = reading.frame.select("first_line", "author", "body")[wanted]
    return [(line, digest(author, body)) for line, author, body in few.rows()]


def _found(reading: Reading, kept: Any) -> list[int]:
    """Find the rows of comments by their lines, and those that have moved by their digests."""
    asked = pl.DataFrame(
        list(filter(_is_place, kept if isinstance(kept, list) else ())), _ASKED, orient="row"
    )
    rows = reading.frame.select("first_line", "author", "body", row=pl.int_range(pl.len()))
    here = asked.join(rows, on="first_line", how="left", maintain_order="left")
    fits = [
        row is not None and digest(author, body) == said
        for said, author, body, row in here.select("digest", "author", "body", "row").rows()
    ]
    found: list[int] = here.filter(fits)["row"].to_list()
    moved = here.filter([not fit for fit in fits])["digest"].to_list()
    return found + _moved(rows, moved, set(found)) if moved else found


def _moved(rows: pl.DataFrame, digests: list[str], taken: set[int]) -> list[int]:
    """Find comments by their digests alone; equal ones in the order of their lines."""
    free: dict[str, deque[int]] = {}
    for row, author, body in rows.sort("first_line").select("row", "author", "body").rows():
        if row not in taken:
            free.setdefault(digest(author, body), deque()).append(row)
    return [free[each].popleft() for each in digests if free.get(each)]


def _is_place(entry: Any) -> bool:
    """Tell whether something kept is a line and a digest."""
    match entry:
        case [int(line), str()]:
            return 0 <= line <= _LAST_LINE
    return False
