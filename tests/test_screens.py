"""The main screens as pictures, each compared with the one kept in `screens/`.

They are drawn at a fixed size, in a fixed theme, with ASCII signs. After a change that is meant:
`python tests/test_screens.py` draws them anew; look at what `git diff` and a browser show.
"""

import os
import re
from collections.abc import Sequence
from difflib import unified_diff
from html import unescape
from pathlib import Path

import pytest
from playing import read, stage

from threadscope.rules import pick
from threadscope.tui.paint import ASCII

KEPT = Path(__file__).parent / "screens"
PAGE = Path(__file__).parents[1] / "examples" / "lighthouse" / "page.txt"
SCREENS: dict[str, tuple[tuple[int, int], Sequence[Sequence[str]]]] = {
    "threads": ((100, 28), [["j", "j", "j", "m"]]),
    "narrow": ((48, 20), [["j", "i"]]),
    "authors": ((100, 16), [["A"], ["j", "j", "enter"], ["A"]]),
    "depth": ((100, 28), [["A"], ["j", "j", "enter"], ["D"]]),
    "page": ((100, 28), [["A"], ["j", "j", "enter"], ["O"]]),
    "keys": ((100, 28), [["question_mark"]]),
}
"""Name of a screen, its size, and the keys that lead to it."""
_CELL = 12.2
"""Width of a cell in a picture."""


def draw(name: str) -> str:
    """Draw a screen; what differs from run to run or names fonts of elsewhere is left out."""
    size, keys = SCREENS[name]
    text = PAGE.read_text("utf-8")
    doors = {"text": lambda _: text, "packs": lambda: pick(())}
    with stage(read(page=text), size, glyphs=ASCII, **doors) as it:
        it.app.theme = "textual-dark"
        for pressed in keys:
            it.press(*pressed)
            it.wait(0.1)
        picture = it.app.export_screenshot(title=name)
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    lines = re.sub(r"terminal-\d+", "screen", picture).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def words(picture: str) -> list[str]:
    """Read a picture: the lines on the screen."""
    lines: dict[int, str] = {}
    placed = re.findall(r'<text [^>]*x="([\d.]+)"[^>]*-line-(\d+)\)">([^<]*)</text>', picture)
    for left, line, text in placed:
        before = lines.get(int(line), "").ljust(round(float(left) / _CELL))
        lines[int(line)] = before + unescape(text).replace("\xa0", " ")
    return [lines.get(line, "").rstrip() for line in range(max(lines, default=0) + 1)]


@pytest.fixture(autouse=True)
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_was_kept(name: str) -> None:
    kept, drawn = (KEPT / f"{name}.svg").read_text("utf-8"), draw(name)
    if kept != drawn:
        same_words = words(kept) == words(drawn)
        before, after = (kept.splitlines(), drawn.splitlines()) if same_words else (
            words(kept), words(drawn)
        )  # fmt: skip
        what = "only colours or places differ" if same_words else "the words on it differ"
        difference = "\n".join(unified_diff(before, after, "kept", "drawn", lineterm=""))
        pytest.fail(f"{name}: {what}; draw anew if it is meant (CONTRIBUTING.md)\n{difference}")


def test_pictures_are_read_as_the_screen_says_them() -> None:
    with stage(read(page=PAGE.read_text("utf-8")), (100, 28), glyphs=ASCII) as it:
        assert words(it.app.export_screenshot()) == [line.rstrip() for line in it.lines]


def test_every_picture_kept_is_of_a_screen() -> None:
    assert {path.stem for path in KEPT.glob("*.svg")} == set(SCREENS)


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    KEPT.mkdir(exist_ok=True)
    for screen in SCREENS:
        (KEPT / f"{screen}.svg").write_text(draw(screen), "utf-8")
