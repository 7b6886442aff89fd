"""Measure how many parents are found, beside simpler ways.

    python benchmarks/replies/measure.py GOLD_FOLDER [--unseen] [--kept FOLDER] [--full]

With `--unseen` the weights that find the parents of a set have never seen that set (in any order);
else they are those that ship. `--kept` is a folder where such weights are kept, so that they are
learnt only once; they are learnt anew when the code of the evidence or of the training changes, or
the sets. Learning needs SciPy.

`--full` prints a table of all measures for each set (`score.py` says what they are) and their means
over the sets. Its lead is that over the better of the two simplest ways, all to page and previous,
in that very measure; the interval holds 95 % of what comes out if pages are drawn with replacement.
Measures of trees are left out where only some parents are known.
"""

import argparse
from dataclasses import dataclass

import numpy as np
from answers import Answers, answered, quoting
from gold import CHAT, Gold, measured
from ladder import LADDER
from score import FAMILIES, RECEIVED, Measure, Values, draws, weighed
from sure import Sureness, among_best, sureness
from unseen import Unseen, asking

from threadscope.replies.model import model

DRAWS = 500
GUARDS = ("all to page", "previous")
ASKED = {"links": CHAT}
"""Measures that tell something only on one set."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one set."""

    measure: Measure
    values: dict[str, float]
    """By the way to find parents."""
    leads: Values
    """Over the better guard: that of the set itself, then those of drawn pages."""


def main() -> None:
    """Print the tables."""
    asked = _options()
    names = [*LADDER, "ours", "lead", "95 % interval", "sure", "ECE", "recall@3", "at 95 %"]
    head("set", "order", "comments", *names)
    leads, tables = [], []
    learnt = Unseen(asked.gold, asked.kept)
    for gold, kind in measured(asked.gold, asked.sets):
        found = answered(gold, learnt.model(gold.name, kind) if asked.unseen else model(kind))
        rows = _rows(found)
        tables.append((found, rows))
        leads.append(float(rows[0].leads[0]))
        _tell_set(found, rows[0])
    print(
        f"\nlead over the better of {GUARDS}: mean {np.mean(leads):+.3f}, least {min(leads):+.3f}"
    )
    _tell_quotes([found for found, _ in tables])
    if asked.full:
        for found, rows in tables:
            _tell_all(found, rows)
        _tell_means([rows for _, rows in tables])


def _options() -> argparse.Namespace:
    parser = asking(__doc__)
    parser.add_argument("--full", action="store_true", help="print every measure")
    return parser.parse_args()


def _rows(found: Answers) -> list[Row]:
    """Measure a set in every way."""
    truth = found.truth
    drawn = np.vstack([np.ones(truth.pages), draws(truth.pages, DRAWS)])
    rows = []
    for family in FAMILIES:
        if family.whole and not truth.whole:
            continue
        sums = {name: drawn @ family.sums(truth, parent) for name, parent in found.given.items()}
        for measure in family.measures:
            if any(
                word in measure.name and found.gold.name != name for word, name in ASKED.items()
            ):
                continue
            values = {name: measure.value(each) for name, each in sums.items()}
            scores = [measure.better * values[name][0] for name in GUARDS]
            guard = GUARDS[int(np.argmax(scores))]
            leads = measure.better * (values["ours"] - values[guard])
            rows.append(Row(measure, {k: float(v[0]) for k, v in values.items()}, leads))
    return rows


def _tell_set(found: Answers, row: Row) -> None:
    """Print the line of a set."""
    sure, third = _sureness(found)
    cells = [found.gold.name, order_of(found.gold), str(int(found.truth.scored.sum()))]
    cells += [f"{row.values[name]:.3f}" for name in LADDER]
    cells += [f"**{row.values['ours']:.3f}**", f"{row.leads[0]:+.3f}", interval(row.leads)]
    cells += [f"{sure.mean:.3f}", f"{sure.ece:.3f}", f"{third:.3f}", f"{sure.coverage:.2f}"]
    line(*cells)


def _sureness(found: Answers) -> tuple[Sureness, float]:
    """Tell how far probabilities hold, and how often a true parent is among the best three.

    The first comments of pages, which can only answer the page, are left out.
    """
    asked = found.truth.scored & (found.gold.place > 0)
    ours, options = found.given["ours"], found.options
    right = found.truth.right(ours)
    third = among_best(options.row, options.parent, options.probability, list(found.truth.parents))
    return sureness(options.of(ours)[asked], right[asked]), float(third[asked].mean())


def _tell_quotes(all_found: list[Answers]) -> None:
    """Print parent accuracy apart for comments that quote earlier ones and that do not."""
    print("\nParent accuracy where an earlier comment is quoted (a line of six words or more):\n")
    ways = [*GUARDS, "quote or like", "ours"]
    head("set", "order", "quotes", "comments", *ways)
    for found in all_found:
        quotes = quoting(found.gold)
        for name, which in (("yes", quotes), ("no", ~quotes)):
            only = found.truth.scored & which
            if only.any():
                rates = [found.truth.right(found.given[way])[only].mean() for way in ways]
                told = [f"{rate:.3f}" for rate in rates]
                line(found.gold.name, order_of(found.gold), name, str(int(only.sum())), *told)


def _tell_all(found: Answers, rows: list[Row]) -> None:
    """Print every measure of a set."""
    truth = found.truth
    known = "" if truth.whole else ", only some parents are known"
    print(f"\n### {found.gold.name}, {order_of(found.gold)}: {truth.pages} pages{known}\n")
    head("measure", *LADDER, "ours", "lead", "95 % interval")
    for row in rows:
        cells = [f"{row.values[name]:.3f}" for name in (*LADDER, "ours")]
        line(row.measure.name, *cells, *_lead(row.measure, row.leads))
    sure, third = _sureness(found)
    curve = ", ".join(
        f"{kept:.2f} at {step} ({right:.3f} right)" for step, kept, right in sure.curve
    )
    print(
        f"\nM8, ours: ECE {sure.ece:.3f} (luck alone {sure.luck:.3f}), Brier {sure.brier:.3f}, "
        f"kept at 95 % right {sure.coverage:.2f}, among the best three {third:.3f}; kept {curve}"
    )
    if truth.whole:
        options = found.options
        sums = weighed(truth, options.row, options.parent, options.probability).sum(0)
        told = (f"{one.name.removeprefix('M9 ')} {one.value(sums):.3f}" for one in RECEIVED)
        print(f"M9, ours, probabilities added up: {', '.join(told)}")
    pages = np.bincount(truth.page)
    print(f"comments on a page: median {np.median(pages):.0f}, most {pages.max()}")


def _tell_means(tables: list[list[Row]]) -> None:
    """Print the means over the sets."""
    print("\n### mean of the sets\n")
    head("measure", "sets", *LADDER, "ours", "lead", "95 % interval")
    for measure in (one for family in FAMILIES for one in family.measures):
        rows = [row for table in tables for row in table if row.measure is measure]
        if len(rows) > 1:
            means = [np.mean([row.values[name] for row in rows]) for name in (*LADDER, "ours")]
            leads = np.mean([row.leads for row in rows], axis=0)
            cells = [f"{mean:.3f}" for mean in means]
            line(measure.name, str(len(rows)), *cells, *_lead(measure, leads))


def order_of(gold: Gold) -> str:
    """Name the order of a set."""
    return "threaded" if gold.nested else "chat" if gold.name == CHAT else "chronological"


def _lead(measure: Measure, leads: Values) -> tuple[str, str]:
    return (f"{leads[0]:+.3f}", interval(leads)) if measure.better else ("", "")


def interval(leads: Values) -> str:
    """Write the range of 95 % of the leads of drawn pages; the first is none of them."""
    low, high = np.percentile(leads[1:], [2.5, 97.5])
    return f"{low:+.3f} to {high:+.3f}"


def head(*names: str) -> None:
    """Print the head of a table."""
    line(*names)
    print("|" + "---|" * len(names))


def line(*cells: str) -> None:
    """Print a line of a table."""
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
