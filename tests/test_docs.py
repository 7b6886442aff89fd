import importlib.util
from pathlib import Path

from threadscope.tui.keys import EVERYWHERE, MOVING, TREE

ROOT = Path(__file__).parent.parent


def test_the_page_of_keys_is_what_the_bindings_say() -> None:
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert (ROOT / "docs" / "keys.md").read_text("utf-8") == make.keys_page()


def test_no_key_does_two_things_in_one_view() -> None:
    for table in ((*EVERYWHERE, *MOVING), (*EVERYWHERE, *MOVING, *TREE)):
        keys = [key for binding in table for key in binding.key.split(",")]
        assert len(keys) == len(set(keys))


def test_the_readme_links_only_to_what_is_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    links = [part.partition(")")[0] for part in text.split("](")[1:]]
    for link in links:
        if not link.startswith("http"):
            assert (ROOT / link).exists(), link
