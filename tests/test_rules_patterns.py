"""Patterns and date formats: what the engine cannot run, or a pack cannot use, is refused."""

import json

import pytest

from threadscope.errors import Problem, RulesError
from threadscope.rules import load_pack

AUTHOR = "(?P<author>x)"


def refusals(text: str) -> tuple[Problem, ...]:
    with pytest.raises(RulesError) as caught:
        load_pack(text.encode(), "pack.yaml")
    return caught.value.problems


def pack_with(key: str, pattern: str) -> str:
    """Write a pack whose pattern stands on line 3, under a key of the comment section."""
    return f"name: tea\ncomment:\n  {key}: {json.dumps(pattern)}\n"


def test_all_bad_patterns_and_formats_are_named_at_once() -> None:
    problems = refusals(
        "name: tea\n"
        "discussion: {start: ['('], end: ['a*']}\n"
        "comment:\n"
        "  author: '(?P<autor>x)'\n"
        "  end: ['x{5000}']\n"
        "  markers:\n"
        "    - name: m\n"
        "      opens: [x, {pattern: '(?=y)'}]\n"
        "noise: ['fine', '\\1']\n"
        "replies: ['^@\\w+']\n"
        "dates: ['%d %B %Y', '%I:%M']\n"
    )
    assert sorted((problem.line, problem.column) for problem in problems) == [
        (2, 22), (2, 34), (4, 11), (5, 9), (8, 18), (9, 17), (10, 11), (11, 21),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "what", "instead"),
    [
        ("(?P<author>x", "unclosed group", "Rust"),
        ("[z-a](?P<author>x)", "invalid character class range", "Rust"),
        ("(?P<author>x)\\", "incomplete escape", "Rust"),
        ("(?P<author>x)\\p{Tea}", "property not found", "Rust"),
        ("(?P<author>x)(?!y)", "look-around", "Rust"),
        ("(?P<author>x)(?<=y)", "look-around", "Rust"),
        ("(?P<author>x)\\1", "backreferences", "Rust"),
        ("(?P<author>x)(?P<author>y)", "duplicate capture group", "Rust"),
        ("(?P<author>(?:x{1000}){1000})", "1,000,000 characters long", "smaller counts"),
        ("(?P<author>x{1001})", "repeat count is over 1000", "smaller"),
        ("(?P<author>x{2,1001})", "repeat count is over 1000", "smaller"),
        ("(?P<author>x{99999999999999999999,})", "repeat count is over 1000", "smaller"),
        ("(" * 201 + AUTHOR + ")" * 201, "more than 200 groups", "split"),
        ("(?P<author>x*)", "matches the empty line", "at least one"),
        ("^|(?P<author>x)", "matches the empty line", "at least one"),
        ("(?P<autor>x)", "unknown group 'autor'", "'author'"),
        ("(?P<author>x)(?P<dat>y)", "unknown group 'dat'", "'date'"),
        ("(?P<author>x)(?P<qqq>y)", "unknown group 'qqq'", "known: author, date"),
        ("x", "the group 'author' is missing", "(?P<author>...)"),
        ("(x)", "the group 'author' is missing", "(?P<author>...)"),
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_serve_is_refused(pattern: str, what: str, instead: str) -> None:
    (problem,) = refusals(pack_with("author", pattern))
    assert (problem.line, problem.column) == (3, 11)
    assert what in problem.what
    assert instead in problem.instead


def test_a_pattern_of_more_than_4096_characters_is_refused() -> None:
    (problem,) = refusals(pack_with("author", AUTHOR.ljust(4097, "y")))
    assert "at most 4096" in problem.what


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(AUTHOR + "y{1000}", id="a count of a thousand"),
        pytest.param(AUTHOR + r"\x{2028}\u{2029}", id="characters by number are no counts"),
        pytest.param("(?<author>x)", id="the short spelling of a group"),
        pytest.param(AUTHOR + "(y)(?:z)", id="groups without names"),
        pytest.param("(" * 199 + AUTHOR + ")" * 199, id="two hundred groups"),
        pytest.param(r"(?i)^(?P<author>\pL+)'s picture$", id="a marker of an avatar"),
        pytest.param(AUTHOR + "(?P<date>y)(?P<score>z)", id="other fields"),
    ],
)
def test_a_pattern_that_can_serve_is_taken(pattern: str) -> None:
    assert load_pack(pack_with("author", pattern).encode(), "f").comment.author == pattern


@pytest.mark.parametrize("form", ["%d %b %Y %I:%M", "%H", "%Y-%m-%d %p"])
def test_a_date_format_the_engine_refuses_is_named(form: str) -> None:
    (problem,) = refusals(f"{pack_with('author', AUTHOR)}dates: ['%Y-%m-%d', '{form}']\n")
    assert (problem.line, problem.column) == (4, 21)
    assert "not a date format" in problem.what


@pytest.mark.parametrize("form", ["%Q", "blah", "", "%Y-%m-%d %Q", "%%d", "%H:%M"])
def test_a_date_format_that_tells_no_day_is_refused(form: str) -> None:
    (problem,) = refusals(f"{pack_with('author', AUTHOR)}dates: ['{form}']\n")
    assert (problem.line, problem.column) == (4, 9)


@pytest.mark.parametrize("form", ["%-d/%-m/%y", "%s", "%F", "%D %R", "%Y-%jT%H:%M%#z", "%c", "%+"])
def test_a_date_format_that_tells_a_day_is_taken(form: str) -> None:
    text = f"{pack_with('author', AUTHOR)}dates: ['{form}']\n"
    assert load_pack(text.encode(), "f").dates == (form,)


@pytest.mark.parametrize("shown_by", ["numbering", "number", "prefix"])
def test_depth_read_from_a_group_needs_the_group(shown_by: str) -> None:
    depth = f"depth: {{shown_by: {shown_by}}}\n"
    (problem,) = refusals(pack_with("author", AUTHOR) + depth)
    assert (problem.line, problem.column) == (4, 19)
    good = pack_with("author", f"(?<depth>y){AUTHOR}") + depth
    assert load_pack(good.encode(), "f").depth is not None


def test_a_reply_phrase_must_name_whom_it_answers() -> None:
    (problem,) = refusals(f"{pack_with('author', AUTHOR)}replies: ['^@(?P<author>x)']\n")
    assert "'parent_author' is missing" in problem.what
