"""The script people write when they need this once: lines, `re` and dicts, nothing else."""

import re

MARKER = "'s picture"
_SUBMITTED = re.compile(r"^Submitted by .+? on (?P<date>\w+, .+?)\.?$")
_END = "»"


def cut(text: str) -> list[dict[str, str | None]]:
    """Cut a page at lines that end in "'s picture".

    Returns:
        One dict per comment: author, date (as written), body.
    """
    comments: list[dict[str, str | None]] = []
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
