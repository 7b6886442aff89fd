"""The numbers of a discussion, as Polars expressions over THREADS."""

from threadscope.metrics.authors import authors
from threadscope.metrics.depths import depths
from threadscope.metrics.overview import overview
from threadscope.metrics.pairs import pairs
from threadscope.metrics.threads import threads
from threadscope.metrics.times import times

__all__ = ["authors", "depths", "overview", "pairs", "threads", "times"]
