"""Where everything is on the pages of a batch: what cutting and explaining them both go by."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from threadscope.rules import Pack
from threadscope.segment.blocks import blocks_of
from threadscope.segment.detect import choose
from threadscope.segment.lines import lines_of, matching
from threadscope.segment.regions import regions_of


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


def lay_out(
    pages: pl.DataFrame, packs: Sequence[Pack], from_line: int | None
) -> tuple[pl.DataFrame, tuple[Layout, ...]]:
    """Choose a pack for every page and find where everything is.

    Args:
        pages: PAGE_TEXTS.
        packs: packs to choose from, page by page; a single one is used on every page.
        from_line: 1-based line on which every discussion starts; None = as the page says.

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
        )
        for rank in sorted(ranks.drop_nulls().unique()) or [0]
    ]
    return lines, tuple(layouts)


def _layout(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack, from_line: int | None) -> Layout:
    regions = regions_of(lines, hits, pack, from_line)
    blocks = blocks_of(lines, hits, regions, pack, cut_unmarked=from_line is not None)
    return Layout(pack, hits, regions, blocks, matching(lines, pack.noise))
