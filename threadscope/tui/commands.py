"""Every action by its words, for the command palette."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from textual.app import SystemCommand

from threadscope.choice import Asking, At, By, During, Part, Unanswered, Unsure
from threadscope.tui.help import spoken
from threadscope.tui.keys import EVERYWHERE, RULES, TREE
from threadscope.tui.linking import Linking

_NOT_OFFERED = {"palette", "quit"}


def commands(app: Linking) -> Iterator[SystemCommand]:
    """Offer every action that has a key, and the filters that have none."""
    for table, target in ((EVERYWHERE, app), (TREE, app.threads), (RULES, app)):
        for binding in table:
            if binding.id not in _NOT_OFFERED:
                keys = " ".join(spoken(key) for key in binding.key.split(","))
                run = partial(app.run_action, binding.action, default_namespace=target)
                yield SystemCommand(binding.description, f"key {keys}", run)
    for words, read in (("Mark all as read", True), ("Mark all as unread", False)):
        yield SystemCommand(words, "every comment of the page", partial(app.see_all, read=read))
    for words, part in filters(app):
        yield SystemCommand(words, "filter the threads", partial(app.toggle, part))


def filters(app: Linking) -> Iterator[tuple[str, Part]]:
    """Offer what comments can be filtered by, besides words; what is chosen already goes."""
    yield "Only questions", Asking()
    yield "Only unanswered comments", Unanswered()
    yield "Only unsure places", Unsure()
    row = app.threads.row
    if row is None:
        return
    reading = app.reading
    yield "Only this author", By(reading.get(row, "author"))
    yield "Only this depth", At(reading.get(row, "depth"))
    posted: datetime | None = reading.get(row, "posted_at")
    if posted is not None:
        day = datetime(posted.year, posted.month, posted.day)  # noqa: DTZ001 - pages name no zone
        yield "Only this day", During(f"on {day:%Y-%m-%d}", day, day + timedelta(days=1))
        yield "Only from this day on", During(f"from {day:%Y-%m-%d} on", day)
