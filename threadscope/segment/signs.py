"""What else on a page tells that comments stand there."""

import polars as pl

from threadscope.rules import Pack
from threadscope.segment.lines import matching

_INDEX = 3
"""So many lines that announce comments and more: a page of articles, each with its number."""


_REGULAR = 2
"""So many markers must have noise below them."""


def signs_of(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Look for a line that announces a discussion, one that ends it, or noise between comments.

    Args:
        lines: LINES.
        hits: HITS of the pack.
        pack: the pack.

    Returns:
        One row per page with hits: page, signed. A pack that needs no signs is always signed.
    """
    spans = hits.group_by("page").agg(
        top=pl.col("first").min(), bottom=pl.col("last").max(), count=pl.len()
    )
    if pack.signs == "never":
        return spans.select("page", signed=pl.lit(True))
    near = lines.join(spans, on="page", how="semi", maintain_order="left")
    start = _where(near, pack.discussion.start)
    end = _where(near, pack.discussion.end)
    row = pl.col("row")
    announced = (
        start.join(spans, on="page")
        .filter(row <= pl.col("bottom"))
        .group_by("page")
        .len()
        .filter(pl.col("len") < _INDEX)
    )
    ended = end.join(spans, on="page").filter(row > pl.col("top"))
    told = [each.select("page") for each in (announced, ended, _regular(near, hits, spans, pack))]
    return spans.select("page", signed=pl.col("page").is_in(pl.concat(told)["page"].implode()))


def _where(lines: pl.DataFrame, patterns: tuple[str, ...]) -> pl.DataFrame:
    """Give the lines that match any of the patterns: page, row."""
    rows = matching(lines, patterns)
    return lines.select("page", pl.col("row").set_sorted()).join(
        rows.to_frame(), on="row", how="semi"
    )


def _regular(
    lines: pl.DataFrame, hits: pl.DataFrame, spans: pl.DataFrame, pack: Pack
) -> pl.DataFrame:
    """Give the pages on which noise stands below at least half of the markers, two or more."""
    noise = _where(lines, pack.noise).sort("row")
    marks = hits.select("page", first=pl.col("first")).sort("first")
    below = noise.join_asof(
        marks,
        left_on="row",
        right_on="first",
        by="page",
        strategy="backward",
        check_sortedness=False,
    ).drop_nulls("first")
    followed = below.group_by("page").agg(followed=pl.col("first").n_unique())
    return followed.join(spans, on="page").filter(
        (pl.col("followed") >= _REGULAR) & (pl.col("followed") * 2 >= pl.col("count"))
    )
