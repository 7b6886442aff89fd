"""What the interface keeps from one visit to the next, in the user's state folder."""

import json
from pathlib import Path
from typing import Any

from threadscope.cli.output import deliver
from threadscope.errors import OutputError


def _file(key: str) -> Path:
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_state_path("threadscope") / "pages" / f"{key[:32]}.json"


def recall(key: str) -> dict[str, Any]:
    """Give what was kept of a page; nothing if there is none or it cannot be read."""
    try:
        state = json.loads(_file(key).read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def keep(key: str, state: dict[str, Any]) -> None:
    """Keep something of a page; a folder that cannot be written keeps nothing."""
    file = _file(key)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        deliver(json.dumps(state), file, force=True)
    except (OSError, OutputError):
        return
