"""Rule packs: every mistake is named at its place, all of them at once."""

import pytest

from threadscope.errors import Problem, RulesError
from threadscope.rules import load_pack
from threadscope.rules.pack import REPLY_PHRASES

GOOD = r"""
name: tea-house
title: The tea house
comment:
  author: '^(?P<author>\w+) pours:$'
"""
AUTHOR = "(?P<author>x)"


def refusals(text: str) -> tuple[Problem, ...]:
    with pytest.raises(RulesError) as caught:
        load_pack(text.encode(), "pack.yaml")
    return caught.value.problems


def test_a_short_pack_is_complete() -> None:
    pack = load_pack(GOOD.encode(), "pack.yaml")
    assert (pack.name, pack.order, pack.version) == ("tea-house", "auto", 1)
    (marker,) = pack.markers
    assert (marker.name, marker.opens[0].pattern) == ("author", r"^(?P<author>\w+) pours:$")
    assert pack.replies == REPLY_PHRASES


def test_a_bare_string_is_a_line_of_a_header() -> None:
    text = f"name: tea\ncomment:\n  markers:\n    - name: m\n      opens: ['{AUTHOR}']\n"
    ((line,),) = [marker.opens for marker in load_pack(text.encode(), "f").markers]
    assert (line.pattern, line.optional, line.anchor) == (AUTHOR, False, False)


def test_all_mistakes_are_named_at_once_each_at_its_place() -> None:
    problems = refusals(
        "name: Tea House\n"
        "titel: tea\n"
        "order: sideways\n"
        "comment:\n"
        "  gap: none\n"
        "  markers:\n"
        "    - name: m\n"
        "      opns: [x]\n"
        "depth: {width: 4}\n"
    )
    placed = {(problem.line, problem.column): problem for problem in problems}
    assert placed.keys() >= {(1, 7), (2, 1), (3, 8), (5, 8), (8, 7), (9, 8)}
    assert "small letters" in placed[1, 7].what
    assert placed[2, 1].instead == "did you mean 'title'?"
    assert placed[8, 7].instead == "did you mean 'opens'?"
    assert "shown_by is missing" in placed[9, 8].what
    assert placed[5, 8].instead == 'got "none"'


@pytest.mark.parametrize(
    ("line", "what", "instead"),
    [
        pytest.param("coment: {}", "unknown key coment", "'comment'", id="a slip of the pen"),
        pytest.param("sampels: []", "unknown key sampels", "'samples'", id="letters turned round"),
        pytest.param("zzzqqq: 1", "unknown key zzzqqq", "leave it out", id="a key like no other"),
        pytest.param("noise: word", "noise: input should be", 'got "word"', id="a word for a list"),
        pytest.param("about: 12", "valid string", "got 12", id="a number for a word"),
        pytest.param("about: [a]", "valid string", "got a list", id="a list for a word"),
        pytest.param("about: {a: b}", "valid string", "got a mapping", id="a mapping for a word"),
        pytest.param("noise: ", "noise: input should be", "got nothing", id="nothing for a list"),
        pytest.param("noise: ['']", "at least 1 character", 'got ""', id="an empty pattern"),
        pytest.param("min_comments: 0", "greater than or equal to 1", "got 0", id="too few"),
        pytest.param("version: 2", "version: input should be 1", "got 2", id="a later version"),
        pytest.param(
            "depth: {shown_by: smell}", "depth.shown_by", 'got "smell"', id="a bad choice"
        ),
        pytest.param(
            "samples: [{text: x, takes: none, fields: {autor: y}}]",
            "samples.0.fields.autor",
            'got "autor"',
            id="an unknown field of a sample",
        ),
    ],
)
def test_one_mistake_is_named_with_what_to_write_instead(
    line: str, what: str, instead: str
) -> None:
    (problem,) = refusals(f"{GOOD}{line}\n")
    assert problem.line == 6
    assert what in problem.what
    assert instead in problem.instead


@pytest.mark.parametrize("name", ["none", "noise", "end", "start"])
def test_a_marker_is_not_called_like_another_word_of_samples(name: str) -> None:
    text = f"name: tea\ncomment:\n  markers: [{{name: {name}, opens: [x]}}]\n"
    (problem,) = refusals(text)
    assert (problem.line, problem.column) == (3, 20)
    assert name in problem.what


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("comment: x", "comment: input should be a mapping"),
        (
            "comment: {author: x, markers: [{name: m, opens: [{pattern: x, anchor: 1}]}]}",
            "or false",
        ),
    ],
)
def test_what_was_wanted_is_said_in_the_words_of_yaml(line: str, what: str) -> None:
    assert any(what in problem.what for problem in refusals(f"name: tea\n{line}\n"))


def test_a_sample_may_state_the_score() -> None:
    text = GOOD.replace("pours:", "pours (?P<score>x):")
    sample = "samples: [{text: 'ann pours x:', takes: author, fields: {score: x}}]\n"
    assert load_pack(f"{text}{sample}".encode(), "f").samples[0].fields == {"score": "x"}


def test_a_long_value_is_quoted_by_its_start_only() -> None:
    (problem,) = refusals(f"{GOOD}order: {'x' * 500}\n")
    assert len(problem.instead) < 80


@pytest.mark.parametrize("text", ["- a\n- b\n", "word\n", "12\n", "~\n"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    (problem,) = refusals(text)
    assert "the file: input should be" in problem.what


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        pytest.param("{}", "write a pattern under author", id="no marker at all"),
        pytest.param("{markers: [{name: m}]}", "needs lines under opens", id="no lines"),
        pytest.param(
            "{markers: [{name: m, opens: [{pattern: x, optional: true}]}]}",
            "must not be optional",
            id="only optional lines",
        ),
        pytest.param(
            "{markers: [{name: m, closes: [{pattern: x, anchor: true}, "
            "{pattern: y, anchor: true}]}]}",
            "only one line",
            id="two anchors",
        ),
        pytest.param(
            "{markers: [{name: m, opens: [x]}, {name: m, opens: [y]}]}",
            "two markers are called 'm'",
            id="two markers of one name",
        ),
    ],
)
def test_a_comment_section_that_cannot_work_is_refused(comment: str, what: str) -> None:
    (problem,) = refusals(f"name: tea\ncomment: {comment}\n")
    assert problem.line == 2
    assert what in problem.what
