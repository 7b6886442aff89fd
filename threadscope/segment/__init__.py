"""Cutting pages into article and comments, and bringing the comments into their final order.

All pages of a batch are cut at once: lines are a column, markers are matched over all of them by
Polars' regex, and only the few lines that match are looked at again.
"""

from threadscope.segment.arrange import Arranged, arrange
from threadscope.segment.compare import difference
from threadscope.segment.cutting import Segments, segment
from threadscope.segment.detect import NO_PACK, claims
from threadscope.segment.expect import (
    expected_text,
    mismatches,
    read_expected,
)
from threadscope.segment.explain import explain, taken
from threadscope.segment.fields import dated
from threadscope.segment.learn import Learned, learn
from threadscope.segment.propose import Proposal, propose
from threadscope.segment.prove import prove
from threadscope.segment.remarks import costs, dead, overlaps
from threadscope.segment.structure import structured

__all__ = [
    "NO_PACK",
    "Arranged",
    "Learned",
    "Proposal",
    "Segments",
    "arrange",
    "claims",
    "costs",
    "dated",
    "dead",
    "difference",
    "expected_text",
    "explain",
    "learn",
    "mismatches",
    "overlaps",
    "propose",
    "prove",
    "read_expected",
    "segment",
    "structured",
    "taken",
]
