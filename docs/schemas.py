"""Makes the JSON Schemas of what commands write, and the page about them, out of the tables.

Run it from the root after a change of a table or of a command's JSON: `python docs/schemas.py`.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from tables import Table, tables

from threadscope.errors import Severity
from threadscope.report.tables import MORE, TABLES

HERE = Path(__file__).parent
FOLDER = HERE / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CALLED = {"threads": "DISCUSSIONS"}
"""Tables that a command calls otherwise than `schema` does."""
_NULL: Mapping[str, str] = {
    "THREADS": "author posted_at posted_text subject marker source_id parent repeats",
    "CLAIMS": "why",
    "EXPLAINED": "rule comment",
    "OVERVIEW": "max_depth mean_depth certain_share inferred_share mean_confidence",
    "AUTHORS": "first_posted last_posted",
    "DISCUSSIONS": "author structural_virality top_author_share",
    "PAIRS": "reciprocity",
    "MEASURES": "page value low high trees",
    "CENTRALITY": "betweenness",
    "RESPONSES": "first_quartile median third_quartile received_median",
    "NOTES": "line",
    "MATCHED": "a b a_author b_author a_line b_line parent",
    "SUMMARY": "parents_share certain_in_a_share certain_in_b_share",
    "MEASURED": "a a_low a_high b b_low b_high change",
}
"""Columns that may be null, by table."""
_COMMENT = (
    "id page author posted_at subject body first_line last_line marker source_id parent thread "
    "depth order confidence certain orphan unplaced reply_probability expected_replies repeats "
    "evidence"
)
_ASKED = "id page author first_line last_line body parent certain orphan"
_PARENT = "parent author first_line last_line orphan certain probability weight evidence"
_REASON = {
    "kind": "of evidence",
    "clue": "the words on the page that say so",
    "weight": "log-odds; positive speaks for it",
}
_CANDIDATE = {
    "author": "of that comment",
    "first_line": "of that comment",
    "last_line": "of that comment",
    "weight": "the sum of the weights of `evidence`",
}
_STATS = "What `stats --format json` and `corpus stats --format json` write."
_COMPARE = "What `compare --format json` writes."
_REASONS = "What `explain --format json` writes."
_EXPLAIN = "What `rules explain --format json` writes."
_LINES = (
    "Each line that `comments --format jsonl` and `corpus find --format jsonl` write: a comment "
    "and its place in the tree, in page order."
)
Schema = dict[str, Any]


def _type(kind: pl.DataType) -> Schema:
    """Say what a type of a column is in JSON."""
    if isinstance(kind, pl.List):
        return {"type": "array", "items": _type(kind.inner)}
    if isinstance(kind, pl.Struct):
        return _object({each.name: _type(each.dtype) for each in kind.fields}, _REASON)
    if isinstance(kind, pl.Datetime):
        return {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?$"}
    if kind.is_integer():
        return {"type": "integer"} | ({"minimum": 0} if kind.is_unsigned_integer() else {})
    plain = "boolean" if isinstance(kind, pl.Boolean) else "string"
    return {"type": "number" if kind.is_float() else plain}


def _object(keys: Mapping[str, Schema], means: Mapping[str, str], text: str = "") -> Schema:
    """Make an object of just these keys, each with what it means."""
    told = {
        key: value | ({"description": means[key]} if key in means else {})
        for key, value in keys.items()
    }
    head = {"description": text} if text else {}
    end = {"required": list(told), "additionalProperties": False}
    return {"type": "object", **head, "properties": told, **end}


def _row(name: str, columns: Iterable[str] = (), null: str = "") -> Schema:
    """Make an object of a row of a table, or of some columns of it."""
    table: Table = tables()[name]
    open_ = {*_NULL.get(name, "").split(), *null.split()}
    keys = {column: _type(table.columns[column]) for column in columns or table.columns}
    for column in open_ & set(keys):
        keys[column]["type"] = [keys[column]["type"], "null"]
    return _object(keys, table.means, table.text)


def _rows(name: str) -> Schema:
    row = _row(name)
    return {"type": "array", "description": row.pop("description"), "items": row}


def _list(item: Schema, text: str) -> Schema:
    return {"type": "array", "description": text, "items": item}


def _named(name: str, keys: Mapping[str, Schema], text: str) -> Schema:
    """Make what a command writes: an object that begins with the name of its schema."""
    head = {"$schema": _DIALECT, "title": name}
    return head | _object({"schema": {"const": name}, **keys}, {"schema": "this name"}, text)


def _stats() -> Schema:
    keys = {name: _rows(_CALLED.get(name, name.upper())) for name in (*TABLES, *MORE)}
    keys["overview"] = _row("OVERVIEW")
    keys["notes"] = _rows("NOTES")
    keys["notes"]["items"]["properties"]["severity"]["enum"] = [each.value for each in Severity]
    text = (
        f"{_STATS} Without options it holds the first seven tables and the notes; `--all` adds the "
    )
    text += "others, `--table` leaves one."
    return _named("threadscope.stats/1", keys, text) | {"required": ["schema", "notes"]}


def _compare() -> Schema:
    side = {"type": "string"}
    keys = {"a": side, "b": side, "summary": _row("SUMMARY"), "measures": _rows("MEASURED")}
    keys |= {"comments": _rows("MATCHED"), "authors": _rows("COUNTED")}
    made = _named("threadscope.compare/1", keys, _COMPARE)
    for name in "ab":
        made["properties"][name]["description"] = f"what {name.upper()} was called"
    return made


def _reasons() -> Schema:
    threads, replies = _row("THREADS", _ASKED.split()), _row("REPLIES", null="parent")
    above = _row("THREADS", list(_CANDIDATE)[:3], null="first_line last_line")["properties"]
    kinds = {**replies["properties"], **above, "weight": {"type": "number"}}
    candidate = _object({name: kinds[name] for name in _PARENT.split()}, _CANDIDATE)
    comment = threads | {"description": "the comment that was asked for"}
    text = (
        "whom it may answer, best first; empty = the page does not state it, and only that counts"
    )
    keys = {"comment": comment, "candidates": _list(candidate, text)}
    return _named("threadscope.reasons/1", keys, _REASONS)


def _explain() -> Schema:
    packs = _row("CLAIMS", ("pack", "comments", "fit", "why")) | {"description": ""}
    names = ("line", "role", "rule", "comment", "fields", "text")
    line = _row("EXPLAINED", names)
    fields = line["properties"]["fields"]
    fields |= {"required": [], "description": "what a line of a marker says, as written"}
    for each in fields["properties"].values():
        each.pop("description", None)
    keys = {
        "page": {"type": "string", "description": "its name"},
        "pack": {"type": "string", "description": 'the pack that is used; "none" = none fits'},
        "packs": _list(packs, "the packs that were tried, best fit first"),
        "lines": _list(line, "every line of the page, in order"),
    }
    pages = _list(_object(keys, {}), "in reading order")
    return _named("threadscope.explain/1", {"pages": pages}, _EXPLAIN)


def _comments() -> Schema:
    head = {"$schema": _DIALECT, "title": "threadscope.comments/1"}
    return head | _row("THREADS", _COMMENT.split()) | {"description": _LINES}


def schemas() -> dict[str, Schema]:
    """Give the schema of everything that is written as JSON, by the name of its file."""
    made = (_stats(), _comments(), _compare(), _reasons(), _explain())
    return {each["title"].split(".")[1].replace("/", "-") + ".json": each for each in made}


def text_of(made: Schema) -> str:
    """Write a schema as a file."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


_ABOUT = """# JSON

What commands write as JSON, key by key. Each object names its schema, such as
`threadscope.stats/1`; lines of comments do not. Within a number keys may be added, and none is
renamed, removed or given another meaning; a change of that kind is a new number.

- Numbers are rounded to six digits behind the point, in lines of comments to four.
- Times are ISO 8601 without an offset, as the page says them (UTC where it names one).
- Control, format and separator characters are escaped (`\\u001b`), so that a terminal may show the
  output; everything else stands as it is, in UTF-8.

The same as JSON Schema (draft 2020-12), for validators and generators of code. They are strict, to
tell what is new: who wants to accept later keys drops `additionalProperties`.
"""


def json_page() -> str:
    """Write the page."""
    made = schemas()
    links = [f"- [{each['title']}](schemas/{name})" for name, each in made.items()]
    parts = [_ABOUT, *links]
    for each in made.values():
        parts += ["", f"## {each['title']}", "", each["description"]]
        parts += _told(each, "")
    return "\n".join(parts) + "\n"


def _told(made: Schema, path: str) -> list[str]:
    """Write the keys of an object as a table, and after it the objects in it."""
    title = ["", f"### {path.removesuffix('.')}", "", made.get("description", "")]
    keys = made["properties"]
    rows = [f"| `{key}` | {_kind(value)} | {_means(value)} |" for key, value in keys.items()]
    below = [
        line
        for key, value in keys.items()
        for inner in (value.get("items", value),)
        if "properties" in inner
        for line in _told(inner | {"description": value.get("description", "")}, f"{path}{key}.")
    ]
    return [*(title if path else ()), "", "| key | type | means |", "|---|---|---|", *rows, *below]


def _kind(value: Schema) -> str:
    if "const" in value:
        return f'"{value["const"]}"'
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    inner = value.get("items", {}).get("type")
    return " or ".join(kinds).replace("array", f"list of {inner}s" if inner else "array")


def _means(value: Schema) -> str:
    return " ".join(value.get("description", "").split()).replace("|", "\\|")


def main() -> None:
    """Write the schemas and the page."""
    FOLDER.mkdir(exist_ok=True)
    for name, made in schemas().items():
        (FOLDER / name).write_text(text_of(made), "utf-8")
    (HERE / "json.md").write_text(json_page(), "utf-8")


if __name__ == "__main__":
    main()
