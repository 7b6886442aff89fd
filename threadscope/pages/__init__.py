"""The one door for pages: files of any kind come in, batches of decoded text come out.

After this door everything is `str` with lines ended by a line feed.
"""

from collections.abc import Iterable, Iterator

from threadscope.pages.beside import corrections_path, read_beside, read_whole
from threadscope.pages.decode import line_feeds
from threadscope.pages.doors import DOORS
from threadscope.pages.find import Source, Track, find
from threadscope.pages.reader import Batch, Reader
from threadscope.pages.unpack import MAX_BYTES

__all__ = [
    "DOORS",
    "MAX_BYTES",
    "Batch",
    "Source",
    "Track",
    "corrections_path",
    "find",
    "of_texts",
    "read",
    "read_beside",
    "read_whole",
]


def of_texts(texts: dict[str, str]) -> Batch:
    """Make a batch of texts that are in memory already, by name."""
    reader = Reader(None, MAX_BYTES)
    for name, text in texts.items():
        reader.add_page(name, line_feeds(text))
    return reader.flush()


def read(
    sources: Iterable[Source],
    encoding: str | None = None,
    limit: int = MAX_BYTES,
    kind: str | None = None,
    *,
    scattered: bool = False,
) -> Iterator[Batch]:
    """Read files into batches of about 32 MB of text, in order.

    A file that cannot be read, or only in part, becomes a note; the rest goes on. The last batch
    may hold nothing but notes.

    Args:
        sources: the files.
        encoding: how pages are encoded; None = find out page by page.
        limit: bytes of one file, unpacked, after which it is cut.
        kind: the name of the door that all files go through; None = each through that which fits.
        scattered: True = comments of one page may come in several batches, so that a file of any
            number of comments takes no more memory than a batch.

    Raises:
        UsageError: `encoding` is not the name of a text encoding, or `kind` not that of a door.
    """
    reader = Reader(encoding, limit, kind, scattered=scattered)
    try:
        for source in sources:
            yield from reader.take(source)
            reader.sources += 1
            if reader.is_full:
                yield reader.flush()
        yield reader.flush()
    finally:
        reader.close()
