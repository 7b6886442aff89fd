"""What the interface keeps from one visit to the next, in the user's state folder."""

import json
from pathlib import Path
from typing import Any

from threadscope.cli.output import deliver
from threadscope.errors import OutputError


def _folder() -> Path:
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_state_path("threadscope")


def _file(key: str) -> Path:
    return _folder() / "pages" / f"{key[:32]}.json"


def recall(key: str) -> dict[str, Any]:
    """Give what was kept of a page; nothing if there is none or it cannot be read."""
    try:
        state = json.loads(_file(key).read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def keep(key: str, state: dict[str, Any]) -> None:
    """Keep something of a page; a folder that cannot be written keeps nothing."""
    _put(_file(key), json.dumps(state))


def write_copy(text: str) -> str:
    """Write what was copied to a file of the state folder; gives its name, or why it has none."""
    file = _folder() / "copied.txt"
    return str(file) if _put(file, text) else "no file (the state folder cannot be written)"


def _put(file: Path, text: str) -> bool:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        deliver(text, file, force=True)
    except (OSError, OutputError):
        return False
    return True
