"""Objects of JSON, one after the other, as comments and pages, whoever wrote them."""

from collections.abc import Iterator
from typing import Any

from threadscope.errors import Note, Severity
from threadscope.pages import given
from threadscope.pages.door import Item
from threadscope.pages.dumps import DUMPS, hackernews
from threadscope.pages.items import BadItem, CommentItem


class Objects:
    """Takes the objects of one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._silent = 0
        self._among_comments = False
        self._loose: list[tuple[int, dict[str, Any]]] = []

    def take(self, place: int, value: Any) -> Iterator[Item]:
        """Read one object.

        Args:
            place: 1-based line or number of it.
            value: the object; a string says why there is none.
        """
        if isinstance(value, str):
            yield BadItem(place, value)
        elif not isinstance(value, dict):
            yield BadItem(place, f"holds a {type(value).__name__}, not an object")
        elif hackernews.is_loose(value):
            self._loose.append((place, value))
        else:
            yield from self._object(place, value)

    def _object(self, place: int, value: dict[str, Any]) -> Iterator[Item]:
        read = (dump(place, value) for dump in DUMPS)
        found = next((items for items in read if items is not None), None)
        if found is not None:
            self._silent += found == []
            yield from found
            return
        item = given.item(place, value, among_comments=self._among_comments)
        self._among_comments |= isinstance(item, CommentItem)
        yield item

    def rest(self) -> Iterator[Item]:
        """Give what can only be said once everything is there."""
        yield from hackernews.gathered(self._loose)
        silent = self._silent + sum(value["type"] != "comment" for _, value in self._loose)
        if silent:
            why = f"{silent} objects are articles or say nothing themselves (left out)"
            yield Note(Severity.INFO, self._name, why)
