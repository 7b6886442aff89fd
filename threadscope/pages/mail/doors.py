"""The doors for mail."""

import re
from collections.abc import Callable, Iterable, Iterator

from threadscope.pages.door import Door, File, Item

_HEADER = re.compile(rb"[!-9;-~]{1,76}:|[ \t]+[^ \t\r\n]")
_NAME = re.compile(rb"(?m)^([!-9;-~]{1,76}):")
_SENT = frozenset({b"delivered-to", b"mime-version", b"newsgroups", b"received", b"return-path"})
"""Headers that programs write and people who copy a mail into a page leave out."""


def is_mail(head: bytes) -> bool:
    """Tell from its first bytes whether a file is one mail: a block of headers as it was sent."""
    if not _HEADER.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not all(map(_HEADER.match, block.splitlines())):
        return False
    names = {name.lower() for name in _NAME.findall(block)}
    return b"from" in names and bool(_SENT & names)


def _begins(head: bytes) -> bool:
    """Tell from its first bytes whether a file is an archive of mails."""
    if not head.startswith(b"From "):
        return False
    from threadscope.pages.mail.split import is_archive  # noqa: PLC0415 - see `_reading`

    return is_archive(head)


def _reading(kind: str) -> Callable[[Iterable[bytes], File], Iterator[Item]]:
    """Give the reader of a kind of file.

    What reads mail takes long to load, and most files hold none.
    """

    def read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
        from threadscope.pages.mail import reading  # noqa: PLC0415

        yield from reading.READERS[kind](chunks, file)

    return read


MBOX = Door("mbox", _begins, _reading("archive"), "mail", 'a line "From ", headers, a text')
"""Archives of mails in one file."""
MAIL = Door("mail", is_mail, _reading("mail"), "mail", "headers, a blank line, a text")
"""A mail alone in its file."""
FOLDER = Door("mail", lambda _head: False, _reading("folder"), "mail", MAIL.wanted)
"""A folder of single mails; no file has this form."""
