"""Makes the page about measures out of their registry and the docstrings of the tables.

Run it from the root after a change of a measure: `python docs/measures.py`.
"""

import inspect
from collections.abc import Callable
from pathlib import Path

from tables import docstrings

from threadscope import metrics
from threadscope.metrics import Measure
from threadscope.metrics.centrality import pagerank
from threadscope.metrics.sampling import HIGH, LEAST, LOW, MOST
from threadscope.schema import counts, measures

PAGE = Path(__file__).with_name("measures.md")

_ABOUT = f"""# What is measured

`threadscope stats PAGE` shows the measures in bold, `--table measures` all of them, and
`--by page` those of every page by itself, so that pages can be compared. `--all` adds every table.
Nothing that is not there is made up: a measure of nothing is empty (`-`, null).

## How sure they are

Few pages say who answers whom; the rest is inferred, with a probability for each possible parent. A
measure that depends on it (yes in the column "tree") is therefore measured twice: `value` on the
tree that is shown, the likeliest one, and again on up to {MOST} trees that are drawn by these
probabilities. {HIGH - LOW:.0%} of the drawn trees lie between `low` and `high`, half of the others
below, half above.

- The likeliest tree is not a typical one. Where replies are unsure it is often deeper than most,
  and `value` may lie outside of its own interval: quote the interval then, not the value.
- Every comment's parent is drawn by itself: on nested pages, whose replies cannot reach over one
  another, those of the drawn trees may. What is drawn once for each whole tree is how sharp the
  percentages are, and how often people answer the page, since both differ from site to site.
- They were held against threads whose parents are known (the table below): those of single pages
  hold the truth about as often as they say, those of a whole site less often.
- An interval speaks of unsure replies, and of nothing else: not of comments that were cut wrongly,
  nor of what other pages of the site would give.
- What `--min-confidence` leaves open is open in `value` alone; the drawn trees know all parents.
- The same input gives the same intervals. Of big discussions fewer trees are drawn, down to {LEAST}
  from 200,000 comments on; `trees` says how many.

How many of the true values lie within the intervals, where the parents of real threads were rebuilt
without being told (`benchmarks/intervals.py`; the weights that ship have seen these threads):

| set | order | pages | comments | held, by page | held, all pages together |
|---|---|---|---|---|---|
| drupal_oem_nested | threaded | 13 | 119 | 100 % | 100 % |
| wiki_talk | threaded | 85 | 1,010 | 87 % | 62 % |
| wordpress_pages | threaded | 19 | 466 | 96 % | 85 % |
| urs | threaded | 2 | 3,280 | 73 % | 69 % |
| rdevel | chronological | 214 | 1,596 | 97 % | 54 % |
| iac | chronological | 375 | 12,003 | 91 % | 81 % |
"""

_TABLES: dict[str, tuple[Callable[..., object], str]] = {
    "measures": (metrics.measures, "MEASURES"),
    "authors": (metrics.authors, "AUTHORS"),
    "depths": (metrics.depths, "DEPTHS"),
    "threads": (metrics.threads, "DISCUSSIONS"),
    "pairs": (metrics.pairs, "PAIRS"),
    "times": (metrics.times, "TIMES"),
    "widths": (metrics.widths, "WIDTHS"),
    "answers": (metrics.answers, "ANSWERS"),
    "centrality": (metrics.centrality, "CENTRALITY"),
    "responses": (metrics.responses, "RESPONSES"),
    "week": (metrics.week, "WEEK"),
    "words": (metrics.distinctive, "WORDS"),
    "lookalikes": (metrics.lookalikes, "LOOKALIKES"),
}
_FURTHER = """
`betweenness` of `centrality` needs rustworkx (`pip install 'threadscope[graph]'`); without it, and
where authors times links are more than 500 million, its column is empty and a note says so.
`pagerank`:

{pagerank}

## One author, several names

`--table lookalikes` lists names that look like a more frequent one, and a note says that there are
any. What looks alike is not always one person, so nothing is merged by itself. `aliases` in the
[configuration](../config.yaml) makes one author of several names, in everything that is read:

```yaml
aliases:
  Ada Quist: [ada.quist, ADA]
```
"""


def measures_page() -> str:
    """Write the page."""
    parts = [_ABOUT]
    for family, members in metrics.FAMILIES.items():
        parts += [f"## {family}", "", "| measure | says | formula | unit | tree | source |"]
        parts += ["|---|---|---|---|---|---|", *map(_row, members), ""]
    parts += ["## Tables", "", "`--table NAME` gives each."]
    described = docstrings(counts) | docstrings(measures)
    for name, (made_by, columns) in _TABLES.items():
        parts += ["", f"### {name}", "", _told(made_by), "", described[columns]]
    return "\n".join(parts) + "\n" + _FURTHER.format(pagerank=_told(pagerank))


def _row(measure: Measure) -> str:
    name = f"**{measure.name}**" if measure.main else measure.name
    tree = "yes" if measure.tree else ""
    told = (measure.about, measure.formula, measure.unit, tree, measure.source)
    return f"| {name} | {' | '.join(map(_plain, told))} |"


def _plain(text: str) -> str:
    """Keep the signs of a formula from being Markdown."""
    return text.replace("*", "\\*").replace("_", "\\_")


def _told(made_by: Callable[..., object]) -> str:
    """Give what a docstring says before its arguments."""
    return (inspect.getdoc(made_by) or "").partition("\n\nArgs:")[0].replace("*", "\\*")


if __name__ == "__main__":
    PAGE.write_text(measures_page(), "utf-8")
