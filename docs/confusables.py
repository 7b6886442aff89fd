"""Makes `threadscope/metrics/confusables.tsv`: which characters look like which ASCII.

Run it from the root, with a package that holds the data of Unicode's `confusables.txt`:
`pip install confusable-homoglyphs==3.3.1 && python docs/confusables.py`. That data lists both
directions of what Unicode maps one way, so that the characters that look alike hang together; those
that hang together with ASCII are kept.
"""

import json
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "threadscope" / "metrics" / "confusables.tsv"
_KEPT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.'"


def table(alike: dict[str, list[dict[str, str]]]) -> str:
    """Write one line per ASCII look: the look, a tab, what has it, spaces between."""
    lines = {}
    for group in _groups(alike):
        ascii_looks = sorted((text for text in group if text.isascii()), key=_preference)
        if not set(ascii_looks) & set(_KEPT):
            continue
        look = ascii_looks[0]
        others = sorted(text for text in group if text != look and _own(text))
        if others:
            lines[look] = f"{look}\t{' '.join(others)}\n"
    return "".join(lines[look] for look in sorted(lines))


def _preference(text: str) -> tuple[bool, bool, str]:
    """Put first what stands for the group: letters before digits and signs, small ones first."""
    return (not text.isalpha(), not text.islower(), text)


def _own(text: str) -> bool:
    """Tell whether it is one character (or ASCII letters) and no mere form of another one."""
    if len(text) > 1:
        return text.isascii() and text.isalpha()
    return unicodedata.normalize("NFKD", text) == text


def _groups(alike: dict[str, list[dict[str, str]]]) -> Iterator[set[str]]:
    """Gather the characters that hang together."""
    left = set(alike)
    while left:
        group, waiting = set(), [left.pop()]
        while waiting:
            text = waiting.pop()
            if text not in group:
                group.add(text)
                waiting += [other["c"] for other in alike.get(text, [])]
        left -= group
        yield group


def main() -> None:
    """Write the table."""
    data = files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    TARGET.write_text(table(json.loads(data)), "utf-8")


if __name__ == "__main__":
    main()
