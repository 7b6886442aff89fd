"""`threadscope corpus`: a whole crawl, shard by shard."""

import rich_click as click

from threadscope.cli.corpus.find import find
from threadscope.cli.corpus.run import run
from threadscope.cli.corpus.tables import authors, reposts, stats


@click.group()
def corpus() -> None:
    """Walk a whole crawl, shard by shard, and question what came of it.

    A corpus is the folder that run makes: Parquet tables and a record of every finished shard.
    """


for _command in (run, stats, authors, reposts, find):
    corpus.add_command(_command)
