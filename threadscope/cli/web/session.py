"""One visitor's own interface: a process that starts with the visit and ends with it."""

import asyncio
import json
import shlex
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from textual_serve.app_service import AppService

from threadscope.cli.web.driver import DRIVER

PATIENCE = 3.0
"""Seconds that an interface has to end in good order."""
_THEME = "textual-dark"
"""The theme where nobody chose one: a browser has no colours of its own."""


class Session(AppService):
    """Runs the interface without a shell, shielded from the keys of the server's terminal."""

    _child: Process | None = None

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        environment["TEXTUAL_DRIVER"] = DRIVER
        environment.setdefault("TEXTUAL_THEME", _THEME)
        return environment

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._child = self._process = await asyncio.create_subprocess_exec(
            *shlex.split(self.command),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = self._child.stdin
        return self._child

    async def run(self) -> None:
        """Hand on what the interface draws; when it has ended, whyever, the visit ends too."""
        await super().run()
        await self.remote_close()

    async def on_meta(self, data: bytes) -> None:
        """Take the word that the interface has ended; nothing may be opened or downloaded."""
        if json.loads(data)["type"] == "exit":
            await super().on_meta(data)

    async def stop(self) -> None:
        """End the interface in good order, or by force if it does not answer."""
        child = self._child
        if child is None:
            return
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await super().stop()
                    await child.wait()
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
