"""The file of corrections: strict JSON in, JSON for people out.

::

    {"schema": "threadscope.corrections/1",
     "corrections": [
      {"comment": {"line": 64, "digest": "0f3a…", "author": "ann"},
       "answers": {"line": 55, "digest": "91c2…", "author": null}}]}

`answers` may also be "page" or "missing". An entry with a `page` speaks of the page of that name,
one without of the page that the file belongs to.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from threadscope.corrections.model import DIGITS, MISSING, PAGE, Answers, Correction, Key
from threadscope.errors import DataError
from threadscope.safetext import UNSAFE_IN_JSON, json_escapes

SCHEMA = "threadscope.corrections/1"
"""What the file says it is."""

_FAMILY = SCHEMA.partition("/")[0]
_WAY_OUT = "mend the file, or leave it out with --no-corrections"
_LAST_LINE = 2**32 - 1
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(UNSAFE_IN_JSON)


def parse(data: bytes, file: str, page: str | None) -> tuple[Correction, ...]:
    """Read a file of corrections.

    Args:
        data: what the file holds.
        file: its name, for messages.
        page: the page that entries without `page` speak of; None = every entry must name its own.

    Raises:
        DataError: it is not a file of corrections of this version; the error names the place.
    """
    return _Reader(file, page).corrections(data)


def dump(corrections: Iterable[Correction], page: str) -> bytes:
    """Write the file of corrections that belongs to a page; of two for one comment the last holds.

    Args:
        corrections: in any order; the file has them by page (its own first) and line.
        page: the page that the file belongs to; its entries do not name it.
    """
    last = {(each.page != page, each.page, *_place(each.comment)): each for each in corrections}
    entries = [_entry(last[place], page) for place in sorted(last)]
    text = json.dumps({"schema": SCHEMA, "corrections": entries}, ensure_ascii=False, indent=1)
    escapes = json_escapes()
    return f"{_UNSAFE.sub(lambda match: escapes[match[0]], text)}\n".encode()


def _entry(correction: Correction, page: str) -> dict[str, Any]:
    named = {} if correction.page == page else {"page": correction.page}
    answers = correction.answers
    return {
        **named,
        "comment": _written(correction.comment),
        "answers": _written(answers) if isinstance(answers, Key) else answers,
    }


def _written(key: Key) -> dict[str, Any]:
    return {"line": key.line, "digest": key.digest, "author": key.author}


def _place(key: Key) -> tuple[int, str]:
    return key.line, key.digest


class _Reader:
    """Reads one file and refuses what does not belong there."""

    def __init__(self, file: str, page: str | None) -> None:
        self._file = file
        self._page = page

    def corrections(self, data: bytes) -> tuple[Correction, ...]:
        top = self._value(data)
        self._check_schema(top)
        self._check_keys(top, "the file", {"schema", "corrections"})
        entries = top["corrections"]
        if not isinstance(entries, list):
            self._refuse("corrections", "is not a list")
        read = [self._entry(entry, f"corrections[{at}]") for at, entry in enumerate(entries)]
        places: dict[tuple[object, ...], int] = {}
        for at, each in enumerate(read):
            first = places.setdefault((each.page, *_place(each.comment)), at)
            if first != at:
                self._refuse(f"corrections[{at}]", f"is for the comment of corrections[{first}]")
        return tuple(read)

    def _value(self, data: bytes) -> Any:
        try:
            return json.loads(data.decode("utf-8-sig"), object_pairs_hook=self._once)
        except UnicodeDecodeError as error:
            self._refuse(f"byte {error.start}", "is not UTF-8")
        except json.JSONDecodeError as error:
            place = f"{self._file}:{error.lineno}:{error.colno}"
            raise DataError(f"{place}: is not JSON: {error.msg} ({_WAY_OUT})") from None
        except (ValueError, RecursionError):
            self._refuse("the file", "holds a number too long or is nested too deeply")

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self._refuse("the file", f"says {twice!r} twice in one object")
        return found

    def _check_schema(self, top: Any) -> None:
        said = top.get("schema") if isinstance(top, dict) else None
        if not isinstance(said, str) or said.partition("/")[0] != _FAMILY:
            self._refuse("schema", f"is not {SCHEMA!r}, so this is no file of corrections")
        if said != SCHEMA:
            what = f"{self._file}: schema: is {said!r}, and only {SCHEMA!r} can be read"
            way_out = "take the threadscope that wrote it, or --no-corrections"
            raise DataError(f"{what} ({way_out})")

    def _entry(self, entry: Any, where: str) -> Correction:
        self._check_keys(entry, where, {"comment", "answers"}, {"page"})
        page = entry.get("page", self._page)
        if page is None and "page" not in entry:
            self._refuse(where, "does not say of which page it is", 'give it a "page"')
        if not isinstance(page, str) or _SURROGATE.search(page):
            self._refuse(f"{where}.page", "is not text")
        comment = self._key(entry["comment"], f"{where}.comment")
        return Correction(page, comment, self._answers(entry["answers"], f"{where}.answers"))

    def _answers(self, value: Any, where: str) -> Answers:
        if value == PAGE:
            return PAGE
        if value == MISSING:
            return MISSING
        if not isinstance(value, dict):
            self._refuse(where, f'is neither a comment nor "{PAGE}" nor "{MISSING}"')
        return self._key(value, where)

    def _key(self, value: Any, where: str) -> Key:
        self._check_keys(value, where, {"line", "digest", "author"})
        line, digest, author = value["line"], value["digest"], value["author"]
        if type(line) is not int or not 0 < line <= _LAST_LINE:
            self._refuse(f"{where}.line", "is not the number of a line")
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            self._refuse(f"{where}.digest", f"is not {DIGITS} hexadecimal digits")
        if author is not None and (not isinstance(author, str) or _SURROGATE.search(author)):
            self._refuse(f"{where}.author", "is neither text nor null")
        return Key(line, digest, author)

    def _check_keys(
        self,
        value: Any,
        where: str,
        wanted: set[str],
        allowed: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        if not isinstance(value, dict):
            self._refuse(where, "is not an object")
        if lacking := sorted(wanted - value.keys()):
            self._refuse(where, f"lacks {lacking[0]!r}")
        if unknown := sorted(value.keys() - wanted - allowed):
            self._refuse(where, f"has the unknown key {unknown[0]!r}")

    def _refuse(self, where: str, what: str, instead: str = _WAY_OUT) -> NoReturn:
        raise DataError(f"{self._file}: {where}: {what} ({instead})")
