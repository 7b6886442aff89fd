"""How far a pattern gets in a line it does not match: where its writer should look."""

import polars as pl
from polars.exceptions import ComputeError


def reach(pattern: str, line: str) -> int:
    """Count the characters of a line that the longest beginning of a pattern matches.

    Args:
        pattern: a pattern that does not match the line.
        line: the line, without the white space around it.
    """
    for end in range(len(pattern) - 1, 0, -1):
        try:
            found = pl.select(pl.lit(line).str.extract(f"^({pattern[:end].removeprefix('^')})", 1))
        except ComputeError:
            continue
        if (text := found.item()) is not None:
            return len(text)
    return 0
