"""Proving a rule pack by its own samples."""

import polars as pl

from threadscope.rules import Marker, Pack, Sample
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.dates import understood
from threadscope.segment.headers import headers
from threadscope.segment.lines import lines_of, matching
from threadscope.segment.reach import reach

_NOTHING = "none"


def prove(pack: Pack) -> list[tuple[int, str, str]]:
    """Cut every sample of a pack and compare: place of the sample, what is wrong, what to do.

    A sound pack gives an empty list. Whether markers before bodies or those behind count is told by
    a page, not by a sample: each is proven among its own kind.
    """
    texts = [sample.text for sample in pack.samples]
    pages = pl.DataFrame({"page": [str(at) for at in range(len(texts))], "text": texts}, PAGE_TEXTS)
    lines = lines_of(pages)
    firsts = lines.unique("page", keep="first", maintain_order=True).select("page", "row")
    taken = {
        before: firsts.join(
            headers(lines, only), left_on=["page", "row"], right_on=["page", "first"], how="left"
        )
        for before, only in _ways(pack).items()
    }
    others = {
        row: role
        for role, patterns in (
            ("start", pack.discussion.start),
            ("noise", pack.noise),
            ("end", pack.comment.end + pack.discussion.end),
        )
        for row in matching(lines, patterns)
    }
    found = {before: list(rows.iter_rows(named=True)) for before, rows in taken.items()}
    leads = {marker.name: marker.leads for marker in pack.markers}
    problems = []
    for at, sample in enumerate(pack.samples):
        kinds = [leads[sample.takes]] if sample.takes in leads else list(found)
        hit = next(
            (found[kind][at] for kind in kinds if found[kind][at]["marker"]), found[kinds[0]][at]
        )
        told = _compare(sample, hit, others.get(hit["row"]), pack)
        problems += [(at, what, instead) for what, instead in told]
    return problems


def _ways(pack: Pack) -> dict[bool, Pack]:
    """Give the pack with only the markers that stand before bodies, and with only the others."""
    kinds: dict[bool, list[Marker]] = {}
    for marker in pack.markers:
        kinds.setdefault(marker.leads, []).append(marker)
    return {
        before: pack.model_copy(
            update={
                "comment": pack.comment.model_copy(
                    update={"author": None, "markers": tuple(markers)}
                )
            }
        )
        for before, markers in kinds.items()
    }


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
