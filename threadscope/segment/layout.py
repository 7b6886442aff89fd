"""Where everything is on the pages of a batch: what cutting and explaining them both go by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from threadscope.rules import Pack, Split, Start
from threadscope.segment.blocks import blocks_of, parted
from threadscope.segment.detect import choose
from threadscope.segment.lines import lines_of, matching
from threadscope.segment.onset import ONSETS, onsets
from threadscope.segment.regions import regions_of, rows_from
from threadscope.segment.seams import SEAMS, seams

_FEW, _SHORT = 3, 3000
"""Pages, and lines above their first markers or of their comments, up to which these are looked
through for comments without a marker though nobody asked."""
_GIVEN = pl.Schema({"page": pl.UInt32, "said": pl.UInt32})


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is on the pages that one pack was chosen for."""

    pack: Pack
    """The pack."""
    hits: pl.DataFrame
    """HITS."""
    regions: pl.DataFrame
    """REGIONS."""
    blocks: pl.DataFrame
    """BLOCKS."""
    noise: pl.Series
    """Rows of LINES that the pack calls noise, ascending, wherever they stand."""
    given: pl.DataFrame
    """Pages of which the user said where their discussion starts, or asked for a guess: page, said
    (the row)."""
    onsets: pl.DataFrame
    """ONSETS of its pages, as far as they were looked for."""
    seams: pl.DataFrame
    """SEAMS of its pages, as far as they were looked for."""


def lay_out(
    pages: pl.DataFrame,
    packs: Sequence[Pack],
    from_line: Start | None,
    split: Split | None = None,
) -> tuple[pl.DataFrame, tuple[Layout, ...]]:
    """Choose a pack for every page and find where everything is.

    Args:
        pages: PAGE_TEXTS.
        packs: packs to choose from, page by page; a single one is used on every page.
        from_line: where every discussion starts; None = as the page says.
        split: auto = look for comments without a marker inside others; None = do not.

    Returns:
        LINES of all pages, and a layout per pack that is used, one at least, in order.
    """
    lines = lines_of(pages)
    ranks, found = choose(lines, packs, pages.height)
    by_line = pl.lit(ranks.gather(lines["page"]))
    layouts = [
        _layout(
            lines.filter(by_line == rank),
            found[rank].filter(pl.lit(ranks.gather(found[rank]["page"])) == rank),
            packs[rank],
            from_line,
            split,
        )
        for rank in sorted(ranks.drop_nulls().unique()) or [0]
    ]
    return lines, tuple(layouts)


def _layout(
    lines: pl.DataFrame,
    hits: pl.DataFrame,
    pack: Pack,
    from_line: Start | None,
    split: Split | None,
) -> Layout:
    """Find where everything is on the pages of one pack."""
    return _parted(lines, _begun(lines, hits, pack, from_line), split)


def _begun(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack, from_line: Start | None) -> Layout:
    given = pl.DataFrame(schema=_GIVEN)
    if isinstance(from_line, int):
        given = rows_from(lines, from_line).cast(_GIVEN)
    noise = matching(lines, pack.noise)
    regions, blocks = _divided(lines, hits, pack, given)
    found = Layout(pack, hits, regions, blocks, noise, given, ONSETS.to_frame(), SEAMS.to_frame())
    if isinstance(from_line, int) or not (from_line or _worth_a_look(found)):
        return found
    begun = onsets(lines, blocks, regions, noise)
    if from_line and not begun.is_empty():
        given = begun.select("page", said="row")
        regions, blocks = _divided(lines, hits, pack, given)
    return replace(found, regions=regions, blocks=blocks, given=given, onsets=begun)


def _parted(lines: pl.DataFrame, layout: Layout, split: Split | None) -> Layout:
    """Look for comments without a marker inside others, and cut them off if that was asked for."""
    if not (split or _worth_parting(layout)):
        return layout
    found = seams(lines, layout.blocks, layout.hits, layout.regions, layout.noise)
    blocks = parted(layout.blocks, found) if split else layout.blocks
    return replace(layout, blocks=blocks, seams=found)


def _worth_parting(layout: Layout) -> bool:
    """Tell whether comments are looked through for others inside them though nobody asked."""
    size = layout.blocks.select((pl.col("body_stop") - pl.col("body")).sum()).item()
    few = layout.regions.height <= _FEW and size <= _SHORT
    return few and layout.pack.comment.unmarked != "noise"


def _divided(
    lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack, given: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give REGIONS and BLOCKS."""
    regions = regions_of(lines, hits, pack, given)
    return regions, blocks_of(lines, hits, regions, pack, given)


def _worth_a_look(layout: Layout) -> bool:
    """Tell whether pages are looked through for comments without a marker though nobody asked."""
    unsure = layout.regions.filter(~pl.col("known"))
    lines = unsure.select((pl.col("start") - pl.col("top")).sum()).item()
    few = unsure.height <= _FEW and lines <= _SHORT
    return few and layout.pack.comment.unmarked != "noise"
