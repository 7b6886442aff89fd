"""The page to look at, and its plots."""

import json
import re
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadscope import report
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.cli.report import PLOTS
from threadscope.discussion import Discussion, analyze, unplace
from threadscope.errors import DataError, Note, Severity
from threadscope.pages import Source, read
from threadscope.rules import shipped

HOSTILE = (
    "Ann</b></details><script>alert(1)</script>\x00\x1b[2J\u202e\ufffe \" onmouseover='x' &amp;"
)
URL = "javascript:alert(1) https://evil.example/a.png <img src=//evil.example onerror=x>"
TALK = [
    {"id": "a", "author": HOSTILE, "text": f"One. {URL}\n\n\n\n\nEnd.", "parent": None},
    {"id": "b", "author": "Bob", "text": "Two?", "parent": "a", "date": "2021-05-03T10:25:00"},
    {"id": "c", "author": None, "text": "Three.", "parent": "b", "date": "2021-05-04T11:00:00"},
    {"id": "d", "author": "Bob", "text": "Four.", "parent": "gone", "subject": "<i>Re:</i>"},
    {"id": "e", "author": "Cy", "text": "Bob, two is right.", "date": "2021-05-04T12:00:00"},
    {"id": "f", "author": "Bob", "text": "", "parent": "b"},
]
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Notes the elements of a page, and that every one of them is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.deepest = 0
        self.said: list[str] = []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)
            self.deepest = max(self.deepest, len(self.stack))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.stack[-1:] != ["style"]:
            self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)

    def comments(self) -> Iterator[dict[str, str | None]]:
        for _, attributes in self.tags:
            if "comment" in (attributes.get("class") or "").split():
                yield attributes


def discussion_of(folder: Path, rows: list[dict[str, object]]) -> Discussion:
    page = folder / "page.jsonl"
    page.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return analyze(read([Source(page)]), shipped())


@pytest.fixture
def talk(tmp_path: Path) -> Discussion:
    return discussion_of(tmp_path, TALK)


def marks(svg: str) -> int:
    """Count what is drawn for the data."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    groups = (each for each in root.iter() if "role-mark" in (each.get("class") or ""))
    return sum(child.tag.endswith(("path", "line")) for group in groups for child in group)


def test_every_comment_is_on_the_page_once(talk: Discussion) -> None:
    page = Page(report.html(talk))
    assert Counter(one["id"] for one in page.comments()) == {f"c{at}": 1 for at in range(6)}
    for words in ("Two?", "Three.", "Four.", "Bob, two is right.", "(no text)", "unknown author"):
        assert words in page.text


def test_nothing_is_loaded_and_nothing_runs(talk: Discussion) -> None:
    text = report.html(talk)
    page = Page(text)
    assert {tag for tag, _ in page.tags}.isdisjoint(
        {"script", "img", "link", "iframe", "object", "embed", "base", "form", "video", "image"}
    )
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert "src" not in attributes
        for name in ("href", "xlink:href"):
            assert re.fullmatch(r"#[\w-]+", attributes.get(name) or "#x"), (tag, attributes)
    assert "url(" not in text
    assert "@import" not in text
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy


def test_what_a_page_says_stays_text(talk: Discussion) -> None:
    page = Page(report.html(talk, title=HOSTILE))
    assert "Ann</b></details><script>alert(1)</script>␀␛[2J<U+202E>" in page.text
    assert "javascript:alert(1) https://evil.example/a.png <img src=//evil.example" in page.text
    assert not re.search("[\x00\x1b\u202e]", page.text)
    assert "<i>Re:</i>" in page.text


@settings(max_examples=15)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=4))
def test_any_text_makes_a_whole_page(
    tmp_path_factory: pytest.TempPathFactory, said: list[str]
) -> None:
    rows = [{"id": str(at), "author": each, "text": each} for at, each in enumerate(said)]
    found = discussion_of(tmp_path_factory.mktemp("any"), rows)
    page = Page(report.html(found, title=said[0]))
    assert len(list(page.comments())) == found.threads.height


def test_the_kinds_of_places_are_told_by_words_and_signs(talk: Discussion) -> None:
    page = Page(report.html(unplace(talk, 1.0)))
    kinds = Counter((one["class"] or "").split()[1] for one in page.comments())
    assert kinds == {"stated": 4, "orphan": 1, "open": 1}
    assert "It is certain" in page.text
    for words in ("· stated", "⊘ orphan: answers a comment that", "○ open: nobody knows whom"):
        assert words in page.text
    likely = Page(report.html(talk))
    assert re.search(r"◐ answers .*· inferred, \d+ % sure", likely.text)


def test_a_reply_leads_to_what_it_answers_and_tells_who_else_it_may_be(talk: Discussion) -> None:
    text = report.html(talk)
    (own,) = re.findall(r'id="c4" open>.*?<div class="text"', text, re.DOTALL)
    assert '<a href="#c1">' in own
    assert "Or it answers" in own
    assert '<details class="place inferred"><summary>' in own


def test_authors_lead_to_their_comments(talk: Discussion) -> None:
    text = report.html(talk)
    (row,) = re.findall(r"<tr><th scope=row><bdi>Bob</bdi>.*?</tr>", text)
    assert re.findall(r'href="#(c\d)"', row) == ["c1", "c5", "c3"]


def test_what_is_left_out_is_said(talk: Discussion) -> None:
    page = Page(report.html(talk, most=2))
    assert [one["id"] for one in page.comments()] == ["c0", "c1"]
    assert "2 of 6 comments are shown" in page.text
    assert "more comments of this thread not shown here." in page.text
    assert not list(Page(report.html(talk, most=0)).comments())
    assert "are shown" not in Page(report.html(talk)).text


def test_the_comments_shown_hold_what_they_answer(talk: Discussion) -> None:
    for most in range(7):
        page = Page(report.html(talk, most=most))
        there = {one["id"] for one in page.comments()}
        links = {
            a["href"][1:] for tag, a in page.tags if tag == "a" and a.get("href", "")[1:2] == "c"
        }
        assert {link for link in links if re.fullmatch(r"c\d+", link)} <= there


def test_a_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    found = discussion_of(tmp_path, [{"id": "a", "author": "Ann", "text": "x" * 30_000}])
    assert "10,000 more characters" in Page(report.html(found)).text


def test_a_chain_of_thousands_stays_flat_enough_for_browsers(tmp_path: Path) -> None:
    rows = [
        {"id": str(at), "author": "Ann", "text": "x", "parent": str(at - 1) if at else None}
        for at in range(5000)
    ]
    page = Page(report.html(discussion_of(tmp_path, rows), most=5000))
    assert len(list(page.comments())) == 5000
    assert page.deepest < 100
    assert "depth 4999" in page.text


def test_threads_are_folded_where_they_are_many(tmp_path: Path, talk: Discussion) -> None:
    rows = [{"id": str(at), "author": "Ann", "text": "x", "parent": None} for at in range(301)]
    many = Page(report.html(discussion_of(tmp_path, rows)))
    assert not [one for one in many.comments() if "open" in one]
    assert all("open" in one for one in Page(report.html(talk)).comments())


def test_notes_are_shown_damage_before_remarks(talk: Discussion) -> None:
    remarks = [Note(Severity.INFO, f"page {at}", "all <well>") for at in range(9)]
    damage = Note(Severity.DAMAGE, "page x", "two bytes <lost>", 7)
    told = Discussion(talk.pages, talk.threads, talk.candidates, (*remarks, damage))
    text = Page(report.html(told)).text
    assert text.index("Damaged page x, line 7: two bytes <lost>") < text.index("9 remarks")
    assert text.count("all <well>") == 9


def test_the_measures_come_with_their_intervals(talk: Discussion) -> None:
    text = Page(report.html(talk)).text
    for words in ("likely between", "mean depth", "how deep a comment stands on average"):
        assert words in text


def test_the_same_input_gives_the_same_page(tmp_path: Path) -> None:
    first, second = (report.html(discussion_of(tmp_path, TALK)) for _ in range(2))
    assert first == second


def test_a_page_without_comments_says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Nothing to see.\n")
    found = analyze(read([Source(page)]), shipped())
    assert "No comments were found." in Page(report.html(found)).text


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("skyline", 1),
        ("shapes", 3),
        ("depths", 3),
        ("confidence", 2),
        ("authors", 6),
        ("matrix", 9),
        ("activity", 2),
        ("week", 168),
    ],
)
def test_a_plot_has_a_mark_for_every_row(talk: Discussion, name: str, drawn: int) -> None:
    svg = report.plot(talk, name, "svg")
    assert isinstance(svg, str)
    assert marks(svg) >= drawn
    assert "<script" not in svg
    assert svg == report.plot(talk, name, "svg")


def test_a_plot_as_png_has_twice_the_pixels_of_the_svg(talk: Discussion) -> None:
    svg, png = (report.plot(talk, "depths", form) for form in ("svg", "png"))
    assert isinstance(png, bytes)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width = int(ET.fromstring(svg).get("width", ""))  # noqa: S314 - our own
    assert struct.unpack(">I", png[16:20]) == (2 * width,)


def test_hostile_names_are_drawn_as_text(tmp_path: Path) -> None:
    names = [HOSTILE, 'x class="y" "#22303c"', "__proto__", "datum.x", "x" * 99, "x" * 98]
    rows = [{"id": name, "author": name, "text": "x", "parent": names[0]} for name in names[1:]]
    found = discussion_of(tmp_path, [{"id": names[0], "author": names[0], "text": "y"}, *rows])
    for name in ("authors", "matrix", "shapes"):
        svg = report.plot(found, name, "svg")
        assert isinstance(svg, str)
        assert ET.fromstring(svg) is not None  # noqa: S314 - our own
    page = Page(report.html(found)).text
    assert 'x class="y" "#223…' in page
    assert page.count("xxxxxxxxxxxxxxxxx… (2)") == 3


def test_the_largest_threads_come_in_their_order(tmp_path: Path) -> None:
    rows = [
        {"id": f"{thread}.{at}", "author": f"u{thread}", "text": "x", "parent": f"{thread}.0"}
        | ({"parent": None} if at == 0 else {})
        for thread in range(12)
        for at in range(14 - thread)
    ]
    svg = report.plot(discussion_of(tmp_path, rows), "shapes", "svg")
    assert isinstance(svg, str)
    titles = re.findall(r">(\d+)\. u(\d+) \((\d+)\)<", svg)
    assert titles == [(str(at + 1), str(at), str(14 - at)) for at in range(12)]


def test_the_plots_to_choose_from_are_those_there_are() -> None:
    assert tuple(report.PLOTS) == PLOTS


def test_a_plot_of_nothing_says_why(tmp_path: Path) -> None:
    found = discussion_of(tmp_path, [{"id": "a", "author": "Ann", "text": "x"}])
    with pytest.raises(DataError, match=r"week: nothing to draw \(no comment has a date"):
        report.plot(found, "week", "svg")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    page = tmp_path / "page.jsonl"
    page.write_text("".join(json.dumps(row) + "\n" for row in TALK))
    return page


def test_the_command_writes_a_page_and_plots_by_the_ending(file: Path) -> None:
    for name, options, start in (
        ("page.html", [], b"<!doctype html>"),
        ("depths.svg", ["--plot", "depths"], b"<svg "),
        ("depths.png", ["--plot", "depths"], b"\x89PNG"),
    ):
        target = file.with_name(name)
        assert run(["report", str(file), *options, "-q", "-o", str(target)]) == Exit.DONE
        assert target.read_bytes().startswith(start)


def test_the_command_says_what_contradicts(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options, words in (
        (["--plot", "depths", "-o", "x.html"], "a plot is SVG or PNG"),
        (["-o", "x.png"], "PNG is for a plot"),
    ):
        assert run(["report", str(file), *options]) == Exit.USAGE
        assert words in capsys.readouterr().err


def test_without_the_extra_the_page_comes_without_plots_and_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    target = file.with_name("page.html")
    assert run(["report", str(file), "-q", "-o", str(target)]) == Exit.DONE
    needed = "plots need an extra (pip install 'threadscope[report]')"
    assert needed in capsys.readouterr().err
    page = Page(target.read_text())
    assert needed in page.text
    assert "svg" not in {tag for tag, _ in page.tags}
    assert len(list(page.comments())) == 6
    assert run(["report", str(file), "--plot", "depths", "-o", "x.svg"]) == Exit.USAGE
    assert needed in capsys.readouterr().err
