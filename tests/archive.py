"""A mailing list made up for tests: a forest of mails, some of them lost, and what headers tell."""

import random
from dataclasses import dataclass
from itertools import pairwise

WORDS = ("anchor", "birch", "candle", "drum", "ember", "ferry", "gravel", "harbour", "ink")


@dataclass(frozen=True)
class Archive:
    """An archive and what must come out of it."""

    data: bytes
    """The mbox."""
    bodies: list[str]
    """The text of every mail, in order."""
    parents: list[str | None]
    """Whom each mail answers by what all headers say together; None = nobody."""


def archive(count: int, seed: int) -> Archive:
    """Make an archive of so many mails, of which some more were lost."""
    dice = random.Random(seed)  # noqa: S311 - a test must be the same every time
    above: dict[int, int | None] = {}
    for mail in range(count + count // 5):
        above[mail] = (
            dice.randrange(max(0, mail - 40), mail) if mail and dice.random() < 0.8 else None
        )
    lost = set(dice.sample(range(len(above)), len(above) - count))
    told = {mail: _told(mail, above, dice) for mail in above if mail not in lost}
    pairs = {
        (below, over) for mail, chain in told.items() for over, below in pairwise([*chain, mail])
    }
    bodies = [f"mail {mail} {dice.choice(WORDS)}\n\nFrom the {dice.choice(WORDS)}" for mail in told]
    written = [
        _written(mail, told[mail], body, dice) for mail, body in zip(told, bodies, strict=True)
    ]
    return Archive(
        "".join(written).encode(),
        bodies,
        [_name(_found(mail, above, pairs, lost)) for mail in told],
    )


def _told(mail: int, above: dict[int, int | None], dice: random.Random) -> list[int]:
    """Choose which of its ancestors a mail names, oldest first and without gaps."""
    chain: list[int] = []
    while (over := above[chain[0] if chain else mail]) is not None:
        chain.insert(0, over)
    return chain[-dice.choice([1, 1, 2, 3, len(chain) or 1]) :]


def _found(
    mail: int, above: dict[int, int | None], pairs: set[tuple[int, int]], lost: set[int]
) -> int | None:
    """Go up to the nearest mail that is there, as far as any header tells."""
    named = over = above[mail]
    while over is not None and over in lost:
        up = above[over]
        over = up if up is not None and (over, up) in pairs else None
    return named if over is None else over


def _name(mail: int | None) -> str | None:
    return None if mail is None else f"{mail}.{mail * 7919 % 1000}@list.example"


def _written(mail: int, chain: list[int], body: str, dice: random.Random) -> str:
    """Write a mail the way that one of many programs would."""
    ids = [f"<{_name(each)}>" for each in chain]
    way = dice.randrange(6)
    headers = [f"Message-ID: <{_name(mail)}>", f"From: Writer {mail % 97} <w@list.example>"]
    headers.append(f"Subject: {'Re: ' if ids else ''}{WORDS[mail % len(WORDS)]}")
    if ids and (way == 0 and len(ids) == 1):
        headers.append(f'In-Reply-To: {ids[0]} (the message of "Monday")')
    elif ids and way == 1:
        headers.append("References: " + "\n\t".join(ids))
        headers.append("In-Reply-To: <never.seen@elsewhere.example>")
    elif ids and way == 2:
        headers.append("REFERENCES:" + "".join(ids) + f" <{_name(mail)}>")
    elif ids and way == 3:
        headers.append(f"References: broken <> {' junk '.join(ids)}")
        headers.append(f"In-Reply-To: {ids[-1]}")
    elif ids:
        headers.append("References: " + " ".join(ids))
    head = "\n".join(headers)
    return f"From w@list.example Mon Mar  3 10:{mail % 60:02}:00 2003\n{head}\n\n{body}\n\n"
