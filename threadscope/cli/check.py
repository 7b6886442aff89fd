"""`threadscope rules check`: is a pack sound, and what is there to say of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from threadscope.cli import options
from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit, code_of
from threadscope.cli.output import amount, deliver, say, say_notes
from threadscope.cli.taken import read_texts
from threadscope.cli.walk import source_for
from threadscope.errors import InputMissingError, RulesError, UsageError

if TYPE_CHECKING:
    from threadscope.rules import Pack
    from threadscope.rules.yamldoor import Document


@click.command(
    epilog=options.examples(
        "threadscope rules check my-forum.yaml",
        "threadscope rules check packs/*.yaml --strict",
        "threadscope rules check my-forum.yaml --on page.txt",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="NAME|FILE...")
@options.config
@click.option(
    "--on",
    "pages",
    multiple=True,
    metavar="PAGE",
    type=click.Path(allow_dash=True),
    help="Measure what every pattern costs on this page; may be repeated.",
)
@click.option("--time", "timed", is_flag=True, help="Measure it on prose between the samples.")
@click.option("--strict", is_flag=True, help="Remarks are errors too (exit code 78).")
@options.debug
def check(
    files: tuple[str, ...],
    config: Path | None,
    pages: tuple[str, ...],
    *,
    timed: bool,
    strict: bool,
) -> Exit:
    """Check packs: their form, their patterns, and every sample they carry.

    A pack is refused if its form or a pattern is wrong, or if a sample is not taken as it says. Of
    a sound pack is remarked which markers and patterns no sample needs, and which samples another
    marker takes too or another pack claims first. With --on or --time its patterns are listed by
    what they cost, in milliseconds per megabyte, the dearest first.
    """
    from threadscope.rules import load_config, pick  # noqa: PLC0415

    known = pick((), load_config(config).packs)
    text = _text(pages)
    failures: list[Exit] = []
    for file in files:
        try:
            told = _remarks(file, config, known)
            costs = list(_costs(file, config, text)) if pages or timed else []
        except (InputMissingError, RulesError, UsageError) as error:
            say(str(error))
            failures.append(code_of(error))
            continue
        deliver("".join(f"{line}\n" for line in (*told, *costs)), None)
        if strict and len(told) > 1:
            failures.append(Exit.CONFIG)
    return failures[0] if failures else Exit.DONE


def _remarks(file: str, config: Path | None, known: "Sequence[Pack]") -> list[str]:
    """Say what there is to say of a sound pack, and last that it is sound.

    Raises:
        ThreadscopeError: it is missing or refused, or a sample does not hold.
    """
    from threadscope.segment import dead, overlaps, prove  # noqa: PLC0415

    pack, document = _loaded(file, config)
    wrong = [(("samples", at), what, instead) for at, what, instead in prove(pack)]
    if wrong:
        raise RulesError(tuple(document.problem(*each) for each in wrong))
    found = answering(lambda: [*dead(pack, document.places.get), *overlaps(pack, known)])
    remarks = sorted(
        (document.problem(*each) for each in found), key=lambda each: (each.line, each.column)
    )
    count = f", {amount(len(remarks), 'remark')}" if remarks else ""
    return [*map(str, remarks), f"{file}: sound, {amount(len(pack.samples), 'sample')} hold{count}"]


def _costs(file: str, config: Path | None, text: str | None) -> Iterator[str]:
    from threadscope.segment import costs  # noqa: PLC0415

    pack, document = _loaded(file, config)
    sums: dict[str, float] = defaultdict(float)
    for path, cost in answering(lambda: costs(pack, text)):
        place = document.problem(path, "")
        sums[f"{file}:{place.line}:{place.column}"] += cost
    for where, cost in sorted(sums.items(), key=itemgetter(1), reverse=True):
        yield f"{where}: {cost:.1f} ms per MB"


def _loaded(file: str, config: Path | None) -> "tuple[Pack, Document]":
    from threadscope.rules import load_with_places  # noqa: PLC0415

    return load_with_places(source_for(file, config).encode(), file)


def _text(pages: Sequence[str]) -> str | None:
    if not pages:
        return None
    texts, notes = read_texts(pages, None)
    say_notes(notes, quiet=False)
    return "\n".join(text for batch in texts for text in batch["text"])
