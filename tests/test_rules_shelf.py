"""Finding rule packs and the configuration."""

import re
from pathlib import Path

import pytest
from making import cut

from threadscope.errors import InputMissingError, RulesError, UsageError
from threadscope.rules import (
    Config,
    Pack,
    Sample,
    load_config,
    load_pack,
    names,
    pick,
    refused_settings,
    shipped,
    source,
)

GOOD = r"""
name: tea-house
title: The tea house
comment:
  author: '^(?P<author>\w+) pours:$'
"""
OWN = "{name: tea, comment: {author: '(?P<author>x)'}}"


def pack_called(name: str) -> str:
    return GOOD.replace("tea-house", name)


def put(path: Path, text: str = GOOD) -> str:
    path.write_text(text)
    return str(path)


def test_every_pack_that_ships_is_sound_and_generic_comes_last() -> None:
    packs = [pack.name for pack in shipped()]
    assert sorted(packs) == names()
    assert packs[-1] == "generic"
    assert packs[:-1] == sorted(packs[:-1])


def test_every_pack_that_ships_is_called_as_its_file() -> None:
    for name in names():
        assert load_pack(source(name), name).name == name


def test_every_pack_that_ships_shows_two_shapes_it_takes_and_one_it_does_not() -> None:
    for pack in shipped():
        takes = [sample.takes for sample in pack.samples]
        assert len([taker for taker in takes if taker not in {"none", "noise", "end"}]) > 1, (
            pack.name
        )
        assert "none" in takes, pack.name


def shape_of(sample: Sample) -> str:
    """Give the text of a sample without what differs between the comments of one site."""
    shape = sample.text
    for name in ("author", "date"):
        if said := sample.fields.get(name):
            masked = re.sub(r"[^\W\d_]+", "a", said) if name == "date" else "N"
            shape = shape.replace(said, masked)
    return re.sub(r"\d+", "9", shape)


def test_every_marker_that_ships_is_shown_and_every_pack_in_two_shapes_of_lines() -> None:
    for pack in shipped():
        markers = {marker.name for marker in pack.markers}
        taken = [sample for sample in pack.samples if sample.takes in markers]
        assert {sample.takes for sample in taken} == markers, pack.name
        assert len({shape_of(sample) for sample in taken}) > 1, pack.name


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


def test_a_file_that_looks_like_a_name_is_told_how_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "moss")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"\.yaml or \.yml or are written with a slash: \./moss"):
        pick(["moss"])
    assert [pack.name for pack in pick(["./moss"])] == ["tea-house"]


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


@pytest.mark.parametrize("text", ["", "\n", "# later\n", "---\n# later\n", "~"])
def test_a_configuration_that_says_nothing_changes_nothing(tmp_path: Path, text: str) -> None:
    assert load_config(Path(put(tmp_path / "c.yaml", text))) == Config()


def test_mistakes_in_the_configuration_come_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = (
        f"packs:\n- {{name: tea, comment: {{author: x}}}}\n- {OWN.replace('tea', 'own')}\nrules:\n"
    )
    path = put(tmp_path / "c.yaml", f"{text}- own\n- genric\n- a.yaml\n- zzz\n")
    with pytest.raises(RulesError) as caught:
        load_config(Path(path))
    assert [problem.line for problem in caught.value.problems] == [2, 6, 8]
    put(Path(path), "strict: 1\nfrom_line: x\nencoding: klingon\norder: up\n")
    with pytest.raises(RulesError) as caught:
        load_config(Path(path))
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3, 4]


def test_settings_that_only_their_user_can_judge_are_refused_at_their_place(tmp_path: Path) -> None:
    path = Path(put(tmp_path / "c.yaml", "theme: mud\nkeys:\n  quti: q\n"))
    wrong = [(("keys", "quti", ""), "no such key", ""), (("theme",), "no such theme", "nord")]
    assert str(refused_settings(path, wrong)).splitlines() == [
        f"{path}:1:8: no such theme (nord)",
        f"{path}:3:3: no such key",
    ]


def test_a_configuration_is_read(tmp_path: Path) -> None:
    text = f"from_line: 3\nstrict: true\npacks:\n  - {OWN}\n"
    config = load_config(Path(put(tmp_path / "c.yaml", text)))
    assert (config.from_line, config.strict) == (3, True)
    assert [(type(pack), pack.name) for pack in config.packs] == [(Pack, "tea")]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        pytest.param("ordr: auto", "1:1", "did you mean 'order'", id="an unknown key"),
        pytest.param("a: 1\nfrom_line: 0", "2:12", "from 1 on, or auto", id="a line nought"),
        pytest.param("from_line: [1]", "1:12", "from 1 on, or auto", id="a list of lines"),
        pytest.param("strict: yes", "1:9", 'got "yes"', id="a word for a truth"),
        pytest.param("rules: generic", "1:8", 'got "generic"', id="a word for a list"),
        pytest.param("rules: [genric]", "1:9", "did you mean 'generic'", id="an unknown pack"),
        pytest.param("encoding: klingon", "1:11", "unknown encoding", id="an unknown encoding"),
        pytest.param("encoding: hex", "1:11", "unknown encoding", id="an encoding of no text"),
        pytest.param(
            "packs:\n- {name: a, comment: {author: x}}",
            "2:31",
            "'author' is missing",
            id="a bad pattern in a pack",
        ),
        pytest.param(
            f"packs:\n  - {OWN}\n  - {OWN}\n",
            "1:1",
            "two packs are called 'tea'",
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
    with pytest.raises(InputMissingError, match="check the name"):
        load_config(tmp_path / "gone.yaml")


def test_the_users_own_configuration_is_read_if_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threadscope.rules.config.default_path", lambda: tmp_path / "config.yaml")
    assert load_config() == Config()
    put(tmp_path / "config.yaml", "strict: true")
    assert load_config().strict


@pytest.mark.parametrize("author", ["ann", "ann\x0blee", "ann ", "a b c d e f", "O'Brien", "عمر"])
def test_the_picture_pack_takes_names_of_all_kinds(author: str) -> None:
    found = cut(f"{author}'s picture\nx\n", *pick(["drupal-picture"]))
    assert found.cuts["author"].to_list() == [author.strip()]
