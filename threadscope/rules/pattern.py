"""Patterns and date formats proven fit to run, by the engine that will run them.

The engine is Rust's, which answers in time linear in the text; look-around and backreferences,
which it cannot have, are refused with its own words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches

import polars as pl
from polars.exceptions import ComputeError, PolarsError

from threadscope.rules.pack import FIELDS, Pack
from threadscope.rules.weight import weight
from threadscope.rules.yamldoor import Path

_COUNT = re.compile(r"(?<!\\[xuU])\{(\d+)(?:,(\d*))?\}")
"""A repeat count; in `\\x{2028}` the same shape is a character."""
_DAY = re.compile(r"%[-_0]?[dejDFxvcs+]")
"""A code that says which day it is; %s are seconds since 1970."""
_DEPTH = re.compile(r"\(\?P?<depth>")
_MOMENT = datetime(2011, 11, 9, 22, 1, tzinfo=UTC)
"""Any moment; writing it finds the codes that do not exist, which reading does not."""
_MAX_COUNT = 1000
_MAX_NESTING = 200
_MAX_WEIGHT = 4096


@dataclass(frozen=True, slots=True)
class Use:
    """A pattern, where it stands in its file and what it must hold."""

    path: Path
    """Keys that lead to it."""
    text: str
    """The pattern."""
    groups: frozenset[str] = frozenset()
    """Named groups it must have."""


def uses(pack: Pack) -> list[Use]:
    """List every pattern of a pack."""
    comment = pack.comment
    found: list[Use] = []
    if comment.author is not None:
        found.append(Use(("comment", "author"), comment.author, frozenset({"author"})))
    for at, marker in enumerate(comment.markers):
        for side, lines in (("opens", marker.opens), ("closes", marker.closes)):
            here: Path = ("comment", "markers", at, side)
            found += [Use((*here, place), line.pattern) for place, line in enumerate(lines)]
            found += [
                Use((*here, place, "hint"), line.hint)
                for place, line in enumerate(lines)
                if line.hint is not None
            ]
    found += _listed(("comment", "end"), comment.end)
    found += _listed(("discussion", "start"), pack.discussion.start)
    found += _listed(("discussion", "end"), pack.discussion.end)
    found += _listed(("noise",), pack.noise)
    if "replies" in pack.model_fields_set:
        found += _listed(("replies",), pack.replies, frozenset({"parent_author"}))
    return found


def _listed(path: Path, patterns: Iterable[str], groups: frozenset[str] = frozenset()) -> list[Use]:
    return [Use((*path, at), pattern, groups) for at, pattern in enumerate(patterns)]


def faults(found: list[Use]) -> list[tuple[Path, str, str]]:
    """Say what is wrong with patterns: path, what, what to write instead."""
    suspects = {use.path: fault for use in found if (fault := _size_fault(use.text))}
    rest = [use for use in found if use.path not in suspects]
    suspects |= _compiled(rest)
    return [(use.path, *suspects[use.path]) for use in found if use.path in suspects]


def format_faults(formats: Iterable[str]) -> list[tuple[Path, str, str]]:
    """Say which date formats the engine refuses: path, what, what to write instead."""
    tried = ((("dates", at), _format_fault(form)) for at, form in enumerate(formats))
    return [(path, fault, "see strftime") for path, fault in tried if fault]


def _format_fault(form: str) -> str | None:
    moment = pl.lit(_MOMENT)
    try:
        pl.select(pl.lit("").str.to_datetime(form, strict=False))
        pl.select(moment.dt.strftime(form.replace("%#z", "%z")))
    except ComputeError as error:
        return f"not a date format: {str(error).splitlines()[0]}"
    if not _DAY.search(form.replace("%%", "")):
        return f"the format {form!r} holds no day, such as %d"
    return None


def depth_faults(pack: Pack) -> list[tuple[Path, str, str]]:
    """Say whether the group that shows the depth is in no header: path, what, what to write."""
    if pack.depth is None or pack.depth.shown_by == "indent":
        return []
    lines = [line for marker in pack.markers for line in (*marker.opens, *marker.closes)]
    if any(_DEPTH.search(line.pattern) for line in lines):
        return []
    what = f"{pack.depth.shown_by} is read from the group 'depth', which no header has"
    return [(("depth", "shown_by"), what, "write (?P<depth>...) around it")]


def _size_fault(pattern: str) -> tuple[str, str] | None:
    counts = (int(count) for match in _COUNT.findall(pattern) for count in match if count)
    if max(counts, default=0) > _MAX_COUNT:
        return f"a repeat count is over {_MAX_COUNT}", "use * or a smaller count"
    if pattern.count("(") > _MAX_NESTING:
        return f"more than {_MAX_NESTING} groups", "split the pattern"
    if (size := weight(pattern)) > _MAX_WEIGHT:
        what = f"the counts make it {size:,} characters long, more than {_MAX_WEIGHT:,}"
        return what, "use * or smaller counts inside each other"
    return None


def _compiled(found: list[Use]) -> dict[Path, tuple[str, str]]:
    """Compile all patterns in one go; one by one only if that fails."""
    try:
        shapes = _shapes(found)
    except PolarsError:
        if len(found) == 1:
            return {found[0].path: _refusal(found[0].text)}
        single = (_compiled([use]) for use in found)
        return {path: fault for faults in single for path, fault in faults.items()}
    checked = ((use, _group_fault(use, *shape)) for use, shape in zip(found, shapes, strict=True))
    return {use.path: fault for use, fault in checked if fault}


def _shapes(found: list[Use]) -> list[tuple[bool, list[str]]]:
    """Tell of each pattern whether it matches the empty string, and its groups."""
    empty = pl.lit("")
    columns = [empty.str.contains(use.text).alias(f"m{at}") for at, use in enumerate(found)]
    columns += [empty.str.extract_groups(use.text).alias(f"g{at}") for at, use in enumerate(found)]
    row = pl.select(columns)
    return [
        (row[f"m{at}"].item(), [field.name for field in row[f"g{at}"].dtype.fields])  # type: ignore[attr-defined]
        for at in range(len(found))
    ]


def _refusal(pattern: str) -> tuple[str, str]:
    try:
        pl.select(pl.lit("").str.extract_groups(pattern), pl.lit("").str.contains(pattern))
    except ComputeError as error:
        text = str(error).partition("\n\nThis error occurred")[0]
        reason = text.rpartition("error: ")[2].strip().splitlines()[-1]
        return f"not a pattern: {reason}", "the syntax is that of Rust's regex"
    except PolarsError as error:
        return f"not a pattern: {str(error).splitlines()[0]}", ""
    return "", ""


def _group_fault(use: Use, empty: bool, groups: list[str]) -> tuple[str, str] | None:  # noqa: FBT001
    if empty:
        return "the pattern matches the empty line", "make it ask for at least one character"
    for group in groups:
        if not group.isdecimal() and group not in FIELDS:
            near = get_close_matches(group, FIELDS, n=1)
            return f"unknown group {group!r}", f"did you mean {near[0]!r}?" if near else (
                "known: " + ", ".join(FIELDS)
            )
    if missing := use.groups - set(groups):
        group = min(missing)
        return f"the group {group!r} is missing", f"write (?P<{group}>...) around it"
    return None
