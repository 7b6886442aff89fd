"""One HTML page that holds everything: no script, no network, no other file."""

from threadscope.report.html.page import MOST, html

__all__ = ["MOST", "html"]
