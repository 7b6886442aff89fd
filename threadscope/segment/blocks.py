"""Which rows belong to which comment."""

import polars as pl

from threadscope.rules import Pack
from threadscope.segment.headers import CLOSES, OPENS
from threadscope.segment.lines import matching

BLOCKS = pl.Schema(
    {
        "page": pl.UInt32,
        "first": pl.UInt32,
        "body": pl.UInt32,
        "body_stop": pl.UInt32,
        "last": pl.UInt32,
        "hit": pl.UInt32,
        "closing": pl.UInt32,
    }
)
"""One row per comment, by place.

- `first`, `last`: rows of LINES it spans, inclusive, markers counted
- `body`, `body_stop`: rows of its body, stop exclusive; noise lines are still in it
- `hit`, `closing`: places in HITS of its header and its footer; null = it has none
"""


def blocks_of(
    lines: pl.DataFrame,
    hits: pl.DataFrame,
    regions: pl.DataFrame,
    pack: Pack,
    given: pl.DataFrame,
) -> pl.DataFrame:
    """Cut the discussions of a pack's pages into BLOCKS.

    Args:
        lines: LINES of the pack's pages.
        hits: HITS of the pack on its pages.
        regions: REGIONS of those pages.
        pack: the pack.
        given: pages on which text before the first marker is discussion whatever the pack says.
    """
    inside = (
        hits.select("page", "first", "last", "side", hit=pl.int_range(pl.len(), dtype=pl.UInt32))
        .join(regions.select("page", "start", "stop"), on="page", maintain_order="left")
        .filter(pl.col("first").is_between("start", "stop", closed="left"))
    )
    opened = inside.filter(pl.col("side") == OPENS)
    closed = inside.filter(pl.col("side") == CLOSES)
    ends = matching(lines, pack.comment.end)
    starts = opened.select("page", "first", "hit", body=pl.col("last") + 1)
    headed = regions.join(closed.join(opened, on="page", how="anti"), on="page", how="anti")
    cut = headed if pack.comment.unmarked != "noise" else headed.join(given, on="page", how="semi")
    if not cut.is_empty():
        leading = _leading(lines, cut, opened, pack).filter(~pl.col("first").is_in(ends.implode()))
        starts = _merge(starts, leading, closed)
    if pack.comment.gap is not None:
        gaps = _gaps(lines, starts, headed, ends, pack.comment.gap)
        starts = _merge(starts, gaps, closed)
    footed = closed.join(headed, on="page", how="anti")
    blocks = [_headed(starts, regions, ends, closed), _footed(footed)]
    return pl.concat([part.select(BLOCKS.names()) for part in blocks]).sort("first")


def parted(blocks: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Begin a comment without a marker on rows inside bodies that no footer closes.

    Args:
        blocks: BLOCKS.
        rows: page and row.

    Returns:
        BLOCKS.
    """
    begun = rows.select("page", first="row", body="row")
    both = pl.concat([blocks, begun], how="diagonal").sort("first")
    ends = pl.col("body_stop").is_null().shift(-1, fill_value=False)
    following = pl.when(ends).then(pl.col("first").shift(-1))
    return both.with_columns(
        body_stop=pl.coalesce(following, pl.col("body_stop").forward_fill()),
        last=pl.coalesce(following - 1, pl.col("last").forward_fill()),
    )


def _merge(starts: pl.DataFrame, more: pl.DataFrame, closed: pl.DataFrame) -> pl.DataFrame:
    """Add starts of unmarked comments where neither header nor footer stands.

    A footer may open the discussion all the same: the comment above it then says nothing.
    """
    top = pl.col("first") == pl.col("start")
    footers = closed.select(first=pl.int_ranges(pl.col("first") + top, pl.col("last") + 1))
    free = more.join(
        footers.explode("first").cast(pl.UInt32), on="first", how="anti", maintain_order="left"
    )
    both = pl.concat([starts, free.match_to_schema(starts.schema, missing_columns="insert")])
    return both.unique("first", keep="first", maintain_order=True).sort("first")


def _leading(
    lines: pl.DataFrame, regions: pl.DataFrame, opened: pl.DataFrame, pack: Pack
) -> pl.DataFrame:
    """Open comments in the text between a known start and the first header.

    Columns: page, first, body.
    """
    first = opened.group_by("page").agg(pl.col("first").min())
    spans = regions.filter("known").join(first, on="page", how="left")
    until = pl.coalesce("first", "stop")
    text = lines.select("page", "row", "gap").join(spans, on="page", maintain_order="left")
    leading = text.filter((pl.col("row") >= pl.col("start")) & (pl.col("row") < until))
    opens = pl.col("row") == pl.col("start")
    if pack.comment.unmarked == "paragraph":
        opens |= pl.col("gap") > 0
    return leading.filter(opens).select("page", first="row", body="row")


def _gaps(
    lines: pl.DataFrame,
    starts: pl.DataFrame,
    regions: pl.DataFrame,
    ends: pl.Series,
    blank_lines: int,
) -> pl.DataFrame:
    """Open comments at wide gaps inside comments.

    Columns: page, first, body.
    """
    spans = regions.select("page", "start", "stop")
    wide = (
        lines.select("page", "gap", "row")
        .filter(pl.col("gap") >= blank_lines)
        .join(spans, on="page", maintain_order="left")
        .filter(pl.col("row").is_between("start", "stop", closed="left"))
        .join_asof(
            starts.select(pl.col("first").set_sorted(), "body"), left_on="row", right_on="first"
        )
        .join_asof(pl.DataFrame({"end": ends.set_sorted()}), left_on="row", right_on="end")
    )
    in_body = pl.col("row") > pl.col("body")
    not_ended = pl.col("end").is_null() | (pl.col("end") < pl.col("first"))
    return wide.filter(in_body & not_ended).select("page", first="row", body="row")


def _headed(
    starts: pl.DataFrame, regions: pl.DataFrame, ends: pl.Series, closed: pl.DataFrame
) -> pl.DataFrame:
    """Let every start run to an end line, its footer, the next start or the end of the region."""
    following = pl.when(pl.col("page") == pl.col("page").shift(-1)).then(pl.col("first").shift(-1))
    blocks = starts.join(
        regions.select("page", "stop"), on="page", how="left", maintain_order="left"
    ).with_columns(limit=pl.coalesce(following, "stop"))
    end = _next(ends.to_frame("end"), ends, blocks["body"])["end"]
    footer = _next(closed.select("hit", "first", "last"), closed["first"], blocks["body"])
    stop = pl.max_horizontal(pl.min_horizontal("limit", end), "body")
    has_footer = footer["first"] < blocks.select(stop).to_series()
    body_stop = pl.when(has_footer).then(footer["first"]).otherwise(stop)
    return blocks.with_columns(
        body_stop=body_stop, closing=pl.when(has_footer).then(footer["hit"])
    ).select(
        *BLOCKS.names()[:4],
        "hit",
        "closing",
        last=pl.when(has_footer).then(footer["last"]).otherwise(pl.col("body_stop") - 1),
    )


def _next(table: pl.DataFrame, places: pl.Series, after: pl.Series) -> pl.DataFrame:
    """Take the rows of a table whose places are the first at or after the given ones, or nulls."""
    at = places.search_sorted(after, side="left")
    inside = pl.select(pl.when(at < places.len()).then(at)).to_series()
    return table.select(pl.all().gather(inside))


def _footed(closed: pl.DataFrame) -> pl.DataFrame:
    """Let every footer take what stands between it and the one before."""
    before = pl.col("last").shift(1).over("page") + 1
    return closed.with_columns(
        first=pl.coalesce(before, "start"), body_stop="first", closing="hit"
    ).select(
        "page",
        "first",
        "body_stop",
        "last",
        "closing",
        body="first",
        hit=pl.lit(None, pl.UInt32),
    )
