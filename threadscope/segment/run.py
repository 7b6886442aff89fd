"""Patterns over many lines, piece by piece: who waits can stop, and what takes too long is named.

Rust's regex answers in time linear in the text, so the cost of rules is text times patterns; but a
pattern with large counts can need a thousand times what a plain one does.
"""

import time
from collections.abc import Sequence

import polars as pl

from threadscope.errors import Problem, RulesError

_FIRST, _GROWTH = 256 << 10, 16
"""Bytes of the first piece, and how many times larger than a piece the next one may be."""
_AIM = 0.2
"""Seconds that a piece should take."""
_PATIENCE = 3.0
"""Seconds that one piece may take before its patterns are timed one by one."""
_TRIED = 64 << 10
"""Bytes on which they are."""
_READY = 30
"""So many patterns are looked for at a time: Polars keeps the last 32 ready for the next piece."""
_MOST_SECONDS = 1.0
"""Seconds a megabyte that a single pattern may take."""


def places(text: pl.Series, patterns: Sequence[str]) -> list[pl.Series]:
    """Find which lines each pattern matches.

    Args:
        text: lines; null matches nothing.
        patterns: the patterns.

    Returns:
        For every pattern the 0-based places of its lines, ascending.

    Raises:
        RulesError: a pattern takes too long; the message names it.
    """
    some = (patterns[start : start + _READY] for start in range(0, len(patterns), _READY))
    return [each for chunk in some for each in _places(text, chunk)]


def _places(text: pl.Series, patterns: Sequence[str]) -> list[pl.Series]:
    if text.is_empty():
        return [pl.Series([], dtype=pl.UInt32)] * len(patterns)
    found: list[list[pl.Series]] = [[] for _ in patterns]
    ends = _ends(text) if text.estimated_size() > _FIRST else None
    start, size = 0, _FIRST
    while start < text.len():
        stop = text.len() if ends is None else _stop(ends, start, size)
        began = time.monotonic()
        for at, flag in enumerate(_matches(text[start:stop], patterns)):
            found[at].append(flag.arg_true() + start)
        took = time.monotonic() - began
        if took > _PATIENCE:
            _refuse_slow(text[start:stop], patterns)
        size = max(_TRIED, int(size * min(_GROWTH, _AIM / max(took, _AIM / _GROWTH))))
        start = stop
    return [pl.concat(each) for each in found]


def _ends(text: pl.Series) -> pl.Series:
    """Give where every line ends, in bytes."""
    return text.str.len_bytes().fill_null(0).cum_sum()


def _stop(ends: pl.Series, start: int, size: int) -> int:
    """Give the line behind those from one on that hold so many bytes; one line at least."""
    done = ends[start - 1] if start else 0
    return max(start + 1, int(ends.search_sorted(done + size, side="right")))


def _matches(text: pl.Series, patterns: Sequence[str]) -> pl.DataFrame:
    line = pl.col("text")
    flags = (line.str.contains(each).alias(str(at)) for at, each in enumerate(patterns))
    return text.to_frame("text").select(flags)


def _refuse_slow(text: pl.Series, patterns: Sequence[str]) -> None:
    """Time patterns one by one on the beginning of a piece that took long.

    Raises:
        RulesError: one of them is to blame.
    """
    few = text.head(_stop(_ends(text), 0, _TRIED))
    megabytes = max(int(few.str.len_bytes().sum()), 1) / (1 << 20)
    for pattern in patterns:
        rate = seconds(few, pattern) / megabytes
        if rate > _MOST_SECONDS:
            what = f"the pattern {pattern!r} takes {rate:,.1f} s per MB of this page"
            raise RulesError((Problem("rules", None, None, what, "use smaller counts"),))


def seconds(text: pl.Series, pattern: str) -> float:
    """Measure how long a pattern takes over lines."""
    began = time.perf_counter()
    _matches(text, (pattern,))
    return time.perf_counter() - began
