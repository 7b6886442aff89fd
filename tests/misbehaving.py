"""What workers of tests do with the pages of a shard: as the program, but for some pages."""

import os
import time
from collections.abc import Sequence

from threadscope.corpus import Options, walk
from threadscope.corpus.task import Answer, Task
from threadscope.discussion import Discussion
from threadscope.errors import ThreadscopeError
from threadscope.pages import Batch


def stumbling(batches: Sequence[Batch], options: Options) -> Discussion:
    """Abort, take all memory or break at pages that are called so."""
    names = " ".join(name for batch in batches for name in batch.pages["page"])
    if "aborts" in names:
        os.abort()
    if "greedy" in names:
        bytearray(1 << 40)
    if "breaks" in names:
        raise ValueError("this page\nbreaks")
    if "refused" in names:
        raise ThreadscopeError("this page is refused")
    return walk(batches, options)


def sleeping(task: Task) -> Answer:
    """Take very long for a shard of that name."""
    time.sleep(600 if task.shard == "hangs" else 0)
    return Answer(pages=7)
