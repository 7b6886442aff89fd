"""Weights that have never seen a set, kept so that they are learnt only once."""

import argparse
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold import CHAT
from lesson import Lesson

import threadscope.replies
from threadscope.replies.model import Model, model, read

_HERE = Path(__file__).parent
_TRAINERS = ("gold.py", "lesson.py", "losses.py", "train.py", "unseen.py")


def asking(about: str | None) -> argparse.ArgumentParser:
    """Give the options of what measures sets by weights that may never have seen them."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, help="folder of the sets")
    parser.add_argument("--unseen", action="store_true", help="leave each set out of training")
    parser.add_argument("--kept", type=Path, help="folder to keep the weights of --unseen in")
    parser.add_argument("--sets", nargs="*", help="only these")
    return parser


@dataclass(frozen=True)
class Unseen:
    """Learns weights from all sets but one."""

    gold: Path
    """The folder of the sets."""
    kept: Path | None
    """The folder where weights are kept; None = they are learnt anew."""
    lessons: list[list[Lesson]] = field(default_factory=list)
    """The sets as `fit_both` takes them, once they are loaded."""
    learnt: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was learnt or read so far, by the set that it has not seen."""

    def model(self, name: str, kind: str) -> Model:
        """Give weights for a set that never saw it, in any order.

        Chat is learnt from the training part and measured on another, so the weights that ship
        will do.
        """
        if name == CHAT:
            return model(kind)
        path = self.kept and self.kept / f"{name}-{digest(self.gold)}.json"
        if name not in self.learnt:
            self.learnt[name] = keep(path, lambda: self._learnt(name))
        return read(self.learnt[name][kind])

    def _learnt(self, name: str) -> dict[str, Any]:
        from train import (  # noqa: PLC0415 - needs SciPy
            GONE,
            fit_both,
            flat_lessons,
            nested_lessons,
        )

        if not self.lessons:
            loaded = (nested_lessons(self.gold), flat_lessons(self.gold))
            self.lessons.extend([*loaded, flat_lessons(self.gold, GONE)])
        others = [[one for one in part if one.gold.name != name] for part in self.lessons]
        return fit_both(*others)


def digest(gold: Path) -> str:
    """Tell what weights depend on: the code of evidence and training, and the sets."""
    code = sorted(Path(threadscope.replies.__file__).parent.glob("*.py"))
    code += [_HERE / name for name in _TRAINERS]
    sets = [f"{path.name} {path.stat().st_size}" for path in sorted(gold.glob("*.gz"))]
    said = [path.read_bytes() for path in code] + ["\n".join(sets).encode()]
    return hashlib.sha256(b"\0".join(said)).hexdigest()[:12]


def keep(path: Path | None, learn: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Read weights that are kept, or learn them and keep them.

    Args:
        path: where they are kept; None = nowhere.
        learn: gives them.
    """
    if path and path.is_file():
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found
    weights = learn()
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    return weights
