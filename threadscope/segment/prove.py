"""Proving a rule pack by its own samples."""

import polars as pl

from threadscope.rules import Pack, Sample
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.dates import understood
from threadscope.segment.headers import headers
from threadscope.segment.lines import lines_of, matching
from threadscope.segment.reach import reach

_NOTHING = "none"


def prove(pack: Pack) -> list[tuple[int, str, str]]:
    """Cut every sample of a pack and compare: place of the sample, what is wrong, what to do.

    A sound pack gives an empty list.
    """
    texts = [sample.text for sample in pack.samples]
    pages = pl.DataFrame({"page": [str(at) for at in range(len(texts))], "text": texts}, PAGE_TEXTS)
    lines = lines_of(pages)
    hits = headers(lines, pack)
    firsts = lines.unique("page", keep="first", maintain_order=True).select("page", "row")
    taken = firsts.join(hits, left_on=["page", "row"], right_on=["page", "first"], how="left")
    others = {
        row: role
        for role, patterns in (
            ("start", pack.discussion.start),
            ("noise", pack.noise),
            ("end", pack.comment.end + pack.discussion.end),
        )
        for row in matching(lines, patterns)
    }
    found = {row["page"]: row for row in taken.iter_rows(named=True)}
    return [
        (at, what, instead)
        for at, sample in enumerate(pack.samples)
        for what, instead in _compare(sample, found[at], others.get(found[at]["row"]), pack)
    ]


def _compare(
    sample: Sample, hit: dict[str, str | None], other: str | None, pack: Pack
) -> list[tuple[str, str]]:
    """Compare one sample with what took its first line."""
    takes = hit["marker"] or other or _NOTHING
    if takes != sample.takes:
        return [(f"the sample is taken by {takes}, not by {sample.takes}", _why(sample, pack))]
    wrong = [
        (f"{name} is {hit[name]!r}, not {expected!r}", _first(sample))
        for name, expected in sample.fields.items()
        if hit[name] != expected
    ]
    if sample.posted_at is not None:
        date = pl.select(understood(pl.Series([hit["date"]], dtype=pl.String), pack.dates)).item()
        posted_at = date.isoformat() if date else None
        if posted_at != sample.posted_at:
            wrong.append((f"posted_at is {posted_at}, not {sample.posted_at}", _first(sample)))
    return wrong


def _why(sample: Sample, pack: Pack) -> str:
    """Say how far the header that should have taken a sample gets in it."""
    lines = [line.strip() for line in sample.text.splitlines() if line.strip()]
    for marker in pack.markers:
        header = marker.opens or marker.closes
        if marker.name != sample.takes or not lines:
            continue
        at = 0
        for part in header:
            line = lines[at] if at < len(lines) else ""
            if pl.select(pl.lit(line).str.contains(part.pattern)).item():
                at += 1
            elif not part.optional:
                good = line[: reach(part.pattern, line)]
                return f"line {at + 1} of the sample fits {part.pattern!r} only up to {good!r}"
    return _first(sample)


def _first(sample: Sample) -> str:
    return f"sample: {sample.text.splitlines()[0]}"
