"""A pack learned from a page that no pack fits: the repeating line that opens its comments.

Lines are grouped by their shapes. What is the same in all lines of a group becomes the pattern,
what differs its fields. Each group is then tried as a pack, by the same measure as those that ship.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from threadscope.rules import Draft, Pack, load_pack, load_proven, write_draft
from threadscope.rules.parts import filled
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.detect import claims
from threadscope.segment.evidence import Evidence, evidence_of
from threadscope.segment.headers import headers
from threadscope.segment.lines import lines_of, matching
from threadscope.segment.neighbours import header_around, noise_around
from threadscope.segment.samples import samples_of
from threadscope.segment.shapes import NUMBER, TIME, WORDS, shape
from threadscope.segment.slots import Slots, slots_of

_LEAST = 3
"""So many lines of one shape and more may be the markers of comments."""
_MOST = 10
"""Shapes that are tried on a page, of each kind."""
_ANNOUNCED = 1.5
"""What it is worth that the first marker stands right below "3 comments"."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A pack that a page itself proposes."""

    draft: Draft
    """How it is written."""
    pack: Pack
    """The same, loaded."""
    evidence: Evidence
    """What speaks for it."""
    doubt: str | None
    """What speaks against it; null = nothing that was looked for."""
    fit: float
    """How well it fits the page, as in CLAIMS."""


def learn(text: str, name: str = "learned") -> Learned | None:
    """Learn a pack from the text of a page; None = no line repeats the way markers do.

    Args:
        text: the page.
        name: what to call the pack.
    """
    page = pl.DataFrame({"page": [name], "text": [text]}, PAGE_TEXTS)
    lines = lines_of(page).with_columns(shape=shape())
    drafts = dict.fromkeys(_drafts(lines, name))
    tried = [judged for draft in drafts for judged in _judged(page, lines, draft)]
    if not tried:
        return None
    best = max(tried, key=_rank)
    noise = noise_around(lines, headers(lines, best.pack), best.pack)
    samples = samples_of(lines, best.pack)
    draft = replace(best.draft, noise=noise, signs=_signs(best), samples=samples)
    return replace(best, draft=draft, pack=load_pack(write_draft(draft).encode(), name))


def _signs(learned: Learned) -> Literal["never", "undated", "always"]:
    """Ask a page for as much besides markers as this one has."""
    if learned.doubt is None:
        return "always"
    return "undated" if learned.evidence.dated * 2 >= learned.evidence.comments else "never"


def _rank(learned: Learned) -> tuple[bool, bool, float]:
    """Prefer what nothing speaks against, then what says dates, then what fits better."""
    evidence = learned.evidence
    weight = _ANNOUNCED if evidence.announced else 1
    dated = evidence.dated * 2 >= evidence.comments
    return learned.doubt is None, dated, learned.fit * weight


def _drafts(lines: pl.DataFrame, name: str) -> Iterator[Draft]:
    """Make a draft of every group of lines that may be markers."""
    for slots in _candidates(lines):
        if slots.rows.len() >= _LEAST and slots.clear and (header := header_around(lines, slots)):
            closes = _stands_below(lines, slots)
            yield Draft(name, "footer" if closes else "header", header, closes=closes)


def _stands_below(lines: pl.DataFrame, slots: Slots) -> bool:
    """Tell whether markers stand behind what they mark: nothing of the kind follows the last."""
    last = slots.rows.max()
    below = lines.filter(pl.col("row") > last).head(1) if isinstance(last, int) else lines.head(0)
    return below.is_empty() or not matching(below, (filled("%{form}", "words"),)).is_empty()


def _judged(page: pl.DataFrame, lines: pl.DataFrame, draft: Draft) -> Iterator[Learned]:
    """Hold a draft against its page, as detection does and as a list would stand it."""
    pack = load_proven(write_draft(draft).encode(), draft.name)
    free = pack.model_copy(update={"common": False, "signs": "never"})
    strict = free.model_copy(update={"signs": "always"})
    evidence = evidence_of(lines, headers(lines, pack), pack)
    found = claims(page, (free, strict)).rows(named=True)
    fit = max(each["fit"] for each in found)
    if fit and evidence.authors > 1 and evidence.comments >= _LEAST:
        why = next((each["why"] for each in found if each["why"]), None)
        yield Learned(draft, pack, evidence, evidence.doubt or why, fit)


def _candidates(lines: pl.DataFrame) -> Iterator[Slots]:
    """Give groups of lines of one shape: those of whole shapes, then those that share a word."""
    shaped = lines.filter(pl.col("shape").is_not_null())
    counted = shaped.group_by("shape", maintain_order=True).len().filter(pl.col("len") >= _LEAST)
    timed = pl.col("shape").str.contains(TIME, literal=True)
    telling = timed | pl.col("shape").str.contains(f"[^{WORDS}{NUMBER} ]")
    ranked = counted.filter(telling).sort(timed, "len", descending=True, maintain_order=True)
    for seen in _best(ranked.filter(timed)) + _best(ranked.filter(~timed)):
        yield slots_of(shaped.filter(shape=seen), seen)
    for seen, edge, word in _worded(shaped):
        yield slots_of(shaped.filter(pl.col("shape") == seen, edge == word), seen)


def _best(ranked: pl.DataFrame) -> list[str]:
    return ranked["shape"].head(_MOST).to_list()


def _worded(shaped: pl.DataFrame) -> Iterator[tuple[str, pl.Expr, str]]:
    """Give shapes with a word that many of their lines begin or end with: "by", "says"."""
    text, seen = pl.col("text"), pl.col("shape")
    short = shaped.filter(seen.str.contains(WORDS, literal=True))
    edges = {
        f"^{WORDS}": text.str.extract(r"^(\S+) "),
        f"{WORDS}[^{WORDS}{TIME}{NUMBER}]*$": text.str.extract(r" (\pL+)\W*$"),
    }
    for where, edge in edges.items():
        words = (
            short.filter(seen.str.contains(where))
            .group_by("shape", word=edge, maintain_order=True)
            .agg(pl.len(), kinds=text.n_unique())
            .filter(pl.col("word").is_not_null() & (pl.col("len") >= _LEAST))
            .filter(pl.col("kinds") > 1)
            .sort("len", descending=True, maintain_order=True)
        )
        for found, word in words.select("shape", "word").head(_MOST).rows():
            yield found, edge, word
