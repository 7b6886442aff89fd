"""Texts as they are held side by side: their words alone, or their beginning on one line."""

import polars as pl

_SPARE = 4
"""So many characters are looked at for each that is wanted: white space takes some of them."""


def words_of(text: pl.Expr) -> pl.Expr:
    """Give the letters and digits of a text in lower case, one space between words."""
    return text.str.to_lowercase().str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()


def one_line(text: pl.Expr, length: int) -> pl.Expr:
    """Fold the beginning of a text to one line, of which so many characters are wanted or more."""
    return text.str.head(_SPARE * length).str.replace_all(r"\s+", " ")
