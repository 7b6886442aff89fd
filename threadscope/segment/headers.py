"""Finding the headers and footers of comments among lines, and reading their fields."""

import polars as pl

from threadscope.rules import Line, Marker, Pack
from threadscope.rules.pack import FIELDS
from threadscope.segment.anchors import Anchors, anchor, anchors_of
from threadscope.segment.lines import matching
from threadscope.segment.run import places

OPENS = "opens"
CLOSES = "closes"

HITS = pl.Schema(
    {
        "page": pl.UInt32(),
        "first": pl.UInt32(),
        "last": pl.UInt32(),
        "side": pl.String(),
        "marker": pl.String(),
        **dict.fromkeys(FIELDS, pl.String()),
    }
)
"""One row per header or footer found, by place.

- `page`: 0-based place of the page in the batch
- `first`, `last`: rows of LINES it takes, inclusive
- `side`: opens (it stands before the body) or closes (after it)
- `marker`: its name
- a column per field, as written; null = it does not say
"""


def headers(lines: pl.DataFrame, pack: Pack, anchors: Anchors | None = None) -> pl.DataFrame:
    """Find the HITS of all markers of a pack.

    Where two overlap the earlier one in the pack wins. A site writes its comments one way, so on
    a page of markers with the same anchor line only the earliest is used, and of markers that
    stand before bodies and markers that stand only behind them those that are more; if they are
    as many, those behind if anything stands between the line that announces the discussion and
    the first of them.

    Args:
        lines: LINES.
        pack: the pack.
        anchors: where anchors of these lines were found, for packs that are looked for together.
    """
    anchors = anchors or anchors_of(lines, (pack,))
    known = [
        (priority, marker, side, side_lines)
        for priority, marker in enumerate(pack.markers)
        for side, side_lines in sides(marker)
        if side_lines and not anchors.rows(side_lines[anchor(side_lines)]).is_empty()
    ]
    if not known:
        return HITS.to_frame()
    found = [
        find(lines, side_lines, anchors).with_columns(
            which=pl.lit(which),
            side=pl.lit(side),
            marker=pl.lit(marker.name),
            priority=pl.lit(priority),
            before=pl.lit(marker.leads),
            fallback=pl.lit(marker.fallback),
            anchor=pl.lit(side_lines[anchor(side_lines)].pattern),
        )
        for which, (priority, marker, side, side_lines) in enumerate(known)
    ]
    ways = [_apart(hits) for hits in pl.concat(found, how="diagonal").partition_by("before")]
    if not ways:
        return HITS.to_frame()
    kept = pl.concat(ways)
    if len(ways) > 1:
        kept = kept.join(_one_way(lines, kept, pack), on=("page", "before"), how="semi")
    parts = kept.partition_by("which", as_dict=True)
    read = [_read(lines, part, known[int(str(which))][-1]) for (which,), part in parts.items()]
    hits = pl.concat(read, how="diagonal").sort("first")
    return hits.match_to_schema(HITS, missing_columns="insert", extra_columns="ignore")


def sides(marker: Marker) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Give the lines of a marker by side; one of them may have none."""
    return (OPENS, marker.opens), (CLOSES, marker.closes)


def _apart(hits: pl.DataFrame) -> pl.DataFrame:
    if hits["fallback"].any():
        hits = hits.filter(pl.col("fallback") == pl.col("fallback").all().over("page"))
    taken = pl.col("last").cum_max().shift(1)
    earliest = pl.col("priority").min().over("page", "side", "anchor")
    return (
        hits.filter(pl.col("priority") == earliest)
        .sort("first", "priority", maintain_order=True)
        .unique("first", keep="first", maintain_order=True)
        .filter(taken.is_null() | (pl.col("first") > taken))
    )


def _one_way(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Tell for each page whether markers before bodies count or those behind: page, before."""
    ways = hits.group_by("page").agg(
        top=pl.col("first").min(),
        more=(pl.col("side") == OPENS).sum().cast(pl.Int64) - (~pl.col("before")).sum(),
    )
    below = _announced_above(lines, ways.filter(pl.col("more") == 0), pack)
    before = (pl.col("more") >= 0) & ~pl.col("page").is_in(below.implode())
    return ways.select("page", before=before)


def _announced_above(lines: pl.DataFrame, tops: pl.DataFrame, pack: Pack) -> pl.Series:
    """Give the pages on which something stands between what announces a discussion and its top."""
    near = lines.select("page", "row", "text").join(tops, on="page", maintain_order="left")
    near = near.filter(pl.col("row") < pl.col("top"))
    announced = near.filter(pl.col("row").is_in(matching(near, pack.discussion.start).implode()))
    last = announced.group_by("page", "top").agg(pl.col("row").max())
    return last.filter(pl.col("top") - pl.col("row") > 1)["page"]


def find(lines: pl.DataFrame, header: tuple[Line, ...], anchors: Anchors) -> pl.DataFrame:
    """Find one header: its anchor on any line, then the lines around it, blank lines between.

    Columns: page, first, last, and for each line of the header, named by its place ("0", "1",
    ...), the row where it stands; null = an optional one is not there.
    """
    start = anchor(header)
    rows = anchors.rows(header[start])
    hits = rows.select("page", first="row", last="row", **{str(start): "row"})
    for place in reversed(range(start)):
        hits = _extend(hits, lines, header[place], "first", -1).rename({"at": str(place)})
    for place in range(start + 1, len(header)):
        hits = _extend(hits, lines, header[place], "last", +1).rename({"at": str(place)})
    return _without_strangers(hits, lines, header)


def _without_strangers(
    hits: pl.DataFrame, lines: pl.DataFrame, header: tuple[Line, ...]
) -> pl.DataFrame:
    """Take lines that should repeat the author and do not off the top of headers."""
    for place in [at for at, line in enumerate(header) if line.repeats]:
        named = next(at for at, line in enumerate(header) if "(?P<author>" in line.pattern)
        (author,) = (
            field
            for field in fields_in(header[named].pattern)
            if field.meta.output_name() == "author"
        )
        said = lines.select("text")[hits[str(named)]].select(author)["author"]
        above = lines["text"].gather(hits[str(place)])
        both = pl.DataFrame({"above": above, "author": said})
        repeated = pl.col("above").str.contains(pl.col("author"), literal=True)
        own = both.select(repeated.fill_null(True)).to_series()
        below = pl.min_horizontal(str(at) for at in range(place + 1, len(header)))
        hits = hits.with_columns(
            pl.when(own).then("first").otherwise(below).alias("first"),
            *(pl.when(own).then(str(at)).alias(str(at)) for at in range(place + 1)),
        )
    return hits


def _extend(
    hits: pl.DataFrame, lines: pl.DataFrame, line: Line, edge: str, step: int
) -> pl.DataFrame:
    """Look for one more line of the header above or below what has been found of it.

    Adds the column `at`: the row of that line; null = it is not there.
    """
    place = pl.col(edge).cast(pl.Int64) + step
    inside = pl.when(place.is_between(0, lines.height - 1)).then(place)
    at = hits.select(inside).to_series()
    beside = pl.DataFrame({"page": lines["page"].gather(at), "text": lines["text"].gather(at)})
    fits = pl.int_range(pl.len()).is_in(places(beside["text"], (line.pattern,))[0].implode())
    same_page = (pl.col("page") == hits["page"]).fill_null(False)
    found = beside.select(same_page & fits).to_series()
    grown = hits.with_columns(at=pl.when(found).then(at.cast(pl.UInt32)))
    grown = grown.with_columns(pl.coalesce("at", edge).alias(edge))
    return grown if line.optional else grown.filter(found)


def _read(lines: pl.DataFrame, hits: pl.DataFrame, header: tuple[Line, ...]) -> pl.DataFrame:
    """Add the fields of headers; of two lines with the same one the nearer to the anchor has it.

    Only headers that count are read: capturing groups costs ten times as much as matching.
    """
    start = anchor(header)
    for place in [start, *range(start - 1, -1, -1), *range(start + 1, len(header))]:
        text = lines["text"].gather(hits[str(place)]).alias("text")
        new = text.to_frame().select(fields_in(header[place].pattern))
        hits = hits.with_columns(
            pl.coalesce(hits[name], new[name]) if name in hits.columns else new[name]
            for name in new.columns
        )
    return hits


def fields_in(pattern: str) -> list[pl.Expr]:
    """Give one expression over `text` for every named group of a pattern, empty ones as null."""
    groups = pl.select(pl.lit("").str.extract_groups(pattern)).to_series().struct.fields
    fields = pl.col("text").str.extract_groups(pattern).struct
    cleaned = {name: fields.field(name).str.strip_chars() for name in groups if name in FIELDS}
    return [pl.when(field != "").then(field).alias(name) for name, field in cleaned.items()]
