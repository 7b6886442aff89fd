import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "promises.md").read_text("utf-8").split("\n")
    if re.match(r"\| [A-Za-z]", line)
]
FAMILIES = {"E": 10, "T": 9, "L": 1, "S": 1, "N": 2, "R": 6, "Y": 5, "X": 3, "A": 8, "Z": 5,
            "W": 3, "H": 4, "B": 4, "J": 2, "V": 1}  # fmt: skip


def named_in(file: str) -> set[str]:
    text = (ROOT / file).read_text("utf-8")
    return set(re.findall(r"^(?:async )?def (test_\w+)\(", text, re.MULTILINE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_promise_names_tests_that_there_are(row: list[str]) -> None:
    _, promise, held = row
    assert promise.endswith(".")
    named = re.findall(r"`(tests/\w+\.py)(?:::(\w+))?`", held)
    assert len(named) == held.count("`") / 2 > 0
    for file, test in named:
        assert not test or test in named_in(file), f"{file}::{test}"


def test_every_kind_of_hazard_has_its_promise() -> None:
    names = list(chain(*(re.findall(r"([A-Z])(\d+)", row[0]) for row in ROWS)))
    for family, last in FAMILIES.items():
        assert str(last) in [number for letter, number in names if letter == family]
