"""What was read, how well its tree is known, the measures, and what there is to note."""

from collections.abc import Iterator, Sequence

import polars as pl

from threadscope.discussion import Discussion
from threadscope.errors import Note, Severity
from threadscope.report.html.markup import Column, amount, left_out, line, number, percent, table
from threadscope.report.html.places import INFERRED, OPEN, ORPHAN, PLACES, STATED
from threadscope.report.tables import measured

_PAGES = 500
_MANY = 20
"""From so many pages on their table is folded."""
_NOTES = 100
_FEW = 5
_NUMBER = "n"
_TILES = {
    "pages": "pages",
    "comments": "comments",
    "authors": "authors",
    "threads": "threads",
    "words": "words",
    "max_depth": "replies deep",
    "unattributed": "no author",
    "unanswered": "unanswered",
}
"""Numbers of the overview that are shown large, and what they count."""


def overview(discussion: Discussion) -> str:
    """Write the numbers about the whole discussion."""
    numbers = discussion.overview
    tiles = "".join(_tile(numbers[name], label) for name, label in _TILES.items())
    return f'<dl class="tiles">{tiles}</dl>\n{_known(discussion)}{_measures(discussion)}'


def _tile(value: float | None, label: str) -> str:
    one = label.removesuffix("s") if value == 1 else label
    return f"<div><dt>{one}</dt><dd>{number(value)}</dd></div>"


def _known(discussion: Discussion) -> str:
    """Write how the places of the comments are known, as a bar with a legend."""
    if discussion.threads.is_empty():
        return '<p class="left-out">No comments were found.</p>\n'
    orphan, unplaced = pl.col("orphan"), ~pl.col("orphan") & pl.col("unplaced")
    stated = ~pl.col("orphan") & ~pl.col("unplaced") & pl.col("certain")
    counts = discussion.threads.select(
        **{STATED.kind: stated.sum(), ORPHAN.kind: orphan.sum(), OPEN.kind: unplaced.sum()}
    ).row(0, named=True)
    counts[INFERRED.kind] = discussion.threads.height - sum(counts.values())
    every = discussion.threads.height
    found = [(place, counts[place.kind]) for place in PLACES]
    bars = "".join(
        f'<i class="{place.kind}" style="flex-grow:{count}"></i>' for place, count in found if count
    )
    legend = "".join(
        f'<li class="{place.kind}"><b><span aria-hidden=true>{place.sign}</span> {place.word}</b> '
        f"{count:,} ({percent(count / every)}) <small>{place.about}</small></li>"
        for place, count in found
    )
    sure = percent(discussion.overview["mean_confidence"] or 0)
    return (
        "<h3>How the tree is known</h3>\n"
        f'<div class="known" aria-hidden=true>{bars}</div>\n<ul class="legend">{legend}</ul>\n'
        f"<p>On average a comment's place is {sure} sure; "
        f"{number(discussion.overview['under_half'])} are more likely wrong than right.</p>\n"
    )


def _measures(discussion: Discussion) -> str:
    """Write the useful dozen, each with its interval and what it says."""
    found = measured(discussion.measures)
    if found.is_empty():
        return ""
    columns = (Column("measure"), Column("value", _NUMBER), Column("likely between", _NUMBER))
    rows = (
        [f"<span>{line(measure)}</span> <small>{line(about)}</small>", line(value), line(likely)]
        for measure, value, likely, about in found.iter_rows()
    )
    return f"<h3>Measures</h3>\n{table(_LIKELY, columns, rows, style='measures')}"


_LIKELY = (
    "Likely between: there lie 90 % of the trees that the probabilities of the replies allow. "
    "Empty: the measure does not depend on who answers whom."
)


def pages(pages: pl.DataFrame) -> str:
    """Write which pages were read, and by which rules."""
    columns = (
        Column("page"),
        Column("cut by"),
        Column("order"),
        *(Column(title, _NUMBER) for title in _PAGE_NUMBERS.values()),
    )
    shown = pages.head(_PAGES).select("page", "pack", "order", *_PAGE_NUMBERS)
    rows = (
        [*map(line, row[:3]), *map(number, row[3:])]  # the names, then the numbers
        for row in shown.iter_rows()
    )
    told = table("How each page was cut, and where its lines went", columns, rows)
    told += left_out(pages.height - shown.height, "page")
    if pages.height <= _MANY:
        return told
    return f"<details><summary>{amount(pages.height, 'page')}</summary>{told}</details>\n"


_PAGE_NUMBERS = {
    "comments": "comments",
    "unattributed": "without author",
    "lines": "lines",
    "article_lines": "article",
    "body_lines": "in comments",
    "noise_lines": "noise",
}


def notes(told: Sequence[Note]) -> str:
    """Write what was damaged or left out, and what is worth knowing, behind a fold if long."""
    gaps = [note for note in told if note.severity is not Severity.INFO]
    infos = [note for note in told if note.severity is Severity.INFO]
    said = _list(infos)
    if len(infos) > _FEW:
        said = f"<details><summary>{amount(len(infos), 'remark')}</summary>{said}</details>\n"
    return _list(gaps) + said


def _list(told: Sequence[Note]) -> str:
    items = "".join(_items(told[:_NOTES]))
    return (
        f'<ul class="notes">{items}</ul>\n{left_out(len(told) - _NOTES, "note")}' if items else ""
    )


def _items(told: Sequence[Note]) -> Iterator[str]:
    for note in told:
        place = note.page if note.line is None else f"{note.page}, line {note.line}"
        yield (
            f'<li class="{note.severity}"><b>{_SEVERITY[note.severity]}</b> '
            f"<bdi>{line(place)}</bdi>: <bdi>{line(note.text)}</bdi></li>\n"
        )


_SEVERITY = {
    Severity.INFO: "Note",
    Severity.DAMAGE: "Damaged",
    Severity.UNREAD: "Not read",
    Severity.MISSING: "Missing",
}
