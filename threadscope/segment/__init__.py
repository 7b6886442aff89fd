"""Cutting pages into article and comments, and bringing the comments into their final order.

All pages of a batch are cut at once: lines are a column, markers are matched over all of them by
Polars' regex, and only the few lines that match are looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from threadscope.errors import Note, Severity
from threadscope.rules import Pack
from threadscope.schema import CUTS, PAGES
from threadscope.segment.arrange import Arranged, arrange
from threadscope.segment.blocks import blocks_of
from threadscope.segment.bodies import bodies, noise_in
from threadscope.segment.detect import NO_PACK, detect
from threadscope.segment.fields import dated, fields_of
from threadscope.segment.headers import headers
from threadscope.segment.lines import lines_of, matching
from threadscope.segment.prove import prove
from threadscope.segment.regions import regions_of

__all__ = ["NO_PACK", "Arranged", "Segments", "arrange", "dated", "prove", "segment"]


@dataclass(frozen=True, slots=True)
class Segments:
    """Pages cut into comments."""

    cuts: pl.DataFrame
    """CUTS."""
    pages: pl.DataFrame
    """PAGES; their order is what the pack says, perhaps still auto."""
    notes: tuple[Note, ...]
    """What the reader of the result should know."""


def segment(pages: pl.DataFrame, packs: Sequence[Pack], from_line: int | None = None) -> Segments:
    """Cut PAGE_TEXTS into comments.

    Args:
        pages: the pages.
        packs: packs to choose from, page by page; a single one is used on every page.
        from_line: 1-based line on which every discussion starts; None = as the page says.
    """
    lines = lines_of(pages)
    found = [headers(lines, pack) for pack in packs]
    chosen = detect(found, packs, pages.height)
    parts = [
        _by_pack(pages, lines, hits, pack, chosen, from_line)
        for hits, pack in zip(found, packs, strict=True)
    ]
    counts = pl.concat([part.counts for part in parts])
    notes = tuple(note for part in parts for note in part.notes)
    summary = _pages(pages, lines, counts)
    cuts = pl.concat([part.cuts for part in parts])
    return Segments(cuts, summary, notes + _empty(summary, len(packs), from_line))


@dataclass(frozen=True, slots=True)
class _Part:
    """What one pack made of its pages."""

    cuts: pl.DataFrame
    """CUTS."""
    counts: pl.DataFrame
    """One row per page: page (its place), pack, order, article, marker, body, comments,
    unattributed."""
    notes: tuple[Note, ...]


def _by_pack(
    pages: pl.DataFrame,
    lines: pl.DataFrame,
    hits: pl.DataFrame,
    pack: Pack,
    chosen: pl.Series,
    from_line: int | None,
) -> _Part:
    mine = pl.lit(chosen.gather(lines["page"])) == pack.name
    own_lines = lines.filter(mine)
    hits = hits.filter(pl.lit(chosen.gather(hits["page"])) == pack.name)
    regions = regions_of(own_lines, hits, pack, from_line)
    blocks = blocks_of(own_lines, hits, regions, pack, cut_unmarked=from_line is not None)
    noise = matching(own_lines, pack.noise)
    fields, notes = fields_of(pages, lines, hits, blocks, pack)
    cuts = fields.with_columns(
        page=pages["page"].gather(blocks["page"]),
        body=bodies(pages, lines, blocks, noise),
        first_line=lines["line"].gather(blocks["first"]),
        last_line=lines["line"].gather(blocks["last"]),
    ).match_to_schema(CUTS, extra_columns="ignore")
    counts = _counts(regions, hits, blocks, noise, cuts, pack)
    return _Part(cuts, counts, notes + _remarks(pages, regions, counts, cuts, pack))


def _counts(
    regions: pl.DataFrame,
    hits: pl.DataFrame,
    blocks: pl.DataFrame,
    noise: pl.Series,
    cuts: pl.DataFrame,
    pack: Pack,
) -> pl.DataFrame:
    size = hits.select(size=pl.col("last") - pl.col("first") + 1)["size"]
    noisy = noise_in(blocks, noise).group_by("page").agg(noisy=pl.len())
    per_page = (
        blocks.with_columns(
            marker=size.gather(blocks["hit"]).fill_null(0)
            + size.gather(blocks["closing"]).fill_null(0),
            unattributed=cuts["author"].is_null(),
        )
        .group_by("page")
        .agg(
            body=(pl.col("body_stop") - pl.col("body")).sum(),
            marker=pl.col("marker").sum(),
            comments=pl.len(),
            unattributed=pl.col("unattributed").sum(),
        )
    )
    counted = ("body", "marker", "comments", "unattributed", "noisy")
    return (
        regions.join(per_page, on="page", how="left", maintain_order="left")
        .join(noisy, on="page", how="left", maintain_order="left")
        .with_columns(pl.col(counted).fill_null(0))
        .select(
            "page",
            "marker",
            "comments",
            "unattributed",
            pack=pl.when(pl.col("comments") > 0).then(pl.lit(pack.name)).otherwise(pl.lit(NO_PACK)),
            order=pl.lit(pack.order),
            article=pl.when(pl.col("comments") > 0)
            .then(pl.col("start") - pl.col("top"))
            .otherwise(pl.col("bottom") - pl.col("top")),
            body=pl.col("body") - pl.col("noisy"),
        )
    )


def _pages(pages: pl.DataFrame, lines: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Make PAGES; what is neither article nor marker nor body is noise."""
    text = pl.col("text")
    ended = text.str.ends_with("\n") | (text == "")
    total = pages.select(
        "page",
        lines=text.str.count_matches("\n", literal=True) + (~ended).cast(pl.UInt32),
        at=pl.int_range(pl.len(), dtype=pl.UInt32),
    )
    filled = lines.group_by(at="page").agg(filled=pl.len())
    counted = ("article", "marker", "body", "comments", "unattributed", "filled")
    taken = pl.col("article") + pl.col("marker") + pl.col("body")
    return (
        total.join(counts.rename({"page": "at"}), on="at", how="left", maintain_order="left")
        .join(filled, on="at", how="left", maintain_order="left")
        .with_columns(
            pl.col("pack").fill_null(NO_PACK),
            pl.col("order").fill_null("auto"),
            pl.col(counted).fill_null(0),
        )
        .with_columns(
            article=pl.when(pl.col("pack") == NO_PACK).then("filled").otherwise("article")
        )
        .select(
            "page",
            "pack",
            "order",
            "lines",
            "comments",
            "unattributed",
            article_lines="article",
            marker_lines="marker",
            body_lines="body",
            noise_lines=pl.col("filled") - taken,
        )
        .match_to_schema(PAGES, integer_cast="upcast")
    )


def _remarks(
    pages: pl.DataFrame,
    regions: pl.DataFrame,
    counts: pl.DataFrame,
    cuts: pl.DataFrame,
    pack: Pack,
) -> tuple[Note, ...]:
    """Say what a reader might otherwise take for the whole truth."""
    notes: list[Note] = []
    if pack.comment.unmarked != "noise":
        unsure = regions.filter(~pl.col("known")).join(
            counts.filter((pl.col("comments") > 0) & (pl.col("article") > 0)), on="page"
        )
        notes += [
            Note(
                Severity.INFO,
                pages["page"][page],
                f"what stands before the first marker counts as article ({article} lines); "
                "comments without a marker may be among it "
                "(--from-line N says where the discussion starts)",
            )
            for page, article in unsure.select("page", "article").rows()
        ]
    unmarked = cuts.filter(pl.col("marker").is_null()).group_by("page", maintain_order=True).len()
    notes += [
        Note(Severity.INFO, page, f"{count} comments stood there without a marker")
        for page, count in unmarked.rows()
    ]
    return tuple(notes)


def _empty(pages: pl.DataFrame, packs: int, from_line: int | None) -> tuple[Note, ...]:
    where = f"from line {from_line} on" if from_line else "on it"
    text = f"no marker of {packs} rule packs is {where}; all of it counts as article"
    named = pages.filter(pl.col("comments") == 0).select("page", "lines").rows()
    return tuple(Note(Severity.INFO, page, text if lines else "is empty") for page, lines in named)
