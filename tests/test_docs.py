import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.pages import of_texts
from threadscope.rules import load_pack
from threadscope.segment import prove, segment
from threadscope.tui.keys import EVERYWHERE, MOVING, RULES, TREE

ROOT = Path(__file__).parent.parent


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def test_the_page_of_keys_is_what_the_bindings_say() -> None:
    assert written("keys.md") == script("make").keys_page()


def test_the_pages_about_packs_are_what_models_and_samples_say() -> None:
    describe = script("describe")
    assert written("pack-reference.md") == describe.reference_page()
    assert written("gallery.md") == describe.gallery_page()


def test_the_pack_written_in_five_minutes_is_sound_and_cuts_its_page() -> None:
    page, pack = (part.partition("```")[0] for part in written("packs.md").split("```")[1:5:2][:2])
    taught = load_pack(pack.removeprefix("yaml\n").encode(), "packs.md")
    assert prove(taught) == []
    cuts = segment(of_texts({"a": page}).pages, [taught]).cuts
    assert cuts.select("author", "body").rows() == [
        ("Ada Quist", "At last! Who paid for it?"),
        ("Bo Lindqvist", "Ada Quist: the pilots did."),
    ]


def test_the_explained_reply_is_what_the_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command, _, shown = written("replies.md").split("```")[1].strip("\n").partition("\n")
    assert run([*command.split()[2:], "--config", "config.yaml"]) == Exit.DONE
    assert capsys.readouterr().out.rstrip("\n") == shown


def test_no_key_does_two_things_in_one_view() -> None:
    for table in (
        (*EVERYWHERE, *MOVING),
        (*EVERYWHERE, *MOVING, *TREE),
        (*EVERYWHERE, *MOVING, *RULES),
    ):
        keys = [key for binding in table for key in binding.key.split(",")]
        assert len(keys) == len(set(keys))


def test_the_readme_links_only_to_what_is_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    links = [part.partition(")")[0] for part in text.split("](")[1:]]
    for link in links:
        if not link.startswith("http"):
            assert (ROOT / link).exists(), link
