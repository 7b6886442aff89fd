"""JSON that is safe to look at.

Control, format and separator characters are escaped; everything else is written as it is.
"""

import json
import re
from datetime import datetime
from typing import Any

import polars as pl

from threadscope.safetext import UNSAFE_IN_JSON, json_escapes

_UNSAFE = re.compile(UNSAFE_IN_JSON)


def written(value: Any) -> str:
    """Write a value as JSON over several lines."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    escapes = json_escapes()
    return _UNSAFE.sub(lambda match: escapes[match[0]], text) + "\n"


def escaped(lines: pl.Series) -> pl.Series:
    """Escape what is unsafe in lines of JSON that Polars wrote."""
    if not lines.str.contains(UNSAFE_IN_JSON).any():
        return lines
    escapes = json_escapes()
    return lines.str.replace_many(list(escapes), list(escapes.values()))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
