"""How well the markers of a pack fit the pages they stand on."""

import polars as pl

from threadscope.rules import Pack
from threadscope.segment.headers import CLOSES, OPENS
from threadscope.segment.signs import signs_of

_NAMED, _DATED = 0.3, 0.2
"""Shares of the fit that markers lose if none of them names anybody, or a date."""
_COMMON = 0.5
"""Weight of markers that fit many kinds of pages, or are fallbacks."""
_MANY = 3
"""So many comments and more are judged by what they have in common: one author, or no text."""
_BODIED = 0.5
"""Share of markers that must have text between them; a list of links has none."""
_LINE, _MOST_LINES = 0.05, 5
"""What a line more of a header adds to the fit, and how many lines count."""
_COVERED = 0.25
"""How much it matters on what share of the page markers stand; 0 = not at all."""
_WELL, _ENOUGH = 0.75, 2
"""Share of the best fit that a pack can have, and comments, from which on it settles a page."""
_UNDATED = pl.col("dated") * 2 < pl.col("comments")


def ends_of(lines: pl.DataFrame) -> pl.DataFrame:
    """Give for every page of LINES: page, bottom (the row behind its last), rows."""
    return lines.group_by("page").agg(bottom=pl.col("row").max() + 1, rows=pl.len())


def most(pack: Pack) -> float:
    """Give the best fit that a pack can have, for each comment on a page."""
    sides = (side for marker in pack.markers for side in (marker.opens, marker.closes))
    lines = min(max(map(len, sides)), _MOST_LINES)
    return (1 + _LINE * (lines - 1)) * (_COMMON if pack.common else 1.0)


def fits(
    lines: pl.DataFrame,
    hits: pl.DataFrame,
    ends: pl.DataFrame,
    pack: Pack,
    least: pl.Series | None = None,
) -> pl.DataFrame:
    """Judge how well a pack fits every page on which its markers stand.

    Args:
        lines: LINES.
        hits: HITS of the pack.
        ends: what `ends_of` gives.
        pack: the pack.
        least: for every page the fit below which it does not matter whether signs prove a
            discussion, so that none are looked for; None = it always does.

    Returns:
        One row per page with hits: page, comments, fit, why (what keeps the pack from fitting;
        null = nothing), settled (whether it fits so well that packs whose markers are common
        need not be asked).
    """
    counted = _counted(hits, ends, pack).with_columns(fit=_fit(pack))
    enough = True if least is None else pl.col("fit") >= pl.lit(least.gather(counted["page"]))
    asked = counted.filter(_asks_for_signs(pack) & enough).select("page")
    signs = signs_of(lines, hits.join(asked, on="page", how="semi"), pack)
    judged = counted.join(signs, on="page", how="left").select(
        "page", "comments", "fit", why=_why(pack)
    )
    well = pl.col("fit") >= pl.col("comments") * _WELL * most(pack)
    sure = pl.col("why").is_null() & (pl.col("comments") >= _ENOUGH) & well
    return judged.with_columns(settled=sure & (not pack.common))


def absent(pack: Pack) -> str:
    """Say why a pack does not fit a page on which no marker of it stands."""
    if pack.min_comments == 1:
        return "no line of it is on the page"
    return _few(pack)


def _counted(hits: pl.DataFrame, ends: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Count what a pack's markers show on each page where they stand.

    Columns: page, comments, named, authors, dated, bodied, fallback, lines, span, rows.
    """
    fallbacks = [marker.name for marker in pack.markers if marker.fallback]
    headed = (pl.col("side") == OPENS).any().over("page")
    side = pl.when(headed).then(pl.lit(OPENS)).otherwise(pl.lit(CLOSES))
    one_side = hits.filter(pl.col("side") == side)
    above = pl.col("last").shift(1).over("page") + 1
    below = pl.col("first").shift(-1).over("page")
    opens = pl.col("side") == OPENS
    spans = one_side.join(ends, on="page", maintain_order="left").with_columns(
        between=pl.when(opens)
        .then(pl.coalesce(below, "bottom") > pl.col("last") + 1)
        .otherwise(pl.coalesce(above, 0) < pl.col("first"))
        | pl.col("body").is_not_null()
    )
    return spans.group_by("page").agg(
        comments=pl.len(),
        named=pl.col("author").count(),
        authors=pl.col("author").drop_nulls().n_unique(),
        dated=pl.col("date").count(),
        bodied=pl.col("between").sum(),
        fallback=pl.col("marker").is_in(fallbacks).all(),
        lines=(pl.col("last") - pl.col("first") + 1).clip(upper_bound=_MOST_LINES).sum(),
        span=pl.col("last").max() - pl.col("first").min() + 1,
        rows=pl.col("rows").first(),
    )


def _asks_for_signs(pack: Pack) -> pl.Expr:
    """Tell on which pages it matters to a pack whether anything else tells of comments."""
    return {
        "always": pl.lit(True),
        "never": pl.lit(False),
        "undated": _UNDATED,
    }[pack.signs]


def _fit(pack: Pack) -> pl.Expr:
    count = pl.col("comments")
    named, dated, lines = (pl.col(each) / count for each in ("named", "dated", "lines"))
    whole = 1 - _NAMED * (1 - named) - _DATED * (1 - dated) + _LINE * (lines - 1)
    covered = pl.col("span") * count / (count - 1) / pl.col("rows")
    coverage = pl.when(count > 1).then(covered).otherwise(1).clip(0, 1).pow(_COVERED)
    weight = pl.when(pl.lit(pack.common) | pl.col("fallback")).then(_COMMON).otherwise(1.0)
    return (count * whole * weight * coverage).fill_nan(0)


def _why(pack: Pack) -> pl.Expr:
    """Say what keeps a pack from fitting; null = nothing."""
    count = pl.col("comments")
    one = (count >= _MANY) & (pl.col("authors") == 1) & (pl.col("named") == count)
    alone = one & (pack.common or pack.signs != "never")
    listed = (count >= _MANY) & (pl.col("bodied") < count * _BODIED)
    unproven = _asks_for_signs(pack) & ~pl.col("signed").fill_null(False)
    return (
        pl.when(count < pack.min_comments)
        .then(pl.lit(_few(pack)))
        .when(listed)
        .then(pl.lit("its markers stand close together, like a list"))
        .when(alone)
        .then(pl.lit("all its comments are by one author, like the posts of a blog"))
        .when(unproven)
        .then(pl.lit("nothing else on the page tells of comments"))
    )


def _few(pack: Pack) -> str:
    return f"fewer than {pack.min_comments} of its markers are on the page"
