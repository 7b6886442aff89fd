"""Is the right rule pack found on pages of many engines, and what does it find there?

Prints three tables: which pack was detected, per family and flattening of the pages; how right the
comments of WordPress pages are; and how right comments are that were written out in the flat form
of their engine. Nothing is set: packs are detected page by page, as for somebody who just names
the pages.

Which page is of which engine was read off its HTML (the generator tag, the addresses of its scripts
and the class names of its comments), and whether a flattening still shows where comments begin was
read off the flat text: a flattening that dropped names, dates and buttons left nothing that a rule
could go by, and "none" is right there. `_FAMILIES` is that reading; a page it does not name has no
comments.
"""

import argparse
import gzip
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import measure
import polars as pl

from threadscope.rules import shipped
from threadscope.schema import PAGE_TEXTS
from threadscope.segment import NO_PACK, segment

_SETS = ("wet_alt", "trafilatura")
"""The two flattenings: all text with the alt texts of images, and what an extractor keeps."""

_ALIKE = 0.5
"""Share of words from which on two texts are the same comment."""

_OTHER = "other"
"""Family of engines that are one site's own: any pack that finds the comments is right."""

_FAMILIES = {
    "13": ("blogger", "blogger"),
    "42": ("movable-type", "movable-type"),
    "57": ("blogger", None),
    "152": ("movable-type", "movable-type"),
    "183": ("movable-type", "movable-type"),
    "204": (_OTHER, None),
    "308": (_OTHER, _OTHER),
    "413": ("movable-type", "movable-type"),
    "464": (_OTHER, _OTHER),
    "544": ("movable-type", None),
    "563": ("wordpress", None),
    "aclu": ("drupal", None),
    "wordpress": ("wordpress", None),
    "0a962f6bcd5649f7a7e6effa338df80d": ("wordpress", None),
    "0ac0531f1f0543f4a3f68159e5fd1875": ("wordpress", "wordpress"),
    "anchor.ch.lanka": ("wordpress", None),
    "archive.org.muffinrezept.net.grundrezept": ("wordpress", None),
    "bauemotion.de-schneereampflicht": (_OTHER, _OTHER),
    "blog.wordpress.com.diverse": ("wordpress", None),
    "businessjargons.com.leadership": ("wordpress", None),
    "californiaglobe.com.amazon": ("wordpress", None),
    "cubadebate.cu-sesiona": ("wordpress", None),
    "d43f330cbaf74e92b9aec85e937cb904": (_OTHER, _OTHER),
    "d71bfdce9dd246c9a6ee6d08c8b39e4c": ("wordpress", "wordpress"),
    "der-erfolg-gibt-recht.de.rinderleber": ("wordpress", "wordpress"),
    "elavegan.com-Peanut": ("wordpress", None),
    "exxpress.at-zaehne": ("wordpress", None),
    "flawlessfood.co.uk.olive": ("wordpress", None),
    "foxyfolksy.com.buttercream": ("wordpress", None),
    "franziska-elea.de.vuitton": ("wordpress", None),
    "frau-sabienes.de.konsumsparen": ("wordpress", None),
    "german.stackexchange.com.ausgeraubt": ("stackexchange", None),
    "gormulus.wordpress.com.durfen": ("wordpress", None),
    "grossefragen.wordpress.com.projekt": ("wordpress", None),
    "insubordinant.wordpress.com.speed": ("wordpress", None),
    "katzen-forum.net-Pepe": ("xenforo", None),
    "lady50plus.de.sekre": ("wordpress", None),
    "lemire.me.json": ("wordpress", None),
    "lopinion.fr.glyphosate": ("drupal", None),
    "luxuryhaven.co.hyatt": ("blogger", "blogger"),
    "mtb-news.de-tubeless": (_OTHER, None),
    "netzpolitik.org.abmahnungen": ("wordpress", None),
    "oekonomenstimme.org.keynes": (_OTHER, _OTHER),
    "papaganda.org.minions": ("wordpress", None),
    "pocketpc.ch.auslieferung": ("vbulletin", "vbulletin"),
    "rete-mirabile.net.15jahre": ("wordpress", None),
    "spontis.de.jahrzehnt": ("wordpress", None),
    "sprechwaisen.com.sw082": ("wordpress", None),
    "statisticsglobe.com.ggplot2": ("wordpress", None),
    "thisisjanewayne.com.bauch": ("wordpress", None),
    "verfassungsblog.de.expertinnen": ("wordpress", None),
}
"""Family of a page by its name, in the order of `_SETS`; None = the flat text shows no comments."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one page was taken."""

    page: str
    """Its name."""
    family: str
    """What it is; "none" = nothing to be found."""
    pack: str
    """What was detected."""

    @property
    def right(self) -> bool:
        """Whether that is what it is."""
        if self.family == _OTHER:
            return self.pack != NO_PACK
        return self.pack == self.family or self.pack.startswith(f"{self.family}-")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One flat form in which threads whose comments are known are written out."""

    name: str
    """What it is called in the table."""
    gold: str
    """The gold it is made of."""
    comment: Callable[[dict[str, Any]], str]
    """One comment as it stands on a page."""


def main() -> None:
    """Print the tables and, if asked, what went wrong."""
    options = _options()
    sets = {name: _pages(options.pages, name) for name in _SETS}
    verdicts = {name: _detected(pages, at) for at, (name, pages) in enumerate(sets.items())}
    _tell_detection(verdicts)
    _tell_wordpress(sets["wet_alt"], options.gold / "wordpress_pages.jsonl.gz", options.misses)
    _tell_rendered(options.gold, options.threads, options.misses)
    for name, found in verdicts.items():
        for miss in [each for each in found if not each.right][: options.misses]:
            print(f"{name}: {miss.page}: {miss.pack}, should be {miss.family}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, help="folder of many_engines.*.txt.tar.gz")
    parser.add_argument("gold", type=Path, help="folder of threads whose comments are known")
    parser.add_argument("--threads", type=int, default=100, help="threads written (default: 100)")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list N misses each")
    return parser.parse_args()


def _pages(folder: Path, name: str) -> dict[str, str]:
    """Read one flattening: text by page name."""
    with tarfile.open(folder / f"many_engines.{name}.txt.tar.gz") as archive:
        files = [member for member in archive if member.isfile()]
        texts = {file.name: _text(archive.extractfile(file)) for file in files}
    plain = (path.rpartition("/")[2].removesuffix(f".{name}.txt") for path in texts)
    return dict(sorted(zip(plain, texts.values(), strict=True)))


def _text(file: Any) -> str:
    return str(io.TextIOWrapper(file, "utf-8", errors="replace").read()).replace("\r\n", "\n")


def _gold(file: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            if most is not None and at >= most:
                return
            yield json.loads(line)


# Detection


def _detected(pages: dict[str, str], at: int) -> list[Verdict]:
    cut = segment(_frame(pages), shipped())
    packs = dict(cut.pages.select("page", "pack").rows())
    return [Verdict(page, _family(page, at), packs[page]) for page in pages]


def _family(page: str, at: int) -> str:
    families = _FAMILIES.get(page.partition("__")[2], (None, None))
    return families[at] or NO_PACK


def _frame(pages: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame({"page": list(pages), "text": list(pages.values())}, PAGE_TEXTS)


def _tell_detection(verdicts: dict[str, list[Verdict]]) -> None:
    head = ["family"]
    for name in verdicts:
        head += [f"{name}: pages", "right"]
    families = sorted({each.family for found in verdicts.values() for each in found})
    rows: list[list[str]] = []
    for family in [*families, None]:
        row = [family or "all"]
        for found in verdicts.values():
            mine = [each for each in found if family in {None, each.family}]
            row += [str(len(mine)), _share(sum(each.right for each in mine), len(mine))]
        rows.append(row)
    measure.show(head, rows)
    for name, found in verdicts.items():
        empty = [each for each in found if each.family == NO_PACK]
        false = [each for each in empty if not each.right]
        print(f"{name}: false discussions on {_share(len(false), len(empty))} of pages without")
    print()


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


# WordPress


def _tell_wordpress(pages: dict[str, str], gold: Path, misses: int) -> None:
    """Compare comments with those of the saved pages; pingbacks on the page are no mistakes."""
    named = {f"wp-{page.partition('__')[2]}": page for page in pages}
    threads = [thread for thread in _gold(gold) if thread["thread"] in named]
    texts = {named[thread["thread"]]: pages[named[thread["thread"]]] for thread in threads}
    cut = _cut(texts)
    rows, lines = [], []
    total = [0] * 5
    for thread in threads:
        found = [each for each in cut[named[thread["thread"]]] if not _pingback(each)]
        pairs = _matched(thread["posts"], found)
        authors = sum(_same_author(post["author"], author) for post, (author, _) in pairs)
        clean = sum(_clean(post["text"], body) for post, (_, body) in pairs)
        counts = [len(thread["posts"]), len(found), len(pairs), authors, clean]
        total = [one + other for one, other in zip(total, counts, strict=True)]
        rows.append((thread["thread"], *counts))
        for post, (author, body) in pairs:
            if not _same_author(post["author"], author):
                lines.append(f"{thread['thread']}: author {author!r}, should be {post['author']!r}")
            if not _clean(post["text"], body):
                lines.append(f"{thread['thread']}: crumbs: {body[:60]!r} … {body[-40:]!r}")
    if misses:
        measure.show(("WordPress pages", "comments", "found", "matched", "authors", "clean"), rows)
    wanted, found_count, matched, authors, clean = total
    precision, recall = matched / max(found_count, 1), matched / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    head = ("WordPress", "comments", "found", "F1", "author right", "body free of crumbs")
    row = ("wet_alt", wanted, found_count, f"{f1:.3f}")
    measure.show(head, [(*row, _share(authors, matched), _share(clean, matched))])
    print()
    for line in lines[:misses]:
        print(line)


def _cut(pages: dict[str, str]) -> dict[str, list[tuple[str | None, str]]]:
    found: dict[str, list[tuple[str | None, str]]] = {page: [] for page in pages}
    cuts = segment(_frame(pages), shipped()).cuts.sort("page", "first_line")
    for page, author, body in cuts.select("page", "author", "body").rows():
        found[page].append((author, body))
    return found


def _pingback(comment: tuple[str | None, str]) -> bool:
    author, body = comment
    return bool(re.match(r"(?i)(?:ping|track)back", author or "")) or bool(
        re.match(r"\W*\[(?:…|\.\.\.)\]", body)
    )


def _matched(
    posts: list[dict[str, Any]], found: list[tuple[str | None, str]]
) -> list[tuple[dict[str, Any], tuple[str | None, str]]]:
    """Pair comments whose words are mostly the same, each found one once."""
    free = [(set(_words(body)), each) for each in found for body in (each[1],)]
    pairs = []
    for post in posts:
        words = set(_words(post["text"]))
        likeness = [len(words & other) / max(len(words | other), 1) for other, _ in free]
        best = max(range(len(free)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= _ALIKE:
            pairs.append((post, free.pop(best)[1]))
    return pairs


def _words(text: str) -> list[str]:
    """Take the words apart at everything but ASCII letters, for pages decoded the wrong way."""
    return re.findall(r"[a-z0-9]+", text.casefold())


def _same_author(wanted: str | None, author: str | None) -> bool:
    """Compare names; a gold name may drag the badge of the blog's author behind it."""
    one, other = " ".join(_words(wanted or "")), " ".join(_words(author or ""))
    return one == other or (bool(other) and one.removesuffix(" autor") == other)


def _clean(wanted: str, body: str) -> bool:
    """Tell whether a body holds nothing that the comment does not."""
    return " ".join(_words(body)) in " ".join(_words(wanted))


# Written out


def _phpbb_2(post: dict[str, Any]) -> str:
    return f"#{post['id']} - {post['author']} - {post['date']}\n{post['text']}\n\n"


def _phpbb_3(post: dict[str, Any]) -> str:
    return f"by {post['author']} » {post['date']}\n\n{post['text']}\n\nTop\n\n"


def _discourse(post: dict[str, Any]) -> str:
    moment = post["date"][:19].replace("T", " ")
    head = f"{post['author']} | {moment} UTC | #{post['id']}"
    return f"{head}\n\n{post['text']}\n\n-------------------------\n\n"


def _irc(post: dict[str, Any]) -> str:
    if post["system"]:
        return f"{post['text']}\n"
    return f"[{post['date']}] <{post['author']}> {post['text']}\n"


_RENDERINGS = (
    Rendering("phpBB, #ID - NAME - DATE", "phpbb", _phpbb_2),
    Rendering("phpBB, by NAME » DATE", "phpbb", _phpbb_3),
    Rendering("Discourse raw", "discourse", _discourse),
    Rendering("IRC log", "irc", _irc),
)


def _tell_rendered(folder: Path, most: int, misses: int) -> None:
    rows, lines = [], []
    for way in _RENDERINGS:
        threads = list(_gold(folder / f"{way.gold}.jsonl.gz", most))
        wanted = {
            thread["thread"]: [post for post in thread["posts"] if not post.get("system")]
            for thread in threads
        }
        cut = _cut(
            {thread["thread"]: "".join(map(way.comment, thread["posts"])) for thread in threads}
        )
        right = [name for name, posts in wanted.items() if len(posts) == len(cut[name])]
        lines += [
            f"{way.name}: {name}: {len(cut[name])} comments, should be {len(posts)}"
            for name, posts in wanted.items()
            if name not in right
        ][:misses]
        count = sum(map(len, wanted.values()))
        off = sum(abs(len(posts) - len(cut[name])) for name, posts in wanted.items())
        authors = sum(_authors_right(posts, cut[name]) for name, posts in wanted.items())
        shares = (_share(len(right), len(wanted)), _share(count - off, count))
        rows.append((way.name, len(wanted), count, *shares, _share(authors, count)))
    head = ("written out", "pages", "comments", "count right (pages)", "comments", "author right")
    measure.show(head, rows)
    print()
    for line in lines:
        print(line)


def _authors_right(posts: Iterable[dict[str, Any]], cut: list[tuple[str | None, str]]) -> int:
    """Count the comments whose author stands at their place."""
    return sum(
        post["author"].strip() == author for post, (author, _) in zip(posts, cut, strict=False)
    )


if __name__ == "__main__":
    main()
