"""A Discussion as text and bytes, in the formats that leave the house. Nothing here prints."""

from threadscope.report.convokit import convokit
from threadscope.report.graph import Graph, author_graph, comment_graph, gexf, graphml
from threadscope.report.json import comments_jsonl, compared_json, stats_json
from threadscope.report.mbox import mbox
from threadscope.report.outline import tree_text
from threadscope.report.reasons import reasons_json, reasons_text
from threadscope.report.tables import (
    MORE,
    TABLES,
    Numbers,
    comment_table,
    csv,
    markdown,
    measured,
    numbers,
    parquet,
    table,
)
from threadscope.report.taken import lines_json

__all__ = [
    "MORE",
    "TABLES",
    "Graph",
    "Numbers",
    "author_graph",
    "comment_graph",
    "comment_table",
    "comments_jsonl",
    "compared_json",
    "convokit",
    "csv",
    "gexf",
    "graphml",
    "lines_json",
    "markdown",
    "mbox",
    "measured",
    "numbers",
    "parquet",
    "reasons_json",
    "reasons_text",
    "stats_json",
    "table",
    "tree_text",
]
