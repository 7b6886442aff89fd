"""The words that give a reply away, by language: thanks, second person, openings, talk of the page.

The lists stand in `cues.json`. A page is read with the list of the language whose everyday words it
holds most of; a page in none of them is still rebuilt, by names, quotes, shared words and places.
"""

import json
import re
from functools import cache
from importlib.resources import files

import polars as pl

from threadscope.language.tokens import Tokens

KINDS = ("reply", "thanks", "second", "article", "wrote")
"""What the lists tell apart: openings of an answer, thanks, second person, talk about the article,
and verbs that introduce a quote."""

ASKING = r"[?\u{ff1f}\u{61f}]\s*(?:\n|$)"
"""Pattern of a text that asks: a question mark ends one of its lines."""

_NO_SPACES = frozenset({"ja"})
"""Languages that write words together: their cues stand inside other letters."""


@cache
def lists() -> dict[str, dict[str, list[str]]]:
    """Load the lists: language, then kind, then words in lower case."""
    text = files("threadscope.language").joinpath("cues.json").read_text("utf-8")
    loaded: dict[str, dict[str, list[str]]] = json.loads(text)
    return loaded


@cache
def common() -> frozenset[str]:
    """Give the everyday words of all languages: they are no topic, and no name."""
    return frozenset(word for language in lists().values() for word in language["common"])


@cache
def everyday() -> pl.DataFrame:
    """One row per everyday word and language: word, language."""
    rows = [(word, name) for name, kinds in lists().items() for word in kinds["common"]]
    return pl.DataFrame(rows, schema=["word", "language"], orient="row")


@cache
def pattern(language: str, kind: str) -> str:
    """Give the pattern of one kind of cue in a language, over text in lower case.

    An opening stands at the start only.
    """
    words = "|".join(re.escape(word) for word in lists()[language][kind])
    edge = "" if language in _NO_SPACES else r"\b"
    start = r"^\W*" if kind == "reply" else edge
    return rf"{start}(?:{words}){edge}"


def heard(texts: pl.DataFrame, words: Tokens, given: pl.DataFrame) -> pl.DataFrame:
    """Tell what gives a text away, each page read in its own language.

    Args:
        texts: page, and lower (the text in lower case).
        words: of the texts.
        given: page and language of pages whose language is known.

    Returns:
        The texts, in their order, with language (null = none is known) and KINDS but `wrote`.
    """
    found = _languages(words, texts["page"]).join(given, on="page", how="anti")
    found = pl.concat([given, found])
    spoken = texts.join(found, on="page", how="left", maintain_order="left").with_row_index("at")
    kinds = [kind for kind in KINDS if kind != "wrote"]
    parts = [
        part.with_columns(
            **{
                kind: pl.col("lower").str.contains(pattern(language, kind))
                if language
                else pl.lit(False)
                for kind in kinds
            }
        )
        for (language,), part in spoken.partition_by("language", as_dict=True).items()
    ]
    if not parts:
        return spoken.with_columns(**dict.fromkeys(kinds, pl.lit(False))).drop("at")
    return pl.concat(parts).sort("at").drop("at")


def _languages(words: Tokens, page: pl.Series) -> pl.DataFrame:
    """Find the language of each page by its everyday words: page, language."""
    return (
        words.said.lazy()
        .select("row", "term")
        .join(words.terms.join(everyday(), on="word").lazy(), on="term")
        .with_columns(page=pl.lit(page).gather("row"))
        .group_by("page", "language")
        .len()
        .sort("page", "len", "language", descending=[False, True, False])
        .unique("page", keep="first", maintain_order=True)
        .drop("len")
        .collect()
    )
