"""The server: textual-serve behind a gate, with pages of its own and room for so many visitors."""

import asyncio
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from socket import socket

from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from threadscope.cli.exits import Exit
from threadscope.cli.web.gate import HOST, Gate, guard, harden
from threadscope.cli.web.session import PATIENCE, Session
from threadscope.safetext import show
from threadscope.tui.ending import end_on_signals

_HERE = Path(__file__).parent
_WIDEST = 1_000
"""Most cells of a side of a screen that a browser may ask for."""
_GOODBYE = 1.0
"""Seconds that a browser has to answer when its WebSocket is closed."""


class Served(Server):
    """Serves the interface to those who are let in."""

    def __init__(self, command: str, gate: Gate, sessions: int) -> None:
        super().__init__(
            command,
            host=HOST,
            port=gate.port,
            title="threadscope",
            public_url=gate.origin,
            templates_path=_HERE,
        )
        self._gate = gate
        self._sessions = sessions
        self._open: set[web.WebSocketResponse] = set()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_get("/focus.js", _focus_script)
        app.middlewares.append(guard(self._gate))
        app.on_response_prepare.append(harden(self._gate))
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the address was printed."""

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - as the class above
        """Send everybody home, which ends what runs for them."""
        goodbyes = (each.close(code=WSCloseCode.GOING_AWAY) for each in self._open)
        await asyncio.gather(*goodbyes)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run an interface for as long as the browser stays.

        Raises:
            HTTPServiceUnavailable: as many as may are there already.
        """
        if len(self._open) >= self._sessions:
            raise web.HTTPServiceUnavailable(text="too many sessions (--sessions allows more)\n")
        websocket = web.WebSocketResponse(heartbeat=15, timeout=_GOODBYE)
        self._open.add(websocket)
        try:
            await websocket.prepare(request)
            await self._play(websocket, _side(request, "width", 80), _side(request, "height", 24))
        finally:
            self._open.discard(websocket)
        return websocket

    async def _play(self, websocket: web.WebSocketResponse, width: int, height: int) -> None:
        async def leave() -> None:
            await websocket.close()

        session = Session(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=leave,
            download_manager=self.download_manager,
        )
        try:
            await session.start(width, height)
            await self._process_messages(websocket, session)
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError):
            await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)
        finally:
            await session.stop()

    async def stay(self, listening: socket) -> Exit:
        """Serve until a signal ends it; an interrupt is raised."""
        ended: asyncio.Queue[int] = asyncio.Queue()
        end_on_signals(ended.put_nowait)
        runner = web.AppRunner(
            await self._make_app(), access_log=None, shutdown_timeout=2 * PATIENCE
        )
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            return Exit(await ended.get())
        finally:
            await runner.cleanup()


class _Remarks(io.TextIOBase):
    """Takes what interfaces complained about, which textual-serve prints, to stderr, made safe."""

    def write(self, text: str) -> int:
        return sys.stderr.write(show(text))


def serve_until_ended(command: str, gate: Gate, sessions: int, listening: socket) -> Exit:
    """Serve a command that draws an interface.

    Args:
        command: its words, joined as for a shell.
        gate: who may come in.
        sessions: most visitors at a time.
        listening: the socket on which they come.
    """
    with redirect_stdout(_Remarks()):
        return asyncio.run(Served(command, gate, sessions).stay(listening))


async def _focus_script(_: web.Request) -> web.FileResponse:
    return web.FileResponse(_HERE / "focus.js")


def _side(request: web.Request, name: str, default: int) -> int:
    return min(max(to_int(request.query.get(name, ""), default), 1), _WIDEST)
