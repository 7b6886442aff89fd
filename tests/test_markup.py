"""HTML to lines of text, and what its elements state."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.markup.render import Rendered, render


def lines(html: str) -> list[str]:
    return render(html).text.splitlines()


def states(html: str) -> list[tuple[str, str, int]]:
    found = render(html).states
    return list(zip(found["kind"], found["value"], found["line"], strict=True))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("a  b\n c&nbsp; &amp; d", ["a b c & d"], id="white space is one blank"),
        pytest.param("<p>a<p>b<h2>c</h2>d", ["a", "", "b", "", "c", "", "d"], id="paragraphs"),
        pytest.param("<div>a<div>b</div></div>c", ["a", "b", "c"], id="blocks"),
        pytest.param("a<br>b<br><br>c<br>", ["a", "b", "", "c"], id="line ends"),
        pytest.param("<ul><li>a<li>b</ul>", ["a", "b"], id="lists"),
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"], id="tables"),
        pytest.param("<pre> a\n   b\n\nc</pre>", [" a", "   b", "", "c"], id="as written"),
        pytest.param("a<b>b</b> <i>c</i>", ["ab c"], id="inline"),
        pytest.param('<a><img alt="bob\'s picture"></a>b', ["bob's picture b"], id="pictures"),
        pytest.param("<title>t &lt; u</title><p>a", ["t < u", "", "a"], id="title"),
        pytest.param("a<script>b</script><style>c</style>d", ["ad"], id="scripts"),
        pytest.param("a<template><p>b</template><p hidden>c", ["a"], id="templates"),
        pytest.param("a<p hidden=until-found>b", ["a", "", "b"], id="hidden till it is found"),
        pytest.param("b<noscript><img alt=a></noscript>", ["b"], id="a picture again"),
        pytest.param("<noscript>a<img alt=b></noscript>", ["a b"], id="text without scripts"),
        pytest.param("<!-- a -->b<![CDATA[c]]>d", ["bd"], id="remarks"),
        pytest.param("<x-y>a</x-y> <unknown>b</unknown>", ["a b"], id="unknown elements"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_text_stands_as_a_browser_would_lay_it_out(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<blockquote><p>a<p>b</blockquote>c", ["> a", "", "> b", "", "c"], id="quote"),
        pytest.param(
            "<blockquote>a<blockquote>b</blockquote>c</blockquote>d",
            ["> a", "", "> > b", "", "> c", "", "d"],
            id="quote in a quote",
        ),
        pytest.param(
            "<div><blockquote>a<p>b</blockquote></div>", ["a", "", "b"], id="one that wraps a body"
        ),
        pytest.param(
            "x<blockquote><div id=c1>a</div></blockquote>", ["x", "", "a"], id="one that indents"
        ),
        pytest.param("<aside><blockquote>a</blockquote></aside>", ["> a"], id="an aside"),
    ],
)
def test_what_quotes_is_marked_as_in_mail(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("tag", "size"),
    [("div", 20_000), ("span", 20_000), ("ul><li", 2_000), ("table><tr><td", 2_000)],
)
def test_no_text_is_lost_however_deep_it_stands(tag: str, size: int) -> None:
    nested = "".join(f"<{tag}>w{number} " for number in range(size))
    assert sorted(render(nested).text.split()) == sorted(f"w{number}" for number in range(size))


def test_elements_know_their_lines_and_what_stands_around_them() -> None:
    found = render("<div class='a b'><p>x</p></div><div></div><ul><li>y<br>z</ul>").elements
    rows = list(zip(*found.values(), strict=True))
    assert ("div", "a b", 1, 1, 1) in rows
    assert ("ul", "", 1, 3, 4) in rows
    assert all(up < place for place, up in enumerate(found["up"]))
    assert [tag for tag in found["tag"] if tag == "div"] == ["div"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p id=c1>x", ("id", "c1", 1), id="an id"),
        pytest.param("<a name=c1></a><p>x", ("id", "c1", 1), id="an empty place before its text"),
        pytest.param("<p id=c1>x <a href=#c1>#</a>", ("named", "c1", 1), id="one linked to"),
        pytest.param("<p data-comment-id=7>x", ("id", "7", 1), id="an id for scripts"),
        pytest.param(
            "x<p><i rel=sioc:reply_of resource=/n#c2></i>y", ("parent", "c2", 3), id="RDF"
        ),
        pytest.param("<i rel=sioc:reply_of resource=/n></i>y", ("page", "/n", 1), id="the page"),
        pytest.param("<a class=u-in-reply-to href=/x#c2>y</a>", ("parent", "c2", 1), id="a class"),
        pytest.param("<p data-parent-id=7>x", ("likely", "7", 1), id="a parent for scripts"),
        pytest.param("In reply to <a href=#c2>Bo</a>", ("likely", "c2", 1), id="in words"),
        pytest.param("Antwort auf: <a href=#c2>Bo</a>", ("likely", "c2", 1), id="in German"),
        pytest.param("<a href=#c2>parent</a>", ("likely", "c2", 1), id="a link upwards"),
        pytest.param("<td indent=3>x", ("depth", "3", 1), id="a number"),
        pytest.param("<p class='comment depth-2'>x", ("depth", "2", 1), id="a class with a number"),
        pytest.param("<p style='margin-left: 40px'>x", ("depth", "40", 1), id="a margin"),
        pytest.param("<img src=/i/s.gif height=1 width=80>x", ("depth", "80", 1), id="a spacer"),
    ],
)
def test_what_an_element_states_is_found(html: str, expected: tuple[str, str, int]) -> None:
    page = f"<table><tr>{html}</table>" if html.startswith("<td") else html
    assert expected in states(page)


def test_a_statement_behind_the_last_words_of_an_element_belongs_to_it() -> None:
    html = "<div>a<i rel=in-reply-to href=#c1></i></div><div>b</div>"
    assert states(html) == [("parent", "c1", 1)]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<a href=#c2>a comment on harbours</a>", id="any link"),
        pytest.param("<b class=reply-to>x</b>", id="a class"),
        pytest.param("<p class=level-crossing>x", id="a level without a number"),
    ],
)
def test_what_only_looks_like_it_states_nothing(html: str) -> None:
    assert not states(html)


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div id=c1>", "</div>", "<blockquote>", "</blockquote>", "<pre>"),
        *("</pre>", "<br>", "<li>", "<td>", "<a href=#c1>", "</a>", "<script>", "</script>"),
        *("<noscript>", "<svg>", "<table>", "</table>", "<template>", "&amp;", "&#0;", "a", "\n"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_renders_and_its_columns_fit_together(html: str) -> None:
    found: Rendered = render(html)
    count = max(len(found.text.split("\n")) - 1, 1)
    for columns in (found.elements, found.states):
        assert len({len(column) for column in columns.values()}) == 1
    spans = zip(found.elements["line"], found.elements["last"], strict=True)
    assert all(1 <= line <= last <= count for line, last in spans)
    assert all(1 <= line <= count for line in found.states["line"])
    assert "\r" not in found.text


@given(st.lists(st.sampled_from(["w", "<p>", "</p>", "<div>", "</div>", "<b>", "</li>", "<td>"])))
def test_every_word_of_a_page_is_kept(pieces: list[str]) -> None:
    text = render("".join(pieces)).text
    assert text.count("w") == pieces.count("w")


def test_the_child_needs_no_polars() -> None:
    code = "import threadscope.markup.worker, sys; print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
