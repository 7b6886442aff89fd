"""Measure how many parents are found, beside simpler ways.

    python benchmarks/replies/measure.py GOLD_FOLDER [--unseen]

With `--unseen` the weights that find the parents of a set have never seen that set (in any order);
else they are those that ship. Needs SciPy for `--unseen`.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from gold import CHAT, CHRONOLOGICAL, THREADED, TOPICS, Gold, Rows, load
from ladder import LADDER
from lesson import Lesson
from numpy.typing import NDArray

from threadscope.replies.arcs import arcs_of
from threadscope.replies.engine import decoded, habits_of
from threadscope.replies.facts import own
from threadscope.replies.forest import Found
from threadscope.replies.model import Model, model, read
from threadscope.replies.table import Table, tabulate
from threadscope.rules.pack import REPLY_PHRASES

DRAWS = 500
BINS = 10
SURE = 0.95
BEST = 3
GUARDS = ("all to page", "previous")


def main() -> None:
    """Print a table of all sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("--unseen", action="store_true", help="leave each set out of training")
    parser.add_argument("--sets", nargs="*", help="only these")
    asked = parser.parse_args()
    names = [*LADDER, "ours", "lead", "95 % interval", "sure", "ECE", "recall@3", "at 95 %"]
    print("| set | order | comments | " + " | ".join(names) + " |")
    print("|---|---|---" + "|---" * len(names) + "|")
    leads = []
    for gold, weights in _sets(asked.gold, unseen=asked.unseen, only=asked.sets):
        line, lead = _measured(gold, weights)
        leads.append(lead)
        print(line, flush=True)
    print(
        f"\nmean lead over the better of {GUARDS}: {np.mean(leads):+.3f}, least {min(leads):+.3f}"
    )


def _sets(folder: Path, *, unseen: bool, only: list[str] | None) -> Iterator[tuple[Gold, Model]]:
    """Load sets one after the other, each with its weights."""
    wanted = [(name, False, "threaded") for name in THREADED]
    wanted += [(name, True, "threaded") for name in ("iac", "rdevel")]
    wanted += [(name, False, "chronological") for name in CHRONOLOGICAL]
    wanted += [(CHAT, False, "chat")]
    lessons = _lessons(folder) if unseen else {}
    for name, nested, kind in wanted:
        if only and name not in only:
            continue
        gold = load(folder, name, nested=nested, part="dev" if name == CHAT else None)
        yield gold, _unseen(lessons[kind], name) if kind in lessons else model(kind)


def _lessons(folder: Path) -> dict[str, list[Lesson]]:
    from train import flat_lessons, nested_lessons  # noqa: PLC0415 - training needs SciPy

    return {"threaded": nested_lessons(folder), "chronological": flat_lessons(folder)}


def _unseen(lessons: list[Lesson], name: str) -> Model:
    from train import fit  # noqa: PLC0415 - training needs SciPy

    return read(fit([one for one in lessons if one.gold.name != name]))


def _measured(gold: Gold, weights: Model) -> tuple[str, float]:
    """Measure one set: a line of the table, and the lead over the better guard."""
    pages = gold.comments["page"].unique().to_list()
    table = tabulate(gold.comments, dict.fromkeys(pages, REPLY_PHRASES), weights.window)
    said = own(gold.comments)["own"]
    table = replace(table, facts=table.facts.with_columns(own_text=said))
    arcs, sites = arcs_of(table, weights), np.zeros(len(gold.starts) - 1, np.int64)
    habits = habits_of(arcs, sites, weights, nested=gold.nested)
    found = decoded(arcs, sites, habits, nested=gold.nested)
    hits = {name: gold.right(rule(table)) for name, rule in LADDER.items()}
    ours = gold.right(found.parent)
    seen = gold.scored
    rates = {name: hit[seen].mean() for name, hit in hits.items()}
    guard = max(GUARDS, key=lambda name: rates[name])
    lead = ours[seen].mean() - rates[guard]
    low, high = _interval(gold, ours, hits[guard])
    sure, ece, third, coverage = _calibration(gold, table, found, ours)
    order = "threaded" if gold.nested else "chat" if gold.name == CHAT else "chronological"
    cells = [gold.name, order, str(int(seen.sum()))]
    cells += [f"{rate:.3f}" for rate in rates.values()]
    cells += [f"**{ours[seen].mean():.3f}**", f"{lead:+.3f}", f"{low:+.3f} to {high:+.3f}"]
    cells += [f"{sure:.3f}", f"{ece:.3f}", f"{third:.3f}", f"{coverage:.2f}"]
    return "| " + " | ".join(cells) + " |", float(lead)


def _interval(
    gold: Gold, ours: NDArray[np.bool_], theirs: NDArray[np.bool_]
) -> tuple[float, float]:
    """Give the 95 % interval of the lead, pages drawn with replacement (paired bootstrap)."""
    starts = gold.starts[:-1]
    gain = np.add.reduceat(np.where(gold.scored, ours.astype(int) - theirs, 0), starts)
    count = np.add.reduceat(gold.scored.astype(int), starts)
    drawn = np.random.default_rng(0).integers(0, len(starts), (DRAWS, len(starts)))
    leads = gain[drawn].sum(1) / np.maximum(count[drawn].sum(1), 1)
    low, high = np.percentile(leads, [2.5, 97.5])
    return float(low), float(high)


def _calibration(
    gold: Gold, table: Table, found: Found, ours: NDArray[np.bool_]
) -> tuple[float, float, float, float]:
    """Tell how far probabilities hold.

    Returns:
        The mean confidence, the expected calibration error (10 bins), how often a true parent is
        among the best three, and the share of comments that can be kept at 95 % precision.
    """
    asked = gold.scored & (gold.place > 0)
    row, parent = (table.pairs[name].to_numpy() for name in ("row", "parent"))
    options = pl.concat(
        [
            pl.DataFrame({"row": row, "parent": parent, "probability": found.arc}),
            pl.DataFrame(
                {
                    "row": np.arange(len(found.page)),
                    "parent": np.full(len(found.page), -1),
                    "probability": found.page,
                }
            ),
        ]
    )
    confidence = np.zeros(len(found.page))
    mine = options.filter(pl.col("parent") == pl.Series(found.parent).gather(options["row"]))
    confidence[mine["row"].to_numpy()] = mine["probability"].to_numpy()
    start = np.arange(len(gold.place)) - gold.place
    top = (found.parent < 0) | (found.parent == start)
    if gold.name in TOPICS:
        confidence = np.where(top, _merged(options, start), confidence)
    best = options.filter(
        pl.col("probability").rank("ordinal", descending=True).over("row") <= BEST
    )
    third = np.zeros(len(found.page), bool)
    for one, other in best.select("row", "parent").rows():
        third[one] |= other in gold.parents[one]
    sure, right = confidence[asked], ours[asked]
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    ece = sum(
        abs(sure[bins == each].mean() - right[bins == each].mean()) * (bins == each).mean()
        for each in np.unique(bins)
    )
    order = np.argsort(-sure, kind="stable")
    precise = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(precise >= SURE)
    coverage = (kept[-1] + 1) / len(order) if len(kept) else 0.0
    return float(sure.mean()), float(ece), float(third[asked].mean()), float(coverage)


def _merged(options: pl.DataFrame, start: Rows) -> NDArray[np.float64]:
    """Add up page and first comment, where they count alike."""
    first = pl.Series(start).gather(options["row"])
    top = options.filter((pl.col("parent") < 0) | (pl.col("parent") == first))
    merged = np.zeros(len(start))
    total = top.group_by("row").agg(pl.col("probability").sum())
    merged[total["row"].to_numpy()] = total["probability"].to_numpy()
    return merged


if __name__ == "__main__":
    main()
