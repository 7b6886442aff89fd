"""Cutting pages into article and comments."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from threadscope.errors import Note, Severity
from threadscope.rules import Pack, Split, Start
from threadscope.schema import CUTS
from threadscope.segment.bodies import bodies
from threadscope.segment.counts import counts_of, summary_of
from threadscope.segment.fields import fields_of
from threadscope.segment.layout import Layout, lay_out
from threadscope.segment.lines import cut_out
from threadscope.segment.propose import proposals

_TOLD = 5
"""Lines that a note names."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Pages cut into comments."""

    cuts: pl.DataFrame
    """CUTS."""
    pages: pl.DataFrame
    """PAGES; their order is what the pack says, perhaps still auto."""
    articles: pl.DataFrame
    """ARTICLES of the pages with comments."""
    notes: tuple[Note, ...]
    """What the reader of the result should know."""


def segment(
    pages: pl.DataFrame,
    packs: Sequence[Pack],
    from_line: Start | None = None,
    split: Split | None = None,
) -> Segments:
    """Cut PAGE_TEXTS into comments.

    Args:
        pages: the pages.
        packs: packs to choose from, page by page; a single one is used on every page.
        from_line: where every discussion starts; None = as the page says.
        split: auto = look for comments without a marker inside others; None = do not.
    """
    lines, layouts = lay_out(pages, packs, from_line, split)
    parts = [_cut(pages, lines, layout) for layout in layouts]
    counts = pl.concat([part.counts for part in parts])
    notes = tuple(note for part in parts for note in part.notes)
    summary = summary_of(pages, lines, counts)
    cuts = pl.concat([part.cuts for part in parts])
    given = from_line if isinstance(from_line, int) else None
    empty = _empty(summary, len(packs), given)
    proposed = () if given or len(packs) == 1 else proposals(pages, summary)
    articles = pl.concat([part.articles for part in parts])
    return Segments(cuts, summary, articles, notes + empty + proposed)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one pack made of its pages."""

    cuts: pl.DataFrame
    """CUTS."""
    counts: pl.DataFrame
    """As `counts_of` gives them."""
    articles: pl.DataFrame
    """As Segments has them."""
    notes: tuple[Note, ...]


def _cut(pages: pl.DataFrame, lines: pl.DataFrame, layout: Layout) -> _Part:
    blocks = layout.blocks
    fields, notes = fields_of(pages, lines, layout.hits, blocks, layout.pack)
    cuts = fields.with_columns(
        page=pages["page"].gather(blocks["page"]),
        body=_with_shared(bodies(pages, lines, blocks, layout.noise), layout),
        first_line=lines["line"].gather(blocks["first"]),
        last_line=lines["line"].gather(blocks["last"]),
    ).match_to_schema(CUTS, extra_columns="ignore")
    counts = counts_of(layout, cuts)
    articles = _articles(pages, lines, blocks)
    return _Part(cuts, counts, articles, notes + _remarks(pages, layout, counts, cuts))


def _articles(pages: pl.DataFrame, lines: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """Slice out what stands above the first comment of every page: ARTICLES."""
    first = blocks.group_by("page", maintain_order=True).agg(pl.col("first").min())
    stop = lines["start"].gather(first["first"])
    text = cut_out(pages, first["page"], pl.zeros(len(stop), stop.dtype, eager=True), stop)
    return pl.DataFrame({"page": pages["page"].gather(first["page"]), "article": text})


def _with_shared(body: pl.Series, layout: Layout) -> pl.Series:
    """Add the text that stands on the lines of headers and footers."""
    shared = layout.hits["body"]
    if shared.null_count() == shared.len():
        return body
    parts = pl.DataFrame(
        {
            "first": shared.gather(layout.blocks["hit"]),
            "body": body,
            "last": shared.gather(layout.blocks["closing"]),
        }
    ).with_columns(body=pl.when(pl.col("body") != "").then("body"))
    joined = pl.concat_str("first", "body", "last", separator="\n", ignore_nulls=True)
    return parts.select(joined.alias("body")).to_series()


def _remarks(
    pages: pl.DataFrame, layout: Layout, counts: pl.DataFrame, cuts: pl.DataFrame
) -> tuple[Note, ...]:
    """Say what a reader might otherwise take for the whole truth."""
    named = pages["page"]
    onsets = layout.onsets.select("page", "line", "probability", "clue")
    notes = [
        Note(
            Severity.INFO,
            named[page],
            f"comments without a marker begin on line {line} ({chance:.0%}): the lines from there "
            f"on {clue} (--from-line N says where the discussion starts)",
        )
        for page, line, chance, clue in onsets.join(layout.given, on="page", how="semi").rows()
    ]
    notes += [
        Note(Severity.INFO, named[page], _of_seams(lines, chances, cut=cut))
        for page, lines, chances, cut in _seams(layout).rows()
    ]
    if layout.pack.comment.unmarked != "noise":
        unsure = layout.regions.filter(~pl.col("known")).join(
            counts.filter((pl.col("comments") > 0) & (pl.col("article") > 0)), on="page"
        )
        told = unsure.select("page", "article").join(
            onsets, on="page", how="left", maintain_order="left"
        )
        notes += [
            Note(
                Severity.INFO,
                named[page],
                f"what stands before the first marker counts as article ({article} lines); "
                f"comments without a marker may be among it{_guessed(*onset)} "
                "(--from-line N says where the discussion starts)",
            )
            for page, article, *onset in told.rows()
        ]
    unmarked = cuts.filter(pl.col("marker").is_null()).group_by("page", maintain_order=True).len()
    notes += [
        Note(Severity.INFO, page, f"{count} comments stood there without a marker")
        for page, count in unmarked.rows()
    ]
    return tuple(notes)


def _guessed(line: int | None, chance: float, clue: str) -> str:
    """Say where comments most likely begin; nothing if they do not seem to."""
    if line is None:
        return ""
    return f", most likely from line {line} on ({chance:.0%}; --from-line auto): they {clue}"


def _seams(layout: Layout) -> pl.DataFrame:
    """Gather the seams of each page: page, lines, their probabilities, whether they were cut."""
    return layout.seams.group_by("page", maintain_order=True).agg(
        "line",
        "probability",
        cut=pl.col("row").is_in(layout.blocks["first"].implode()).any(),
    )


def _of_seams(lines: list[int], chances: list[float], *, cut: bool) -> str:
    """Say that comments without a marker begin, or may begin, inside others."""
    told = [f"{line} ({chance:.0%})" for line, chance in zip(lines, chances, strict=True)]
    more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    where = f"inside other comments, on line {', '.join(told[:_TOLD])}{more}"
    if cut:
        return f"comments without a marker begin {where}"
    return f"comments without a marker may begin {where} (--split auto cuts them off)"


def _empty(pages: pl.DataFrame, packs: int, from_line: int | None) -> tuple[Note, ...]:
    named = pages.filter(pl.col("comments") == 0).select("page", "lines").rows()
    return tuple(
        Note(Severity.INFO, page, _why_empty(lines, packs, from_line)) for page, lines in named
    )


def _why_empty(lines: int, packs: int, from_line: int | None) -> str:
    if not lines:
        return "is empty"
    if from_line and lines < from_line:
        return f"ends on line {lines}, before the discussion that starts on line {from_line}"
    where = f"from line {from_line} on" if from_line else "on it"
    if packs > 1:
        return (
            f"none of {packs} rule packs finds a discussion {where}; all of it counts as article "
            "(threadscope rules explain says why)"
        )
    return f"no marker of the rule pack is {where}; all of it counts as article"
