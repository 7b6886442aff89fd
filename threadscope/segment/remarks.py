"""What samples show beyond whether they hold: rules that none needs, and who else claims them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

import polars as pl

from threadscope.rules import Pack, Sample
from threadscope.rules.pattern import uses
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.anchors import anchors_of
from threadscope.segment.detect import claims
from threadscope.segment.headers import find, sides
from threadscope.segment.lines import lines_of
from threadscope.segment.run import places, seconds

Remark = tuple[tuple[str | int, ...], str, str]
"""Keys that lead to a part of a pack, what there is to say of it, and what to do."""

_BODY = "\nNobody knows who lit the lamp, but it can be seen from the mole.\n"
_PROSE = 20
_MEASURED = 1 << 20
"""Characters of text on which patterns are measured."""
_COPIES = 2
"""So many copies of a sample stand on the page by which packs are compared: less than are judged
by what they have in common."""


def dead(pack: Pack, place: Callable[[tuple[str | int, ...]], object]) -> list[Remark]:
    """Find the markers, optional lines and other patterns of a pack that no sample needs.

    Patterns that one item of a list stands for, as a shared part does, are one rule, and not asked
    for: they are proven elsewhere.

    Args:
        pack: the pack; its samples hold.
        place: gives where the value at a path stands in its file.
    """
    lines = lines_of(_pages(sample.text for sample in pack.samples))
    return [*_dead_markers(pack, lines), *_dead_patterns(pack, lines, place)]


def costs(pack: Pack, text: str | None = None) -> list[tuple[tuple[str | int, ...], float]]:
    """Measure what every pattern of a pack costs, the dearest first: path, ms per MB of text.

    Args:
        pack: the pack.
        text: what it is measured on; None = prose between the samples of the pack.
    """
    prose = "".join(f"{sample.text}\n{_BODY * _PROSE}" for sample in pack.samples) or _BODY
    sample = text or prose
    given = f"{sample}\n" * (_MEASURED // len(sample) + 1)
    lines = lines_of(_pages(iter((given,))))["text"].drop_nulls()
    megabytes = max(int(lines.str.len_bytes().sum()), 1) / (1 << 20)
    for use in uses(pack):
        seconds(lines.head(1), use.text)
    timed = [(use.path, seconds(lines, use.text) * 1000 / megabytes) for use in uses(pack)]
    return sorted(timed, key=itemgetter(1), reverse=True)


def _pages(texts: Iterator[str]) -> pl.DataFrame:
    rows = [(str(at), text) for at, text in enumerate(texts)]
    return pl.DataFrame(rows, PAGE_TEXTS, orient="row")


def _dead_markers(pack: Pack, lines: pl.DataFrame) -> Iterator[Remark]:
    taken = {sample.takes for sample in pack.samples}
    anchors = anchors_of(lines, (pack,))
    short = pack.comment.author is not None
    for at, marker in enumerate(pack.markers):
        path = ("comment", "author") if short and at == 0 else ("comment", "markers", at - short)
        if marker.name not in taken:
            yield path, f"no sample is taken by {marker.name}", "write one, or leave it out"
            continue
        for side, header in sides(marker):
            found = find(lines, header, anchors) if header else pl.DataFrame()
            for number, line in enumerate(header):
                if line.optional and found[str(number)].null_count() == found.height:
                    what = f"no sample of {marker.name} has this line"
                    yield (*path, side, number), what, "write one, or leave it out"


def _dead_patterns(
    pack: Pack, lines: pl.DataFrame, place: Callable[[tuple[str | int, ...]], object]
) -> Iterator[Remark]:
    lists: dict[tuple[str | int, ...], tuple[str, ...]] = {
        ("discussion", "start"): pack.discussion.start,
        ("discussion", "end"): pack.discussion.end,
        ("comment", "end"): pack.comment.end,
        ("noise",): pack.noise,
    }
    for path, patterns in lists.items():
        rules: dict[object, list[int]] = defaultdict(list)
        for at in range(len(patterns)):
            rules[place((*path, at))].append(at)
        rows = [set(found) for found in places(lines["text"], patterns)]
        for members in rules.values():
            others = {row for at, found in enumerate(rows) if at not in members for row in found}
            if len(members) > 1 or rows[members[0]] - others:
                continue
            known = bool(rows[members[0]])
            what = (
                "other patterns take its samples too" if known else "no sample needs this pattern"
            )
            yield (*path, members[0]), what, "write one, or leave it out"


def overlaps(pack: Pack, others: Sequence[Pack]) -> list[Remark]:
    """Find samples that another marker of a pack takes too, or that another pack claims first.

    Args:
        pack: the pack; its samples hold.
        others: the packs that are known; one of the same name is left out.
    """
    known = {marker.name for marker in pack.markers}
    asked = [(at, sample) for at, sample in enumerate(pack.samples) if sample.takes in known]
    if not asked:
        return []
    return [*_twice(pack, asked), *_claimed(pack, others, asked)]


def _twice(pack: Pack, asked: list[tuple[int, Sample]]) -> Iterator[Remark]:
    """Find samples that two markers take.

    One that takes only the start of it, or asks for fewer lines, is a fallback, as is one that says
    so; of one that stands before bodies and one that stands behind them each page has its own.
    """
    lines = lines_of(_pages(sample.text for _, sample in asked))
    anchors = anchors_of(lines, (pack,))
    firsts = dict(
        lines.unique("page", keep="first", maintain_order=True).select("row", "page").rows()
    )
    spans = {
        (marker.name, first): last
        for marker in pack.markers
        for _, header in sides(marker)
        if header
        for first, last in find(lines, header, anchors).select("first", "last").rows()
        if first in firsts
    }
    asks = {
        marker.name: sum(not line.optional for line in (*marker.opens, *marker.closes))
        * (not marker.fallback)
        for marker in pack.markers
    }
    leads = {marker.name: marker.leads for marker in pack.markers}
    for (name, row), last in spans.items():
        at, sample = asked[firsts[row]]
        rivals = asks[name] >= asks[sample.takes] and leads[name] == leads[sample.takes]
        if sample.takes != name and last >= spans[sample.takes, row] and rivals:
            what = f"{name} takes it too; {sample.takes}, which stands above, has it"
            yield ("samples", at), what, "check their order"


def _claimed(
    pack: Pack, others: Sequence[Pack], asked: list[tuple[int, Sample]]
) -> Iterator[Remark]:
    least = min(pack.min_comments, _COPIES)
    own = pack.model_copy(update={"min_comments": least, "signs": "never"})
    rest = [other for other in others if other.name != pack.name]
    tried = [own, *(other.model_copy(update={"signs": "never"}) for other in rest)]
    pages = _pages((sample.text + _BODY) * _COPIES for _, sample in asked)
    chosen = claims(pages, tried).filter("chosen", pl.col("pack") != pack.name)
    for page, other in chosen.select("page", "pack").rows():
        at, _ = asked[int(page)]
        what = f"the pack {other} claims it first"
        yield ("samples", at), what, "ask for more of the line, or set common: false"
