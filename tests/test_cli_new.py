"""`threadscope rules new`, and packs of one's own in a folder."""

import json
from pathlib import Path

import pytest

from threadscope import rules
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.rules import load_config, load_pack, pack_schema, pick, shipped, source, to_edit

LEARNED = "\n\n".join(
    f"★ {name} ★\nNobody knows who lit lamp {at}.\nIt was lit again on day {at}, they say."
    for at, name in enumerate(("anna", "bo", "cid moss", "anna", "dora"), 1)
)
KNOWN = "Ann's picture\none\n\nBob's picture\ntwo\n\nCid's picture\nthree\n"
MINE = "name: mine\ncomment: {author: '^<(?P<author>\\w+)>$'}\n"


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Path:
    path = tmp_path / "Mole Forum.txt"
    path.write_text(LEARNED)
    return path


@pytest.fixture(name="config")
def _config(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "config.yaml"
    (path.parent / "packs").mkdir(parents=True)
    path.write_text("")
    return path


def test_a_new_pack_is_learned_written_sound_and_cuts_its_page(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "mole.yaml"
    assert run(["rules", "new", str(page), "-o", str(pack)]) == Exit.DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "5 lines open comments, 4 different names" in said.err
    assert run(["rules", "check", str(pack)]) == Exit.DONE
    assert run(["comments", str(page), "--rules", str(pack)]) == Exit.DONE
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line[0] == "{"]
    assert [row["author"] for row in rows] == ["anna", "bo", "cid moss", "anna", "dora"]


def test_a_new_pack_begins_with_its_schema_and_tells_what_its_keys_mean(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "new", str(page)]) == Exit.DONE
    written = capsys.readouterr().out
    assert load_pack(written.encode(), "f").name == "mole-forum"
    first, *rest = written.splitlines()
    schema = first.removeprefix("# yaml-language-server: $schema=file://")
    assert Path(schema).read_text("utf-8") == pack_schema()
    keys = [at for at, row in enumerate(rest) if row[:1].isalpha()]
    assert keys
    assert all(rest[at - 1].startswith("# ") for at in keys)


def test_a_new_pack_replaces_no_file_unless_it_must(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "mole.yaml"
    pack.write_text("mine")
    assert run(["rules", "new", str(page), "-o", str(pack)]) == Exit.CANNOT_CREATE
    assert pack.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert run(["rules", "new", str(page), "-o", str(pack), "--force"]) == Exit.DONE
    assert load_pack(pack.read_bytes(), "f").name == "mole"


def test_a_page_that_a_pack_fits_gets_a_copy_of_it_under_another_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "drupal-picture.txt"
    page.write_text(KNOWN)
    assert run(["rules", "new", str(page)]) == Exit.DONE
    captured = capsys.readouterr()
    assert "a copy of drupal-picture, which fits the page" in captured.err
    copy = load_pack(captured.out.encode(), "f")
    (original,) = pick(["drupal-picture"])
    assert copy == original.model_copy(update={"name": "my-drupal-picture"})


def test_a_pack_can_be_learned_although_one_fits_and_started_from_any_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(KNOWN)
    assert run(["rules", "new", str(page), "--learn"]) == Exit.DONE
    assert load_pack(capsys.readouterr().out.encode(), "f").samples[0].takes == "header"
    assert run(["rules", "new", str(page), "--like", "phpbb", "--name", "b"]) == Exit.DONE
    (phpbb,) = pick(["phpbb"])
    copy = load_pack(capsys.readouterr().out.encode(), "f")
    assert copy == phpbb.model_copy(update={"name": "b"})
    assert run(["rules", "new", str(page), "--like", "phpbb", "--learn"]) == Exit.USAGE
    assert run(["rules", "new", str(page), "--like", "phpbbb"]) == Exit.USAGE


def test_a_page_on_which_nothing_repeats_gets_an_example_that_is_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, pack = tmp_path / "page.txt", tmp_path / "new.yaml"
    page.write_text("Nothing here.\n")
    assert run(["rules", "new", str(page), "-o", str(pack)]) == Exit.DONE
    assert "nothing on the page repeats" in capsys.readouterr().err
    assert run(["rules", "check", str(pack)]) == Exit.DONE


def test_several_pages_at_once_are_refused(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.txt").write_text(KNOWN)
    assert run(["rules", "new", str(page.parent)]) == Exit.USAGE
    assert "several pages" in capsys.readouterr().err


def test_every_pack_that_ships_can_be_copied_and_copied_again() -> None:
    for pack in shipped():
        text = to_edit(source(pack.name).decode(), "copy")
        assert load_pack(text.encode(), "f") == pack.model_copy(update={"name": "copy"})
        assert to_edit(text, "copy") == text


def test_packs_in_the_folder_beside_the_configuration_come_first_and_hide_their_like(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = (config.parent / "packs" / name for name in ("a.yaml", "b.yml"))
    mine.write_text(MINE)
    other.write_text(MINE.replace("mine", "generic"))
    assert [pack.name for pack in load_config(config).packs] == ["mine", "generic"]
    packs = pick((), load_config(config).packs)
    assert packs[:2] == load_config(config).packs
    assert [pack.name for pack in packs].count("generic") == 1
    assert run(["rules", "list", "--config", str(config)]) == Exit.DONE
    listed = {row.split()[0]: row for row in capsys.readouterr().out.splitlines() if row.strip()}
    assert str(mine) in listed["mine"]
    assert str(other) in listed["generic"]
    assert "threadscope" in listed["phpbb"]
    assert run(["rules", "show", "generic", "--config", str(config)]) == Exit.DONE
    assert capsys.readouterr().out == other.read_text()


def test_the_users_own_folder_of_packs_needs_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threadscope.rules.config.default_path", lambda: tmp_path / "config.yaml")
    assert load_config().packs == ()
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "mine.yaml").write_text(MINE)
    assert [pack.name for pack in load_config().packs] == ["mine"]


def test_a_file_in_the_folder_that_others_include_is_no_pack(config: Path) -> None:
    folder = config.parent / "packs"
    (folder / "words.yaml").write_text("who: '\\w+'\n")
    (folder / "mine.yaml").write_text(
        "name: mine\ninclude: [words.yaml]\ncomment: {author: '^<(?P<author>%{who})>$'}\n"
    )
    assert [pack.name for pack in load_config(config).packs] == ["mine"]


def test_mistakes_of_all_packs_in_the_folder_are_told_with_file_and_line(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = config.parent / "packs"
    config.write_text("packs:\n  - {name: mine, comment: {author: '^(?P<author>x)$'}}\n")
    (folder / "a.yaml").write_text(f"# a\n{MINE}")
    (folder / "b.yaml").write_text("name: b\nkomment: {}\n")
    (folder / "c.yaml").write_text("a: [\n")
    assert run(["rules", "list", "--config", str(config)]) == Exit.CONFIG
    said = capsys.readouterr().err
    assert f"a.yaml:2:7: {config} has a pack 'mine' already (rename one of them)" in said
    assert "b.yaml:2:1: unknown key komment (did you mean 'comment'?)" in said
    assert "c.yaml:2:1:" in said


def test_the_schema_that_ships_is_that_of_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "schema"]) == Exit.DONE
    shipped_schema = Path(rules.__file__).with_name("pack.schema.json").read_text("utf-8")
    assert capsys.readouterr().out == shipped_schema
