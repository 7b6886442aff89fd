"""All measures in one table, each with how sure it is."""

import polars as pl

from threadscope.metrics import content, exchange, participation, response, shape
from threadscope.metrics.grove import grown
from threadscope.metrics.measure import Measure
from threadscope.metrics.sampling import HIGH, LOW, Drawn, draw
from threadscope.schema import MEASURES

FAMILIES: dict[str, tuple[Measure, ...]] = {
    "Participation": participation.MEASURES,
    "Shape": shape.MEASURES,
    "Exchange": exchange.MEASURES,
    "Time": (*response.MEASURES, *response.CLOCK),
    "Content": content.MEASURES,
}
"""Every measure, by what it is about."""

ALL = tuple(measure for family in FAMILIES.values() for measure in family)
"""Every measure, in the order in which they are told."""


def measures(
    threads: pl.DataFrame,
    candidates: pl.DataFrame,
    *,
    by_page: bool = False,
    drawn: Drawn | None = None,
) -> pl.DataFrame:
    """Measure a discussion, or each of its pages.

    What depends on who answers whom is measured on the tree that is shown, and again on trees that
    are drawn by the probabilities of the replies: so many of these lie between `low` and `high`.

    Args:
        threads: THREADS, of whole pages.
        candidates: REPLIES, of these comments at least.
        by_page: True = every page by itself.
        drawn: trees over these comments, if they are drawn already.

    Returns:
        MEASURES.
    """
    if threads.is_empty():
        return MEASURES.to_frame()
    drawn = drawn or draw(threads, candidates)
    earth = drawn.earth
    shown = grown(earth, earth.up[None], by_page=by_page)
    found = _of_comments(threads, shown).join(of_trees(shown), on="group")
    told = _long(found.rename({"group": "scope"}), "value")
    ends = _ends(drawn, by_page=by_page)
    page = pl.lit(earth.pages).gather("scope") if by_page else pl.lit(None, pl.String)
    tree = pl.col("tree")
    return (
        told.join(ends, on=["scope", "name"], how="left")
        .join(_registry(), on="name")
        .sort("scope", "at")
        .with_columns(
            page=page,
            low=pl.when(tree).then(pl.coalesce("low", "value")),
            high=pl.when(tree).then(pl.coalesce("high", "value")),
            trees=pl.when(tree).then(pl.col("trees").fill_null(0)),
        )
        .match_to_schema(MEASURES, extra_columns="ignore")
    )


def of_trees(nodes: pl.DataFrame) -> pl.DataFrame:
    """Measure what depends on who answers whom.

    Args:
        nodes: NODES.

    Returns:
        One row per group: group, and a column for each measure that depends on the tree.
    """
    return (
        shape.shape(nodes)
        .join(exchange.exchange(nodes), on="group")
        .join(response.response(nodes), on="group")
    )


def _of_comments(threads: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Measure what does not depend on the tree: one row per group."""
    comments = threads.select("body", "repeats", "evidence").with_columns(
        shown.select("group", "page", "author", "posted_at")
    )
    return (
        participation.participation(comments)
        .join(response.clock(comments), on="group")
        .join(content.content(comments), on="group")
    )


def _ends(drawn: Drawn, *, by_page: bool) -> pl.DataFrame:
    """Find the ends of the intervals: scope, name, low, high, trees (how many were drawn)."""
    scopes = len(drawn.earth.pages) if by_page else 1
    parts = [
        of_trees(nodes).with_columns(scope=pl.col("group") % scopes).drop("group")
        for nodes in drawn.nodes(by_page=by_page)
    ]
    if not parts:
        return pl.DataFrame(schema=_ENDS)
    return (
        _long(pl.concat(parts), "value")
        .group_by("scope", "name")
        .agg(
            low=pl.col("value").quantile(LOW, "linear"),
            high=pl.col("value").quantile(HIGH, "linear"),
            trees=pl.len(),
        )
        .match_to_schema(_ENDS)
    )


_ENDS = pl.Schema(
    {
        "scope": pl.UInt32(),
        "name": pl.String(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "trees": pl.UInt32(),
    }
)


def _long(wide: pl.DataFrame, value: str) -> pl.DataFrame:
    """Make a row of each column but the scope: scope, name and the value."""
    numbers = wide.select(pl.col("scope").cast(pl.UInt32), pl.exclude("scope").cast(pl.Float64))
    return numbers.unpivot(index="scope", variable_name="name", value_name=value)


def _registry() -> pl.DataFrame:
    rows = [(at, each.name, each.unit, each.about, each.tree) for at, each in enumerate(ALL)]
    return pl.DataFrame(rows, ["at", "name", "unit", "about", "tree"], orient="row")
