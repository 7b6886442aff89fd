"""A Discussion as text and bytes, in the formats that leave the house. Nothing here prints."""

from threadscope.report.explain import explain_json
from threadscope.report.json import comments_jsonl, stats_json
from threadscope.report.outline import tree_text
from threadscope.report.tables import TABLES, comment_table, csv, markdown, numbers, parquet, table

__all__ = [
    "TABLES",
    "comment_table",
    "comments_jsonl",
    "csv",
    "explain_json",
    "markdown",
    "numbers",
    "parquet",
    "stats_json",
    "table",
    "tree_text",
]
