"""Where the discussion is on each page."""

import polars as pl

from threadscope.rules import Pack
from threadscope.segment.headers import OPENS
from threadscope.segment.lines import matching

REGIONS = pl.Schema(
    {
        "page": pl.UInt32,
        "top": pl.UInt32,
        "start": pl.UInt32,
        "stop": pl.UInt32,
        "bottom": pl.UInt32,
        "known": pl.Boolean,
    }
)
"""One row per page that has lines, in order; places are rows of LINES.

- `top`, `bottom`: what the page spans, bottom exclusive
- `start`, `stop`: its discussion, stop exclusive; equal = there is none
- `known`: true if the page or the user says where it starts, not just the first marker
"""


def regions_of(
    lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack, given: pl.DataFrame
) -> pl.DataFrame:
    """Find the REGIONS of pages: from where it is said, or the first comment, to the end.

    Args:
        lines: LINES of the pack's pages.
        hits: HITS of the pack on its pages.
        pack: the pack, with its start and end lines.
        given: page and said, the row on which its discussion starts, of pages that do not say so.
    """
    rest = lines if given.is_empty() else lines.join(given, on="page", how="anti")
    said = pl.concat([given, _announced(rest, hits, pack)])
    regions = (
        lines.group_by("page", maintain_order=True)
        .agg(top=pl.col("row").min(), bottom=pl.col("row").max() + 1)
        .join(said, on="page", how="left", maintain_order="left")
        .with_columns(known=pl.col("said").is_not_null())
    )
    earliest = _earliest(lines, hits.join(said, on="page", how="anti"))
    start = pl.max_horizontal(pl.coalesce("said", "earliest", "bottom"), "top")
    regions = regions.join(earliest, on="page", how="left", maintain_order="left")
    regions = regions.with_columns(start=start)
    end_rows = matching(lines, pack.discussion.end)
    ends = lines.filter(pl.col("row").is_in(end_rows.implode())).select("page", end="row")
    inside = hits.join(regions, on="page").filter(pl.col("first") >= pl.col("start"))
    begun = inside.group_by("page").agg(begun=pl.col("first").min())
    stop = (
        regions.join(ends, on="page")
        .join(begun, on="page", how="left")
        .filter(pl.col("end") > pl.coalesce("begun", "start"))
        .group_by("page")
        .agg(stop=pl.col("end").min())
    )
    return (
        regions.join(stop, on="page", how="left", maintain_order="left")
        .with_columns(pl.coalesce("stop", "bottom"))
        .match_to_schema(REGIONS, extra_columns="ignore")
    )


def rows_from(lines: pl.DataFrame, from_line: int) -> pl.DataFrame:
    """Give the first row of every page from a line on, or its end: page, said."""
    later = pl.col("row").filter(pl.col("line") >= from_line).min()
    return lines.group_by("page").agg(said=pl.coalesce(later, pl.col("row").max() + 1))


def _announced(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Take the row below the line that announces the discussion, if a marker follows it."""
    last_hit = hits.group_by("page").agg(last_hit=pl.col("first").max())
    return (
        lines.filter(pl.col("row").is_in(matching(lines, pack.discussion.start).implode()))
        .join(last_hit, on="page")
        .filter(pl.col("row") < pl.col("last_hit"))
        .group_by("page")
        .agg(said=pl.col("row").min() + 1)
    )


def _earliest(lines: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Give the row on which each page's first comment begins.

    A header begins where it stands. A footer ends the paragraph above it; on a page without blank
    lines just the line above it, which is on the page before if the footer is a page's first line.
    """
    is_header = pl.col("side") == OPENS
    firsts = hits.group_by("page").agg(
        header=pl.col("first").filter(is_header).min(), footer=pl.col("first").min()
    )
    breaks = lines.filter(pl.col("gap") > 0).select("page", earliest="row")
    above = (
        firsts.join(breaks, on="page")
        .filter(pl.col("earliest") < pl.col("footer"))
        .group_by("page")
        .agg(pl.col("earliest").max())
    )
    line_above = pl.max_horizontal(pl.col("footer"), 1) - 1
    return firsts.join(above, on="page", how="left").select(
        "page", earliest=pl.coalesce("header", "earliest", line_above)
    )
