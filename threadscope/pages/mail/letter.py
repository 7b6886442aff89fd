"""One mail as a comment, and what its headers say of other mails."""

import re
from dataclasses import dataclass
from typing import Any

from threadscope.pages.items import row_of
from threadscope.pages.mail import headers
from threadscope.pages.mail.parts import content, opened
from threadscope.pages.mail.split import Raw
from threadscope.pages.values import text_of

_ANSWER = re.compile(
    r"^\s*(?:\[[^\]]{0,60}\]\s*)*(?:re|aw|sv|vs|antw|odp|r|res|fwd?|wg)\s*(?:[\[(]\d+[\])])?\s*[:\uff1a]",
    re.IGNORECASE,
)
"""The start of a subject that says that the mail answers another one, or hands it on."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was read."""

    raw: Raw
    """Where it stands; its bytes are forgotten."""
    row: dict[str, Any]
    """Its columns, but for the parent."""
    references: tuple[str, ...]
    """Ids of the mails before it in its thread, oldest first, as its own header lists them."""
    answered: str | None
    """The id that its header In-Reply-To names first."""
    opens: bool
    """True if neither a header nor the subject says that it answers anything."""
    attached: tuple[str, ...]
    """Names of what is attached."""
    damaged: bool
    """True if bytes of it became U+FFFD."""


def letter(raw: Raw) -> Letter:
    """Read a mail; whatever is damaged in it is unknown, and nothing is raised."""
    head, body = opened(raw.data)
    said = content(head, body)
    own, subject = headers.own_id(head), headers.written(head, "subject")
    references = tuple(each for each in headers.ids(head, "references") if each != own)
    answers = [each for each in headers.ids(head, "in-reply-to") if each != own]
    named = references or answers or headers.raw(head, "in-reply-to")
    row = row_of(
        text_of(said.text) or "",
        author=headers.author(head),
        posted_at=headers.posted(head),
        posted_text=headers.written(head, "date"),
        subject=subject,
        source_id=own,
    )
    return Letter(
        Raw(b"", raw.place, raw.last),
        row,
        references,
        answers[0] if answers else None,
        not named and not _ANSWER.match(subject or ""),
        tuple(said.attached),
        said.damaged,
    )
