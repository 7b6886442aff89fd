"""The beginning of an XML file."""

import re

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^<>]*\?>)?\s*")
_COMMENT = b"<!--"


def root_of(head: bytes) -> bytes:
    """Give what follows from the first element on, behind the declaration and comments."""
    declared = _XML.match(head)
    rest = head[declared.end() :] if declared else head
    while rest.startswith(_COMMENT):
        rest = rest.partition(b"-->")[2].lstrip()
    return rest
