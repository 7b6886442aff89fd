"""`threadscope export`: a discussion in the formats of other tools."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.output import check_target, deliver, deliver_folder
from threadscope.cli.walk import discuss, exit_code
from threadscope.errors import UsageError

if TYPE_CHECKING:
    from threadscope.discussion import Discussion

FORMATS = ("convokit", "graphml", "gexf", "mbox")


@click.command(
    epilog=options.examples(
        "threadscope export page.txt --to convokit -o corpus",
        "threadscope export saved/ --to graphml -o who-answers-whom.graphml",
        "threadscope export page.txt --to gexf --nodes comments -o tree.gexf",
        "threadscope export page.txt --to mbox --min-confidence 0.5 -o page.mbox",
    )
)
@options.reading
@options.placing
@click.option("--to", "form", type=click.Choice(FORMATS), help="Default: by -o.")
@click.option(
    "--nodes",
    type=click.Choice(("authors", "comments")),
    default="authors",
    help="What the graph is made of. Default: authors.",
)
@options.writing
def export(form: str | None, nodes: str, output: Path | None, *, force: bool, **read: Any) -> Exit:
    """Write discussions for other tools: ConvoKit, Gephi, NetworkX, mail readers.

    Inferred parents are written like stated ones; --min-confidence and --stated-only leave out what
    is less sure. A ConvoKit corpus is a folder; the others are one file.
    """
    form = form or options.format_for(None, output, ("", *FORMATS))
    if not form:
        raise UsageError("export needs a format (say --to convokit, graphml, gexf or mbox)")
    if form == "convokit" and (output is None or str(output) == "-"):
        raise UsageError("a ConvoKit corpus is a folder (name it with -o)")
    check_target(output, force=force, folder=_CORPUS if form == "convokit" else None)
    discussion = discuss(**read)
    if form == "convokit" and output:
        deliver_folder(_convokit(discussion), output, force=force, mark=_CORPUS)
    else:
        deliver(_file(discussion, form, nodes), output, force=force)
    return exit_code(discussion)


_CORPUS = "utterances.jsonl"
"""A folder with this file in it is a corpus and may be replaced."""


def _convokit(discussion: "Discussion") -> Mapping[str, str]:
    from threadscope import report  # noqa: PLC0415

    return report.convokit(discussion)


def _file(discussion: "Discussion", form: str, nodes: str) -> str:
    from threadscope import report  # noqa: PLC0415

    if form == "mbox":
        return report.mbox(discussion)
    make = report.author_graph if nodes == "authors" else report.comment_graph
    return (report.graphml if form == "graphml" else report.gexf)(make(discussion))
