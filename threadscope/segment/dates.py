"""Dates as written on pages, understood by the formats a pack names."""

from collections.abc import Iterable, Iterator

import polars as pl

from threadscope.segment.months import attempts, plain

_ISO = ("%+", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
_ISO_DATE = "%Y-%m-%d"
_EPOCH = r"^-?\d{9,10}(?:\.\d+)?$"
_EPOCH_MS = r"^-?\d{12,13}$"
_WEEKDAY = r"^\pL+\.?,?\s+"
_MICROSECONDS = 1_000_000


def understood(text: pl.Series, formats: Iterable[str]) -> pl.Series:
    """Turn written dates into Datetime; what fits no format is null.

    Formats are tried in order. One that begins with the day of the week (%a, %A) fits only if that
    agrees with the date, which tells 09/08 from 08/09; if none fits, the day of the week may be
    wrong or in another language and is left out. Then ISO 8601, seconds since 1970, and the words
    of many languages. An offset is taken to UTC; without one the time stays as written.
    """
    open_rows = pl.DataFrame({"text": text}).with_row_index("row").drop_nulls()
    found = [open_rows.clear().select("row", when=pl.lit(None, pl.Datetime("us")))]
    found += _read(open_rows, _attempts(pl.col("text"), tuple(formats)))
    known = pl.concat(found)
    open_rows = open_rows.join(known, on="row", how="anti", maintain_order="left")
    if not open_rows.is_empty():
        open_rows = open_rows.with_columns(text=plain(open_rows["text"]))
        found += _read(open_rows, attempts(pl.col("text")))
    rows = pl.DataFrame({"row": pl.int_range(text.len(), dtype=pl.UInt32, eager=True)})
    when = pl.col("when")
    return (
        rows.join(pl.concat(found), on="row", how="left", maintain_order="left")
        .select(pl.when(when.dt.year().is_between(1, 9999)).then(when))
        .to_series()
    )


def _read(open_rows: pl.DataFrame, readings: Iterable[pl.Expr]) -> Iterator[pl.DataFrame]:
    """Try one reading after the other; each gives the rows that none before it could read."""
    for reading in readings:
        if open_rows.is_empty():
            return
        tried = open_rows.with_columns(when=reading)
        yield tried.filter(pl.col("when").is_not_null()).select("row", "when")
        open_rows = tried.filter(pl.col("when").is_null()).drop("when")


def _attempts(text: pl.Expr, formats: tuple[str, ...]) -> Iterator[pl.Expr]:
    plain = (f.split(" ", 1)[1] for f in formats if f.startswith(("%a", "%A")) and " " in f)
    yield from (_parse(text, form) for form in formats)
    yield from (_parse(text.str.replace(_WEEKDAY, ""), form) for form in plain)
    yield from (_parse(text, form) for form in _ISO)
    yield text.str.to_date(_ISO_DATE, strict=False).cast(pl.Datetime("us"))
    yield _epoch(text, _EPOCH, _MICROSECONDS)
    yield _epoch(text, _EPOCH_MS, _MICROSECONDS // 1000)


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
