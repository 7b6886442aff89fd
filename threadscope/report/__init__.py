"""A Discussion as text and bytes, in the formats that leave the house. Nothing here prints."""

from threadscope.report.convokit import convokit
from threadscope.report.graph import Graph, author_graph, comment_graph, gexf, graphml
from threadscope.report.html import MOST, html
from threadscope.report.json import comments_jsonl, compared_json, stats_json
from threadscope.report.mbox import mbox
from threadscope.report.outline import tree_text
from threadscope.report.plots import PLOTS, lacking, plot
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
    "MOST",
    "PLOTS",
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
    "html",
    "lacking",
    "lines_json",
    "markdown",
    "mbox",
    "measured",
    "numbers",
    "parquet",
    "plot",
    "reasons_json",
    "reasons_text",
    "stats_json",
    "table",
    "tree_text",
]
