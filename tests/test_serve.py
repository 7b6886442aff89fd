import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from threadscope.cli import run
from threadscope.cli.exits import Exit

PAGE = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\nAhoy there\n"
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
PATIENCE = 30
HESITATION = 0.3
"""Seconds between reading a word and pressing a key, as with a person."""


class Running:
    """A server that runs, and ways to knock at its door."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.url = process.stdout.readline().strip()
        self.token = urlsplit(self.url).query.removeprefix("token=")
        self.host = urlsplit(self.url).netloc
        self.origin = f"http://{self.host}"
        self.cookie = {"Cookie": f"threadscope-{urlsplit(self.url).port}={self.token}"}

    def get(self, path: str = "/", **headers: str) -> HTTPResponse:
        """Ask for a path and give the answer; a handshake that succeeds is hung up on."""
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        connection.putrequest("GET", path, skip_host=True)
        for name, value in ({"Host": self.host} | headers).items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        if answer.status != 101:
            answer.read()
        connection.close()
        return answer

    def knock(self, **headers: str) -> int:
        """Begin a WebSocket as a page of this address would, and give the status."""
        return self.get(
            "/ws", **{**HANDSHAKE, "Origin": self.origin, **self.cookie, **headers}
        ).status

    def play(self, *turns: tuple[str, str]) -> None:
        """Visit as a browser would: wait for each word on the screen, then press keys."""
        asyncio.run(self._play(turns))

    async def _play(self, turns: tuple[tuple[str, str], ...]) -> None:
        async with aiohttp.ClientSession(headers=self.cookie) as session, self.visit(session) as ws:
            for word, keys in turns:
                await shown(ws, word)
                await asyncio.sleep(HESITATION)
                await ws.send_json(["stdin", keys])

    def visit(self, session: aiohttp.ClientSession) -> "aiohttp.client._WSRequestContextManager":
        """Open a WebSocket."""
        address = f"ws://{self.host}/ws?width=120&height=40"
        return session.ws_connect(address, origin=self.origin, timeout=aiohttp.ClientWSTimeout())

    def children(self) -> list[int]:
        """Name the processes that the server has started."""
        command = ["pgrep", "-P", str(self.process.pid)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        return [int(pid) for pid in found.stdout.split()]


async def shown(ws: aiohttp.ClientWebSocketResponse, word: str) -> None:
    """Wait until a word is drawn."""
    drawn = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while word.encode() not in drawn and not ws.closed:
                message = await ws.receive()
                drawn += message.data if message.type is aiohttp.WSMsgType.BINARY else b""
    assert word.encode() in drawn


async def until_closed(ws: aiohttp.ClientWebSocketResponse, code: int) -> None:
    """Wait until the server hangs up, for this reason."""
    async with asyncio.timeout(PATIENCE):
        async for _ in ws:
            pass
    assert ws.close_code == code


def until_gone(pids: list[int]) -> None:
    """Wait until processes have ended; whether anybody has buried them does not matter."""
    command = ["ps", "-o", "stat=", *(f"-p{pid}" for pid in pids)]
    end = time.monotonic() + PATIENCE
    while pids and any(
        state.strip()[:1] not in {"", "Z"}
        for state in subprocess.run(
            command, capture_output=True, text=True, check=False
        ).stdout.split("\n")
    ):
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def serving(folder: Path, *arguments: str, **environment: str) -> Iterator[Running]:
    """Serve from a folder until the test is done."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "threadscope", "serve", *arguments],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Running(process)
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE)
    return tmp_path


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "page.txt").write_text(PAGE)
    with serving(folder, "page.txt", "--sessions", "2") as server:
        yield server


def test_it_listens_on_this_machine_alone_and_prints_where(server: Running) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    assert len(server.token) >= 40


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?token=wrong",
        "/?token=%FF",
        "/ws",
        "/static/js/textual.js",
        "/static/",
        "/download/x",
        "/x",
    ],
)
def test_nothing_is_given_without_the_token(server: Running, path: str) -> None:
    for cookie in ({}, {"Cookie": server.cookie["Cookie"][:-1]}, {"Cookie": "threadscope=\xff"}):
        answer = server.get(path, **cookie)
        assert answer.status == 403
        assert answer.headers["Set-Cookie"] is None


def test_the_token_opens_the_page_and_travels_on_in_a_cookie(server: Running) -> None:
    answer = server.get(f"/?token={server.token}")
    assert answer.status == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(server.cookie["Cookie"])
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert server.get("/", **server.cookie).status == 200
    for asset in ("js/textual.js", "css/xterm.css", "fonts/RobotoMono-VariableFont_wght.ttf"):
        assert server.get(f"/static/{asset}", **server.cookie).status == 200


def test_the_page_asks_for_nothing_from_elsewhere(server: Running) -> None:
    connection = HTTPConnection(server.host, timeout=PATIENCE)
    connection.request("GET", "/", headers=server.cookie)
    page = connection.getresponse().read().decode()
    connection.close()
    assert page.count("//") == page.count(f"//{server.host}/") > 3
    assert server.token not in page


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", ""]
)
def test_a_name_that_somebody_else_made_lead_here_is_refused(server: Running, host: str) -> None:
    wrong = host.format(port=urlsplit(server.url).port)
    assert server.get("/", **server.cookie, Host=wrong).status == 403
    assert server.knock(Host=wrong) == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null", ""])
def test_a_page_from_elsewhere_is_refused(server: Running, origin: str) -> None:
    assert server.knock(Origin=origin) == 403
    assert server.get("/", **server.cookie, Origin=origin).status == 403


def test_a_websocket_must_say_where_it_comes_from_and_bring_the_token(server: Running) -> None:
    assert server.get("/ws", **HANDSHAKE, **server.cookie).status == 403
    assert server.knock(Cookie="") == 403
    assert server.knock() == 101


def test_every_answer_is_hardened(server: Running) -> None:
    for answer in (
        server.get("/", **server.cookie),
        server.get(),
        server.get("/x", **server.cookie),
    ):
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "evil" not in policy


def test_the_keys_are_given_to_the_interface_before_any_click(server: Running) -> None:
    async def look() -> None:
        async with aiohttp.ClientSession(headers=server.cookie) as session:
            async with session.get(f"{server.origin}/") as page:
                assert '<script src="/focus.js">' in await page.text()
            async with server.visit(session) as ws:
                await shown(ws, "Fold")

    script = server.get("/focus.js", **server.cookie)
    assert script.status == 200
    assert script.headers["Content-Type"].endswith("/javascript")
    assert server.get("/focus.js").status == 403
    asyncio.run(look())


def test_only_so_many_come_in_at_a_time(folder: Path) -> None:
    async def crowd(server: Running) -> None:
        async with (
            aiohttp.ClientSession(headers=server.cookie) as session,
            server.visit(session) as first,
            server.visit(session) as second,
        ):
            await shown(first, "Ahoy")
            await shown(second, "Ahoy")
            assert await asyncio.to_thread(server.knock) == 503
            assert len(server.children()) == 2

    with serving(folder, "page.txt", "--sessions", "2") as server:
        asyncio.run(crowd(server))
        until_gone(server.children())
        end = time.monotonic() + PATIENCE
        while (answer := server.knock()) == 503 and time.monotonic() < end:
            time.sleep(0.1)
        assert answer == 101


def test_nonsense_from_the_browser_ends_only_its_own_session(folder: Path) -> None:
    async def babble(server: Running) -> None:
        async with aiohttp.ClientSession(headers=server.cookie) as session:
            for nonsense in ("not json", "{}", "[]", '["stdin", 1]', '["resize", {}]'):
                async with server.visit(session) as ws:
                    await ws.send_str(nonsense)
                    await until_closed(ws, aiohttp.WSCloseCode.UNSUPPORTED_DATA)

    with serving(folder, "page.txt", "--sessions", "9") as server:
        asyncio.run(babble(server))
        server.play(("Ahoy", "q"))


def test_the_name_of_a_page_is_never_a_command(folder: Path) -> None:
    name = "a;touch pwned"
    (folder / name).write_text(PAGE)
    (folder / "textual.py").write_text("open('pwned', 'w')")
    with serving(folder, name) as server:
        server.play(("Ahoy", "q"))
    assert sorted(path.name for path in folder.iterdir()) == [name, "page.txt", "textual.py"]


def test_a_visitor_starts_no_program_and_writes_nothing_but_corrections(folder: Path) -> None:
    outside = {"PAGER": "touch pwned", "VISUAL": "touch pwned", "XDG_STATE_HOME": "state"}
    with serving(folder, "page.txt", **outside) as server:
        server.play(
            ("Ahoy", "o"),
            ("--no-shell", "j"),
            ("Bob", "\x1bOS"),
            ("--no-shell", "yk"),
            ("Copy what", "\r"),
            ("no file", "r"),
            ("Whom", "\r"),
            ("saved in", "R"),
            ("samples", "\x13"),
            (".yaml", "\r"),
            ("--no-shell", ""),
        )
    kept = folder / "page.txt.corrections.json"
    assert sorted(folder.iterdir()) == [folder / "page.txt", kept]
    assert json.loads(kept.read_text())


@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGTERM, Exit.TERMINATED)],
)
def test_a_signal_ends_it_and_all_it_has_started(folder: Path, sent: int, code: Exit) -> None:
    async def interrupted(server: Running) -> list[int]:
        async with (
            aiohttp.ClientSession(headers=server.cookie) as session,
            server.visit(session) as ws,
        ):
            await shown(ws, "Ahoy")
            children = server.children()
            server.process.send_signal(sent)
            await until_closed(ws, aiohttp.WSCloseCode.GOING_AWAY)
        return children

    with serving(folder, "page.txt") as server:
        children = asyncio.run(interrupted(server))
        out, err = server.process.communicate(timeout=PATIENCE)
        assert server.process.returncode == code
        assert out == ""
        assert "Traceback" not in err
        assert len(children) == 1
        until_gone(children)


def test_a_server_that_is_killed_leaves_nothing_behind(folder: Path) -> None:
    async def killed(server: Running) -> list[int]:
        async with (
            aiohttp.ClientSession(headers=server.cookie) as session,
            server.visit(session) as ws,
        ):
            await shown(ws, "Ahoy")
            children = server.children()
            server.process.kill()
        return children

    with serving(folder, "page.txt") as server:
        children = asyncio.run(killed(server))
        assert len(children) == 1
        until_gone(children)


@pytest.mark.parametrize("module", ["aiohttp", "textual_serve"])
def test_without_the_extra_it_says_how_to_get_it(folder: Path, module: str) -> None:
    code = (
        f"import sys\nsys.modules[{module!r}] = None\nfrom threadscope.cli import run\n"
        "sys.exit(run(['serve', 'page.txt']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == Exit.USAGE
    assert done.stderr.count("\n") == 1
    assert "pip install 'threadscope[serve]'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["no/such.txt"], Exit.NO_INPUT, "no such file"),
        (["-"], Exit.USAGE, "standard input"),
        (["{page}", "--rules", "generik"], Exit.USAGE, "generic"),
        (["{page}", "--theme", "klingon"], Exit.USAGE, "klingon"),
        (["{page}", "--config", "{config}"], Exit.CONFIG, "config.yaml:1:8: keys: no binding"),
        (["{page}", "--port", "{port}"], Exit.USAGE, "--port"),
        (["{page}", "--sessions", "0"], Exit.USAGE, "sessions"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_served_is_refused_before_anybody_comes(
    arguments: list[str],
    code: Exit,
    words: str,
    folder: Path,
    server: Running,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("keys: {quti: q}\n")
    given = {"page": folder / "page.txt", "port": urlsplit(server.url).port, "config": config}
    assert run(["serve", *(argument.format(**given) for argument in arguments)]) == code
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_its_help_shows_an_example_and_loads_no_server() -> None:
    code = (
        "import sys\nfrom threadscope.cli import run\nrun(['serve', '--help'])\n"
        "assert not {'aiohttp', 'textual', 'polars'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "threadscope serve page.txt" in done.stdout
