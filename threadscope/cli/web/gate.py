"""Who may come in: a browser on this machine that was given the token, and nobody else."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

HOST = "127.0.0.1"
_HTTP = 80
"""The port that a browser leaves out of an address."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Gate:
    """The address that is served, and the token that opens it."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def authority(self) -> str:
        """What a browser must say in `Host`."""
        return HOST if self.port == _HTTP else f"{HOST}:{self.port}"

    @property
    def origin(self) -> str:
        """What a browser must say in `Origin`."""
        return f"http://{self.authority}"

    @property
    def url(self) -> str:
        """The address to open, token and all."""
        return f"{self.origin}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie that carries the token; cookies are shared by all ports of a host."""
        return f"threadscope-{self.port}"

    def opens(self, request: web.Request) -> bool:
        """Tell whether a request comes from a page of this address and brings the token.

        A name of somebody else that is made to lead here shows in `Host`, a page of somebody else
        in `Origin`. Browsers always say where a WebSocket comes from.
        """
        origins = request.headers.getall(hdrs.ORIGIN, [])
        needless = hdrs.UPGRADE not in request.headers and not origins
        return (
            request.headers.getall(hdrs.HOST, []) == [self.authority]
            and (needless or origins == [self.origin])
            and self._knows_token(request)
        )

    def _knows_token(self, request: web.Request) -> bool:
        given = (request.query.get("token", ""), request.cookies.get(self.cookie, ""))
        return any(
            secrets.compare_digest(each.encode(errors="replace"), self.token.encode())
            for each in given
        )


def guard(gate: Gate) -> Middleware:
    """Make the middleware that answers 403 to everyone the gate does not open for."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not gate.opens(request):
            raise web.HTTPForbidden(text="Open the whole address that threadscope printed.\n")
        response = await handler(request)
        if "token" in request.query and not response.prepared:
            response.set_cookie(gate.cookie, gate.token, httponly=True, samesite="Strict")
        return response

    return guarded


def harden(gate: Gate) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Make what says in every response that it needs nothing from elsewhere, and is in no frame."""
    headers = _HEADERS | {
        "Content-Security-Policy": f"{_POLICY}; connect-src ws://{gate.authority}"
    }

    async def hardened(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)

    return hardened
