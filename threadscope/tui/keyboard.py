"""Keys, answered strictly one after the other.

Textual hands a key to whatever has the focus when it arrives, and looks for its binding once it
has travelled from there up to the application. Keys typed in one go would all set out before the
first is answered: what follows a `/` would go to the list and not into the search.
"""

from textual.app import App
from textual.events import Event, Key, Paste
from textual.widgets import Input, TextArea

from threadscope.safetext import show
from threadscope.tui.over import Palette


class Keyboard(App[None]):
    """Answers a key by its binding, or writes it into the field in focus, before it takes another.

    It holds as long as an action that asks for something gives it the focus itself, by
    `Screen.set_focus`, or waits until its screen is there.
    """

    async def on_event(self, event: Event) -> None:
        """Make pasted text safe to show, and let fields have at once what is typed or pasted."""
        if isinstance(event, Paste):
            event.text = show(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            field = self.focused
            if isinstance(field, Input | TextArea) and _writes(field, event):
                event._set_forwarded()  # noqa: SLF001 - else it would come back as a new one
                await field.on_event(event)
                return
        if isinstance(event, Key) and not event.is_forwarded and await self._answer(event.key):
            return
        await super().on_event(event)

    async def _answer(self, key: str) -> bool:
        """Do what a key is bound to where the reader is; tells whether that was anything."""
        active = self.screen.active_bindings.get(key)
        if active is None or not active.enabled:
            return False
        return await self.run_action(active.binding.action, active.node)

    async def action_palette(self) -> None:
        """Ask for a command; keys that follow at once are its words."""
        await self.push_screen(Palette())


def _writes(field: Input | TextArea, event: Key | Paste) -> bool:
    """Tell whether something is text to a field."""
    if isinstance(event, Paste) or (isinstance(field, TextArea) and event.key == "enter"):
        return True
    return field.check_consume_key(event.key, event.character)
