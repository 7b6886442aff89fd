"""Mails of a file or a folder as comments of one page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from threadscope.errors import CutError, Note, Severity
from threadscope.pages.door import File, Item
from threadscope.pages.items import BadItem, CommentItem
from threadscope.pages.mail.letter import Letter, letter
from threadscope.pages.mail.parents import parents
from threadscope.pages.mail.split import Raw, mails
from threadscope.pages.plain import whole

_NAMED = 5
"""Attachments named in a note."""


def _read_archive(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    """Read an mbox.

    Raises:
        CutError, DataError: passed on from the chunks; in the first case the mails before are read.
    """
    letters: list[Letter] = []
    cut: CutError | None = None
    try:
        for raw in mails(chunks):
            if raw.is_apart:
                letters.append(letter(raw))
            else:
                yield BadItem(raw.place, 'stands before the first line "From "')
    except CutError as error:
        cut = error
    yield from _comments(letters, file)
    if cut:
        raise cut


def _read_mail(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    data, cut = whole(chunks)
    yield from _comments([letter(Raw(data, 1, data.rstrip(b"\r\n").count(b"\n") + 1))], file)
    if cut:
        raise cut


def _read_folder(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    """Read mails that come as one chunk each."""
    raws = (Raw(data, number) for number, data in enumerate(chunks, start=1))
    yield from _comments([letter(raw) for raw in raws], file)


def _comments(letters: list[Letter], file: File) -> Iterator[Item]:
    """Hang the mails of a page on each other by their headers; none is lost."""
    for found, parent in zip(letters, parents(letters), strict=True):
        row = found.row | {"parent_id": parent, "top_level": parent is None and found.opens}
        place, last = found.raw.place, found.raw.last
        yield CommentItem(place, None, row, damaged=found.damaged, last=last)
    attached = Counter(name for found in letters for name in found.attached)
    if attached:
        named = ", ".join(list(attached)[:_NAMED]) + (", ..." if len(attached) > _NAMED else "")
        why = f"attachments left out: {attached.total()} ({named})"
        yield Note(Severity.INFO, file.name, why)


READERS: dict[str, Callable[[Iterable[bytes], File], Iterator[Item]]] = {
    "archive": _read_archive,
    "mail": _read_mail,
    "folder": _read_folder,
}
"""What reads each kind of file."""
