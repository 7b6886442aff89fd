"""A Discussion as text and bytes, in the formats that leave the house. Nothing here prints."""

from threadscope.report.json import comments_jsonl, stats_json
from threadscope.report.outline import tree_text
from threadscope.report.reasons import reasons_json, reasons_text
from threadscope.report.tables import TABLES, comment_table, csv, markdown, numbers, parquet, table
from threadscope.report.taken import lines_json

__all__ = [
    "TABLES",
    "comment_table",
    "comments_jsonl",
    "csv",
    "lines_json",
    "markdown",
    "numbers",
    "parquet",
    "reasons_json",
    "reasons_text",
    "stats_json",
    "table",
    "tree_text",
]
