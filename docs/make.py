"""Makes what the documentation shows of the interface: its keys and its screens.

Run it from the repository's root after a change of either: `python docs/make.py`.
"""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from textual.binding import Binding

from threadscope import pages, rules
from threadscope.discussion import analyze
from threadscope.tui import Browser, Desk, Loaded
from threadscope.tui.help import spoken
from threadscope.tui.keys import TABLES

HERE = Path(__file__).parent
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts that would be fetched from elsewhere; the reader's own do as well."""
PAGE = "examples/lighthouse/page.txt"
FROM_LINE = 13
SCREENS: dict[str, Sequence[str]] = {
    "threads": ("j",) * 10,
    "depth": ("D",),
    "rules": ("R",),
}
"""Name of a screen and the keys that lead to it."""


def keys_page() -> str:
    """Write the page of keys."""
    parts = [
        "# Keys",
        "",
        "Every binding has a name; `keys` in the configuration gives it other keys.",
    ]
    for title, table in TABLES.items():
        parts += ["", f"## {title}", "", "| keys | does | name |", "|---|---|---|"]
        parts += [_row(binding) for binding in table]
    return "\n".join(parts) + "\n"


def _row(binding: Binding) -> str:
    keys = " ".join(f"`{spoken(key)}`" for key in binding.key.split(","))
    names = keys.replace("|", r"\|")
    return f"| {names} | {binding.description} | `{binding.id}` |"


def _load(_: pages.Track) -> Loaded:
    sources, _notes = pages.find([PAGE])
    packs = rules.pick(())
    return analyze(pages.read(sources), packs, from_line=FROM_LINE), ()


async def _draw(name: str, keys: Sequence[str]) -> None:
    desk = Desk(
        load=_load,
        text=lambda page: Path(page).read_text("utf-8"),
        source=lambda name: rules.source(name).decode(),
        packs=lambda: rules.pick(()),
        from_line=FROM_LINE,
    )
    browser = Browser(desk)
    browser.theme = "textual-dark"
    async with browser.run_test(size=(112, 30)) as pilot:
        while browser.discussion is None:
            await pilot.pause(0.05)
        await pilot.press(*keys)
        await pilot.pause(0.6)
        picture = browser.export_screenshot(title="threadscope")
    picture = _FONTS.sub("", picture)
    (HERE / "screens" / f"{name}.svg").write_text(picture, "utf-8")


def main() -> None:
    """Write everything."""
    (HERE / "keys.md").write_text(keys_page(), "utf-8")
    for name, keys in SCREENS.items():
        asyncio.run(_draw(name, keys))


if __name__ == "__main__":
    main()
