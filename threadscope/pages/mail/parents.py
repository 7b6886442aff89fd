"""Who answers whom in an archive of mails, by their headers.

After Jamie Zawinski, "Message threading" (1997): the ids in References make chains in which mails
that are missing from the archive keep a place, so that two mails find each other across the gap.
Subjects make no replies here: what only they suggest is weighed with everything else, later.
"""

from collections.abc import Iterable, Sequence

from threadscope.pages.mail.letter import Letter


def parents(letters: Sequence[Letter]) -> list[str | None]:
    """Give for each mail the id of the one it answers; None = its headers name none.

    It is the last mail of its References that is there; a missing one leads on to what other mails
    say stands before it; failing all, In-Reply-To. If nothing named is there, it is the id named
    last: an answer to a mail that is missing. A chain that leads back to where it was ends there.
    """
    present = {letter.row["source_id"] for letter in letters} - {None}
    before = _chains(letters)
    return [_parent(letter, present, before) for letter in letters]


def _chains(letters: Sequence[Letter]) -> dict[str, str]:
    """Give for each id the one before it: as its own mail says, else as the first other one does.

    An id that other mails alone place keeps the first place it is given.
    """
    before: dict[str, str] = {}
    for letter in letters:
        own = letter.row["source_id"]
        if own and letter.references:
            before.setdefault(own, letter.references[-1])
        elif own and letter.answered:
            before.setdefault(own, letter.answered)
    for letter in letters:
        for above, below in zip(letter.references, letter.references[1:], strict=False):
            if above != below:
                before.setdefault(below, above)
    return before


def _parent(letter: Letter, present: Iterable[str | None], before: dict[str, str]) -> str | None:
    own = letter.row["source_id"]
    named = letter.references[-1] if letter.references else letter.answered
    start = named or (before.get(own) if own else None)
    found = _present(start, own, present, before) or _present(letter.answered, own, present, before)
    return found or start


def _present(
    start: str | None, own: str | None, present: Iterable[str | None], before: dict[str, str]
) -> str | None:
    """Go up from an id to the first mail that is there and is not the mail itself."""
    seen = set()
    while start is not None and start not in seen:
        if start in present:
            return start if start != own else None
        seen.add(start)
        start = before.get(start)
    return None
