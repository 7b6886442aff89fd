"""Tell which evidence earns its keep: learn and measure without it.

    python benchmarks/replies/ablation.py GOLD_FOLDER [--kept FOLDER] [--chat]
                                          [--without KIND...] [--features]

Each column leaves something out, learns again, and measures parent accuracy:

- a kind of evidence: its features say nothing, neither in training nor afterwards. What else
  belongs to the kind goes too (the promise of headers and phrases to "named", the price of many
  rivals to "position"). The list of possible parents stays as it is.
- habits: nothing is estimated from the pages that are measured; nothing is learnt again.
- trees: depth-first pages are learnt and decoded comment by comment, as if arcs could cross; the
  habits are estimated in the same way.

Every set but chat is measured with weights that never saw it. `--chat` measures chat and nothing
else, learnt from its training part: fewer comments and epochs than for the weights that ship.
`--kept` is that of `measure.py`.

`--without` leaves out some kinds all at once, and nothing else.

`--features` looks at single features instead: how much worse the parents of unseen sets would be
foretold (log-likelihood of a comment) if a feature said nothing, the others being as they are.
Those that are not missed, on average over the sets, are listed; then all of these are left out
together, and everything is learnt and measured again.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from answers import evidence, flattened, truth_of
from chat import CHAT_WINDOW, fit_chat
from gold import CHAT, CHRONOLOGICAL, THREADED, Gold, load, measured
from lesson import Lesson, lesson, some
from losses import Odds, loss
from score import Truth, draws
from train import WINDOW, fit, flat_lessons, nested_lessons
from unseen import digest, keep

from threadscope.replies import habit
from threadscope.replies.arcs import arcs_of
from threadscope.replies.engine import habits_of
from threadscope.replies.features import PAGE, PAIR
from threadscope.replies.forest import alone, together
from threadscope.replies.model import Model, read
from threadscope.replies.table import Table

KINDS = tuple(dict.fromkeys(kind for kind, _ in (*PAIR.values(), *PAGE.values())))
CHAT_COMMENTS = 15_000
CHAT_EPOCHS = 8
DRAWS = 500
NOTHING = 1e-4
"""A feature that loses less than this, on average over the sets, is not missed."""


@dataclass(frozen=True, slots=True)
class Without:
    """What is left out."""

    name: str
    features: frozenset[str] = frozenset()
    position: bool = False
    """The price of many rivals goes too."""
    promise: bool = False
    """What headers and phrases promise goes too."""
    habits: bool = False
    trees: bool = False

    @property
    def trained(self) -> str:
        """Tell by a name which weights it needs."""
        return "nothing" if self.habits else self.name


def kinds_out(*kinds: str) -> Without:
    """Leave out some kinds of evidence, all at once."""
    names = (name for table in (PAIR, PAGE) for name, (each, _) in table.items() if each in kinds)
    return Without(
        " and ".join(kinds),
        frozenset(names),
        position="position" in kinds,
        promise="named" in kinds,
    )


def columns() -> list[Without]:
    """List what is left out, one thing after the other."""
    found = [Without("nothing"), *map(kinds_out, KINDS)]
    return [*found, Without("habits", habits=True), Without("trees", trees=True)]


def muted(table: Table, without: Without) -> Table:
    """Let some features say nothing."""
    pairs, pages = table.pair_features.copy(), table.page_features.copy()
    pairs[:, [at for at, name in enumerate(PAIR) if name in without.features]] = 0
    pages[:, [at for at, name in enumerate(PAGE) if name in without.features]] = 0
    return replace(table, pair_features=pairs, page_features=pages)


def taught(given: Lesson, without: Without) -> Lesson:
    """Leave something out of a lesson."""
    crowd = given.crowd * 0 if without.position or without.trees else given.crowd
    gold = replace(given.gold, nested=given.gold.nested and not without.trees)
    return replace(given, gold=gold, table=muted(given.table, without), crowd=crowd)


class Learner:
    """Learns weights without something, and keeps them."""

    def __init__(self, gold: Path, kept: Path | None) -> None:
        self._gold, self._kept = gold, kept
        self._lessons: dict[str, list[Lesson]] = {}

    def model(self, name: str, kind: str, without: Without) -> Model:
        """Give weights for a set that never saw it (chat: its measured part)."""
        said = f"{kind}-{name}-without-{without.trained}-{digest(self._gold)}.json"
        weights = keep(self._kept and self._kept / said, lambda: self._learnt(name, kind, without))
        found = read(weights)
        found = replace(found, crowd=0.0) if without.position or without.trees else found
        return replace(found, trust=0.0) if without.promise else found

    def lessons(self, kind: str) -> list[Lesson]:
        """Load all sets of a kind."""
        if kind not in self._lessons:
            loaders: dict[str, Callable[[Path], list[Lesson]]] = {
                "threaded": nested_lessons,
                "chronological": flat_lessons,
                "chat": _chat_lessons,
            }
            self._lessons[kind] = loaders[kind](self._gold)
        return self._lessons[kind]

    def _learnt(self, name: str, kind: str, without: Without) -> dict[str, Any]:
        if kind == "chat":
            return fit_chat(taught(self.lessons(kind)[0], without), epochs=CHAT_EPOCHS)
        return fit([taught(one, without) for one in self.lessons(kind) if one.gold.name != name])


def _chat_lessons(folder: Path) -> list[Lesson]:
    train = some(load(folder, CHAT, part="train"), CHAT_COMMENTS, 10**6)
    return [lesson(train, CHAT_WINDOW, crowd=0.0)]


@dataclass(frozen=True, slots=True)
class Set:
    """A set to be measured."""

    gold: Gold
    kind: str
    truth: Truth
    table: Table


def loaded(folder: Path, *, chat: bool) -> Iterable[Set]:
    """Load the sets one after the other."""
    for gold, kind in measured(folder, [CHAT] if chat else [*THREADED, *CHRONOLOGICAL]):
        table = evidence(gold, CHAT_WINDOW if chat else WINDOW)
        yield Set(gold, kind, truth_of(gold), table)


def hits(given: Set, weights: Model, without: Without) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Count by page how many parents are right, and how many there are."""
    arcs, sites = (
        arcs_of(muted(given.table, without), weights),
        np.zeros(given.truth.pages, np.int64),
    )
    decode = together if given.gold.nested and not without.trees else alone
    if given.gold.nested and not without.habits:
        found = habit.corrections(arcs, sites, weights.shares, decode)
        arcs = habit.corrected(arcs, found, sites)
    right = given.truth.right(flattened(given.gold, decode(arcs).parent))
    return given.truth.summed([right, given.truth.scored])


def tell(learner: Learner, sets: Iterable[Set], ways: list[Without]) -> None:
    """Print a table: what each set loses without something."""
    print("| set | order | " + " | ".join(way.name for way in ways) + " |")
    print("|" + "---|" * (len(ways) + 2))
    table, drawn_table = [], []
    for given in sets:
        rates, drawn = [], []
        sampled = draws(given.truth.pages, DRAWS)
        for way in ways:
            counts = hits(given, learner.model(given.gold.name, given.kind, way), way)
            rates.append(counts[:, 0].sum() / counts[:, 1].sum())
            sums = sampled @ counts
            drawn.append(sums[:, 0] / np.maximum(sums[:, 1], 1))
        cells = [f"{rates[0]:.3f}", *(f"{rate - rates[0]:+.3f}" for rate in rates[1:])]
        print(f"| {given.gold.name} | {given.kind} | " + " | ".join(cells) + " |", flush=True)
        table.append([rate - rates[0] for rate in rates])
        drawn_table.append([each - drawn[0] for each in drawn])
    means, spread = np.mean(table, axis=0), np.mean(drawn_table, axis=0)
    low, high = np.percentile(spread, [2.5, 97.5], axis=1)
    print("| mean | | | " + " | ".join(f"{mean:+.3f}" for mean in means[1:]) + " |")
    between = (f"{a:+.3f} to {b:+.3f}" for a, b in zip(low[1:], high[1:], strict=True))
    print("| 95 % interval | | | " + " | ".join(between) + " |")


def losses(given: Lesson, weights: Model) -> Mapping[str, float]:
    """Tell how much worse the parents of a set are foretold without each feature, a comment."""
    asked = max(int((given.gold.scored & (given.gold.place > 0)).sum()), 1)
    pairs, pages = given.table.pair_features, given.table.page_features
    arcs, sites = arcs_of(given.table, weights), np.zeros(len(given.gold.starts) - 1, np.int64)
    habits = habits_of(arcs, sites, weights, nested=given.gold.nested)[0]
    score = weights.pairs.score(pairs) - given.crowd
    score += weights.trust * given.table.pairs["promise"].fill_null(0.0).to_numpy()
    score += habits[habit.kinds(arcs.row, arcs.parent)]
    page = weights.page.score(pages) + habits[habit.PAGE]
    whole = loss(given, Odds.there(score, page))[0]
    found = {}
    for at, name in enumerate(PAIR):
        if weights.pairs.linear[at] and pairs[:, at].any():
            less = score - pairs[:, at] * weights.pairs.linear[at]
            found[name] = (loss(given, Odds.there(less, page))[0] - whole) / asked
    for at, name in enumerate(PAGE):
        if weights.page.linear[at] and pages[:, at].any():
            less = page - pages[:, at] * weights.page.linear[at]
            found[name] = (loss(given, Odds.there(score, less))[0] - whole) / asked
    return found


def idle(learner: Learner) -> list[str]:
    """Print what each feature is good for, and name those that are not missed."""
    found: dict[str, dict[str, float]] = {name: {} for name in (*PAIR, *PAGE)}
    names: list[str] = []
    for kind in ("threaded", "chronological"):
        for given in learner.lessons(kind):
            names.append(f"{given.gold.name}, {kind}")
            weights = learner.model(given.gold.name, kind, columns()[0])
            for feature, lost in losses(given, weights).items():
                found[feature][names[-1]] = lost
    means = {name: sum(each.values()) / len(names) for name, each in found.items()}
    print("| feature | kind | mean | missed on | better without it on |\n|" + "---|" * 5)
    kinds = {name: kind for table in (PAIR, PAGE) for name, (kind, _) in table.items()}
    for name, mean in sorted(means.items(), key=lambda each: each[1]):
        helped = sum(loss > NOTHING for loss in found[name].values())
        hurt = sum(loss < -NOTHING for loss in found[name].values())
        print(f"| {name} | {kinds[name]} | {mean:+.4f} | {helped} | {hurt} |")
    return [name for name, mean in means.items() if mean < NOTHING]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("--kept", type=Path, help="folder to keep the weights in")
    parser.add_argument("--chat", action="store_true", help="chat, and nothing else")
    parser.add_argument("--features", action="store_true", help="look at single features")
    parser.add_argument("--without", nargs="+", choices=KINDS, help="leave these out, all at once")
    asked = parser.parse_args()
    learner = Learner(asked.gold, asked.kept)
    if asked.without:
        ways = [columns()[0], kinds_out(*asked.without)]
        tell(learner, loaded(asked.gold, chat=asked.chat), ways)
        return
    if not asked.features:
        tell(learner, loaded(asked.gold, chat=asked.chat), columns())
        return
    listed = idle(learner)
    print(f"\n{len(listed)} are not missed: {', '.join(listed)}\n")
    both = [columns()[0], Without("these", frozenset(listed))]
    tell(learner, loaded(asked.gold, chat=False), both)


if __name__ == "__main__":
    main()
