"""The threads themselves: folds inside folds, as deep as browsers bear."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.html.markup import (
    Column,
    amount,
    bar,
    left_out,
    line,
    name,
    number,
    table,
    text,
)
from threadscope.report.html.places import place_of
from threadscope.report.html.reasons import Reasons
from threadscope.report.tables import first_words

_NESTED = 60
"""Levels that lie in one another; browsers lose text a few hundred levels deep."""
_INDENTED = 10
"""Levels that are indented; deeper comments say their depth."""
_OPEN = 300
"""Threads are folded on a page with more comments."""
_LONGEST = 20_000
"""Characters of a comment that are shown."""
_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")
_LARGEST = 20
_WORDS = 90


def shown(threads: pl.DataFrame, most: int) -> pl.DataFrame:
    """Choose the comments that are shown: THREADS of the largest threads, in the order of the tree.

    The last thread that has room is cut where the room ends; what a comment answers is there.
    """
    size = pl.len().over("thread")
    largest = threads.sort(size, "thread", "order", descending=[True, False, False])
    return largest.head(most).sort("order")


def talk(discussion: Discussion, some: pl.DataFrame) -> str:
    """Write the threads of the comments that are shown, page by page."""
    every = discussion.threads.height
    if not every:
        return '<p class="left-out">No comments were found.</p>\n'
    told = "" if some.height == every else _cut(discussion, some)
    sizes = dict(discussion.threads.group_by("thread").len().rows())
    writer = _Writer(Reasons.of(discussion, some), sizes, opened=some.height <= _OPEN)
    rows = some.with_columns(opening=first_words(_WORDS)).partition_by("page", maintain_order=True)
    pages = (
        f'<h3 class="page"><bdi>{line(part["page"][0])}</bdi></h3>\n{"".join(writer.page(part))}'
        for part in rows
    )
    return _largest(discussion, some) + told + _HOW + "".join(pages)


_HOW = (
    "<p><small>A click on a comment's first line folds it with all below it; a click on the line "
    "below that tells why it hangs there.</small></p>\n"
)


def _cut(discussion: Discussion, some: pl.DataFrame) -> str:
    """Say what is left out."""
    threads = discussion.discussions.height - some["thread"].n_unique()
    return (
        f'<p class="left-out">{some.height:,} of {amount(discussion.threads.height, "comment")} '
        f"are shown, those of the largest threads; {amount(threads, 'thread')} are left out whole "
        "(--max-comments shows more). Numbers and plots are over all comments.</p>\n"
    )


def _largest(discussion: Discussion, some: pl.DataFrame) -> str:
    """Write a table of the largest threads."""
    there = set(some["thread"])
    roots = discussion.threads.filter(pl.col("depth") == 0).select("id", words=first_words(_WORDS))
    first = discussion.discussions.head(_LARGEST).join(
        roots, left_on="thread", right_on="id", maintain_order="left"
    )
    most = max(first["comments"])
    columns = (
        Column("opens with"),
        Column("author"),
        Column("comments", "n bar"),
        Column("authors", "n"),
        Column("deepest", "n"),
    )
    rows = (
        [
            _linked(row["thread"], f"<bdi>{line(row['words'] or '(no text)')}</bdi>", there),
            name(row["author"]),
            bar(row["comments"], most),
            number(row["authors"]),
            number(row["max_depth"]),
        ]
        for row in first.iter_rows(named=True)
    )
    more = left_out(discussion.discussions.height - _LARGEST, "thread")
    return table("The largest threads", columns, rows, style="threads") + more


def _linked(ident: int, label: str, there: set[int]) -> str:
    return f'<a href="#c{ident}">{label}</a>' if ident in there else label


class _Writer:
    """Writes comments in the order of the tree."""

    def __init__(self, reasons: Reasons, sizes: Mapping[int, int], *, opened: bool) -> None:
        self._reasons = reasons
        self._sizes = sizes
        self._opened = opened

    def page(self, rows: pl.DataFrame) -> Iterator[str]:
        """Write the comments of a page that are shown."""
        nested = 0
        thread, told = None, 0
        for row in rows.iter_rows(named=True):
            level = min(row["depth"], _NESTED)
            yield "</details>\n" * max(0, nested - level)
            if row["depth"] == 0:
                yield self._missing(thread, told)
                thread, told = row["thread"], 0
            yield self._comment(row)
            nested, told = level + 1, told + 1
        yield "</details>\n" * nested
        yield self._missing(thread, told)

    def _missing(self, thread: int | None, told: int) -> str:
        """Say how many comments of a thread are not shown."""
        return (
            left_out(self._sizes[thread] - told, "comment", " of this thread")
            if thread is not None
            else ""
        )

    def _comment(self, row: dict[str, Any]) -> str:
        """Write a comment; its fold is left open for those below."""
        kinds = ["comment", place_of(row).kind]
        kinds += ["thread"] if row["depth"] == 0 else []
        kinds += ["deep"] if row["depth"] > _INDENTED else []
        folded = row["depth"] == 0 and not self._opened
        return (
            f'<details class="{" ".join(kinds)}" id="c{row["id"]}"{"" if folded else " open"}>'
            f"<summary>{_head(row)}</summary>\n"
            f'{self._reasons.written(row)}<div class="text" dir=auto>{_body(row["body"])}</div>\n'
        )


def _head(row: dict[str, Any]) -> str:
    """Write the line above a comment."""
    first, last = row["first_line"], row["last_line"]
    said = [
        f"line {first}" if first == last else f"lines {first}&ndash;{last}",
        f"{row['posted_at']:%Y-%m-%d %H:%M}"
        if row["posted_at"]
        else line(row["posted_text"] or ""),
        f"depth {row['depth']}" if row["depth"] > _INDENTED else "",
        f"{row['descendants']:,} below" if row["descendants"] else "",
        f"repeats #{row['repeats']}" if row["repeats"] is not None else "",
    ]
    meta = " · ".join(filter(None, said))
    subject = (
        f' <span class="subject"><bdi>{line(row["subject"])}</bdi></span>' if row["subject"] else ""
    )
    return (
        f"<b>{name(row['author'])}</b>{subject} "
        f'<span class="meta">{meta} · <a href="#c{row["id"]}">#{row["id"]}</a></span> '
        f'<span class="opening"><bdi>{line(row["opening"])}</bdi></span>'
    )


def _body(body: str) -> str:
    """Write the text of a comment, several blank lines as one."""
    if not body.strip():
        return '<span class="nobody">(no text)</span>'
    more = len(body) - _LONGEST
    cut = f'\n<span class="left-out">… {amount(more, "more character")}</span>' if more > 0 else ""
    return text(_BLANK.sub("\n\n", body[:_LONGEST])) + cut
