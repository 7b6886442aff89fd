"""Dates as written on pages, understood by the formats a pack names."""

from collections.abc import Iterable

import polars as pl

_ISO = ("%+", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
_ISO_DATE = "%Y-%m-%d"
_EPOCH = r"^-?\d{9,10}(?:\.\d+)?$"
_EPOCH_MS = r"^-?\d{12,13}$"
_WEEKDAY = r"^\pL+\.?,?\s+"
_MICROSECONDS = 1_000_000


def understood(text: pl.Expr, formats: Iterable[str]) -> pl.Expr:
    """Turn written dates into Datetime; what fits no format is null.

    Formats are tried in order. One that begins with the day of the week (%a, %A) fits only if that
    agrees with the date, which tells 09/08 from 08/09; if none fits, the day of the week may be
    wrong or in another language and is left out. Then ISO 8601 and seconds since 1970. An offset
    is taken to UTC; without one the time stays as written.
    """
    formats = tuple(formats)
    plain = tuple(f.split(" ", 1)[1] for f in formats if f.startswith(("%a", "%A")) and " " in f)
    tries = [_parse(text, form) for form in formats]
    tries += [_parse(text.str.replace(_WEEKDAY, ""), form) for form in plain]
    tries += [_parse(text, form) for form in _ISO]
    tries.append(text.str.to_date(_ISO_DATE, strict=False).cast(pl.Datetime("us")))
    tries.append(_epoch(text, _EPOCH, _MICROSECONDS))
    tries.append(_epoch(text, _EPOCH_MS, _MICROSECONDS // 1000))
    when = pl.coalesce(tries)
    return pl.when(when.dt.year().is_between(1, 9999)).then(when)


def _parse(text: pl.Expr, form: str) -> pl.Expr:
    has_time = any(code in form for code in ("%H", "%I", "%T", "%R", "%+", "%r", "%k", "%l"))
    if not has_time:
        return text.str.to_date(form, strict=False).cast(pl.Datetime("us"))
    parsed = text.str.to_datetime(form, strict=False, time_unit="us")
    has_offset = "%z" in form or "%+" in form or "%:z" in form
    return parsed.dt.replace_time_zone(None) if has_offset else parsed


def _epoch(text: pl.Expr, shape: str, unit: int) -> pl.Expr:
    number = pl.when(text.str.contains(shape)).then(text).cast(pl.Float64, strict=False)
    return (number * unit).cast(pl.Int64, strict=False).cast(pl.Datetime("us"))
