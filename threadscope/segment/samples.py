"""Samples for a pack, taken from the page it was learned from."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from threadscope.rules import DraftSample, Pack, Sample
from threadscope.rules.pack import FIELDS
from threadscope.safetext import show
from threadscope.segment.dates import understood
from threadscope.segment.headers import headers
from threadscope.segment.prove import prove

_TAKEN, _NOT_TAKEN = 3, 2
"""How many samples are taken of headers, and of lines that are none."""
_LENGTH = (20, 100)
"""Characters of a line that shows what the pack must not take."""
_NOTHING = "none"


def samples_of(lines: pl.DataFrame, pack: Pack) -> tuple[DraftSample, ...]:
    """Take samples of a pack from LINES of a page, only such as prove it."""
    hits = headers(lines, pack).unique("author", keep="first", maintain_order=True)
    made = (*_taken(lines, hits, pack), *_not_taken(lines, hits))
    proven = [sample for sample in made if _holds(sample, pack)]
    good = [sample for sample in proven if sample.takes != _NOTHING][:_TAKEN]
    return (*good, *[sample for sample in proven if sample.takes == _NOTHING][:_NOT_TAKEN])


def _taken(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> Iterator[DraftSample]:
    few = hits.head(_TAKEN * 2)
    dates = understood(few["date"], pack.dates)
    for hit, date in zip(few.rows(named=True), dates, strict=True):
        text = lines.filter(pl.col("row").is_between(hit["first"], hit["last"]))["text"]
        fields = tuple((name, hit[name]) for name in FIELDS if hit[name] is not None)
        moment = date.isoformat() if date else None
        yield DraftSample("\n".join(text), hit["marker"], fields, moment)


def _not_taken(lines: pl.DataFrame, hits: pl.DataFrame) -> Iterator[DraftSample]:
    long = pl.col("text").str.len_chars().is_between(*_LENGTH)
    below = lines.filter(long & (pl.col("row") > hits["last"].min())).head(_NOT_TAKEN * 4)
    for text in below["text"]:
        yield DraftSample(text, _NOTHING)


def _holds(sample: DraftSample, pack: Pack) -> bool:
    """Tell whether a sample can be written down and proves the pack."""
    if show(sample.text) != sample.text:
        return False
    given: dict[str, Any] = {"fields": dict(sample.fields), "posted_at": sample.posted_at}
    asked = Sample(text=sample.text, takes=sample.takes, **given)
    return not prove(pack.model_copy(update={"samples": (asked,)}))
