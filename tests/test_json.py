"""What commands write as JSON is what its schema says, and the schemas say what the tables do."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemas
from jsonschema import Draft202012Validator
from making import discuss

from threadscope import report
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.report.tables import MORE, TABLES

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
INPUTS = [
    *(
        (str(path),)
        for path in sorted(EXAMPLES.glob("*/*"))
        if path.suffix in {".txt", ".mbox", ".jsonl"}
    ),
    (str(EXAMPLES / "lighthouse/page.txt"), "--from-line", "13"),
    (str(EXAMPLES / "lighthouse/page.txt"), "--stated-only"),
    (str(EXAMPLES), "--min-confidence", "0.6"),
    (str(ROOT / "LICENSE"),),
]
"""Words of a command line: every kind of page, many pages, open places, no discussion at all."""


def named(words: tuple[str, ...]) -> str:
    return " ".join(word.removeprefix(f"{ROOT}/") for word in words)


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "schemas" / name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def check(name: str, *values: Any) -> None:
    rules = validator(name)
    for value in values:
        rules.validate(value)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run([*words, "--config", str(ROOT / "config.yaml")]) in {Exit.DONE, Exit.PARTLY}
    return capsys.readouterr().out


def keys(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    for name, inner in schema["properties"].items():
        yield f"{path}{name}"
        inside = inner.get("items", inner)
        if "properties" in inside:
            yield from keys(inside, f"{path}{name}.")


def test_the_schemas_and_their_page_are_what_the_tables_say() -> None:
    made = schemas.schemas()
    for name, schema in made.items():
        assert (schemas.FOLDER / name).read_text("utf-8") == schemas.text_of(schema)
    assert {path.name for path in schemas.FOLDER.iterdir()} == set(made)
    assert (schemas.HERE / "json.md").read_text("utf-8") == schemas.json_page()


@pytest.mark.parametrize("words", INPUTS, ids=named)
@pytest.mark.parametrize("more", [(), ("--all",), ("--all", "--by", "page")], ids=" ".join)
def test_what_stats_writes_is_what_its_schema_says(
    words: tuple[str, ...], more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    value = json.loads(printed(capsys, "stats", *words, *more, "-q", "--format", "json"))
    check("stats-1.json", value)
    tables = (*TABLES, *MORE) if more else TABLES
    assert set(value) == {"schema", "notes", *tables}


@pytest.mark.parametrize("words", INPUTS, ids=named)
def test_every_line_of_comments_is_what_its_schema_says(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, "comments", *words, "-q").splitlines()
    check("comments-1.json", *map(json.loads, lines))


def test_what_rules_explain_writes_is_what_its_schema_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for page in [*EXAMPLES.glob("*/page.txt"), ROOT / "LICENSE"]:
        value = json.loads(printed(capsys, "rules", "explain", str(page), "--format", "json"))
        check("explain-1.json", value)
        assert value["pages"]


@pytest.mark.parametrize("page", ["lighthouse/page.txt", "bell-tower-mbox/list.mbox"])
def test_what_explain_writes_of_every_comment_is_what_its_schema_says(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(EXAMPLES / page)
    count = len(printed(capsys, "comments", path, "-q").splitlines())
    for comment in range(count):
        words = ("explain", path, str(comment), "-q", "--format", "json")
        check("reasons-1.json", json.loads(printed(capsys, *words)))


@pytest.mark.parametrize(
    "pages",
    [
        ("lighthouse/page.txt", "lighthouse/page.txt"),
        ("lighthouse/page.txt", "plaza-footers/page.txt"),
        ("plaza-footers/page.txt", "."),
    ],
)
def test_what_compare_writes_is_what_its_schema_says(
    pages: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sides = [str(EXAMPLES / page) for page in pages]
    value = json.loads(printed(capsys, "compare", *sides, "-q", "--format", "json"))
    check("compare-1.json", value)


def test_what_a_corpus_writes_is_what_the_schemas_of_pages_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, page = str(tmp_path / "made"), str(EXAMPLES / "lighthouse/page.txt")
    config = ("--config", str(ROOT / "config.yaml"))
    assert run(["corpus", "run", page, "-o", made, "-q", *config]) == Exit.DONE
    capsys.readouterr()
    assert run(["corpus", "stats", made, "--format", "json"]) == Exit.DONE
    check("stats-1.json", json.loads(capsys.readouterr().out))
    assert run(["corpus", "find", made, "the", "--format", "jsonl"]) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines
    check("comments-1.json", *map(json.loads, lines))


def test_a_key_that_is_not_documented_is_refused() -> None:
    value = json.loads(report.stats_json(discuss("Article\n\nAnn's picture\nfirst\n")))
    rules = validator("stats-1.json")
    assert rules.is_valid(value)
    assert not rules.is_valid(value | {"more": []})
    assert not rules.is_valid(value | {"overview": value["overview"] | {"comments": "1"}})
    del value["authors"][0]["words"]
    assert not rules.is_valid(value)


@pytest.mark.parametrize("name", sorted(schemas.schemas()))
def test_every_key_of_an_output_stands_on_the_page(name: str) -> None:
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    made = schemas.schemas()[name]
    section = page.partition(f"## {made['title']}\n")[2].partition("\n## ")[0]
    for key in keys(made):
        assert f"| `{key.rpartition('.')[2]}` |" in section
