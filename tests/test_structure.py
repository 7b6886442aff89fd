"""The nesting, ids and parents that pages of HTML still show, as certain replies."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadscope.discussion import Discussion, analyze
from threadscope.markup.render import render
from threadscope.pages import Batch, Source, read
from threadscope.pages.items import Shape
from threadscope.pages.reader import Reader
from threadscope.rules import pick
from threadscope.schema import CUTS, ELEMENTS, STATES
from threadscope.segment import structured

Tree = list[tuple[str, list]]  # type: ignore[type-arg]
"""Names, each with those that answer it."""

TREE: Tree = [
    ("ada", [("bo", [("cy", []), ("dee", [("ed", [])])]), ("flo", [])]),
    ("gus", []),
    ("hal", [("ida", [])]),
]
PARENTS = {
    "ada": None,
    "bo": "ada",
    "cy": "bo",
    "dee": "bo",
    "ed": "dee",
    "flo": "ada",
    "gus": None,
    "hal": None,
    "ida": "hal",
}


def key(name: str) -> str:
    """Give the id of somebody's comment."""
    return f"c-{int.from_bytes(name.encode())}"


def body(name: str, more: str = "") -> str:
    return (
        f'<div class="picture"><img alt="{name}\'s picture"></div>{more}'
        f"<p>What {name} says about the lamp.</p>"
    )


def beside(tree: Tree) -> str:
    """Write comments with their replies in a list behind them."""
    parts = []
    for name, replies in tree:
        below = f'<div class="indented">{beside(replies)}</div>' if replies else ""
        parts.append(f'<a id="{key(name)}"></a><div class="comment">{body(name)}</div>{below}')
    return "".join(parts)


def inside(tree: Tree) -> str:
    """Write comments with their replies inside them."""
    parts = []
    for at, (name, replies) in enumerate(tree):
        below = f'<ul class="children">{inside(replies)}</ul>' if replies else ""
        kind = "odd by-author" if at % 2 else "even"
        parts.append(f'<li class="comment {kind}" id="li-{key(name)}">{body(name)}{below}</li>')
    return "".join(parts)


def flat(tree: Tree, depth: int = 0, up: str = "", state: str = "") -> str:
    """Write comments one after the other; depth and parent may stand in attributes."""
    parts = []
    for name, replies in tree:
        said = state.format(depth=depth, margin=depth * 25, up=key(up), name=name)
        parts.append(f'<div class="post" id="{key(name)}"{said}>{body(name)}</div>')
        parts.append(flat(replies, depth + 1, name, state))
    return "".join(parts)


def page(comments: str) -> str:
    article = "<html><title>Lamps</title><h1>Lamps</h1><p>The lamp on the mole burns.</p>"
    return f'{article}<section id="comments"><h2>9 comments</h2>{comments}</section>'


def batch_of(html: str) -> Batch:
    found = render(html)
    reader = Reader(None, 1 << 30)
    reader.add_page("page", found.text, Shape(found.elements, found.states))
    return reader.flush()


def discuss(html: str) -> Discussion:
    return analyze([batch_of(html)], pick(("drupal-picture",)))


def answered(discussion: Discussion) -> dict[str, str | None]:
    """Give whom each author certainly answers."""
    threads = discussion.threads
    names = dict(threads.select("id", "author").rows())
    certain = threads.filter("certain").select("author", "parent").rows()
    return {name: None if parent is None else names[parent] for name, parent in certain}


def test_replies_in_a_list_behind_what_they_answer_give_the_tree() -> None:
    assert answered(discuss(page(beside(TREE)))) == PARENTS


def test_replies_inside_what_they_answer_give_the_tree() -> None:
    assert answered(discuss(page(f"<ol>{inside(TREE)}</ol>"))) == PARENTS


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(' data-depth="{depth}"', id="a number"),
        pytest.param(' aria-level="{depth}"', id="a level"),
        pytest.param(' style="color: red; margin-left:{margin}px"', id="a margin"),
    ],
)
def test_depth_that_is_written_down_gives_the_tree(state: str) -> None:
    assert answered(discuss(page(flat(TREE, state=state)))) == PARENTS


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(' data-parent-id="{up}"', id="an id"),
        pytest.param('><a href="#{up}">parent</a><b', id="a link upwards"),
        pytest.param('><p>In reply to <a href="/page#{up}">that</a></p><b', id="in words"),
        pytest.param('><i rel="sioc:reply_of" resource="/c#{up}"></i><b', id="RDF"),
    ],
)
def test_parents_that_are_named_give_the_tree(state: str) -> None:
    found = answered(discuss(page(flat(TREE, state=state))))
    assert {name: up for name, up in found.items() if up} == {
        name: up for name, up in PARENTS.items() if up
    }


def test_a_flat_page_states_nothing() -> None:
    discussion = discuss(page(flat(TREE)))
    assert discussion.threads.height == len(PARENTS)
    assert not answered(discussion)


def test_a_first_comment_set_apart_states_nothing() -> None:
    posts = "".join(f'<div class="post">{body(name)}</div>' for name in ("bo", "cy", "dee"))
    first = f'<div class="post">{body("ada")}</div>'
    assert not answered(discuss(page(f"{first}<div>{posts}</div>")))


def test_a_single_thread_inside_its_first_comment_is_nesting() -> None:
    assert answered(discuss(page(f"<ol>{inside([('ada', [('bo', [])])])}</ol>"))) == {
        "ada": None,
        "bo": "ada",
    }


def test_two_lists_that_do_not_hold_each_other_are_one_level() -> None:
    posts = [f'<div class="post">{body(name)}</div>' for name in ("ada", "bo", "cy", "dee")]
    lists = f"<div>{''.join(posts[:2])}</div><div><div>{''.join(posts[2:])}</div></div>"
    assert not answered(discuss(page(lists)))


def test_a_parent_that_is_named_goes_before_nesting() -> None:
    link = f'<p>In reply to <a href="#{key("cy")}">that</a></p>'
    html = page(beside(TREE)).replace("ed's picture\"></div>", f"ed's picture\"></div>{link}")
    assert answered(discuss(html)) == {**PARENTS, "ed": "cy"}


def test_a_parent_that_is_not_on_the_page_makes_an_orphan() -> None:
    lost = '><i rel="sioc:reply_of" resource="/c#c-99"></i><b'
    threads = discuss(page(flat([("ada", []), ("bo", [])], state=lost))).threads
    assert threads["orphan"].all()


def test_a_link_to_nothing_on_the_page_states_nothing() -> None:
    lost = ' data-parent="#menu"'
    assert not answered(discuss(page(flat([("ada", []), ("bo", [])], state=lost))))


def test_comments_that_name_the_page_answer_it() -> None:
    whole = '><i rel="sioc:reply_of" resource="/node/5"></i><b'
    assert answered(discuss(page(flat(TREE, state=whole)))) == dict.fromkeys(PARENTS)


def test_ids_come_back_and_those_of_other_places_do_not() -> None:
    threads = discuss(page(beside(TREE))).threads
    assert threads["source_id"].to_list() == [key(name) for name in PARENTS]
    foot = "<div id='footer-7'><p>Imprint</p></div>"
    plain = "".join(f"<div class=post>{body(name)}</div>" for name in PARENTS)
    assert discuss(page(plain) + foot).threads["source_id"].null_count() == len(PARENTS)


def test_nothing_is_done_where_there_are_no_elements() -> None:
    cuts = CUTS.to_frame()
    assert structured(cuts, ELEMENTS.to_frame(), STATES.to_frame()) is cuts


def test_a_page_of_text_beside_one_of_html_keeps_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(beside(TREE)))
    (tmp_path / "b.txt").write_text("Lamps\n\nbo's picture\n\nYes.\n\ncy's picture\n\nNo.\n")
    batches = read([Source(tmp_path / "a.html"), Source(tmp_path / "b.txt")])
    discussion = analyze(batches, pick(("drupal-picture",)))
    certain = discussion.threads.group_by("page").agg(pl.col("certain").sum())
    assert dict(certain.rows()) == {str(tmp_path / "a.html"): 9, str(tmp_path / "b.txt"): 0}


@st.composite
def trees(draw: st.DrawFn) -> tuple[Tree, dict[str, str | None]]:
    """Draw a tree in which more than the first comment stands outermost, and its parents."""
    size = draw(st.integers(3, 12))
    ups = [
        None,
        None,
        *(draw(st.one_of(st.none(), st.integers(0, at - 1))) for at in range(2, size)),
    ]
    names = [f"n{at}x" for at in range(size)]

    def below(up: int | None) -> Tree:
        return [(names[at], below(at)) for at in range(size) if ups[at] == up]

    return below(None), {
        name: None if up is None else names[up] for name, up in zip(names, ups, strict=True)
    }


@settings(deadline=None, max_examples=12)
@given(trees())
def test_every_tree_that_is_written_down_is_found_again(
    drawn: tuple[Tree, dict[str, str | None]],
) -> None:
    tree, parents = drawn
    nested = any(parents.values())
    for written in (page(beside(tree)), page(f"<ol>{inside(tree)}</ol>")):
        assert answered(discuss(written)) == (parents if nested else {})
