"""What takes long to make for a view, made while the reader looks at another."""

from collections.abc import Callable, Mapping
from threading import Lock

import polars as pl

Made = pl.DataFrame | None


class Ahead:
    """Frames by name, each made once: ahead, in a thread, or when it is asked for first."""

    def __init__(self, makers: Mapping[str, Callable[[], Made]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Made] = {}
        self._locks = {name: Lock() for name in makers}

    @property
    def ready(self) -> frozenset[str]:
        """The names of what was made."""
        return frozenset(self._made)

    def give(self, name: str) -> Made:
        """Give a frame, made now if it was not yet; one that is being made is waited for."""
        with self._locks[name]:
            if name not in self._made:
                self._made[name] = self._makers[name]()
        return self._made[name]

    def make(self) -> None:
        """Make all."""
        for name in self._makers:
            self.give(name)
