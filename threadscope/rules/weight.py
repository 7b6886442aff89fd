"""How much a pattern may cost: the places in it that a text can be at, counted out."""

import re

_SIGNS = re.compile(
    r"""
    \\[xuUpP]\{[^}]*\} | \\[pP]\w | \\.           # an escape
    | \((?:\?(?:P?<\w+>|[a-zA-Z-]*[:)]))?         # a group opens, or flags stand alone
    | \) | \|
    | \{\d+(?:,\d*)?\} | [*+?]                    # how often
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_NOTHING = frozenset("*+?|^$")
"""Signs that stand for no character of their own."""


def weight(pattern: str) -> int:
    """Count the characters that a pattern asks for, every one as often as it may be repeated.

    Rust's regex steps through all of them at once for every character of a text, in the worst
    case; so this bounds the time a line can take.
    """
    sums, last = [0], 0
    for sign in _SIGNS.findall(_without_classes(pattern)):
        if sign.startswith("(") and not sign.endswith(")"):
            sums.append(0)
            last = 0
        elif sign == ")" and len(sums) > 1:
            last = sums.pop()
            sums[-1] += last
        elif sign[0] == "{" and len(sign) > 1:
            times = max(int(count) for count in re.findall(r"\d+", sign))
            sums[-1] += last * (times - 1)
            last *= times
        elif sign not in _NOTHING and not sign.startswith("("):
            last = 1
            sums[-1] += 1
    return sum(sums)


def _without_classes(pattern: str) -> str:
    """Put one character in the place of every class."""
    out, depth, escaped = [], 0, False
    for sign in pattern:
        if escaped or sign == "\\":
            escaped = not escaped
            out.append(sign if not depth else "")
            continue
        depth += sign == "["
        if depth == 0:
            out.append(sign)
        if sign == "]" and depth:
            depth -= 1
            out.append("" if depth else "c")
    return "".join(out)
