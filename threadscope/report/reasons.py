"""Whom one comment may answer, and all that speaks for and against it."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.escape import written
from threadscope.report.tables import first_words

SCHEMA = "threadscope.reasons/1"
_WORDS = 72
_DIGITS = 6
_SHOWN = 0.005
"""Weights nearer to 0 would be written as 0.00, and are left out."""


def reasons_json(discussion: Discussion, comment: int) -> str:
    """Write one comment and its possible parents, best first, as one object.

    Args:
        discussion: one that was asked for all evidence of the comment.
        comment: its id.
    """
    keys = ("id", "page", "author", "first_line", "last_line", "body", "parent", "certain")
    (own,) = discussion.threads.filter(id=comment).select(*keys, "orphan").to_dicts()
    candidates = [
        {
            "parent": row["parent"],
            "author": row["author"],
            "first_line": row["first_line"],
            "last_line": row["last_line"],
            "orphan": row["orphan"],
            "certain": row["certain"],
            "probability": round(row["probability"], _DIGITS),
            "weight": round(_sum(row), _DIGITS),
            "evidence": [
                {**reason, "weight": round(reason["weight"], _DIGITS)} for reason in row["evidence"]
            ],
        }
        for row in _candidates(discussion, comment)
    ]
    return written({"schema": SCHEMA, "comment": own, "candidates": candidates})


def reasons_text(discussion: Discussion, comment: int) -> str:
    """Write one comment and its possible parents, best first, each above its evidence.

    Args:
        discussion: one that was asked for all evidence of the comment.
        comment: its id.
    """
    (own,) = _described(discussion.threads.filter(id=comment)).to_dicts()
    title = f"{_folded(own['page'])}, comment {comment}, {_place(own)}"
    rows = _candidates(discussion, comment)
    told = [line for row in rows for line in _lines(row)]
    return "\n".join([title, *(told or ["the page does not state whom it answers"]), ""])


def _lines(row: dict[str, Any]) -> Iterator[str]:
    """Write a possible parent and what speaks for it."""
    if row["parent"] is not None:
        what = f"comment {row['parent']}, {_place(row)}"
    else:
        what = "a comment that is not on the page" if row["orphan"] else "the page"
    sure = "certain" if row["certain"] else f"{row['probability']:.1%}"
    yield ""
    yield f"{sure:>8}  {_sum(row):+7.2f}  {what}"
    for reason in row["evidence"]:
        if abs(reason["weight"]) < _SHOWN:
            continue
        yield f"{reason['weight']:>+17.2f}  {reason['kind']:<11}  {_folded(reason['clue'])}"


def _candidates(discussion: Discussion, comment: int) -> list[dict[str, Any]]:
    """Give the possible parents of a comment, best first, each with what it is."""
    found = discussion.candidates.filter(id=comment)
    above = _described(discussion.threads).rename({"id": "parent"})
    return found.join(above, on="parent", how="left", maintain_order="left").to_dicts()


def _described(threads: pl.DataFrame) -> pl.DataFrame:
    return threads.select(
        "id", "page", "author", "first_line", "last_line", words=first_words(_WORDS)
    )


def _place(row: dict[str, Any]) -> str:
    author = _folded(row["author"] or "(unknown)")
    return f"line {row['first_line']}, {author}: {row['words']}".rstrip()


def _folded(text: str) -> str:
    """Fold a text to one line."""
    return " ".join(text.split())


def _sum(row: dict[str, Any]) -> float:
    """Add up what speaks for a possible parent."""
    return float(sum(reason["weight"] for reason in row["evidence"]))
