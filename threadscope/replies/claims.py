"""Lines that say outright whom a comment answers: headers, phrases, what introduces a quote."""

from dataclasses import dataclass

import polars as pl

from threadscope.language.tokens import Tokens
from threadscope.replies.facts import INTRODUCTION, VERBS

_HEADER, _PHRASE, _CALL = 6.0, 3.0, 1.5
"""What a header, a phrase or a name and a comma add to the log-odds on top of what is learnt: they
say outright whom a comment answers."""
_HEADS = (
    (
        r"^\*?(?:From|Von|De|Da|Van|Fra|Från|Od|От):\*?[ \t]+(?:.*(?:\n *\[.*)?(?i:on behalf of) )?"
        r"\"?(?P<parent_author>[^<\[(:\"\n]{2,60}?)\"?\s*(?:[<\[(].*)?$"
    ),
    r"^>{4,5} +(?:\"[^\"\n]*\" +== +)?\"?(?P<parent_author>[^<>\"\n]{2,60}?)\"? <[^>\n]*>",
)
"""Lines of a mail that stand above what is quoted of it: its header, or as Emacs says it."""
_VOCATIVE = r"\A@?(?P<parent_author>[^\s,:@][^,:\n]{0,39}?)\s*[,:]"
"""A body that opens with a name and a comma or colon."""
_AIMED = pl.col("opens") | ~pl.col("words").str.starts_with("@")
"""Who is called further down is not whom the comment answers: that was done above."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What says outright whom comments answer, whether there is anybody of that name or not."""

    named: pl.DataFrame
    """One row per header, phrase, head of a mail, or word that opens a comment and may be a name:
    row, page, key (the name in lower case, without what stands around it), promise (log-odds that
    it adds), clue (the words that say so; null = the word that opens the comment)."""
    lines: pl.DataFrame
    """One row per line that introduces a quote: row, page, author, text."""


def claims(
    comments: pl.DataFrame,
    words: Tokens,
    phrases: dict[tuple[str, ...], list[int]],
    fresh: pl.Series,
) -> Claims:
    """Find what says outright whom comments answer.

    Of the lines that introduce quotes the first counts: what the others introduce was quoted there.

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.
        phrases: patterns over a line, with the group parent_author, and the pages they are for.
        fresh: as `Quotes` has it.
    """
    header = comments.filter(pl.col("parent_author").is_not_null()).select(
        "row",
        "page",
        name="parent_author",
        clue=pl.format("its header names {}", "parent_author"),
        promise=pl.lit(_HEADER),
    )
    said = [
        _matched(comments.filter(pl.col("page").is_in(pages)), pattern).filter(_AIMED)
        for patterns, pages in phrases.items()
        for pattern in patterns
    ]
    verb = pl.col("words").str.contains_any(VERBS)
    phrase = pl.when(verb).then(_CALL).otherwise(_PHRASE)
    named = pl.concat(
        [
            *(each.with_columns(promise=phrase, quotes=verb) for each in said),
            *(
                _matched(comments, head).with_columns(promise=pl.lit(_PHRASE), quotes=True)
                for head in _HEADS
            ),
        ]
    )
    lines = _introductions(comments)
    ends = pl.concat([named.filter("quotes").select("row", "end"), lines.select("row", "end")])
    first = ends.group_by("row").agg(first=pl.col("end").min())
    outer = ~pl.col("quotes") | (pl.col("at") <= pl.col("first"))
    copied = words.said.filter(~fresh & (words.said["at"] == 0))["row"]
    called = _matched(comments.filter(~pl.col("row").is_in(copied.implode())), _VOCATIVE)
    found = [
        header,
        named.join(first, on="row", how="left", maintain_order="left").filter(outer),
        called.with_columns(promise=pl.lit(_CALL), clue=pl.lit(None, pl.String)),
    ]
    key = pl.col("name").str.to_lowercase().str.strip_chars(" \t@.,:;")
    lines = lines.join(first, on="row", how="left", maintain_order="left")
    return Claims(
        pl.concat(found, how="diagonal").select("row", "page", "promise", "clue", key=key),
        lines.filter(pl.col("at") <= pl.col("first")).select("row", "page", "author", "text"),
    )


def _matched(comments: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Find the first line of each body that matches.

    Returns:
        row, page, name, words (what matches), at and end (the bytes of the body where it stands),
        opens (nothing stands above it), clue.
    """
    by_line = f"(?m){pattern}"
    body = pl.col("body")
    return (
        comments.lazy()
        .filter(body.str.contains(by_line))
        .select(
            "row",
            "page",
            "body",
            name=body.str.extract_groups(by_line).struct.field("parent_author"),
            words=body.str.extract(f"({by_line})", 1),
        )
        .filter(pl.col("name").is_not_null())
        .with_columns(
            opens=body.str.strip_chars_start().str.starts_with(pl.col("words")),
            clue=pl.format('says "{}"', "words"),
            **_place("words"),
        )
        .drop("body")
        .collect()
    )


def _place(words: str) -> dict[str, pl.Expr]:
    """Give at and end of words in a body, in bytes."""
    at = pl.col("body").str.find(pl.col(words), literal=True).fill_null(0)
    return {"at": at, "end": at + pl.col(words).str.len_bytes()}


def _introductions(comments: pl.DataFrame) -> pl.DataFrame:
    """Find lines that introduce a quote ("On Monday, Ann Lee wrote:").

    Returns:
        One row per line: row, page, author, text, at and end (as `_matched` gives them).
    """
    return (
        comments.lazy()
        .filter("introduced")
        .select("row", "page", "author", "body", text=pl.col("own").str.extract_all(INTRODUCTION))
        .explode("text", empty_as_null=False)
        .with_columns(**_place("text"))
        .drop("body")
        .collect()
    )
