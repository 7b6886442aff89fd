"""Many pages at once: shards, workers that may die, and tables over all that they have made."""

from threadscope.corpus.find import around, find
from threadscope.corpus.folder import Folder
from threadscope.corpus.local import Local
from threadscope.corpus.manifest import Manifest, begin, load
from threadscope.corpus.plan import SHARD_BYTES, plan
from threadscope.corpus.run import SECONDS, Progress, run
from threadscope.corpus.shards import Shards
from threadscope.corpus.tables import Corpus
from threadscope.corpus.work import Options, Worker, walk

__all__ = [
    "SECONDS",
    "SHARD_BYTES",
    "Corpus",
    "Folder",
    "Local",
    "Manifest",
    "Options",
    "Progress",
    "Shards",
    "Worker",
    "around",
    "begin",
    "find",
    "load",
    "plan",
    "run",
    "walk",
]
