import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from threadscope import analyze
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.corrections import correct, dump
from threadscope.pages import of_texts
from threadscope.rules import load_pack
from threadscope.segment import learn, segment
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


def test_the_page_about_measures_is_what_their_registry_says() -> None:
    assert written("measures.md") == script("measures").measures_page()


def test_the_page_about_tables_is_what_their_schemas_say() -> None:
    assert written("tables.md") == script("tables").tables_page()


def test_the_page_of_commands_and_the_man_page_are_what_the_commands_say() -> None:
    commands = script("commands")
    assert written("commands.md") == commands.commands_page()
    assert commands.MANUAL.read_text("utf-8") == commands.manual()


def test_every_option_of_a_command_says_what_it_does() -> None:
    for told in script("commands").walk():
        assert all(text for _, text in told.options), told.name
        assert told.text[0].endswith("."), told.name


VOICES = [
    ("Ada Quist", "At last! Who paid for it?"),
    ("Bo Lindqvist", "Ada Quist: the pilots did.\nThey passed a hat round."),
    ("gannet \N{FISH}", "It keeps me awake."),
    ("Ada Quist", "gannet: close your shutters, as all the others do."),
]


def taught() -> tuple[str, str]:
    """Give the page and the pack of "Write a pack in five minutes"."""
    page, pack = (part.partition("```")[0] for part in written("packs.md").split("```")[1:5:2][:2])
    return page.lstrip("\n"), pack.removeprefix("yaml\n")


def test_the_pack_written_in_five_minutes_is_sound_and_cuts_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, pack = taught()
    monkeypatch.chdir(tmp_path)
    Path("mole-forum.yaml").write_text(pack, "utf-8")
    assert run(["rules", "check", "mole-forum.yaml", "--strict"]) == Exit.DONE
    assert capsys.readouterr().out == "mole-forum.yaml: sound, 4 samples hold\n"
    cuts = segment(of_texts({"a": page}).pages, [load_pack(pack.encode(), "packs.md")]).cuts
    assert cuts.select("author", "body").rows() == VOICES


def test_what_is_expected_of_the_page_of_five_minutes_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, pack = taught()
    _, _, expected = written("packs.md").partition("# what has to come out\n")
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(page, "utf-8")
    Path("mole.yaml").write_text(pack, "utf-8")
    Path("mole.expected").write_text(expected.partition("```")[0], "utf-8")
    assert run(["rules", "test", "mole.yaml", "page.txt", "--expect", "mole.expected"]) == Exit.DONE
    assert capsys.readouterr().out == "mole.yaml: 4 comments on 1 page, as expected\n"


def test_the_page_of_five_minutes_proposes_a_pack_that_cuts_it() -> None:
    page, _ = taught()
    learned = learn(page)
    assert learned is not None
    assert learned.draft.noise == (r"^\(answer\) \(report\)$",)
    cuts = segment(of_texts({"a": page}).pages, [learned.pack]).cuts
    assert cuts.select("author", "body").rows() == VOICES


@pytest.mark.parametrize("page", ["docs/replies.md", "README.md"])
def test_a_shown_run_is_what_the_command_prints(
    page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for command, shown in shown_runs((ROOT / page).read_text("utf-8")):
        assert run([*command, "--config", "config.yaml"]) == Exit.DONE
        assert capsys.readouterr().out.rstrip("\n") == shown


def test_the_tutorial_shows_what_happens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ROOT / "examples" / "sourdough-blog" / "page.txt"
    (tmp_path / "page.txt").write_bytes(page.read_bytes())
    (tmp_path / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    before, _, after = written("tutorial.md").partition("## 3. Put it right")
    for part in (before, after):
        for command, shown in shown_runs(part):
            assert run([*command, "--config", "config.yaml"]) == Exit.DONE
            assert capsys.readouterr().out.rstrip("\n") == shown
        threads = analyze("page.txt").threads
        lucia = threads.filter(author="Lucía Ferrer")["id"].item()
        kept = dump([correct(threads, lucia, None)], "page.txt")
        Path("page.txt.corrections.json").write_bytes(kept)


def shown_runs(text: str) -> list[tuple[list[str], str]]:
    """Give the words of each command that a page shows, and what it shows below them."""
    runs = []
    for block in text.split("```")[1::2]:
        if block.startswith("\n$ threadscope "):
            command, _, shown = block.strip("\n").partition("\n")
            runs.append((command.split()[2:], shown))
    assert runs
    return runs


def test_no_key_does_two_things_in_one_view() -> None:
    for table in (
        (*EVERYWHERE, *MOVING),
        (*EVERYWHERE, *MOVING, *TREE),
        (*EVERYWHERE, *MOVING, *RULES),
    ):
        keys = [key for binding in table for key in binding.key.split(",")]
        assert len(keys) == len(set(keys))


PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "benchmarks", ROOT / "examples")
    for path in (folder.rglob("*.md") if folder.name == "examples" else folder.glob("*.md"))
)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"(?ms)^```.*?^```$|`[^`\n]+`")


def prose(page: Path) -> str:
    return _CODE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """Give the names of the headings of a page, as readers of Markdown make them."""
    titles = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    kept = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.replace(" ", "-") for title in kept}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_links_only_to_what_is_there(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        if not link.startswith("http"):
            file, _, anchor = link.partition("#")
            target = page.parent / file if file else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


def test_every_page_of_the_documentation_can_be_found_in_its_navigation() -> None:
    told = set(re.findall(r'"([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text("utf-8")))
    present = {str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")}
    assert present <= told
    assert all((ROOT / name).exists() for name in told)
