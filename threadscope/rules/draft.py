"""A rule pack written as a file that a person goes on with."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import Literal

from threadscope.rules.pack import Pack
from threadscope.rules.yamldoor import plain_scalar

SCHEMA = "pack.schema.json"
"""The JSON Schema of a pack file, beside the models it is made of."""
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The JSON Schema that pydantic writes, so that editors need not guess."""
_MODE_LINE = "# yaml-language-server:"
_WIDTH = 98
_LONGEST = 40
"""Characters of a name made of that of a file."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the header of a draft."""

    pattern: str
    """Its pattern; shared parts stand in it by name."""
    anchor: bool = False
    """True for the line by which the header is found."""
    optional: bool = False
    """True if the header is complete without it."""
    repeats: bool = False
    """True if it only says the author's name once more."""


@dataclass(frozen=True, slots=True)
class DraftSample:
    """One sample of a draft."""

    text: str
    """One line or more."""
    takes: str
    """What takes the first one."""
    fields: tuple[tuple[str, str], ...] = ()
    """Fields by name."""
    posted_at: str | None = None
    """What the date is understood as."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule pack before it is written."""

    name: str
    """What it is called."""
    marker: str
    """What its marker is called."""
    lines: tuple[DraftLine, ...]
    """The lines of the marker, in order."""
    closes: bool = False
    """True if the marker stands behind the body."""
    noise: tuple[str, ...] = ()
    """Patterns of lines that belong to the site."""
    samples: tuple[DraftSample, ...] = ()
    """What proves it."""
    title: str = ""
    """What it is for."""
    signs: Literal["never", "undated", "always"] = "undated"
    """When markers alone prove no discussion; see `Pack.signs`."""


def write_draft(draft: Draft) -> str:
    """Write a draft as YAML."""
    return "\n".join(_body(draft)) + "\n"


def pack_schema() -> str:
    """Write the JSON Schema of a pack file."""
    head = {"$schema": _DIALECT, "title": "A rule pack of threadscope"}
    schema = {**head, **Pack.model_json_schema(), **head}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def to_edit(source: str, name: str, remarks: Iterable[str] = ()) -> str:
    """Make the YAML of a pack ready to be edited.

    Its first line lets editors check and complete it, remarks follow, and above every key stands
    what it means.

    Args:
        source: the YAML of a pack.
        name: what the pack is called from now on.
        remarks: what else to say of it, a line each.
    """
    schema = Path(str(resources.files("threadscope.rules") / SCHEMA)).as_uri()
    head = [f"{_MODE_LINE} $schema={schema}", *(f"# {line}" for line in remarks)]
    first, _, rest = source.partition("\n")
    rows = (rest.lstrip() if first.startswith(_MODE_LINE) else source).splitlines()
    said = (line for above, row in pairwise(["", *rows]) for line in _explained(row, above, name))
    return "\n".join([*head, "", *said]) + "\n"


def free_name(file: str, known: Iterable[str]) -> str:
    """Make a name for a pack of that of a file.

    Args:
        file: what the file is called.
        known: names that are taken.
    """
    stem = unicodedata.normalize("NFKD", Path(file).stem)
    plain = stem.encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")[:_LONGEST] or "my-pack"
    return f"my-{name}" if name in known else name


def _explained(row: str, above: str, name: str) -> Iterator[str]:
    """Give a row of a pack, behind what its key means unless a comment says that already."""
    key, colon, _ = row.partition(":")
    if not colon or key not in Pack.model_fields:
        yield row
        return
    if not above.startswith("#"):
        about = " ".join((Pack.model_fields[key].description or "").split())
        yield from wrap(about, _WIDTH, initial_indent="# ", subsequent_indent="# ")
    yield f"name: {plain_scalar(name)}" if key == "name" else row


def _body(draft: Draft) -> Iterator[str]:
    yield f"name: {plain_scalar(draft.name)}"
    yield f"title: {plain_scalar(draft.title or draft.name)}"
    yield "include: [dates, words]"
    yield "common: true"
    yield f"signs: {draft.signs}"
    yield "min_comments: 2"
    yield from ("", "discussion:", "  start: ['%{heading}']", "  end: ['%{form}']")
    yield from ("", "comment:", "  markers:")
    yield f"    - name: {plain_scalar(draft.marker)}"
    yield f"      {'closes' if draft.closes else 'opens'}:"
    yield from (f"        - {_line(line)}" for line in draft.lines)
    yield from ("", "noise:", "  - '%{buttons}'")
    yield from (f"  - {plain_scalar(pattern)}" for pattern in draft.noise)
    yield from ("", "samples:" if draft.samples else "samples: []")
    for sample in draft.samples:
        yield from _sample(sample)


def _line(line: DraftLine) -> str:
    said = [name for name in ("optional", "repeats", "anchor") if getattr(line, name)]
    pattern = plain_scalar(line.pattern)
    if not said:
        return pattern
    return "{" + ", ".join([f"pattern: {pattern}", *(f"{name}: true" for name in said)]) + "}"


def _sample(sample: DraftSample) -> Iterator[str]:
    first, *rest = sample.text.split("\n")
    if rest:
        yield "  - text: |-"
        yield from (f"      {line}" for line in (first, *rest))
    else:
        yield f"  - text: {plain_scalar(first)}"
    yield f"    takes: {plain_scalar(sample.takes)}"
    if sample.fields:
        given = (f"{name}: {plain_scalar(value)}" for name, value in sample.fields)
        yield f"    fields: {{{', '.join(given)}}}"
    if sample.posted_at:
        yield f"    posted_at: {sample.posted_at}"
