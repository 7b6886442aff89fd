"""What every way to find parents says about a set, ready to be scored.

On forums and lists the first comment is the page's topic: an answer to it and an answer to the page
are one thing. So both become the page here, in what is known, in what is given, and in
probabilities.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from gold import PARTIAL, TOPICS, Gold, Rows
from ladder import LADDER
from numpy.typing import NDArray
from score import Truth, Values

from threadscope.replies.arcs import arcs_of
from threadscope.replies.engine import decoded, habits_of
from threadscope.replies.facts import own
from threadscope.replies.forest import MISSING, ROOT
from threadscope.replies.model import Model
from threadscope.replies.table import Table, tabulate
from threadscope.rules.pack import REPLY_PHRASES

_QUOTED_WORDS = 6


@dataclass(frozen=True, slots=True)
class Options:
    """All possible parents of comments with their probabilities."""

    row: Rows
    parent: Rows
    """-1 = the page, MISSING = something that is not there."""
    probability: Values

    def of(self, parent: Rows) -> Values:
        """Give the probability of one parent of every comment."""
        found = np.zeros(len(parent))
        mine = self.parent == parent[self.row]
        found[self.row[mine]] = self.probability[mine]
        return found


@dataclass(frozen=True, slots=True)
class Answers:
    """One set, and what is said of it."""

    gold: Gold
    truth: Truth
    given: dict[str, Rows]
    """The parents that each way gives; the last is ours."""
    options: Options
    """Ours."""


def truth_of(gold: Gold) -> Truth:
    """Tell what is known of a set."""
    first = _first(gold)
    parents = gold.parents
    if gold.name in TOPICS:
        parents = [
            tuple(sorted({-1 if p == start else p for p in known}))
            for known, start in zip(parents, first.tolist(), strict=True)
        ]
    who = gold.comments["author"].cast(pl.Categorical).to_physical()
    return Truth(
        page=np.cumsum(gold.place == 0) - 1,
        author=who.cast(pl.Int64).fill_null(-1).to_numpy(),
        parents=parents,
        scored=gold.scored,
        whole=gold.name not in PARTIAL,
    )


def evidence(gold: Gold, window: int) -> Table:
    """Find the evidence in a set, and the own words of each comment for the ladder."""
    pages = gold.comments["page"].unique().to_list()
    table = tabulate(gold.comments, dict.fromkeys(pages, REPLY_PHRASES), window, None, gold.above())
    said = own(gold.comments)["own"]
    return replace(table, facts=table.facts.with_columns(own_text=said))


def answered(gold: Gold, weights: Model) -> Answers:
    """Ask every way about a set."""
    table = evidence(gold, weights.window)
    arcs, sites = arcs_of(table, weights), np.zeros(len(gold.starts) - 1, np.int64)
    habits = habits_of(arcs, sites, weights, nested=gold.nested)
    found = decoded(arcs, sites, habits, nested=gold.nested)
    given = {name: flattened(gold, rule(table)) for name, rule in LADDER.items()}
    given["ours"] = flattened(gold, found.parent)
    every = np.arange(len(found.page))
    options = _options(
        np.concatenate([every, every, arcs.row]),
        flattened(
            gold,
            np.concatenate([*(np.full(len(every), each) for each in (ROOT, MISSING)), arcs.parent]),
        ),
        np.concatenate([found.page, found.missing, found.arc]),
    )
    return Answers(gold, truth_of(gold), given, options)


def flattened(gold: Gold, parent: Rows) -> Rows:
    """Say page instead of the page's topic."""
    topic = np.zeros(len(gold.place), bool)
    if gold.name in TOPICS:
        topic = gold.place == 0
    return np.where(topic[parent] & (parent >= 0), -1, parent)


def quoting(gold: Gold) -> NDArray[np.bool_]:
    """Find comments with a line of six words or more that stands in an earlier one of their page.

    This looks at nothing else, so that what it finds does not depend on what is measured.
    """
    found = np.zeros(len(gold.place), bool)
    before = ""
    for row, body in enumerate(gold.comments["body"].to_list()):
        lines = [" ".join(line.lstrip("> ").split()) for line in body.splitlines()]
        if gold.place[row] == 0:
            before = ""
        found[row] = any(
            len(line.split()) >= _QUOTED_WORDS and line in before for line in lines if line
        )
        before += " ".join(lines) + "\n"
    return found


def _first(gold: Gold) -> Rows:
    return np.arange(len(gold.place)) - gold.place


def _options(row: Rows, parent: Rows, probability: Values) -> Options:
    """Add up what belongs to one parent."""
    found = (
        pl.DataFrame({"row": row, "parent": parent, "probability": probability})
        .group_by("row", "parent")
        .agg(pl.col("probability").sum())
        .sort("row", "parent")
    )
    columns = (found[name].to_numpy() for name in ("row", "parent", "probability"))
    return Options(*columns)
