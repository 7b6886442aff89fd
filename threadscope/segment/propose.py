"""What to start a new pack for a page from: a pack that fits, a learned one, or the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from threadscope.errors import Note, Severity
from threadscope.rules import Draft, DraftLine, DraftSample, Pack
from threadscope.segment.detect import claims
from threadscope.segment.learn import learn

_FEW = 3
"""Pages without comments up to which each is looked at again."""
_SHORT = 1 << 20
"""Bytes up to which a page is."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new pack is started from."""

    start: Draft | str
    """How it is written, or the name of the pack it is a copy of."""
    reasons: tuple[str, ...]
    """Where it comes from and what speaks for it, a line each."""
    doubt: str | None = None
    """What speaks against it; null = nothing that was looked for."""

    @property
    def words(self) -> tuple[str, ...]:
        """Say both, a line each."""
        return (*self.reasons, f"but: {self.doubt}") if self.doubt else self.reasons


def propose(
    page: pl.DataFrame, packs: Sequence[Pack], name: str, *, learning: bool = False
) -> Proposal:
    """Propose what to start a new pack from.

    Args:
        page: PAGE_TEXTS with the one page.
        packs: the packs that are known.
        name: what to call a learned pack.
        learning: true to learn from the page even if a pack fits.
    """
    found = claims(page, packs)
    fitting = found.filter("chosen")
    if not learning and not fitting.is_empty():
        (pack,) = fitting["pack"]
        return Proposal(pack, (f"a copy of {pack}, which fits the page",))
    (text,) = page["text"]
    if (learned := learn(text, name)) is not None:
        reasons = ("learned from the page", *learned.evidence.words())
        return Proposal(learned.draft, reasons, learned.doubt)
    marked = found.filter(pl.col("comments") > 0)
    if not learning and not marked.is_empty():
        pack, why = marked.select("pack", "why").row(0)
        return Proposal(pack, (f"a copy of {pack}, the nearest pack, which does not fit: {why}",))
    words = "an example: nothing on the page repeats the way markers of comments do"
    return Proposal(_example(name), (words,))


def proposals(pages: pl.DataFrame, summary: pl.DataFrame) -> tuple[Note, ...]:
    """Note which pages without comments look as if they had some: a pack is learned, none is used.

    It is done for a few short pages at a time, those a person looks at; a crawl does not wait.

    Args:
        pages: PAGE_TEXTS.
        summary: PAGES of them.
    """
    empty = pages.filter(summary["comments"] == 0, pages["text"].str.len_bytes() <= _SHORT)
    if empty.height > _FEW:
        return ()
    learned = ((page, learn(text)) for page, text in empty.rows())
    return tuple(
        Note(
            Severity.INFO,
            page,
            f"{found.evidence.comments} lines look as if they opened comments by "
            f"{found.evidence.authors} people (threadscope rules new {page} writes a pack of them)",
        )
        for page, found in learned
        if found is not None and found.doubt is None
    )


def _example(name: str) -> Draft:
    """Make a draft that is to be replaced line by line."""
    line = DraftLine(r"^Note from (?P<author>\S.{0,59}?), (?P<date>%{date}):$")
    fields = (("author", "Ada Quist"), ("date", "3 May 2021"))
    taken = DraftSample("Note from Ada Quist, 3 May 2021:", "header", fields, "2021-05-03T00:00:00")
    other = DraftSample("A note from the captain hangs in the bar.", "none")
    return Draft(name, "header", (line,), samples=(taken, other))
