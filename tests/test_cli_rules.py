"""`threadscope rules`: packs of the configuration, and packs that are not sound."""

from pathlib import Path

import pytest

from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.rules import load_config, load_pack

CONFIG = r"""
packs:
  - name: mine  # a comment
    title: 'On: the shelf'
    comment: {author: '^<(?P<author>\w+)>$'}
    samples:
      - {text: "<ann>\n  hi", takes: author}
"""


@pytest.fixture(name="config")
def _config(tmp_path: Path) -> str:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    return str(path)


def test_rules_list_names_the_packs_of_the_configuration_first(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "list", "--config", config]) == Exit.DONE
    shown = capsys.readouterr().out
    assert 0 < shown.index("mine") < shown.index("drupal-picture")
    assert "On: the shelf" in shown


def test_rules_show_writes_a_pack_of_the_configuration_as_a_file_of_its_own(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "show", "mine", "--config", config]) == Exit.DONE
    written = capsys.readouterr().out
    assert (load_pack(written.encode(), "f"),) == load_config(Path(config)).packs


def test_rules_show_knows_packs_that_ship_and_files_beside_a_configuration(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "show", "generic", "--config", config]) == Exit.DONE
    assert capsys.readouterr().out.startswith("name: generic")
    assert run(["rules", "show", config, "--config", config]) == Exit.DONE
    assert capsys.readouterr().out == CONFIG
    assert run(["rules", "show", "mien", "--config", config]) == Exit.USAGE


def test_rules_check_goes_on_after_a_file_that_is_missing_or_refused(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "check", "no/such.yaml", config, "generic"]) == Exit.NO_INPUT
    captured = capsys.readouterr()
    assert "no/such.yaml: No such file" in captured.err
    assert "config.yaml:2:1: unknown key packs" in captured.err
    assert "generic: sound" in captured.out
    assert run(["rules", "check", config, "no/such.yaml", "generik"]) == Exit.CONFIG
    assert "generik" in capsys.readouterr().err
