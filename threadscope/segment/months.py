"""Dates in the words of many languages, brought to one plain form."""

from collections.abc import Iterator
from typing import Final

import polars as pl

_MONTHS: Final = """
jan january januar januari janvier janv enero gennaio janeiro jän jänner styczeń stycznia
января январь янв ene gen sty
/
feb febr february februar februari février febrero febbraio fevereiro luty lutego
февраля февраль фев февр févr fév fev lut
/
mar march marzo mars märz maart março marzec marca marts марта март мар mär mrz mrt
/
apr april avril abril aprile kwiecień kwietnia апреля апрель апр avr abr kwi
/
may mai mayo maggio maio mei maj maja мая май mag
/
jun june juni juin junio giugno junho czerwiec czerwca июня июнь июн giu cze
/
jul july juli juillet julio luglio julho lipiec lipca июля июль июл juil lug lip
/
aug august août agosto augustus sierpień sierpnia augusti августа август авг ago aoû sie
/
sep sept september septembre septiembre setiembre settembre setembro wrzesień wrzesnia września
сентября сентябрь сен сент set wrz
/
oct october oktober octobre octubre ottobre outubro październik października октября октябрь
окт okt ott out paź
/
nov november novembre noviembre novembro listopad listopada ноября ноябрь ноя нояб lis
/
dec december dezember décembre diciembre dicembre dezembro grudzień grudnia декабря декабрь
дек dez déc dic gru
"""
"""Names of the months in small letters, January first; a slash stands between two months."""
_NUMBERS: Final = {
    name: at for at, names in enumerate(_MONTHS.split("/"), 1) for name in names.split()
}
_ENGLISH: Final = [names.split()[0] for names in _MONTHS.split("/")]

_STEPS: Final = (
    (r"年|月", "-"),
    (r"日", " "),
    (r"(\d) ?[h時] ?(\d)", "$1:$2"),
    (r"午前 ?(\d+:\d+)分?|(\d) ?午前", "$1$2 am"),
    (r"午後 ?(\d+:\d+)分?|(\d) ?午後", "$1$2 pm"),
    (r"\b([ap])\.?\s?m\b\.?", "${1}m"),
    (r"(\d)([ap]m)\b", "$1 $2"),
    (r"(\d)(?:st|nd|rd|th|er|º|ª)\b", "$1"),
)
"""What is rewritten in small letters before words are looked at."""
_WORD = r"\pL+"
_SHAPES: Final = ("%b %d %Y", "%d %b %Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%y")
_SLASHED: Final = {"%d/%m/%Y": r"^(?:1[3-9]|2\d|3[01])/", "%m/%d/%Y": r"^\d+/(?:1[3-9]|2\d|3[01])/"}
"""Dates with slashes are read where only one order of day and month is possible."""
_CLOCKS: Final = ("%I:%M %p", "%H:%M", "%I:%M:%S %p", "%H:%M:%S", "%H.%M")


def plain(text: pl.Series) -> pl.Series:
    """Rewrite dates as numbers, English months and a time: `dec 22 2019 11:24`.

    Words that are no month, "am" or "pm" are left out: days of the week, "at", "um", "Uhr".
    """
    words = text.str.to_lowercase()
    for old, new in _STEPS:
        words = words.str.replace_all(old, new)
    known = words.str.extract_all(_WORD).explode().drop_nulls().unique()
    months = {word: _ENGLISH[_NUMBERS[word] - 1] for word in known if word in _NUMBERS}
    dropped = [word for word in known if word not in months and word not in {"am", "pm"}]
    frame = pl.DataFrame({"text": words, "row": pl.int_range(len(words), eager=True)})
    pieces = frame.select("row", piece=pl.col("text").str.extract_all(r"\pL+|[\d.:/-]*\d")).explode(
        "piece"
    )
    kept = pieces.filter(~pl.col("piece").is_in(dropped)).with_columns(
        pl.col("piece").replace(months)
    )
    joined = kept.group_by("row", maintain_order=True).agg(pl.col("piece").str.join(" "))
    return frame.join(joined, on="row", how="left", maintain_order="left")["piece"]


def attempts(text: pl.Expr) -> Iterator[pl.Expr]:
    """Give one reading after the other of dates in their plain form."""
    for shape in _SHAPES:
        for clock in _CLOCKS:
            form = f"{shape} {clock}"
            yield text.str.to_datetime(form, strict=False, time_unit="us")
    for shape, sure in _SLASHED.items():
        clear = pl.when(text.str.contains(sure)).then(text)
        for clock in _CLOCKS:
            yield clear.str.to_datetime(f"{shape} {clock}", strict=False, time_unit="us")
        yield clear.str.to_date(shape, strict=False).cast(pl.Datetime("us"))
    for shape in _SHAPES:
        yield text.str.to_date(shape, strict=False).cast(pl.Datetime("us"))
    for shape in _SHAPES[:2]:
        for clock in _CLOCKS[:4]:
            form = f"{clock} {shape}"
            yield text.str.to_datetime(form, strict=False, time_unit="us")
