"""`threadscope rules`: see, prove and describe rule packs."""

from pathlib import Path

import rich_click as click

from threadscope.cli import options
from threadscope.cli.check import check
from threadscope.cli.exits import Exit
from threadscope.cli.expect import check_pages
from threadscope.cli.new import new
from threadscope.cli.output import deliver, terminal_width
from threadscope.cli.taken import explain
from threadscope.cli.walk import source_for


@click.group()
def rules() -> None:
    """See, prove and describe rule packs, and what they make of a page."""


rules.add_command(check)
rules.add_command(explain)
rules.add_command(new)
rules.add_command(check_pages)


@rules.command(
    "list",
    epilog=options.examples("threadscope rules list", "threadscope rules list | grep -i forum"),
)
@options.config
@options.debug
def list_packs(config: Path | None) -> Exit:
    """List your own packs, where each comes from, and those that come with the program.

    Your own stand in the configuration, under packs, and in the folder packs beside it. Markers are
    the kinds of lines by which a pack knows comments, samples the lines that prove it.
    """
    import polars as pl  # noqa: PLC0415

    from threadscope.cli.screen import draw  # noqa: PLC0415
    from threadscope.rules import load_config, own_places, pick  # noqa: PLC0415

    packs = pick((), load_config(config).packs)
    places = own_places(config)
    frame = pl.DataFrame(
        {
            "name": [pack.name for pack in packs],
            "markers": [len(pack.markers) for pack in packs],
            "samples": [len(pack.samples) for pack in packs],
            "from": [str(places.get(pack.name, "threadscope")) for pack in packs],
            "title": [pack.title for pack in packs],
        }
    )
    width = terminal_width()
    deliver(draw(frame, "packs", width=width), None)
    return Exit.DONE


@rules.command(
    epilog=options.examples(
        "threadscope rules show phpbb", "threadscope rules show phpbb > my-forum.yaml"
    )
)
@click.argument("name", metavar="NAME|FILE")
@options.config
@options.debug
def show(name: str, config: Path | None) -> Exit:
    """Print a pack as it is written; one inside the configuration without its comments.

    To start one of your own from it, `rules new PAGE --like NAME` also gives it a name and says
    above every key what it means.
    """
    deliver(source_for(name, config), None)
    return Exit.DONE


@rules.command(epilog=options.examples("threadscope rules schema > pack.schema.json"))
@options.debug
def schema() -> Exit:
    """Print the JSON Schema of a pack file, for editors.

    An editor with a YAML language server takes it from the first line of a pack, which `rules new`
    writes: # yaml-language-server: $schema=pack.schema.json
    """
    from threadscope.rules import pack_schema  # noqa: PLC0415

    deliver(pack_schema(), None)
    return Exit.DONE
