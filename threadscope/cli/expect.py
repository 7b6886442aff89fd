"""`threadscope rules test`: does a pack cut pages as it should."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from threadscope.cli import options
from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.cli.output import amount, check_target, deliver, say, say_notes
from threadscope.cli.taken import read_texts
from threadscope.cli.walk import exit_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from threadscope.rules import Split, Start


@click.command(
    "test",
    epilog=options.examples(
        "threadscope rules test my-forum.yaml pages/*.txt --expect my-forum.expected --write",
        "threadscope rules test my-forum.yaml pages/*.txt --expect my-forum.expected",
    ),
)
@click.argument("pack", metavar="NAME|FILE")
@click.argument(
    "pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(allow_dash=True)
)
@click.option(
    "--expect",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the comments should be.",
)
@click.option("--write", is_flag=True, help="Write what they are to that file instead.")
@click.option("--force", is_flag=True, help="With --write, replace the file if it exists.")
@options.config
@options.understood
@options.debug
def check_pages(
    *,
    pack: str,
    pages: tuple[str, ...],
    expect: Path,
    config: Path | None,
    encoding: str | None,
    as_: str | None,
    from_line: "Start | None",
    split: "Split | None",
    write: bool,
    force: bool,
) -> Exit:
    """Cut pages with a pack and compare the comments with those expected.

    A comment is gained or lost, split from the one above it or merged with it, or it ends
    elsewhere, has another author or another date. FILE is plain text: under "== PAGE" a line per
    comment, FIRST-LAST, author and date, with tabs between; what is left out is not compared.
    With --write, look at the file before you trust it. Exit code 1: something differs.
    """
    from threadscope.pages import read_whole  # noqa: PLC0415
    from threadscope.segment import expected_text, mismatches, read_expected  # noqa: PLC0415

    if write:
        check_target(expect, force=force)
        expected = None
    else:
        text = read_whole(expect, "--write makes it").decode("utf-8-sig", "replace")
        expected = read_expected(text, str(expect))
    cuts, names, exit_code = _cut(pack, pages, config, encoding, as_, from_line, split)
    found_on = f"{amount(cuts.height, 'comment')} on {amount(len(names), 'page')}"
    if expected is None:
        deliver(expected_text(cuts, names), expect, force=force)
        say(f"{expect}: {found_on}")
        return exit_code
    found = mismatches(expected, cuts, names)
    verdict = amount(len(found), "difference") if found else "as expected"
    told = [*found, f"{pack}: {found_on}, {verdict}"]
    deliver("".join(f"{line}\n" for line in told), None)
    return Exit.DIFFERENT if found else exit_code


def _cut(
    pack: str,
    pages: "Sequence[str]",
    config: Path | None,
    encoding: str | None,
    as_: str | None,
    from_line: "Start | None",
    split: "Split | None",
) -> "tuple[pl.DataFrame, list[str], Exit]":
    """Cut the pages with the one pack: CUTS, the names of the pages, and whether all were read."""
    import polars as pl  # noqa: PLC0415

    from threadscope.rules import load_config, pick  # noqa: PLC0415
    from threadscope.segment import segment  # noqa: PLC0415

    settings = load_config(config)
    packs = pick((pack,), settings.packs)
    texts, notes = read_texts(pages, encoding or settings.encoding, as_)
    say_notes(notes, quiet=False)
    start, parted = from_line or settings.from_line, split or settings.split
    cuts = answering(lambda: pl.concat([segment(one, packs, start, parted).cuts for one in texts]))
    return cuts, [page for batch in texts for page in batch["page"]], exit_after(notes)
