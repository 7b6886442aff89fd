"""Text broken into lines as wide as there is room."""

from collections.abc import Iterator

from rich.cells import cell_len


def wrap(text: str, width: int) -> Iterator[str]:
    """Break text into lines of at most so many cells, at spaces where there are any."""
    for line in text.split("\n"):
        rest = line.replace("\t", "    ")
        while rest:
            end = _fitting(rest, width)
            if end < len(rest) and (space := rest.rfind(" ", 1, end + 1)) > 0:
                end = space
            yield rest[:end]
            rest = rest[end:].removeprefix(" ") if end < len(rest) else ""
        if not line:
            yield ""


def _fitting(text: str, width: int) -> int:
    """Give how many characters of a text fit, at least one."""
    head = text[:width]
    if head.isascii():
        return max(len(head), 1)
    while len(head) > 1 and cell_len(head) > width:
        head = head[: max(len(head) - (cell_len(head) - width + 1) // 2, 1)]
    return max(len(head), 1)
