"""The scripts people write when they need this once: `re` and dicts, nothing else."""

import re

MARKER = "'s picture"
_AUTHOR = re.compile(r"^(?P<author>.+)'s picture$")
_SUBMITTED = re.compile(r"^Submitted by .+? on (?P<date>\w+, .+?)\.?$")
_END = "»"

Comment = dict[str, str | None]


def cut_by_line(text: str) -> list[Comment]:
    """Cut a page the way it comes to mind: line by line, with a pattern for each kind of line.

    Returns:
        One dict per comment: author, date (as written), body.
    """
    comments: list[Comment] = []
    body: list[str] | None = None
    for line in text.splitlines():
        if found := _AUTHOR.match(line):
            body = []
            comments.append({"author": found["author"], "date": None, "body": ""})
        elif line == _END:
            body = None
        elif body is not None and not comments[-1]["date"] and (found := _SUBMITTED.match(line)):
            comments[-1]["date"] = found["date"]
        elif body is not None:
            body.append(line)
            comments[-1]["body"] = "\n".join(body).strip()
    return comments


def cut(text: str) -> list[Comment]:
    """Cut a page with care for speed: markers by their ending, patterns on few lines.

    Returns:
        As `cut_by_line`.
    """
    comments: list[Comment] = []
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines) if line.endswith(MARKER)]
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = lines[start + 1 : stop]
        date = None
        for at, line in enumerate(body[:2]):
            if found := _SUBMITTED.match(line):
                date = found["date"]
                body = body[at + 1 :]
                break
        if _END in body:
            body = body[: body.index(_END)]
        author = lines[start].removesuffix(MARKER)
        comments.append({"author": author, "date": date, "body": "\n".join(body).strip()})
    return comments
