"""Makes the page about tables out of the schemas and what their docstrings say.

Run it from the root after a change of a table: `python docs/tables.py`.
"""

import ast
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import polars as pl

from threadscope.comparison import tables as compared
from threadscope.schema import comments, corpus, counts, measures, pages

PAGE = Path(__file__).with_name("tables.md")
_ABOUT = """# Tables

What `stats --table NAME`, `compare --table NAME`, the files of a [corpus](corpus.md) and the frames
of [Python](python.md) hold, under their names in `threadscope.schema` (those of `compare`: in
`threadscope/comparison/tables.py`). Types are those of Polars; in CSV a time is ISO 8601.
[How measures are worked out](measures.md), [the same as JSON](json.md).
"""
_DESCRIBED = (pages, comments, counts, measures, corpus, compared)
"""The modules that describe tables, in the order in which they are told of."""
_NAMED = r"`\w+`(?:, `\w+`)*: "
_BULLET = re.compile(rf"(?m)^- (?={_NAMED})")
_COLUMN = re.compile(rf"({_NAMED})(.*?)(?=; {_NAMED}|$)", re.DOTALL)
_LIKE = {
    "CUTS": ("COMMENTS",),
    "THREADS": ("COMMENTS", "REPLIES"),
    "CORRECTED": ("REPLIES",),
    "SITES": ("AUTHORS",),
    "MEASURED": ("MEASURES",),
}
"""Where a table's columns are told that it does not tell itself."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what is said of it."""

    columns: Mapping[str, pl.DataType]
    """Its columns and their types."""
    text: str
    """What is said of all of it: one row per what, in which order."""
    means: Mapping[str, str]
    """What is said of a column; those without a word are absent."""


def docstrings(module: ModuleType) -> dict[str, str]:
    """Read what stands below each constant of a module."""
    body = ast.parse(inspect.getsource(module)).body
    return {
        constant.targets[0].id: inspect.cleandoc(text.value.value)
        for constant, text in pairwise(body)
        if isinstance(constant, ast.Assign)
        and isinstance(constant.targets[0], ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def tables() -> dict[str, Table]:
    """Give every table by its name."""
    found: dict[str, Table] = {}
    for module in _DESCRIBED:
        for name, text in docstrings(module).items():
            columns = getattr(module, name)
            if isinstance(columns, pl.Schema):
                found[name] = _table(columns, text)
    for name, others in _LIKE.items():
        own = found[name]
        means = {key: word for other in others for key, word in found[other].means.items()}
        known = {key: word for key, word in (means | own.means).items() if key in own.columns}
        found[name] = Table(own.columns, own.text, known)
    return found


def _table(columns: pl.Schema, text: str) -> Table:
    whole, *bullets = _BULLET.split(text)
    means: dict[str, str] = {}
    for bullet in bullets:
        told, _, after = bullet.partition("\n\n")
        whole += f"{after}\n" if after else ""
        for names, meaning in _COLUMN.findall(told.strip()):
            means |= dict.fromkeys(re.findall(r"\w+", names), " ".join(meaning.split()))
    return Table(columns, whole.strip(), {name: means[name] for name in columns if name in means})


def tables_page() -> str:
    """Write the page."""
    parts = [_ABOUT]
    for name, table in tables().items():
        parts += [f"## {name}", "", table.text, "", "| column | type | means |", "|---|---|---|"]
        for column, kind in table.columns.items():
            parts.append(f"| `{column}` | {_type(kind)} | {table.means.get(column, '')} |")
        parts.append("")
    return "\n".join(parts)


def _type(kind: pl.DataType) -> str:
    if isinstance(kind, pl.List):
        return f"list of {_type(kind.inner)}"
    if isinstance(kind, pl.Struct):
        return (
            "(" + ", ".join(f"`{field.name}`: {_type(field.dtype)}" for field in kind.fields) + ")"
        )
    return str(kind.base_type())


if __name__ == "__main__":
    PAGE.write_text(tables_page(), "utf-8")
