"""What a measure is: a number about a discussion, with its formula and where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One number about a discussion; the families list theirs."""

    name: str
    """The column that holds it."""
    unit: str
    """What it counts, or "share" (0 to 1), or "index" (a number without a unit)."""
    about: str
    """What it says, in a few words."""
    formula: str
    """How it is worked out."""
    source: str = "plain count"
    """Who defined it."""
    main: bool = False
    """It is among the dozen that are shown to who asks for none."""
    tree: bool = False
    """It depends on who answers whom, so that it is only as sure as the replies are."""
