"""Reading pages while the screen stands already, and leaving in good order."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from threading import Event as Flag
from threading import Thread

from textual.events import Event, Key

from threadscope.corrections import Correction
from threadscope.discussion import Discussion
from threadscope.errors import ThreadscopeError
from threadscope.pages import Source
from threadscope.tui.desk import Desk
from threadscope.tui.ending import end_on_signals
from threadscope.tui.keyboard import Keyboard

_TOLD_EVERY = 50
"""Files between two words about how far reading has come."""
_AT_ONCE = {None, "quit", "help"}
"""Names of keys that are answered while the pages are being read; None = keys without a name."""
_ASKING = {"search", "palette", "pipe"}
"""Names of keys after which others are words."""
_WATCHED_EVERY = 1.0
"""Seconds between two looks at whether a page has changed."""


class Loading(Keyboard):
    """Loads a discussion in a thread; whoever is built on it shows what was loaded."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._error: Exception | None = None
        self._enough = Flag()
        self._reads = True
        self._held: list[Key] = []
        self._asked = False
        self._seen = desk.changed()

    def on_load(self) -> None:
        """Give the terminal back even when ended from outside."""
        end_on_signals(self.end)

    def end(self, code: int = 0) -> None:
        """Leave with an exit code, and keep where the reader was."""
        self.remember()
        self.exit(return_code=code)

    def remember(self) -> None:
        """Keep where the reader is."""

    def on_mount(self) -> None:
        """Read the pages while the screen stands already."""
        self.say("reading ...")
        self.load()
        if self.desk.watched:
            self.set_interval(_WATCHED_EVERY, self._look_again)

    def rebind(self, keys: dict[str, str]) -> None:
        """Give actions other keys, by the names of their bindings."""
        self.set_keymap(keys)

    def load(self) -> None:
        """Read the pages."""
        self.work(self._read)

    def work(self, task: Callable[[], Callable[[], object]]) -> None:
        """Do something long in a thread, and on the screen what comes of it.

        Nobody waits for the thread: leaving is possible at any time.
        """
        Thread(target=self._work, args=(task,), daemon=True).start()

    def _look_again(self) -> None:
        """Read the pages again if one has changed."""
        now = self.desk.changed()
        if now != self._seen:
            self._seen = now
            self.work(self._read_again)

    def say(self, text: str) -> None:
        """Say something to the reader."""

    def arranged(self, base: Discussion) -> Discussion:
        """Bring what was read into the form that the reader has asked for."""
        return base

    def show_base(self, base: Discussion, corrections: tuple[Correction, ...]) -> None:
        """Show what was loaded."""

    def enough(self) -> None:
        """Read no further; what was read is shown."""
        self._enough.set()

    def _work(self, task: Callable[[], Callable[[], object]]) -> None:
        try:
            shown = task()
        except Exception as error:  # noqa: BLE001 - whoever started the interface raises it again
            self._error = error
            self._from_thread(partial(self.exit, return_code=1))
        else:
            self._from_thread(shown)

    def _read(self) -> Callable[[], object]:
        def track(sources: Sequence[Source]) -> Iterator[Source]:
            for at, source in enumerate(sources):
                if self._enough.is_set():
                    return
                if at % _TOLD_EVERY == 0:
                    told = f"reading ... {at} of {len(sources)} (Esc shows what is read)"
                    self._from_thread(partial(self.say, told))
                yield source

        base, corrections = self.desk.load(track)
        return partial(self._show, self.arranged(base), corrections)

    def _read_again(self) -> Callable[[], object]:
        """Read the pages again; while one cannot be read, what was read before stays."""
        try:
            return self._read()
        except ThreadscopeError as error:
            return partial(self.say, f"not read again: {error}")

    async def _show(self, base: Discussion, corrections: tuple[Correction, ...]) -> None:
        """Show what was read, and answer the keys that came before."""
        self.show_base(base, corrections)
        held, self._held, self._reads = self._held, [], False
        for key in held:
            await self.on_event(key)

    async def on_event(self, event: Event) -> None:
        """Hold keys back while there is nothing yet that they could act on."""
        if isinstance(event, Key) and self._reads and len(self.screen_stack) == 1:
            active = self.screen.active_bindings.get(event.key)
            name = active.binding.id if active else None
            if name == "clear":
                self._held.clear()
                self._asked = False
            elif self._asked or name not in _AT_ONCE:
                self._asked |= name in _ASKING
                self._held.append(event)
                return
        await super().on_event(event)

    def _from_thread(self, call: Callable[[], object]) -> None:
        """Do something on the screen, unless the reader has left."""
        with suppress(RuntimeError):
            self.call_later(call)

    def _handle_exception(self, error: Exception) -> None:
        """Keep what broke for whoever started the interface.

        Textual would print it with text from pages in it, raw.
        """
        self._error = self._error or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    @property
    def error(self) -> Exception | None:
        """What broke, or kept the pages from being read, for whoever started the interface."""
        return self._error
