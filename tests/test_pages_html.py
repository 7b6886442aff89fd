"""HTML as a file: how it is known, decoded, and rendered by a child process with limits."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadscope import pages
from threadscope.errors import DataError, Severity, ThreadscopeError
from threadscope.pages import Batch, Source, html
from threadscope.pages.door import File
from threadscope.pages.items import PageItem
from threadscope.pages.renderer import _START as START
from threadscope.pages.renderer import Renderer

SLOW = "<html>" + "<div>" * 300_000
FUZZED = Renderer()


def batch_of(path: Path, data: bytes, **options: str) -> Batch:
    path.write_bytes(data)
    (batch,) = pages.read([Source(path)], **options)
    return batch


def text_of(batch: Batch) -> str:
    return str(batch.pages["text"].item())


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(b"<!DOCTYPE html>\n<html>", True, id="a page"),
        pytest.param(b"\xef\xbb\xbf \n<!-- saved --><HTML lang=de>", True, id="behind a remark"),
        pytest.param("\ufeff<html><body>".encode("utf-16-le"), True, id="UTF-16"),
        pytest.param(b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC ''>", True, id="XHTML"),
        pytest.param(b"<div><p>a</p><p>b</p></div>", True, id="a piece of a page"),
        pytest.param(b"<?xml version='1.0'?><rss><a>b</a></rss>", False, id="other XML"),
        pytest.param(b"<bob> hello\n<ann> hi <b>there</b>\n" + b"<ann> x\n" * 99, False, id="chat"),
        pytest.param(b"We write <html> here, <p>and</p> <b>so</b> on", False, id="prose"),
        pytest.param(b'{"text": "<html>"}', False, id="JSON"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_html_is_known_by_its_start(head: bytes, *, expected: bool) -> None:
    assert html.is_html(head) is expected


def test_a_page_comes_as_text_with_its_structure_beside_it(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "page.bin", b"<html><title>t</title><div id=c1>Hello</div>")
    assert text_of(batch) == "t\n\nHello\n"
    assert batch.elements["tag"].to_list() == ["html", "body", "div"]
    assert batch.states.rows() == [(str(tmp_path / "page.bin"), "id", "c1", 3)]


def test_pages_of_text_have_no_structure(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "page.txt", b"bob's picture\n\nHello")
    assert batch.elements.is_empty()
    assert batch.states.is_empty()


def test_html_that_is_asked_to_be_text_stays_as_it_is(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "page", b"<html>a", kind="text")
    assert text_of(batch) == "<html>a"


@pytest.mark.parametrize(
    ("data", "noted"),
    [
        pytest.param("<html><p>Grüße".encode(), False, id="nothing said"),
        pytest.param("<html><meta charset=utf-8><p>Grüße".encode(), False, id="as said"),
        pytest.param("<html><meta charset=cp1252><p>Grüße".encode("cp1252"), False, id="cp1252"),
        pytest.param("<html><meta charset=ISO-8859-1><p>Grüße".encode("cp1252"), False, id="wider"),
        pytest.param(
            "<html><meta http-equiv=Content-Type content='text/html; charset=cp1252'>"
            "<p>Grüße".encode("cp1252"),
            False,
            id="the old way",
        ),
        pytest.param("\ufeff<html><p>Grüße".encode("utf-16-le"), False, id="a byte order mark"),
        pytest.param("<html><meta charset=utf-16><p>Grüße".encode(), True, id="never as wide"),
        pytest.param("<html><meta charset=latin1><p>Grüße".encode(), True, id="a lie"),
        pytest.param("<html><meta charset=harbour><p>Grüße".encode(), True, id="unknown"),
        pytest.param("<html><meta charset=hex><p>Grüße".encode(), True, id="no text encoding"),
    ],
)
def test_a_page_is_decoded_as_it_says_unless_its_bytes_say_otherwise(
    tmp_path: Path, data: bytes, *, noted: bool
) -> None:
    batch = batch_of(tmp_path / "page.html", data)
    assert text_of(batch) == "Grüße\n"
    assert bool(batch.notes) is noted


def test_an_encoding_of_ascii_bytes_is_believed(tmp_path: Path) -> None:
    data = "<html><meta charset=iso-2022-jp><p>港".encode("iso-2022-jp")
    assert text_of(batch_of(tmp_path / "page.html", data)) == "港\n"


def test_a_page_over_its_limits_is_left_out_and_the_rest_goes_on() -> None:
    with Renderer(seconds=1) as small:
        with pytest.raises(DataError, match="more than 1 seconds or 1024 MB"):
            small.render(SLOW)
        assert small.render("<p>next")[0] == "next\n"


def test_a_page_that_takes_too_much_memory_is_left_out() -> None:
    with Renderer(memory=200 << 20) as small:
        with pytest.raises(DataError, match="200 MB"):
            small.render("<p>" + "<b></b>x" * 4_000_000)
        assert small.render("<p>next")[0] == "next\n"


def test_a_page_left_out_is_noted_as_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threadscope.pages.reader.Renderer", lambda: Renderer(seconds=1))
    (tmp_path / "a.html").write_text(SLOW)
    (tmp_path / "b.html").write_text("<html>next")
    (batch,) = pages.read([Source(tmp_path / "a.html"), Source(tmp_path / "b.html")])
    assert batch.pages["text"].to_list() == ["next\n"]
    (note,) = batch.notes
    assert note.severity is Severity.UNREAD
    assert note.text.endswith("(left out)")


def test_one_child_renders_all_pages_and_ends_with_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: object, **options: object) -> "subprocess.Popen[bytes]":
        started.append(popen(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    files = [tmp_path / f"{number}.html" for number in range(5)]
    for file in files:
        file.write_text("<html>x")
    list(pages.read(map(Source, files)))
    assert [child.poll() is not None for child in started] == [True]


def test_a_renderer_that_is_let_go_of_or_outlives_the_program_ends_its_child() -> None:
    program = (
        "from threadscope.pages.renderer import Renderer\n"
        "kept, gone = Renderer(), Renderer()\n"
        "kept.render('a'), gone.render('a')\n"
        "child = gone._child\n"
        "del gone\n"
        "print(child.poll())\n"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("-9\n", "")


def test_a_child_that_was_ended_is_started_again() -> None:
    with Renderer() as renderer:
        assert renderer.render("a")[0] == "a\n"
        renderer.close()
        assert renderer.render("b")[0] == "b\n"


def test_a_mistake_of_ours_in_the_child_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = START.replace("import main; main()", "import *; import threadscope.markup.worker as w; ")
    monkeypatch.setattr("threadscope.pages.renderer._START", f"{bad}w.render = None; w.main()")
    with Renderer() as broken, pytest.raises(RuntimeError, match="TypeError"):
        broken.render("a")


@settings(deadline=None)
@given(st.one_of(st.binary(), st.binary().map(lambda data: b"<html>" + data)))
def test_any_bytes_become_a_page_or_an_error_that_says_why(data: bytes) -> None:
    file = File("fuzzed", renderer=FUZZED)
    try:
        items = list(html.DOOR.read([data], file))
    except ThreadscopeError:
        return
    assert any(isinstance(item, PageItem) for item in items)


def test_explaining_a_page_of_html_shows_its_lines_as_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html><p>Lamps<div><img alt="bob\'s picture"><p>I like them.</div>')
    command = [
        sys.executable,
        "-m",
        "threadscope",
        "rules",
        "explain",
        str(page),
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "bob's picture" in done.stdout
    assert pl.read_json(done.stdout.encode()).height
