"""Bytes to text, once, with nothing guessed in silence."""

import codecs

from threadscope.errors import Note, Severity, UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACED = "\ufffd"
_NOT_OF_FILES = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""Codecs of Python that no page is written in: they raise at will or give half characters."""
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What browsers take for an encoding that pages declare: more bytes are letters in it."""
_CONFIDENT = 0.2
"""Below this the detector says itself that it does not know: for a page of a few lines with two
accents it then names Greek or Turkish."""
_SNIFFED = 1 << 16


def decode(
    data: bytes, name: str, encoding: str | None = None, declared: str | None = None
) -> tuple[str, list[Note]]:
    """Decode a page and end its lines with a line feed.

    A byte order mark decides, then `encoding`, then what the page declares, unless its bytes say
    otherwise, then strict UTF-8. Failing these, text that is UTF-8 for the most part is damaged
    UTF-8 and keeps U+FFFD where bytes were bad; otherwise the encoding is detected. Anything but
    plain success comes with a note.

    Args:
        data: the bytes of the page.
        name: what the page is called.
        encoding: what the user says; None = nothing.
        declared: what the page, or the server it came from, says; None = nothing.

    Raises:
        UsageError: `encoding` is not the name of a text encoding.
    """
    bom, marked = _bom(data)
    data = data[len(bom) :]
    if marked or encoding:
        text, note = _known(data, name, marked or encoding or "")
    elif declared and (found := _as_declared(data, declared)) is not None:
        text, note = found, None
    else:
        text, note = (_binary if looks_binary(data) else _unknown)(data, name)
        notes = [_undeclared(name, declared)] if declared else []
        return line_feeds(text), [*notes, *([note] if note else [])]
    return line_feeds(text), [note] if note else []


def _as_declared(data: bytes, declared: str) -> str | None:
    """Decode a page as it says; None = it says what cannot be, or nothing that is known.

    Letters beyond ASCII that are valid UTF-8 hardly ever are anything else, and a page without
    NUL bytes is not as wide as it may say.
    """
    try:
        encoding = codecs.lookup(codec(declared)).name
        text = data.decode(_WIDER.get(encoding, encoding))
    except (LookupError, ValueError):
        return None
    narrow = encoding.startswith(("utf-16", "utf-32")) and b"\0" not in data
    other = encoding != "utf-8" and not data.isascii() and _fitting(data, "utf-8")
    return None if narrow or other else text


def _undeclared(name: str, declared: str) -> Note:
    why = f"says that it is {declared[:40]} and is not (--encoding NAME if it is read wrongly)"
    return Note(Severity.INFO, name, why)


def line_feeds(text: str) -> str:
    """End every line with a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def looks_binary(data: bytes) -> bool:
    """Tell whether the start of a file holds NUL bytes and no mark of a wide encoding."""
    return b"\0" in data[:_SNIFFED] and not _bom(data)[1]


def _bom(data: bytes) -> tuple[bytes, str]:
    return next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", ""))


def _known(data: bytes, name: str, encoding: str) -> tuple[str, Note | None]:
    try:
        return data.decode(codec(encoding)), None
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not {encoding}; bad bytes show as U+FFFD"
        return data.decode(encoding, "replace"), Note(Severity.DAMAGE, name, why)
    except (LookupError, ValueError):
        raise UsageError(f"unknown encoding {encoding!r} (try utf-8, cp1252 or latin-1)") from None


def codec(encoding: str) -> str:
    """Give an encoding back if files can be written in it.

    Raises:
        LookupError: nobody knows it, or it is not one of files.
    """
    if codecs.lookup(encoding).name in _NOT_OF_FILES:
        raise LookupError(encoding)
    return encoding


def _binary(data: bytes, name: str) -> tuple[str, Note]:
    wide = _detected(data)
    if wide and wide.lower().startswith(("utf-16", "utf-32")):
        why = f"no byte order mark; read as {wide} (--encoding NAME if wrong)"
        return data.decode(wide), Note(Severity.INFO, name, why)
    what = "looks binary (it holds NUL bytes); read as text"
    if _fitting(data, "utf-8"):
        return data.decode(), Note(Severity.INFO, name, what)
    why = f"{what}, bytes that are not UTF-8 show as U+FFFD"
    return data.decode("utf-8", "replace"), Note(Severity.DAMAGE, name, why)


def _unknown(data: bytes, name: str) -> tuple[str, Note | None]:
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        offset = error.start
    text = data.decode("utf-8", "replace")
    bad = text.count(_REPLACED)
    good = sum(not char.isascii() for char in text) - bad
    encoding = None if good >= bad else _detected(data) or _fitting(data, "cp1252")
    if encoding is None:
        why = f"{bad} bytes are not UTF-8, the first at byte {offset}; they show as U+FFFD"
        return text, Note(Severity.DAMAGE, name, why)
    why = f"not UTF-8 from byte {offset}; read as {encoding} (--encoding NAME if wrong)"
    return data.decode(encoding), Note(Severity.INFO, name, why)


def _detected(data: bytes) -> str | None:
    import chardet  # noqa: PLC0415 - costs 35 ms, and most pages are UTF-8

    guess = chardet.detect(data, prefer_superset=True)
    sure = guess["encoding"] is not None and guess["confidence"] >= _CONFIDENT
    return _fitting(data, guess["encoding"]) if sure else None


def _fitting(data: bytes, encoding: str | None) -> str | None:
    try:
        data.decode(encoding or "")
    except (UnicodeDecodeError, LookupError):
        return None
    return encoding
