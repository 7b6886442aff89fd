"""The hall where the walk is made: pages and rules come in, a Discussion goes out."""

from threadscope.discussion.change import correct, reorder, unplace
from threadscope.discussion.value import Discussion
from threadscope.discussion.walk import analyze, cut_ahead

__all__ = ["Discussion", "analyze", "correct", "cut_ahead", "reorder", "unplace"]
