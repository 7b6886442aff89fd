"""Every action by its words, for the command palette."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from textual.app import SystemCommand

from threadscope.tui.help import spoken
from threadscope.tui.keys import EVERYWHERE, TREE
from threadscope.tui.lens import Lens
from threadscope.tui.views import Views

_NOT_OFFERED = {"palette", "quit"}


def commands(app: Views) -> Iterator[SystemCommand]:
    """Offer every action that has a key, and the filters that have none."""
    for table, target in ((EVERYWHERE, app), (TREE, app.threads)):
        for binding in table:
            if binding.id not in _NOT_OFFERED:
                keys = " ".join(spoken(key) for key in binding.key.split(","))
                run = partial(app.run_action, binding.action, default_namespace=target)
                yield SystemCommand(binding.description, f"key {keys}", run)
    for words, read in (("Mark all as read", True), ("Mark all as unread", False)):
        yield SystemCommand(words, "every comment of the page", partial(app.see_all, read=read))
    for words, lens in _filters(app):
        yield SystemCommand(words, "filter the threads", partial(app.look, lens))


def _filters(app: Views) -> Iterator[tuple[str, Lens]]:
    lens = app.lens
    yield "Only questions", replace(lens, question=not lens.question)
    yield "Only unanswered comments", replace(lens, unanswered=not lens.unanswered)
    yield "Only unsure places", replace(lens, unsure=not lens.unsure)
    row = app.threads.row
    if row is None:
        return
    reading = app.reading
    yield "Only this author", replace(lens, author=reading.get(row, "author"))
    yield "Only this depth", replace(lens, depth=reading.get(row, "depth"))
    posted: datetime | None = reading.get(row, "posted_at")
    if posted is not None:
        yield "Only this day", replace(lens, day=posted.date())
        yield "Only from this day on", replace(lens, since=posted.date())
