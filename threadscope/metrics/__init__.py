"""The numbers of a discussion, as Polars expressions over THREADS.

`measures` gives every number about a whole discussion or page, each with how sure it is; the other
functions give a table each.
"""

from threadscope.metrics.authors import authors
from threadscope.metrics.centrality import centrality, missing
from threadscope.metrics.depths import depths
from threadscope.metrics.distinctive import distinctive
from threadscope.metrics.lookalikes import lookalikes
from threadscope.metrics.measure import Measure
from threadscope.metrics.measures import ALL, FAMILIES, measures
from threadscope.metrics.overview import overview
from threadscope.metrics.pairs import both_ways, pairs
from threadscope.metrics.response import responses, week
from threadscope.metrics.sampling import Drawn, draw
from threadscope.metrics.spread import answers, widths
from threadscope.metrics.threads import threads
from threadscope.metrics.times import times

__all__ = [
    "ALL",
    "FAMILIES",
    "Drawn",
    "Measure",
    "answers",
    "authors",
    "both_ways",
    "centrality",
    "depths",
    "distinctive",
    "draw",
    "lookalikes",
    "measures",
    "missing",
    "overview",
    "pairs",
    "responses",
    "threads",
    "times",
    "week",
    "widths",
]
