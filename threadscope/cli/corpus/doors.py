"""What the interface needs to show a corpus: its list of pages, and one page after the other."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadscope.cli.walk import text_of

if TYPE_CHECKING:
    from threadscope.corpus import Shards
    from threadscope.discussion import Discussion
    from threadscope.pages import Track
    from threadscope.tui import Loaded, Shelf


def is_corpus(pages: tuple[str, ...]) -> bool:
    """Tell whether what was named is one corpus."""
    from threadscope.corpus import Folder  # noqa: PLC0415

    return len(pages) == 1 and Folder(Path(pages[0])).is_corpus()


def corpus_doors(folder: str, **read: Any) -> dict[str, Callable[..., Any]]:
    """Give the doors of a desk that lead to a corpus; corrections stay in memory.

    Args:
        folder: the corpus.
        read: how the text of a page is read again, as `text_of` takes it.
    """
    from threadscope.corpus import Folder, Shards  # noqa: PLC0415

    shards = Shards(Folder(Path(folder)))
    return {
        "load": partial(_load, shards),
        "shelf": partial(_shelf, shards),
        "text": partial(_text, read),
    }


def _load(shards: "Shards", _track: "Track") -> "Loaded":
    """Read the list of pages, and no page."""
    from threadscope.discussion import Discussion  # noqa: PLC0415
    from threadscope.schema import PAGES, REPLIES, THREADS  # noqa: PLC0415

    pages = shards.pages.select(PAGES.names())
    return Discussion(pages, THREADS.to_frame(), REPLIES.to_frame(), shards.gaps), ()


def _shelf(shards: "Shards") -> "Shelf":
    from threadscope.tui import Shelf  # noqa: PLC0415

    return Shelf(shards.all_threads(), partial(_fetch, shards))


def _fetch(shards: "Shards", page: str) -> "Discussion":
    """Read one page."""
    import polars as pl  # noqa: PLC0415

    from threadscope.discussion import Discussion  # noqa: PLC0415
    from threadscope.schema import PAGES  # noqa: PLC0415

    threads, candidates = shards.threads_of(page)
    own = shards.pages.filter(pl.col("page") == page).select(PAGES.names())
    return Discussion(own, threads, candidates, ())


def _text(read: dict[str, Any], page: str) -> str | None:
    """Read the text of a page that is a file of its own; None = it is not, or is gone."""
    return text_of([page], page, **read) if Path(page).is_file() else None
