"""Many pages at once: shards, workers that may die, and tables over all that they have made."""

from threadscope.corpus.folder import Folder
from threadscope.corpus.local import Local
from threadscope.corpus.manifest import Manifest, begin, load
from threadscope.corpus.plan import SHARD_BYTES, plan
from threadscope.corpus.run import SECONDS, Progress, run
from threadscope.corpus.work import Options, Worker, walk

__all__ = [
    "SECONDS",
    "SHARD_BYTES",
    "Folder",
    "Local",
    "Manifest",
    "Options",
    "Progress",
    "Worker",
    "begin",
    "load",
    "plan",
    "run",
    "walk",
]
