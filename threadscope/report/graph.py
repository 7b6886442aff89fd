"""The reply graph as GraphML and GEXF: who answered whom how often, for Gephi, igraph, NetworkX."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from threadscope.discussion import Discussion

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {pl.String: "string", pl.Boolean: "boolean", pl.Float64: "double"}
_ENTITIES = {
    ord(sign): f"&{name};"
    for sign, name in {
        "&": "amp", "<": "lt", ">": "gt", '"': "quot", "\t": "#9", "\n": "#10", "\r": "#13",
    }.items()
}  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Graph:
    """A directed graph."""

    nodes: pl.DataFrame
    """One row per node: `id`, `label`, and a column per attribute."""
    edges: pl.DataFrame
    """One row per arrow: `source` and `target` (ids of nodes), `weight`, and a column per
    attribute."""


def author_graph(discussion: Discussion) -> Graph:
    """Make a node of every known author, and an arrow to everyone whom they answered."""
    people = discussion.authors.select(
        "comments",
        "words",
        "threads_started",
        "replies_sent",
        "replies_received",
        id="author",
        label="author",
    )
    return Graph(
        people,
        discussion.pairs.select(
            "certain",
            "confidence",
            source="author",
            target="answered",
            weight=pl.col("replies").cast(pl.Float64),
        ),
    )


def comment_graph(discussion: Discussion) -> Graph:
    """Make a node of every comment, and an arrow to the comment that it answers."""
    own = pl.col("id").cast(pl.String)
    threads = discussion.threads.with_columns(pl.col("confidence").cast(pl.Float64).round(4))
    nodes = threads.select(
        "page", "author", "depth", "first_line", "orphan", "unplaced", id=own, label="author"
    )
    edges = threads.filter(pl.col("parent").is_not_null()).select(
        "certain",
        source=own,
        target=pl.col("parent").cast(pl.String),
        weight="confidence",
    )
    return Graph(nodes, edges)


def graphml(graph: Graph) -> str:
    """Write a graph as GraphML (http://graphml.graphdrawing.org/primer/graphml-primer.html)."""
    return "".join(_graphml(graph))


def gexf(graph: Graph) -> str:
    """Write a graph as GEXF 1.3 (https://gexf.net/schema.html)."""
    return "".join(_gexf(graph))


def _graphml(graph: Graph) -> Iterator[str]:
    yield _HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    nodes, edges = graph.nodes.drop("id"), graph.edges.drop("source", "target")
    for frame, of in ((nodes, "node"), (edges, "edge")):
        for name, kind in frame.schema.items():
            key = f'id="{of}-{name}" for="{of}" attr.name="{name}"'
            yield f'  <key {key} attr.type="{_type(kind, "int")}"/>\n'
    yield '  <graph edgedefault="directed">\n'
    for ident, row in zip(graph.nodes["id"], nodes.iter_rows(named=True), strict=True):
        yield f"    <node id={_quoted(ident)}>{_data('node', row)}</node>\n"
    ends = graph.edges.select("source", "target").iter_rows()
    for (source, target), row in zip(ends, edges.iter_rows(named=True), strict=True):
        arrow = f"source={_quoted(source)} target={_quoted(target)}"
        yield f"    <edge {arrow}>{_data('edge', row)}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(of: str, row: dict[str, object]) -> str:
    """Write the attributes of a node or an edge that it has."""
    return "".join(
        f'<data key="{of}-{name}">{_quoted(value)[1:-1]}</data>'
        for name, value in row.items()
        if value is not None
    )


def _gexf(graph: Graph) -> Iterator[str]:
    yield _HEAD + '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '  <graph defaultedgetype="directed">\n'
    nodes, edges = graph.nodes.drop("id", "label"), graph.edges.drop("source", "target", "weight")
    for frame, of in ((nodes, "node"), (edges, "edge")):
        yield f'    <attributes class="{of}">\n'
        for name, kind in frame.schema.items():
            yield f'      <attribute id="{name}" title="{name}" type="{_type(kind, "integer")}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    named = graph.nodes.select("id", "label").iter_rows()
    for (ident, label), row in zip(named, nodes.iter_rows(named=True), strict=True):
        said = f"id={_quoted(ident)} label={_quoted(label or '')}"
        yield f"      <node {said}>{_values(row)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    ends = graph.edges.select("source", "target", "weight").iter_rows()
    for at, (end, row) in enumerate(zip(ends, edges.iter_rows(named=True), strict=True)):
        source, target, weight = end
        arrow = f'id="{at}" source={_quoted(source)} target={_quoted(target)} weight="{weight}"'
        yield f"      <edge {arrow}>{_values(row)}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _values(row: dict[str, object]) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={_quoted(value)}/>'
        for name, value in row.items()
        if value is not None
    )
    return f"<attvalues>{values}</attvalues>" if values else ""


def _type(kind: pl.DataType, integer: str) -> str:
    return _TYPES.get(kind.base_type(), integer)


def _quoted(value: object) -> str:
    """Write a value as XML writes attributes; characters that XML cannot hold become U+FFFD."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    written = _NOT_XML.sub("\ufffd", text).translate(_ENTITIES)
    return f'"{written}"'
