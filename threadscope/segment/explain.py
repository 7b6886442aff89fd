"""Which rule took which line."""

from collections.abc import Iterator, Sequence

import polars as pl

from threadscope.rules import Line, Pack, Split, Start
from threadscope.rules.pack import FIELDS
from threadscope.schema import EXPLAINED
from threadscope.segment.anchors import anchors_of
from threadscope.segment.headers import fields_in, find, sides
from threadscope.segment.layout import Layout, lay_out
from threadscope.segment.lines import matching

_ROW, _NAME = pl.UInt32(), pl.String()
_MARKED = {"row": _ROW, "rule": _NAME, "fields": EXPLAINED["fields"]}
_TAKEN = {"row": _ROW, "role": _NAME, "rule": _NAME, "comment": _ROW, "fields": _MARKED["fields"]}


def explain(
    pages: pl.DataFrame,
    packs: Sequence[Pack],
    from_line: Start | None = None,
    split: Split | None = None,
) -> pl.DataFrame:
    """Say of every line of PAGE_TEXTS what it was taken for, and by which rule.

    Args:
        pages: the pages.
        packs: packs to choose from, page by page; a single one is used on every page.
        from_line: where every discussion starts; None = as the page says.
        split: auto = look for comments without a marker inside others; None = do not.

    Returns:
        EXPLAINED.
    """
    lines, layouts = lay_out(pages, packs, from_line, split)
    roles = pl.concat([_roles(lines, layout) for layout in layouts])
    known = lines.select("row", "line", at="page").join(roles, on="row", how="left")
    blank = pl.col("row").is_null()
    role = pl.when(blank).then(pl.lit("blank")).otherwise(pl.col("role").fill_null("article"))
    return (
        _all_lines(pages)
        .join(known, on=["at", "line"], how="left", maintain_order="left")
        .with_columns(role=role)
        .match_to_schema(EXPLAINED, extra_columns="ignore")
    )


def taken(lines: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Count the lines that each rule of a pack took.

    Args:
        lines: EXPLAINED, of pages on which the pack was used.
        pack: the pack.

    Returns:
        One row per rule, in the order of the pack, also for those that took nothing: role (of the
        lines it takes), rule, lines.
    """
    rules = [("marker", marker.name) for marker in pack.markers]
    others = {
        ("article", "start"): pack.discussion.start,
        ("noise", "end"): pack.comment.end + pack.discussion.end,
        ("noise", "noise"): pack.noise,
    }
    rules += [rule for rule, patterns in others.items() if patterns]
    every = pl.DataFrame(rules, {"role": pl.String, "rule": pl.String}, orient="row")
    counts = lines.group_by("role", "rule").len("lines")
    return every.join(counts, on=["role", "rule"], how="left", maintain_order="left").with_columns(
        pl.col("lines").fill_null(0)
    )


def _all_lines(pages: pl.DataFrame) -> pl.DataFrame:
    """Cut pages into all their lines; a line feed ends one.

    Columns: page, at (its place), line, text.
    """
    whole = pages.with_columns(at=pl.int_range(pl.len(), dtype=pl.UInt32)).filter(
        pl.col("text") != ""
    )
    split = pl.col("text").str.strip_suffix("\n").str.split("\n")
    numbers = pl.int_ranges(1, split.list.len().cast(pl.Int64) + 1, dtype=pl.UInt32)
    return whole.with_columns(text=split, line=numbers).explode("text", "line")


def _roles(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Say what the lines of a pack's pages are; a page without comments is left out: article.

    Columns: row, role, rule, comment, fields.
    """
    regions = layout.regions.join(layout.blocks, on="page", how="semi", maintain_order="left")
    comments = layout.blocks.with_columns(
        pl.col("first").set_sorted(), comment=pl.int_range(pl.len(), dtype=pl.UInt32).over("page")
    )
    row = pl.col("row")
    inside = row <= pl.col("last")
    noisy = row.is_in(layout.noise.implode())
    in_body = inside & row.is_between("body", "body_stop", closed="left")
    above = row < pl.col("start")
    said = pl.col("page").is_in(layout.given["page"].implode())
    announces = (row + 1 == pl.col("start")) & pl.col("known") & ~said
    ends = (row == pl.col("stop")) | row.is_in(_ends(lines, layout).implode())
    marked = pl.col("rule").is_not_null()
    return (
        regions.with_columns(row=pl.int_ranges("top", "bottom", dtype=pl.UInt32))
        .explode("row")
        .join_asof(comments.drop("page"), left_on="row", right_on="first", check_sortedness=False)
        .join(_marked(lines, layout), on="row", how="left", maintain_order="left")
        .select(
            "row",
            role=pl.when(marked)
            .then(pl.lit("marker"))
            .when(above)
            .then(pl.lit("article"))
            .when(in_body & ~noisy)
            .then(pl.lit("body"))
            .otherwise(pl.lit("noise")),
            rule=pl.when(marked)
            .then("rule")
            .when(announces)
            .then(pl.lit("start"))
            .when(in_body & noisy)
            .then(pl.lit("noise"))
            .when(~above & ~in_body & ends)
            .then(pl.lit("end")),
            comment=pl.when(inside).then("comment"),
            fields="fields",
        )
        .match_to_schema(pl.Schema(_TAKEN))
    )


def _ends(lines: pl.DataFrame, layout: Layout) -> pl.Series:
    """Give the rows of the lines that ended a comment."""
    below = layout.blocks.select("page", row="body_stop")
    stops = lines.join(below.unique(), on=["page", "row"], how="semi")
    return matching(stops, layout.pack.comment.end)


def _marked(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Give the lines of headers and footers of comments.

    Columns: row, rule, fields.
    """
    used = pl.concat([layout.blocks["hit"], layout.blocks["closing"]]).drop_nulls()
    hits = layout.hits.select(pl.col("side", "marker", "first", "last").gather(used))
    return pl.concat([pl.Schema(_MARKED).to_frame(), *_said(lines, hits, layout.pack)])


def _said(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> Iterator[pl.DataFrame]:
    """Find headers again, to see which of their lines stands where and what it says by itself."""
    span = ["first", "last"]
    anchors = anchors_of(lines, (pack,))
    for marker in pack.markers:
        for side, header in sides(marker):
            used = hits.filter(side=side, marker=marker.name)
            if not used.is_empty():
                found = find(lines, header, anchors).unique(span, keep="first", maintain_order=True)
                yield from _line_by_line(lines, used.join(found, on=span), marker.name, header)


def _line_by_line(
    lines: pl.DataFrame, found: pl.DataFrame, name: str, header: tuple[Line, ...]
) -> Iterator[pl.DataFrame]:
    nothing = [pl.lit(None, pl.String).alias(field) for field in FIELDS]
    for place, line in enumerate(header):
        rows = found[str(place)].drop_nulls()
        said = lines.select(pl.col("row", "text").gather(rows)).with_columns(nothing)
        yield said.with_columns(fields_in(line.pattern)).select(
            "row", rule=pl.lit(name), fields=pl.struct(FIELDS)
        )
