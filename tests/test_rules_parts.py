"""Shared parts of packs: written once, taken by name."""

from pathlib import Path

import pytest

from threadscope.errors import RulesError
from threadscope.rules import load_config, load_pack, read_pack
from threadscope.rules.parts import shared

USING = r"""
name: tea-house
{include}
comment:
  author: '^(?P<author>\w+) (?:%{{verbs}}):$'
noise: ['^x$', '%{{buttons}}']
"""
PARTS = "verbs: [pours, drinks]\nbuttons: ['^Refill$', '^Pay$']\n"


def using(include: str) -> bytes:
    return USING.format(include=include).encode()


def problems(data: bytes, file: str = "f.yaml") -> list[str]:
    with pytest.raises(RulesError) as refused:
        load_pack(data, file)
    return [str(problem) for problem in refused.value.problems]


def test_a_part_of_the_pack_stands_in_patterns_and_lists() -> None:
    pack = load_pack(using("parts: {verbs: [pours, drinks], buttons: [^Refill$]}"), "f")
    assert pack.comment.author == r"^(?P<author>\w+) (?:(?:pours|drinks)):$"
    assert pack.noise == ("^x$", "^Refill$")


def test_parts_are_included_from_the_folder_of_the_pack(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_bytes(using("include: [words-of-tea.yaml]"))
    (tmp_path / "words-of-tea.yaml").write_text(PARTS)
    assert read_pack(f"{tmp_path}/tea.yaml").noise == ("^x$", "^Refill$", "^Pay$")


def test_a_part_may_use_those_above_it_only() -> None:
    assert load_pack(using("parts: {verb: pours, verbs: '%{verb}s?', buttons: [^y$]}"), "f")
    (problem,) = problems(using("parts: {verbs: '%{verb}', verb: pours, buttons: [^y$]}"))
    assert problem.startswith("f.yaml:3:16: no part is called 'verb'")


def test_the_parts_that_ship_are_included_by_name() -> None:
    assert shared() == ["dates", "words"]
    for name in shared():
        pack = "name: t\ninclude: [{}]\ncomment: {{author: '(?P<author>x)'}}\n"
        assert load_pack(pack.format(name).encode(), "f").include == (name,)


@pytest.mark.parametrize(
    ("include", "problem"),
    [
        ("include: [date]", "f.yaml:3:11: include: no shared parts are called 'date'"),
        ("include: [../up.yaml]", "f.yaml:3:11: include: '../up.yaml' lies outside the folder"),
        ("include: [/etc/x.yaml]", "f.yaml:3:11: include: '/etc/x.yaml' lies outside the folder"),
        ("include: [gone.yaml]", "f.yaml:3:11: include: gone.yaml: No such file"),
        ("parts: {verbs: 3}", "f.yaml:3:16: the part 'verbs' is not text"),
        ("parts: {verbs: []}", "f.yaml:3:16: the part 'verbs' is not text"),
    ],
)
def test_what_cannot_be_included_is_named_at_its_line(include: str, problem: str) -> None:
    assert problems(using(include))[0].startswith(problem)


def test_an_unknown_part_is_named_where_it_is_used_with_the_nearest_one() -> None:
    (problem,) = problems(using("parts: {verb: pours, buttons: [^y$]}"))
    assert problem == "f.yaml:5:11: no part is called 'verbs' (did you mean 'verb'?)"


def test_a_part_that_two_files_name_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(PARTS)
    data = using("include: [a.yaml, b.yaml]")
    found = problems(data, f"{tmp_path}/tea.yaml")
    assert found[0].startswith(f"{tmp_path}/b.yaml:1:1: the part 'verbs' is there already")


def test_parts_of_parts_do_not_grow_without_end() -> None:
    lines = ["  p0: '" + "x" * 100 + "'"]
    lines += [f"  p{at}: '{f'%{{p{at - 1}}}' * 8}'" for at in range(1, 30)]
    found = problems(using("parts:\n" + "\n".join(lines)))
    assert any("grows too long" in problem for problem in found)


def test_samples_are_read_as_they_stand() -> None:
    data = (
        using("parts: {verbs: pours, buttons: [^y$]}") + b"samples: [{text: '%{a}', takes: none}]"
    )
    assert load_pack(data, "f").samples[0].text == "%{a}"


def test_packs_of_the_configuration_include_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text(PARTS)
    pack = "{name: t, include: [tea.yaml], comment: {author: '^(?P<author>\\w+) %{verbs}$'}}"
    (tmp_path / "config.yaml").write_text(f"packs: [{pack}]\n")
    (own,) = load_config(tmp_path / "config.yaml").packs
    assert own.comment.author == r"^(?P<author>\w+) (?:pours|drinks)$"
