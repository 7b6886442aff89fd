"""Rebuilds who answered whom from flat discussion pages, says how sure it is, and counts.

From Python::

    import threadscope as ts

    talk = ts.analyze("page.txt")
    talk.authors  # a Polars frame, like talk.threads, talk.pairs, talk.measures, ...

The names are loaded when they are used: the command line needs none of them to say its help.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threadscope.analysis import analyze, analyze_text, load_rules
    from threadscope.comparison import compare
    from threadscope.discussion import Discussion
    from threadscope.errors import ThreadscopeError

__all__ = [
    "Discussion",
    "ThreadscopeError",
    "analyze",
    "analyze_text",
    "compare",
    "load_rules",
]

_ROOMS = {
    "Discussion": "discussion",
    "ThreadscopeError": "errors",
    "analyze": "analysis",
    "analyze_text": "analysis",
    "compare": "comparison",
    "load_rules": "analysis",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
