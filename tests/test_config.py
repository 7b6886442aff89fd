"""The annotated configuration at the root of the repository says what holds without one."""

import re
from pathlib import Path

import pytest

from threadscope.rules import Config, load_config
from threadscope.segment import prove

ANNOTATED = Path(__file__).parents[1] / "config.yaml"


@pytest.fixture
def uncommented(tmp_path: Path) -> Config:
    """Load the annotated configuration with its sample pack in force."""
    above, sample = ANNOTATED.read_text("utf-8").split("packs: []\n")
    path = tmp_path / "config.yaml"
    path.write_text(f"{above}packs:\n{re.sub('(?m)^# ', '', sample)}", "utf-8")
    return load_config(path)


def test_loading_the_annotated_configuration_changes_nothing() -> None:
    assert load_config(ANNOTATED) == Config()


def test_the_annotated_configuration_names_every_option_in_order() -> None:
    named = re.findall(r"(?m)^(\w+):", ANNOTATED.read_text("utf-8"))
    assert named == list(Config.model_fields)


def test_every_option_has_a_comment_above_it() -> None:
    lines = ANNOTATED.read_text("utf-8").splitlines()
    bare = [line for above, line in zip(["", *lines], lines, strict=False) if _is_bare(above, line)]
    assert bare == []


def _is_bare(above: str, line: str) -> bool:
    return re.match(r"\w+:", line) is not None and not above.startswith("# ")


def test_the_sample_pack_proves_its_samples_once_uncommented(uncommented: Config) -> None:
    (pack,) = uncommented.packs
    assert {"author", "end", "noise", "none"} == {sample.takes for sample in pack.samples}
    assert prove(pack) == []


def test_the_sample_pack_is_all_that_uncommenting_changes(uncommented: Config) -> None:
    assert uncommented.model_copy(update={"packs": ()}) == Config()
