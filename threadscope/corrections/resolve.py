"""From corrections to the comments they mean."""

from collections.abc import Iterable, Sequence

import polars as pl

from threadscope.corrections.model import MISSING, Correction, Key, digest
from threadscope.errors import Note, Severity
from threadscope.schema import CORRECTED

_ASKED = pl.Schema(
    {
        "at": pl.UInt32(),
        "page": pl.String(),
        "line": pl.UInt32(),
        "digest": pl.String(),
        "parent_line": pl.UInt32(),
        "parent_digest": pl.String(),
        "orphan": pl.Boolean(),
    }
)
"""One row per correction: its place in the sequence given, and its two keys; a parent's key is
null where the page or a missing comment is answered."""
_KNOWN = pl.Schema(
    {"id": pl.UInt32(), "page": pl.String(), "line": pl.UInt32(), "digest": pl.String()}
)
"""One row per comment of a page that has corrections."""

_NO_COMMENT = "fits no comment of the page any more (left out; make it again)"
_NO_PARENT = "names a parent that is no longer on the page (left out; make it again)"
_LATER = "names a parent that does not stand above it (left out; choose an earlier one)"
_SECOND = "is one of two for the same comment (left out; the other one holds)"


def resolve(
    comments: pl.DataFrame, corrections: Sequence[Correction]
) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Find the comments that corrections mean.

    A comment is found by line and digest, else by a digest that is unique on the page. Where two
    corrections mean one comment, the one whose line fits holds, else the last.

    Args:
        comments: COMMENTS, or THREADS.
        corrections: of these pages; a correction of any other page fits no comment.

    Returns:
        CORRECTED, and a note for each correction that is not followed.
    """
    if not corrections:
        return CORRECTED.to_frame(), ()
    judged = _judged(comments, corrections)
    good = judged.filter(pl.col("fault").is_null()).sort("id")
    bad = judged.filter(pl.col("fault").is_not_null()).sort("at")
    notes = tuple(_note(corrections[at], fault) for at, fault in bad.select("at", "fault").rows())
    return good.match_to_schema(CORRECTED, extra_columns="ignore"), notes


def without(
    comments: pl.DataFrame, corrections: Sequence[Correction], comment: int
) -> tuple[Correction, ...]:
    """Take out what corrects one comment; stale corrections stay.

    Args:
        comments: COMMENTS, or THREADS.
        corrections: any.
        comment: id of the comment.
    """
    meant = _judged(comments, corrections).filter(pl.col("id") == comment)["at"]
    gone = set(meant.to_list())
    return tuple(each for at, each in enumerate(corrections) if at not in gone)


def unread(corrections: Iterable[Correction], pages: Iterable[str]) -> tuple[Note, ...]:
    """Give a note for each page that has corrections and is not among the pages read."""
    strange = {each.page for each in corrections}.difference(pages)
    why = "has corrections, but no page of that name was read (they are left out)"
    return tuple(Note(Severity.INFO, page, why) for page in sorted(strange))


def _judged(comments: pl.DataFrame, corrections: Sequence[Correction]) -> pl.DataFrame:
    """Give _ASKED with id, parent and what is wrong with it (`fault`, null = nothing)."""
    asked = pl.DataFrame(
        list(map(_row, range(len(corrections)), corrections)), _ASKED, orient="row"
    )
    known = _known(comments, asked)
    parents = asked.select("at", "page", line="parent_line", digest="parent_digest")
    found = asked.join(_find(asked, known), on="at", how="left").join(
        _find(parents.drop_nulls(), known).select("at", parent="id"), on="at", how="left"
    )
    lost = pl.col("parent_line").is_not_null() & pl.col("parent").is_null()
    fault = (
        pl.when(pl.col("id").is_null())
        .then(pl.lit(_NO_COMMENT))
        .when(lost)
        .then(pl.lit(_NO_PARENT))
        .when(pl.col("parent") >= pl.col("id"))
        .then(pl.lit(_LATER))
    )
    sound = found.with_columns(fault=fault).sort("fits", "at")
    last = pl.col("at") == pl.col("at").last().over("id", "fault")
    second = pl.col("fault").is_null() & ~last
    return sound.with_columns(fault=pl.when(second).then(pl.lit(_SECOND)).otherwise("fault"))


def _row(at: int, correction: Correction) -> tuple[object, ...]:
    comment, answers = correction.comment, correction.answers
    parent = (answers.line, answers.digest) if isinstance(answers, Key) else (None, None)
    return at, correction.page, comment.line, comment.digest, *parent, answers == MISSING


def _known(comments: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Give _KNOWN; only pages that have corrections are worth their digests."""
    meant = comments.join(asked.select("page").unique(), on="page", how="semi")
    digests = [digest(*row) for row in meant.select("author", "body").rows()]
    return meant.select(
        "id", "page", line="first_line", digest=pl.Series(digests, dtype=pl.String)
    ).match_to_schema(_KNOWN)


def _find(keys: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Find the comment of each key that has one: at, id, fits (its line is the same)."""
    exact = keys.join(
        known.unique(["page", "line", "digest"], keep="first", maintain_order=True),
        on=["page", "line", "digest"],
    )
    alone = known.filter(pl.len().over("page", "digest") == 1)
    shifted = keys.join(exact, on="at", how="anti").join(alone, on=["page", "digest"])
    return pl.concat(
        part.select("at", "id", fits=pl.lit(fits))
        for part, fits in ((exact, True), (shifted, False))
    )


def _note(correction: Correction, fault: str) -> Note:
    severity = Severity.DAMAGE if fault == _LATER else Severity.INFO
    author = correction.comment.author
    who = "an unknown author" if author is None else repr(author)
    text = f"the correction of a comment by {who} {fault}"
    return Note(severity, correction.page, text, correction.comment.line)
