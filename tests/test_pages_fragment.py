"""Pieces of HTML as text, and JSON that is nested too deeply for the standard library."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.pages.fragment import looks_marked, plain
from threadscope.pages.nested import MOST, decode_nested
from threadscope.pages.values import parse


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("one two", "one two"),
        ("one\n  two", "one two"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
        ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a <b>bold</b>, <a href='x'>link</a>", "a bold, link"),
        ("<blockquote><p>a</p><p>b</p></blockquote><p>c", "> a\n>\n> b\n\nc"),
        ("<blockquote><blockquote>a</blockquote>b</blockquote>", "> > a\n>\n> b"),
        ("</blockquote>a", "a"),
        ("<pre>x\n  y &lt;\n\nz</pre>end", "x\n  y <\n\nz\n\nend"),
        ("<img alt='a smile' src=x> yes <img src=y>", "a smile yes"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<script>if (a < b) {}</script><style>p{}</style>a<!-- b -->c", "ac"),
        ("a<!-- never closed", "a"),
        ("1 < 2 &amp; 3 > 2 &nosuch; &#x41;", "1 < 2 & 3 > 2 &nosuch; A"),
        ("<unknown:tag x>a</unknown:tag>", "a"),
        ("<", "<"),
        ("", ""),
    ],
)
def test_html_becomes_the_text_that_a_browser_shows(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    "piece", ["<blockquote>", "<p>", "</p>", "<a", "<!--", "<a b>", "&", "<pre>\n", "<script>"]
)
def test_a_hundred_thousand_pieces_of_anything_are_read(piece: str) -> None:
    assert plain("a" + piece * 100_000).startswith("a")


@given(st.text(alphabet=st.characters(exclude_characters="<>&", exclude_categories=["Cs"])))
def test_words_without_markup_are_all_kept(words: str) -> None:
    assert not looks_marked(words)
    assert plain(words).split() == words.split()


@given(st.text(alphabet="ab <>/p!-&;\n\"'="))
def test_any_text_is_taken_for_html_without_failing(html: str) -> None:
    assert "\n\n\n" not in plain(html)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_the_reader_without_recursion_reads_what_the_standard_one_does(
    value: Any, indent: int | None
) -> None:
    try:
        text = json.dumps(value, indent=indent, allow_nan=False)
    except ValueError:
        return
    assert decode_nested(f" {text} ", 1, _refuse) == (value, len(text) + 1)


@given(st.text(alphabet='[]{}",:0-1.e truefalsn\\u'))
def test_the_reader_without_recursion_refuses_what_the_standard_one_does(text: str) -> None:
    def told(read: Any) -> Any:
        try:
            return read()
        except ValueError:
            return ValueError

    standard = json.JSONDecoder(parse_constant=_refuse)
    assert told(lambda: decode_nested(text, 0, _refuse)) == told(
        lambda: standard.raw_decode(text, 0)
    )


def _depth(value: Any) -> int:
    depth = 0
    while isinstance(value, (list, dict)):
        value = value["a"] if isinstance(value, dict) else value[0]
        depth += 1
    return depth


@pytest.mark.parametrize("depth", [500, 5000, MOST])
def test_depth_below_the_limit_is_read(depth: int) -> None:
    assert _depth(parse("[" * depth + "1" + "]" * depth)) == depth
    assert _depth(parse('{"a":' * depth + "1" + "}" * depth)) == depth


def test_depth_above_the_limit_is_said() -> None:
    assert parse("[" * (MOST + 1)) == "is nested too deeply"
