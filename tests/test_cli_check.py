"""`threadscope rules check`: what is remarked of sound packs, and what patterns cost."""

import re
from pathlib import Path

import pytest

from threadscope.cli import run
from threadscope.cli.exits import Exit

PACK = r"""name: mine
comment:
  markers:
    - name: short
      opens:
        - {pattern: '^Guest$', optional: true}
        - '^<(?P<author>\w+)>$'
    - name: long
      opens:
        - '^<(?P<author>[^>]+)>$'
    - name: unseen
      opens: ['^\[(?P<author>\w+)\]$']
noise:
  - '^answer$'
  - '^(?:answer|report)$'
  - '^never$'
samples:
  - {text: '<ann>', takes: short}
  - {text: '<ann bo>', takes: long}
  - {text: answer, takes: noise}
  - {text: report, takes: noise}
"""
BYLINE = """name: mine
comment: {author: '^By (?P<author>.+?) on (?P<date>.+):$'}
common: true
samples: [{text: 'By Dana on Thursday, May 1, 2003 - 12:36 pm:', takes: author}]
"""
FALLBACK = r"""name: mine
comment:
  markers:
    - name: full
      opens:
        - '^(?P<author>\w+)$'
        - {pattern: '^at (?P<date>\S+)$', anchor: true}
    - name: dated
      opens:
        - {pattern: '^(?P<author>\w+)$', optional: true}
        - {pattern: '^(?:at) (?P<date>\S+)$', anchor: true}
    - name: signed
      closes: ['^at (?P<date>\S+) by (?P<author>\w+)$']
    - name: bylined
      opens: ['^at (?P<date>\S+)(?: by (?P<author>\w+))$']
samples:
  - {text: "ann\nat 2020-05-03", takes: full}
  - {text: at 2020-05-03, takes: dated}
  - {text: at 2020-05-03 by bo, takes: signed, fields: {author: bo}}
  - {text: at 2020-05-04 by bo, takes: bylined}
"""


@pytest.fixture(name="pack")
def _pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("mine.yaml")
    path.write_text(PACK)
    return path


def test_what_no_sample_needs_and_what_two_markers_take_is_remarked_at_its_line(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "check", str(pack)]) == Exit.DONE
    assert capsys.readouterr().out.splitlines() == [
        "mine.yaml:6:11: no sample of short has this line (write one, or leave it out)",
        "mine.yaml:11:7: no sample is taken by unseen (write one, or leave it out)",
        "mine.yaml:14:5: other patterns take its samples too (write one, or leave it out)",
        "mine.yaml:16:5: no sample needs this pattern (write one, or leave it out)",
        "mine.yaml:18:5: long takes it too; short, which stands above, has it (check their order)",
        "mine.yaml: sound, 4 samples hold, 5 remarks",
    ]


def test_remarks_are_errors_only_if_that_is_asked_for(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "check", str(pack), "--strict"]) == Exit.CONFIG
    assert run(["rules", "check", "youtube", "--strict"]) == Exit.DONE
    assert capsys.readouterr().out.splitlines()[-1].startswith("youtube: sound")


def test_neither_a_fallback_nor_a_marker_of_the_other_side_takes_a_sample_too(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.write_text(FALLBACK)
    assert run(["rules", "check", str(pack), "--strict"]) == Exit.DONE
    assert capsys.readouterr().out == "mine.yaml: sound, 4 samples hold\n"


def test_a_sample_that_another_pack_claims_first_is_remarked(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.write_text(BYLINE)
    assert run(["rules", "check", str(pack)]) == Exit.DONE
    assert "mine.yaml:4:11: the pack ubb claims it first" in capsys.readouterr().out


def test_packs_of_the_configuration_are_checked_by_name_and_compared_with(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path("home", "packs")
    folder.mkdir(parents=True)
    Path("home", "config.yaml").write_text("")
    (folder / "first.yaml").write_text(PACK.replace("name: mine", "name: first"))
    pack.write_text(PACK.replace("samples:", "common: true\nsamples:"))
    config = ["--config", "home/config.yaml"]
    assert run(["rules", "check", "first", *config]) == Exit.DONE
    assert run(["rules", "check", str(pack), *config]) == Exit.DONE
    assert "the pack first claims it first" in capsys.readouterr().out
    assert run(["rules", "check", "first"]) == Exit.USAGE


def test_a_sample_that_does_not_hold_is_told_before_anything_is_remarked(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.write_text(PACK.replace("takes: long", "takes: short"))
    assert run(["rules", "check", str(pack)]) == Exit.CONFIG
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "mine.yaml:19:5: the sample is taken by long, not by short" in captured.err


@pytest.mark.parametrize("on", [["--time"], ["--on", "page.txt"]])
def test_every_pattern_is_listed_with_what_it_costs(
    pack: Path, on: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("page.txt").write_text("<ann>\nhello\n" * 9)
    assert run(["rules", "check", str(pack), *on]) == Exit.DONE
    rows = capsys.readouterr().out.splitlines()
    costs = [re.fullmatch(r"mine\.yaml:(\d+):\d+: (\d+\.\d) ms per MB", row) for row in rows]
    found = [(int(cost[1]), float(cost[2])) for cost in costs if cost]
    assert sorted(line for line, _ in found) == [6, 7, 10, 12, 14, 15, 16]
    assert [cost for _, cost in found] == sorted((cost for _, cost in found), reverse=True)
