"""Short ways to play with the interface: press keys and see what the screen says."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import ContentSwitcher

from threadscope import pages
from threadscope.corrections import Correction
from threadscope.discussion import Discussion, analyze
from threadscope.pages import Batch
from threadscope.rules import pick
from threadscope.schema import CUTS, PAGE_TEXTS
from threadscope.tui import Browser, Desk
from threadscope.tui.canvas import Canvas
from threadscope.tui.paint import UNICODE, Glyphs

TREE = """
ann: first
  bob: second
    cid: third
      ann: fourth
    dan: fifth
  eve: sixth
bob: seventh
  ann: eighth
fay: ninth
"""
"""A small discussion: who says what, indented below what it answers."""
GUESSED = (
    "Ann's picture\n\nThe old crane must stay.\n\nBob's picture\n\nWho pays for the paint?\n\n"
    "Cid's picture\n\n@Bob The council pays.\n\nDan's picture\n\nI like ferries.\n"
)
"""A page of four comments; only the third one says whom it answers."""
_INDENT = 2
_ROUNDS = 4
"""How often messages of a key may lead to further messages."""
_PATIENCE = 500
"""Looks at the screen before a wait is given up."""


def tree(outline: str = TREE, page: str = "page") -> Discussion:
    """Make a discussion from an indented outline."""
    rows: list[dict[str, Any]] = []
    above: list[int] = []
    for at, line in enumerate(outline.strip("\n").split("\n")):
        author, _, body = line.strip().partition(": ")
        del above[(len(line) - len(line.lstrip(" "))) // _INDENT :]
        rows.append(
            {"author": author or None, "body": body, "parent": above[-1] if above else None}
        )
        above.append(at)
    return given(rows, page)


def given(
    rows: Sequence[dict[str, Any]], page: str = "page", dates: Sequence[str | None] = ()
) -> Discussion:
    """Make a discussion of comments that are already cut; `parent` is a place among them."""
    columns = {
        "page": [page] * len(rows),
        "author": [row["author"] for row in rows],
        "body": [row["body"] for row in rows],
        "posted_text": list(dates) or [None] * len(rows),
        "first_line": range(1, len(rows) + 1),
        "last_line": range(1, len(rows) + 1),
        "source_id": [str(at) for at in range(len(rows))],
        "parent_id": [None if row["parent"] is None else str(row["parent"]) for row in rows],
        "top_level": [row["parent"] is None for row in rows],
    }
    cuts = pl.DataFrame(columns, {name: CUTS[name] for name in columns})
    cuts = cuts.match_to_schema(CUTS, missing_columns="insert").select(CUTS.names())
    return analyze([Batch(PAGE_TEXTS.to_frame(), cuts, (), 1)], pick(()))


def read(**texts: str) -> Discussion:
    """Make a discussion of pages by their names."""
    return analyze([pages.of_texts(texts)], pick(()))


class Stage:
    """The interface on a screen that only exists in memory."""

    def __init__(self, runner: asyncio.Runner, app: Browser, pilot: Pilot[None]) -> None:
        self._runner = runner
        self.app = app
        self.pilot = pilot

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each after the one before has done its work.

        `Pilot.press` waits for an idle processor, twice, and so for 40 ms a key.
        """
        for key in keys:
            self._send(events.Key(key, None))

    def press_at_once(self, *keys: str) -> None:
        """Press keys faster than any of them can be answered; a letter is typed."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(_ROUNDS * len(keys)):
            self._runner.run(self.pilot.pause(0))

    def type(self, words: str) -> None:
        """Type words."""
        for char in words:
            self._send(events.Key("space" if char == " " else char, char))

    def _send(self, key: events.Key) -> None:
        self.app.post_message(key)
        for _ in range(_ROUNDS):
            self._runner.run(self.pilot.pause(0))

    def restart(self) -> None:
        """Show the discussion anew, from its first comment."""
        app = self.app
        self.call(lambda: (app.open_page(app.page), app.threads.action_edge(0)))

    def click(self, selector: str | None, x: int, y: int, times: int = 1) -> None:
        """Click at a place of a widget."""
        self._runner.run(self.pilot.click(selector, Offset(x, y), times=times))

    def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        self._runner.run(self.pilot.resize_terminal(width, height))
        self.wait()

    def wait(self, seconds: float = 0) -> None:
        """Let the screen settle."""
        self._runner.run(self.pilot.pause(seconds or None))

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        for _ in range(_PATIENCE):
            if holds():
                return
            self._runner.run(asyncio.sleep(0.01))
        raise AssertionError(f"waited in vain; the screen says:\n{self.screen}")

    def call(self, action: Callable[[], Any]) -> Any:
        """Do something on the app's own loop."""

        async def called() -> Any:
            return action()

        result = self._runner.run(called())
        self.wait()
        return result

    @property
    def screen(self) -> str:
        """The text on the screen."""
        with self.app._context():  # noqa: SLF001 - what is not drawn yet looks for its application
            strips = self.app.screen._compositor.render_strips()  # noqa: SLF001 - what the eye sees
        return "\n".join(strip.text for strip in strips)

    @property
    def lines(self) -> list[str]:
        """The lines on the screen."""
        return self.screen.split("\n")

    @property
    def here(self) -> str | None:
        """What the comment under the cursor says."""
        row = self.app.threads.row
        return None if row is None else self.app.reading.get(row, "body")

    @property
    def shown(self) -> list[str]:
        """What the comments say that show, in order."""
        return [self.app.reading.get(row, "body") for row in self.app.threads.outline.rows]

    @property
    def view(self) -> str | None:
        """The view that is open."""
        return self.app.query_one("#views", ContentSwitcher).current

    @property
    def screen_row(self) -> int:
        """The line of the list's window on which the cursor stands."""
        return self.app.threads.cursor - self.app.threads.scroll_offset.y

    def canvas(self, selector: str) -> Canvas:
        """Find a widget with lines."""
        return self.app.query_one(selector, Canvas)


@contextmanager
def stage(
    discussion: Discussion | None = None,
    size: tuple[int, int] = (120, 40),
    corrections: tuple[Correction, ...] = (),
    glyphs: Glyphs = UNICODE,
    **doors: Any,
) -> Iterator[Stage]:
    """Open a discussion, by default the small tree, and wait until it shows."""
    shown = tree() if discussion is None else discussion
    with playing(Desk(load=lambda _: (shown, corrections), **doors), size, glyphs) as it:
        it.until(lambda: it.app.discussion)
        it.wait()
        yield it


@contextmanager
def playing(
    desk: Desk, size: tuple[int, int] = (120, 40), glyphs: Glyphs = UNICODE
) -> Iterator[Stage]:
    """Open the interface on a desk."""
    with asyncio.Runner() as runner:
        app = Browser(desk, glyphs=glyphs)
        running = app.run_test(size=size, notifications=True, tooltips=True)
        pilot = runner.run(running.__aenter__())
        try:
            yield Stage(runner, app, pilot)
        finally:
            runner.run(_left(app))
            runner.run(running.__aexit__(None, None, None))


async def _left(app: Browser) -> None:
    """Leave as a reader does: what is under way is answered before the screen is taken down.

    `App.run_test` alone takes it down first, and messages still come in then.
    """
    task = app._task  # noqa: SLF001 - what `App.run_test` itself waits for
    if task and not app._exit:  # noqa: SLF001 - a second time it would forget the exit code
        app.exit()
    if task:
        await asyncio.wait([task])
