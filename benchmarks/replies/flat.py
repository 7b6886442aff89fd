"""Measure how many parents are found from flat text, where mistakes in cutting count too (M10).

    python benchmarks/replies/flat.py GOLD_FOLDER [--unseen] [--kept FOLDER] [--split] [--sets ...]

Threads whose parents are known are written out as a news site with avatars shows them when all but
the text is lost: an article (the title, and what opens the thread), then the comments, "NAME's
picture" above each. People without an avatar leave no marker: it is dropped for 0 %, 30 % and 60 %
of the authors, drawn for each page. What comes of that goes the way of every page: the shipped
packs are tried, comments are cut, parents found. `--unseen` and `--kept` are those of `measure.py`.
With `--split` comments without a marker are looked for inside others, by weights that have never
seen the set.

A comment that was cut is a known one if they share at least half of all the characters that either
has. A reply is right if both its ends are, so what is cut wrongly is wrong: precision is over the
comments that were cut, recall over those that are known, and F is what the table shows, of ours and
of the two simplest ways on the same comments. "told" gives ours if comments need no cutting, while
the same names are missing.
"""

from dataclasses import dataclass, replace
from unittest import mock

import numpy as np
import polars as pl
from align import Page, aligned
from answers import answered, truth_of
from gold import Gold, load
from measure import DRAWS, GUARDS, head, interval, line, order_of
from numpy.typing import NDArray
from score import draws
from turns import Turns
from unseen import Unseen, asking
from written import articles, without_topics, written

from threadscope import pages
from threadscope.discussion import analyze
from threadscope.replies import engine
from threadscope.replies.model import KINDS, Model, model
from threadscope.rules import Order, pick
from threadscope.segment import seams
from threadscope.segment.seams import Weights

SHARES = (0.0, 0.3, 0.6)
SETS = (
    ("drupal_oem_nested", False),
    ("wiki_talk", False),
    ("wordpress_pages", False),
    ("urs", False),
    ("iac", True),
    ("rdevel", True),
    ("iac", False),
    ("rdevel", False),
)
"""Sets all of whose parents are known, and whether they are brought into depth-first order."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cut:
    """A set as it comes out of its flat text."""

    sums: Values
    """A row per page: comments cut, known, found, starts right, authors right, and the right
    replies of the guards and of ours."""
    told: float
    """The parent accuracy of ours without any cutting."""


def main() -> None:
    """Print the table."""
    options = asking(__doc__)
    options.add_argument("--split", action="store_true", help="cut with --split auto")
    asked = options.parse_args()
    turns = Turns(asked.gold) if asked.split else None
    learnt = Unseen(asked.gold, asked.kept)
    names = ["comments", "cut", "found F", "starts F", "author", *GUARDS, "ours", "lead"]
    head("set", "order", "unmarked", *names, "95 % interval", "told")
    leads: dict[float, list[Values]] = {share: [] for share in SHARES}
    for name, nested in SETS:
        if asked.sets and name not in asked.sets:
            continue
        opening = articles(asked.gold, name)
        gold = replace(without_topics(load(asked.gold, name, nested=nested)), articles=opening)
        for share in SHARES:
            weights = _weights(learnt, name) if asked.unseen else _shipped()
            voices = turns.unseen(name) if turns else None
            cut = _cut(gold, opening, share, weights, voices)
            leads[share].append(_tell(name, gold, share, cut))
    for share, each in leads.items():
        mean = np.mean(each, axis=0)
        print(f"mean lead with {share:.0%} unmarked: {mean[0]:+.3f}, {interval(mean)}")


def _shipped() -> dict[str, Model]:
    return {kind: model(kind) for kind in KINDS}


def _weights(learnt: Unseen, name: str) -> dict[str, Model]:
    kinds = ("threaded", "chronological")
    return {**_shipped(), **{kind: learnt.model(name, kind) for kind in kinds}}


def _cut(
    gold: Gold,
    opening: dict[str, str],
    share: float,
    weights: dict[str, Model],
    voices: Weights | None,
) -> Cut:
    """Write a set out, cut it, find the parents, and compare."""
    names = gold.comments["page"].unique(maintain_order=True).to_list()
    flat = dict(zip(names, written(gold, opening, share), strict=True))
    batch = pages.of_texts({name: page.text for name, page in flat.items()})
    order: Order | None = None if gold.nested else "chronological"
    with (
        mock.patch.object(engine, "model_of", weights.__getitem__),
        mock.patch.object(seams, "weights", return_value=voices or seams.weights()),
    ):
        found = analyze([batch], pick(()), order=order, split="auto" if voices else None)
    threads = dict(found.threads.group_by("page"))
    rows = []
    for start, (name, page) in zip(gold.starts[:-1].tolist(), flat.items(), strict=True):
        cut = threads.get((name,), found.threads.clear()).sort("id")
        known = [
            {p - start if p >= 0 else -1 for p in gold.parents[start + at]}
            for at in range(len(page.names))
        ]
        rows.append(_compared(page, known, cut))
    given = [name for page in flat.values() for name in page.names]
    nameless = replace(
        gold, comments=gold.comments.with_columns(author=pl.Series(given, dtype=pl.String))
    )
    kind = "threaded" if gold.nested else "chronological"
    told = truth_of(gold).right(answered(nameless, weights[kind]).given["ours"])
    return Cut(np.array(rows, float), float(told.mean()))


def _compared(page: Page, known: list[set[int]], cut: pl.DataFrame) -> list[int]:
    """Count what is right on a page; columns as in `Cut.sums`."""
    spans = cut.select("first_line", "last_line").rows()
    match, starts = aligned(page, spans)
    authors = cut["author"].to_list()
    named = sum(at >= 0 and page.names[at] == name for at, name in zip(match, authors, strict=True))
    ids = {each: at for at, each in enumerate(cut["id"].to_list())}
    ours = [ids[parent] if parent is not None else -1 for parent in cut["parent"].to_list()]
    previous = list(range(-1, len(ours) - 1))
    counts = [len(match), len(known), sum(at >= 0 for at in match), starts, named]
    for given in ([-1] * len(ours), previous, ours):
        ends = [match[up] if up >= 0 else -1 for up in given]
        real = [up < 0 or match[up] >= 0 for up in given]
        counts.append(
            sum(
                at >= 0 and is_real and end in known[at]
                for at, end, is_real in zip(match, ends, real, strict=True)
            )
        )
    return counts


def _tell(name: str, gold: Gold, share: float, cut: Cut) -> Values:
    """Print a line, and give the lead: that of the set, then those of drawn pages."""
    drawn = np.vstack([np.ones(len(cut.sums)), draws(len(cut.sums), DRAWS)]) @ cut.sums
    both = np.maximum(drawn[:, 0] + drawn[:, 1], 1)
    found, starts, *ways = (2 * drawn[:, at] / both for at in (2, 3, 5, 6, 7))
    authors = drawn[:, 4] / np.maximum(drawn[:, 2], 1)
    *guards, ours = ways
    lead = ours - max(guards, key=lambda values: float(values[0]))
    line(
        name,
        order_of(gold),
        f"{share:.0%}",
        f"{drawn[0, 1]:.0f}",
        f"{drawn[0, 0]:.0f}",
        *(f"{values[0]:.3f}" for values in (found, starts, authors, *guards)),
        f"**{ours[0]:.3f}**",
        f"{lead[0]:+.3f}",
        interval(lead),
        f"{cut.told:.3f}",
    )
    return lead


if __name__ == "__main__":
    main()
