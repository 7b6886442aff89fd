"""What lines look like once names, dates and numbers are masked, and patterns made of that."""

import re
from functools import cache

import polars as pl

from threadscope.rules.parts import filled
from threadscope.safetext import show

TIME, WORDS, NUMBER = "\ue001", "\ue002", "\ue003"
"""Signs that stand in a shape for a date or a time, for words in a row, and for a number."""

_LONGEST = 160
"""Characters of a line that may be a header."""
_CLOCK = r"(?:%{weekday})?[.,]{0,2} ?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
TIMES = {
    "moment": "%{moment}",
    "date": "%{date}",
    "ago": "%{ago}",
    "clock": _CLOCK,
}
"""Kinds of dates, the most telling first, with the patterns that write them in a pack."""
_WORD = r"\pN*\pL(?:[\pL\pM\pN'\x{2019}._-]*[\pL\pM\pN.])?|\p{Emoji_Presentation}+"
_NUMBER = r"\pN[\pN.,]*"
_PRIVATE = r"\p{Co}"
_HOLES = {WORDS: r"(\S.*?)", NUMBER: rf"({_NUMBER})"}


@cache
def time_pattern(*kinds: str) -> str:
    """Give a pattern, without groups, for dates of some kinds; of all if none is named."""
    wanted = [TIMES[kind] for kind in kinds or TIMES]
    return filled("|".join(f"(?:{each})" for each in wanted), "dates")


def shape() -> pl.Expr:
    """Give the shape of the column `text`: its date, words in a row and numbers by their signs.

    Lines too long for a header have none.
    """
    text = pl.col("text")
    short = pl.when(text.str.len_chars() <= _LONGEST).then(text)
    masked = short.str.replace_all(_PRIVATE, "\ufffd")
    masked = masked.str.replace(rf"\b(?:{time_pattern()})", TIME)
    masked = masked.str.replace_all(_WORD, WORDS).str.replace_all(_NUMBER, NUMBER)
    return masked.str.replace_all(f"{WORDS}(?: ?{WORDS})+", WORDS)


def holes(seen: str) -> str:
    """Give the pattern of a shape in which every sign is a group."""
    return f"^{''.join(_hole(sign) for sign in seen)}$"


def _hole(sign: str) -> str:
    return f"({time_pattern()})" if sign == TIME else _HOLES.get(sign) or literal(sign)


def literal(text: str) -> str:
    """Write text so that a pattern means just that, and a reader sees it."""
    return "".join(map(_literal, text))


def _literal(sign: str) -> str:
    if sign == " ":
        return " "
    if sign.isspace():
        return r"\s"
    if show(sign) != sign:
        return f"\\x{{{ord(sign):X}}}"
    return re.sub(r"[\\.^$*+?(){}\[\]|]", r"\\\g<0>", sign)
