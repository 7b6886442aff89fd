"""How a line is written, as numbers: what tells the voice of an article from that of comments."""

from dataclasses import dataclass

import polars as pl

_TEXT, _LOWER, _WORDS = pl.col("text"), pl.col("lower"), pl.col("words")


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which lines differ."""

    value: pl.Expr
    """How much of it a line has, about 0 to 1; over `text`, `lower` (the text in lower case, with
    straight apostrophes) and `words` (their number, and one)."""
    more: str
    """What lines with more of it do, after "they"."""
    less: str
    """What lines with less of it do."""


def _rate(pattern: str, most: float, text: pl.Expr = _LOWER) -> pl.Expr:
    """Give how often a pattern stands in a line for each of its words, `most` and more as 1."""
    return (text.str.count_matches(pattern) / _WORDS).clip(0, most) / most


def _words(words: str, most: float) -> pl.Expr:
    return _rate(rf"\b(?:{words})\b", most)


def _has(pattern: str) -> pl.Expr:
    return _TEXT.str.contains(pattern)


_FIRST = "i|i'm|i've|i'd|i'll|me|my|mine|ich|mir|mich|mein|je|moi|mon|ma|yo|mi|io|ik"
_SECOND = "you|your|you're|yours|du|dir|dich|dein|ihr|euch|vous|votre|tu|te|tes|usted|jij"
_THIRD = "he|she|his|her|him|they|their|them|er|sie|il|elle|ils"
_DENIES = r"\b(?:not|no|never|nothing|nicht|kein|pas|non)\b|n't\b"
_HEDGES = (
    "just|really|actually|only|so|well|but|if|like|maybe|sure|think|guess|know|would|could|should"
    "|auch|aber|mal|doch|ja|mais|bien"
)
_REPORTS = "said|says|told|according|announced|reported|sagte|dit"
_LINKS = "of|in|by|on|for|with|from|at|der|die|das|des|von|de|la|le|les"
_SENTENCES = _TEXT.str.count_matches(r"[.!?](?:\s|$)") + 1

SIGNS: dict[str, Sign] = {
    "first": Sign(_words(_FIRST, 0.1), "speak of themselves", "do not speak of themselves"),
    "second": Sign(_words(_SECOND, 0.1), "speak to somebody", "speak to nobody"),
    "third": Sign(_words(_THIRD, 0.1), "speak of others", "speak less of others"),
    "denies": Sign(_rate(_DENIES, 0.08), "contradict", "contradict less"),
    "short_forms": Sign(
        _rate(r"\pL'(?:t|re|ve|ll|m|d|s)\b", 0.1), "use short forms", "use no short forms"
    ),
    "hedges": Sign(_words(_HEDGES, 0.15), "talk", "talk less"),
    "reports": Sign(_words(_REPORTS, 0.05), "report who said what", "report nothing"),
    "links": Sign(_words(_LINKS, 0.3), "are written densely", "are written loosely"),
    "exclaims": Sign(_has("!"), "exclaim", "do not exclaim"),
    "asks": Sign(_has(r"\?"), "ask", "do not ask"),
    "trails": Sign(_has(r"\.\.|…"), "trail off with dots", "do not trail off"),
    "begins_low": Sign(_has(r"^\p{Ll}"), "begin with a small letter", "begin with a capital"),
    "no_stop": Sign(~_has(r'[.!?)"”…:]$'), "end without a full stop", "end with a full stop"),
    "small_i": Sign(_has(r"\bi\b"), 'write "i" small', 'do not write "i" small'),
    "quotes": Sign(_has('[“"«].{20,}[”"»]'), "quote", "do not quote"),
    "curly": Sign(_has("[\u2018\u2019\u201c\u201d]"), "have curly quotes", "have straight quotes"),
    "numbers": Sign(_rate(r"\d+", 0.1), "give numbers", "give fewer numbers"),
    "shouts": Sign(_has(r"\b\p{Lu}{4,}\b"), "have words in capitals", "have no words in capitals"),
    "names": Sign(_rate(r"\s\p{Lu}\p{Ll}+", 0.4, _TEXT), "are full of names", "hold fewer names"),
    "brackets": Sign(_has(r"\("), "have brackets", "have no brackets"),
    "slashes": Sign(_has(r"\pL/\pL"), "join words with a slash", "join no words with a slash"),
    "ampersands": Sign(_has("&"), 'write "&"', 'do not write "&"'),
    "dashes": Sign(_has(r"\s[-\x{2013}\x{2014}]\s|--"), "have dashes", "have no dashes"),
    "addresses": Sign(_has("https?://|www"), "give links", "give no links"),
    "smiles": Sign(_has(r"[:;]-?[)(DP]|\b(?:lol|LOL)\b"), "smile", "do not smile"),
    "length": Sign(_WORDS.cast(pl.Float64).log() / 5, "are longer", "are shorter"),
    "sentences": Sign(
        (_WORDS / _SENTENCES).log() / 4, "have longer sentences", "have shorter sentences"
    ),
    "commas": Sign(_rate(",", 0.15, _TEXT), "have more commas", "have fewer commas"),
    "long_words": Sign(_rate(r"\pL{9,}", 0.3, _TEXT), "have longer words", "have shorter words"),
}
"""Name to sign."""


def styles(lines: pl.DataFrame) -> pl.DataFrame:
    """Describe how lines are written: one row per line, in order, a column per sign.

    Args:
        lines: with `text`.
    """
    counted = lines.select(
        "text",
        lower=_TEXT.str.to_lowercase().str.replace_all("\u2019", "'", literal=True),
        words=_TEXT.str.count_matches(r"\pL+") + 1,
    )
    return counted.select(
        sign.value.cast(pl.Float64).fill_null(0).fill_nan(0).alias(name)
        for name, sign in SIGNS.items()
    )
