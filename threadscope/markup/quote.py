"""Which `blockquote`s quote: pages also use them to wrap or to indent."""

from typing import Any

_BESIDE = 40
"""So many neighbours are looked at on each side."""
_WRAPS = frozenset({"aside", "figure"})
"""They hold a quote and nothing else."""


def is_quote(node: Any) -> bool:
    """Tell whether a `blockquote` quotes.

    One that has its parent for itself wraps a whole comment, as in some forums, and one with
    places inside that links lead to indents comments; `aside` and `figure` may hold just a quote.
    """
    parent = node.parent
    alone = not (_has_words(node, "prev") or _has_words(node, "next"))
    if alone and (parent is None or parent.tag not in _WRAPS):
        return False
    return node.css_first("[id]:not(blockquote), form") is None


def _has_words(node: Any, side: str) -> bool:
    for _ in range(_BESIDE):
        node = getattr(node, side)
        if node is None:
            return False
        if node.is_text_node and not node.is_empty_text_node:
            return True
        if node.is_element_node and node.text().strip():
            return True
    return False
