"""Write known threads out in the forms of many sites, and count what is found again.

    python benchmarks/forms.py GOLDS... [--threads 60] [--misses N]

Each thread is written as the text of a forum's, blog's or chat's page would be: the same comments
under other headers. No option says which form it is. A page is right if it has all its comments and
no other, an author if the comment of that place has that name. Lines are lost that stand in no
body, and left over that stand in one too many; signatures below a rule are not written out.
"""

import argparse
import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import measure
import polars as pl

from threadscope.rules import shipped
from threadscope.schema import PAGE_TEXTS
from threadscope.segment import segment

THREADS, FEWEST, MOST = 60, 3, 25
BEGINNING, STEP = datetime(2012, 3, 1, 8, 5, tzinfo=UTC), timedelta(hours=7, minutes=13)
TITLE = "The boats of the harbour"
_SIGNATURE = re.compile(r"\n_{10,}\n")


@dataclass(frozen=True, slots=True)
class Post:
    """One comment to be written out."""

    at: int
    """Its 0-based place."""
    author: str
    """Who wrote it."""
    text: str
    """What it says."""

    @property
    def when(self) -> datetime:
        """When it was written, made up."""
        return BEGINNING + self.at * STEP

    @property
    def long(self) -> str:
        """The time as blogs write it."""
        return self.small("%B %d, %Y at %I:%M %p")

    @property
    def weekday(self) -> str:
        """The time as phpBB writes it."""
        return self.small("%a %b %d, %Y %I:%M %p")

    @property
    def drupal(self) -> str:
        """The time as Drupal writes it."""
        return f"{self.when:%a, %m/%d/%Y - %H:%M}"

    @property
    def american(self) -> str:
        """The time as vBulletin writes it."""
        return f"{self.when:%m-%d-%Y, %I:%M %p}"

    @property
    def half(self) -> str:
        """Before noon, or after."""
        return f"{self.when:%p}".lower()

    def small(self, form: str) -> str:
        """Give the time in a form, with am and pm in small letters and no zeros before days."""
        text = format(self.when, form).replace(" 0", " ")
        return text.replace("AM", "am").replace("PM", "pm")


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of site writes a page."""

    top: str
    """What stands above the comments."""
    comment: Callable[[Post], str]
    """One comment."""
    plain_names: bool = False
    """Whether names are of letters, digits, and hyphens."""


_COUNTED = f"{TITLE}\n\nThey came back at four.\n\n9 Comments\n"
_FORUM = f"Board index » Talk\n{TITLE}\n"
FORMS: Mapping[str, Form] = {
    "phpBB 2": Form(
        f"{TITLE}\nAuthor\tMessage\n",
        lambda p: (
            f"{p.author}\nOld hand\n\nJoined: 02 May 2007\nPosts: 55\nLocation: Ohio\n\n"
            f"Posted: {p.weekday}    Post subject: Re: {p.at}\tReply with quote\n{p.text}\n"
            "Back to top\nView user's profile Send private message\n"
        ),
    ),
    "phpBB 2, some without rank": Form(
        f"{TITLE}\nAuthor\tMessage\n",
        lambda p: (
            f"{p.author}\n{'Old hand' if p.at % 3 else ''}\nJoined: 02 May 2007\nPosts: 55\n\n"
            f"Posted: {p.weekday}    Post subject: Re: {p.at}\n{p.text}\nBack to top\n"
        ),
    ),
    "phpBB 3, tables": Form(
        _FORUM,
        lambda p: (
            f"{p.author}\nPost subject: Re: {p.at}\nPostPosted: {p.weekday}\nOffline\n\n"
            f"Joined: Sun Apr 26, 2010 3:08 am\nPosts: 320\n{p.text}\nTop\nProfile\n"
        ),
    ),
    "phpBB 3, lists": Form(
        _FORUM, lambda p: f"Re: {p.at}\nPost by {p.author} » {p.weekday}\n\n{p.text}\nTop\n"
    ),
    "phpBB 3, to print": Form(
        _FORUM,
        lambda p: f"Author: {p.author} [ {p.weekday} ]\nPost subject: \tRe: {p.at}\n\n{p.text}\n",
    ),
    "vBulletin 3": Form(
        _FORUM,
        lambda p: (
            f"{p.american}\t#{p.at + 1}\n{p.author}\nMember\nJoin Date: Mar 2006\n"
            f"Location: Ohio\nPosts: 120\n{p.text}\nReply With Quote\n"
        ),
    ),
    "vBulletin 4": Form(
        _FORUM,
        lambda p: (
            f"{p.american} #{p.at + 1}\n{p.author}\n{p.author} is offline\nMember\nJoin Date\n"
            f"Mar 2006\nPosts\n120\n{p.text}\nReply With Quote\n"
        ),
    ),
    "vBulletin, archive": Form(
        f"View Full Version : {TITLE}\n", lambda p: f"{p.author}\n{p.american}\n{p.text}\n"
    ),
    "XenForo 1": Form(
        _FORUM,
        lambda p: (
            f"{p.author}\nMember\n{p.text}\n{p.author}, {p.when:%b %d, %Y}\n#{p.at + 1}\nLike\n"
        ),
    ),
    "XenForo 2": Form(
        _FORUM,
        lambda p: (
            f"{p.author}\nMember\nJoined\nMar 3, 2006\nMessages\n120\n"
            f"{p.when:%b %d, %Y}\n#{p.at + 1}\n{p.text}\n"
        ),
    ),
    "SMF": Form(
        f"Topic: {TITLE} (Read 100 times)\n",
        lambda p: (
            f"{p.author}\nNewbie\nPosts: 12\n{'Re: ' if p.at else ''}{TITLE}\n"
            f"« {f'Reply #{p.at} ' if p.at else ''}on: {p.when:%B %d, %Y, %I:%M:%S %p} »\n"
            f"{p.text}\nLogged\n"
        ),
    ),
    "WordPress, NAME says": Form(
        _COUNTED, lambda p: f"{p.author} says:\n{p.long}\n{p.text}\nReply\n"
    ),
    "WordPress, on DATE said": Form(
        _COUNTED, lambda p: f"{p.author} on {p.long} said:\n{p.text}\nReply\n"
    ),
    "WordPress, NAME and date": Form(
        _COUNTED, lambda p: f"{p.author}\n{p.long}\n{p.text}\nReply\n"
    ),
    "WordPress, NAME DATE": Form(_COUNTED, lambda p: f"{p.author} {p.long}\n{p.text}\nReply\n"),
    "WordPress, NAME and age": Form(
        _COUNTED, lambda p: f"{p.author}\n{p.at + 2} months ago\n{p.text}\nReply\n"
    ),
    "WordPress, Comment by, below": Form(
        _COUNTED, lambda p: f"{p.text}\nComment by {p.author} — {p.long.replace('at', '@')}\n"
    ),
    "Blogger, NAME said": Form(_COUNTED, lambda p: f"{p.author} said...\n{p.text}\n{p.long}\n"),
    "Blogger, NAMEDATE": Form(
        _COUNTED,
        lambda p: f"{p.author}{p.when:%B %d, %Y at %I:%M %p}\n{p.text}\nReplyDelete\n",
    ),
    "Movable Type": Form(
        f"{TITLE}\nComments\n",
        lambda p: f"{p.text}\nPosted by: {p.author} at {p.when:%B %d, %Y %I:%M %p}\n",
    ),
    "Drupal, picture": Form(
        _COUNTED,
        lambda p: f"{p.author}'s picture\nSubmitted by {p.author} on {p.drupal}\n{p.text}\n",
    ),
    "Drupal 6": Form(
        f"{TITLE}\nSubmitted by admin on Wed, 02/01/2012 - 10:00\nText.\nComments\n",
        lambda p: f"Re: {p.at}\nSubmitted by {p.author} on {p.drupal}.\n{p.text}\n»\nreply\n",
    ),
    "Drupal 7": Form(
        f"{TITLE}\nComments\n",
        lambda p: f"Permalink Submitted by {p.author} on {p.drupal}\n{p.text}\nreply\n",
    ),
    "Disqus": Form(
        _COUNTED, lambda p: f"{p.author} • {p.at + 2} years ago\n{p.text}\n1 • Reply • Share ›\n"
    ),
    "Hacker News": Form(
        f"{TITLE}\n",
        lambda p: f"{p.author} {p.at + 1} hours ago | prev | next [–]\n{p.text}\nreply\n",
        plain_names=True,
    ),
    "Reddit": Form(
        f"{TITLE}\n",
        lambda p: f"[–]{p.author} {p.at} points {p.at + 1} hours ago\n{p.text}\npermalink\nsave\n",
        plain_names=True,
    ),
    "YouTube": Form(
        f"{TITLE}\n9 Comments\n",
        lambda p: f"@{p.author}\n{p.at + 2} years ago\n{p.text}\n3\nReply\n",
        plain_names=True,
    ),
    "GitHub": Form(
        f"{TITLE}\n",
        lambda p: f"{p.author} commented on {p.when:%b %d, %Y}\n{p.text}\n",
        plain_names=True,
    ),
    "LiveJournal": Form(
        f"{TITLE}\n",
        lambda p: (
            f"{p.author}\n{p.when:%Y-%m-%d %I:%M} {p.half} (UTC)\n{p.text}\n(Reply) (Thread)\n"
        ),
        plain_names=True,
    ),
    "MetaFilter": Form(
        f"{TITLE}\n",
        lambda p: f"{p.text}\nposted by {p.author} at {p.when:%I:%M %p on %B %d, %Y}\n",
    ),
    "mail": Form(
        "",
        lambda p: (
            f"From: {p.author} <x@example.org>\nDate: {p.when:%a, %d %b %Y %H:%M:%S} +0000\n"
            f"Subject: Re: {TITLE}\n\n{p.text}\n"
        ),
    ),
}


def main() -> None:
    """Print the table and, if asked, what went wrong."""
    asked = _options()
    threads = [thread for file in asked.golds for thread in _threads(file, asked.threads)]
    rows, misses = [], []
    for name, form in FORMS.items():
        written = [[_named(post, form) for post in thread] for thread in threads]
        texts = [form.top + "".join(map(form.comment, posts)) for posts in written]
        wanted = [[post.author for post in posts] for posts in written]
        found, bodies, packs = _found(texts)
        whole = sum(len(one) == len(other) for one, other in zip(found, wanted, strict=True))
        right = sum(
            one == other
            for page in zip(found, wanted, strict=True)
            for one, other in itertools.zip_longest(*page)
        )
        count = sum(map(len, wanted))
        said = [Counter(_lines(post.text for post in posts)) for posts in written]
        kept = [Counter(_lines(each)) for each in bodies]
        lost, left = (
            sum((one - other).total() for one, other in zip(*sides, strict=True))
            for sides in ((said, kept), (kept, said))
        )
        lines = sum(each.total() for each in said)
        mostly = ", ".join(pack for pack, _ in Counter(packs).most_common(2))
        shares = (whole / len(texts), right / count, lost / lines, left / lines)
        rows.append((name, *(f"{share:.1%}" for share in shares), mostly))
        misses += [
            f"{name}: {one} should be {other}"
            for one, other in zip(found, wanted, strict=True)
            if one != other
        ][: asked.misses]
    head = ("pages right", "authors right", "lines lost", "left over", "packs")
    measure.show((f"{len(threads)} threads as", *head), rows)
    print(*misses, sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("golds", nargs="+", type=Path, help="files of threads, JSONL in gzip")
    parser.add_argument(
        "--threads", type=int, default=THREADS, help=f"threads of each file (default: {THREADS})"
    )
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list N misses each")
    return parser.parse_args()


def _threads(file: Path, most: int) -> Iterator[list[Post]]:
    """Give the first threads of some length, cut off where they get long."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        posts: Iterator[list[dict[str, Any]]] = (json.loads(line)["posts"] for line in lines)
        for thread in itertools.islice((each for each in posts if len(each) >= FEWEST), most):
            yield [
                Post(at, post["author"] or "Guest", _SIGNATURE.split(post["text"])[0])
                for at, post in enumerate(thread[:MOST])
            ]


def _named(post: Post, form: Form) -> Post:
    if not form.plain_names:
        return post
    return Post(post.at, re.sub("[^A-Za-z0-9-]", "", post.author)[:20] or "guest", post.text)


def _lines(texts: Iterable[str]) -> Iterator[str]:
    return (line.strip() for text in texts for line in text.split("\n") if line.strip())


def _found(texts: list[str]) -> tuple[list[list[str | None]], list[list[str]], list[str]]:
    """Give the authors and the bodies of the comments found on each page, and its pack."""
    pages = pl.DataFrame({"page": [str(at) for at in range(len(texts))], "text": texts}, PAGE_TEXTS)
    cut = segment(pages, shipped())
    found: list[list[str | None]] = [[] for _ in texts]
    bodies: list[list[str]] = [[] for _ in texts]
    comments = cut.cuts.sort("page", "first_line").select("page", "author", "body")
    for page, author, body in comments.rows():
        found[int(page)].append(author)
        bodies[int(page)].append(body or "")
    return found, bodies, cut.pages["pack"].to_list()


if __name__ == "__main__":
    main()
