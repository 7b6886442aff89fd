"""Rule packs: every mistake is named at its place, and every good pack is found."""

import json
from pathlib import Path

import pytest

from threadscope.errors import InputMissingError, Problem, RulesError, UsageError
from threadscope.rules import Config, Pack, load_config, load_pack, names, pick, shipped, source
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


def pack_with(key: str, pattern: str) -> str:
    """Write a pack whose pattern stands on line 3, under a key of the comment section."""
    return f"name: tea\ncomment:\n  {key}: {json.dumps(pattern)}\n"


def pack_called(name: str) -> str:
    return GOOD.replace("tea-house", name)


def put(path: Path, text: str = GOOD) -> str:
    path.write_text(text)
    return str(path)


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
    assert "should match" in placed[1, 7].what
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
        pytest.param("title: 12", "valid string", "got 12", id="a number for a word"),
        pytest.param("title: [a]", "valid string", "got a list", id="a list for a word"),
        pytest.param("title: {a: b}", "valid string", "got a mapping", id="a mapping for a word"),
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
        ("(?P<author>(?:x{1000}){1000})", "size limit", "Rust"),
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
    (problem,) = refusals(f"{GOOD}dates: ['%Y-%m-%d', '{form}']\n")
    assert (problem.line, problem.column) == (6, 21)
    assert "not a date format" in problem.what


def test_a_reply_phrase_must_name_whom_it_answers() -> None:
    (problem,) = refusals(f"{GOOD}replies: ['^@(?P<author>x)']\n")
    assert "'parent_author' is missing" in problem.what


def test_every_pack_that_ships_is_sound_and_generic_comes_last() -> None:
    packs = [pack.name for pack in shipped()]
    assert sorted(packs) == names()
    assert packs[-1] == "generic"
    assert packs[:-1] == sorted(packs[:-1])


def test_every_pack_that_ships_is_called_as_its_file() -> None:
    for name in names():
        assert load_pack(source(name), name).name == name


def test_without_a_wish_all_packs_are_picked_own_ones_first() -> None:
    own = load_pack(GOOD.encode(), "f")
    assert pick([], [own]) == (own, *shipped())


def test_an_own_pack_hides_the_one_that_ships_under_its_name() -> None:
    own = load_pack(pack_called("generic").encode(), "f")
    assert pick(["generic"], [own]) == (own,)
    assert [pack for pack in pick([], [own]) if pack.name == "generic"] == [own]


def test_packs_are_picked_by_name_and_by_file_in_the_order_wished(tmp_path: Path) -> None:
    file = put(tmp_path / "own.yml")
    assert [pack.name for pack in pick([file, "generic"])] == ["tea-house", "generic"]
    assert [pack.name for pack in pick(["generic", file])] == ["generic", "tea-house"]


def test_a_path_is_a_file_whatever_it_ends_in(tmp_path: Path) -> None:
    assert [pack.name for pack in pick([put(tmp_path / "rules")])] == ["tea-house"]


def test_the_source_of_a_file_is_given_as_it_stands(tmp_path: Path) -> None:
    assert source(put(tmp_path / "own.yaml")) == GOOD.encode()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("generc", "did you mean 'generic'"), ("zzz", "rules list"), ("", "rules list")],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        pick([name])
    with pytest.raises(UsageError, match=hint):
        source(name)


@pytest.mark.parametrize("read", [source, lambda file: pick([file])], ids=["source", "pick"])
@pytest.mark.parametrize("name", ["gone.yaml", "."])
def test_a_file_that_cannot_be_read_is_missing(tmp_path: Path, read: object, name: str) -> None:
    assert callable(read)
    with pytest.raises(InputMissingError, match=str(tmp_path)):
        read(f"{tmp_path}/{name}")


def test_a_refused_file_is_named_as_the_user_named_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "bad.yaml", "name: tea\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RulesError, match=r"^bad\.yaml:1:1: comment is missing"):
        pick(["bad.yaml"])


def test_a_configuration_of_nothing_but_defaults_changes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path / "c.yaml", "rules: []\norder: auto\nencoding: ~\nstrict: false\n")
    assert load_config(Path(path)) == Config()


def test_a_configuration_is_read(tmp_path: Path) -> None:
    text = f"from_line: 3\nstrict: true\npacks:\n  - {{name: tea, comment: {{author: {AUTHOR}}}}}\n"
    config = load_config(Path(put(tmp_path / "c.yaml", text)))
    assert (config.from_line, config.strict) == (3, True)
    assert [(type(pack), pack.name) for pack in config.packs] == [(Pack, "tea")]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        pytest.param("ordr: auto", "1:1", "did you mean 'order'", id="an unknown key"),
        pytest.param("a: 1\nfrom_line: 0", "2:12", "greater than or equal", id="a line nought"),
        pytest.param("strict: yes", "1:9", 'got "yes"', id="a word for a truth"),
        pytest.param("rules: generic", "1:8", 'got "generic"', id="a word for a list"),
        pytest.param(
            "packs:\n- {name: a, comment: {author: x}}",
            "2:31",
            "'author' is missing",
            id="a bad pattern in a pack",
        ),
        pytest.param(
            f"packs:\n- &{{name: a, comment: {{author: {AUTHOR}}}}}\n".replace("&", "") * 1
            + f"- {{name: a, comment: {{author: {AUTHOR}}}}}",
            "1:1",
            "two packs are called 'a'",
            id="two packs of one name",
        ),
    ],
)
def test_a_mistake_in_the_configuration_is_named_at_its_place(
    tmp_path: Path, text: str, place: str, what: str
) -> None:
    path = put(tmp_path / "c.yaml", text)
    with pytest.raises(RulesError) as caught:
        load_config(Path(path))
    message = str(caught.value)
    assert f"{path}:{place}: " in message
    assert what in message


def test_a_configuration_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="--config"):
        load_config(tmp_path / "gone.yaml")


def test_the_users_own_configuration_is_read_if_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threadscope.rules.config.default_path", lambda: tmp_path / "config.yaml")
    assert load_config() == Config()
    put(tmp_path / "config.yaml", "strict: true")
    assert load_config().strict
