"""Comments as a mailbox, which every threaded mail reader can show.

The `mboxrd` form: lines of a body that begin with "From ", quoted or not, get one more ">".
References and In-Reply-To are those of RFC 5322, section 3.6.4.
"""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from threadscope.discussion import Discussion

_HOST = "threadscope.invalid"
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_FROM = re.compile(r"^(>*From )", re.MULTILINE)
_REFERENCES = 20
"""Ancestors that are named."""
_LINE = 998
"""Bytes that a line of mail may have (RFC 5322, section 2.1.1)."""


def mbox(discussion: Discussion) -> str:
    """Write every comment as a message, page order."""
    return "".join(_messages(discussion))


def _messages(discussion: Discussion) -> Iterator[str]:
    wanted = (
        "id",
        "page",
        "author",
        "posted_at",
        "subject",
        "body",
        "parent",
        "confidence",
        "orphan",
    )
    rows = discussion.threads.select(*wanted, "certain").rows(named=True)
    first = rows[0]["id"] if rows else 0
    parents = [row["parent"] for row in rows]
    for row in rows:
        date = (row["posted_at"] or _UNDATED).replace(tzinfo=UTC)
        yield f"From {_HOST} {date:%a %b %d %H:%M:%S %Y}\n"
        coding, body = _coded(row["body"])
        for name, value in _headers(row, _ancestors(row["parent"], parents, first)):
            yield f"{name}: {value}\n"
        yield f"Content-Transfer-Encoding: {coding}\n\n{body}\n\n"


def _headers(row: dict[str, Any], ancestors: list[int]) -> Iterator[tuple[str, str]]:
    from email.utils import format_datetime  # noqa: PLC0415 - takes long to load

    yield "From", _sender(row["author"])
    if row["posted_at"]:
        yield "Date", format_datetime(row["posted_at"].replace(tzinfo=UTC))
    yield "Subject", _encoded(row["subject"] or row["page"])
    yield "Message-ID", _ident(str(row["id"]))
    above = [f"missing-{row['id']}"] if row["orphan"] else [str(each) for each in ancestors]
    if above:
        yield "In-Reply-To", _ident(above[-1])
        yield "References", "\n ".join(map(_ident, above))
    sure = "certain" if row["certain"] else f"{row['confidence']:.4f}"
    yield "X-Threadscope-Confidence", sure
    yield "X-Threadscope-Page", _encoded(row["page"])
    yield "MIME-Version", "1.0"
    yield "Content-Type", 'text/plain; charset="utf-8"'


def _ancestors(parent: int | None, parents: list[int | None], first: int) -> list[int]:
    """Give the comments above one, outermost first; of a deep thread the nearest."""
    above: list[int] = []
    while parent is not None and len(above) < _REFERENCES:
        above.append(parent)
        parent = parents[parent - first]
    return above[::-1]


def _sender(author: str | None) -> str:
    from email.utils import formataddr  # noqa: PLC0415

    name = _folded(author or "")
    address = "unknown" if author is None else "author"
    return formataddr((name, f"{address}@{_HOST}"))


def _encoded(text: str) -> str:
    from email.header import Header  # noqa: PLC0415

    folded = _folded(text)
    return folded if folded.isascii() else Header(folded, "utf-8").encode()


def _folded(text: str) -> str:
    """Keep a header on its line: control characters cannot make another one."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _coded(body: str) -> tuple[str, str]:
    """Give how a body is written and what it then is: packed if mail could not carry its lines."""
    data = body.encode()
    if "\0" in body or max(map(len, data.split(b"\n"))) > _LINE:
        return "base64", base64.encodebytes(data).decode().rstrip()
    return "8bit", _FROM.sub(r">\1", body)


def _ident(comment: str) -> str:
    return f"<{comment}@{_HOST}>"
