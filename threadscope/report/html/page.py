"""The whole page: its parts in their order."""

from importlib import resources
from string import Template

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report import plots
from threadscope.report.html import overview, people, talk
from threadscope.report.html.markup import amount, line

MOST = 2000
"""Comments that are shown in full if nobody says otherwise."""


def html(discussion: Discussion, *, title: str | None = None, most: int = MOST) -> str:
    """Write a discussion as one HTML page without script, network or other files.

    Counts and plots are over all comments; plots are left out, with a word about it, where the
    extra that draws them is missing.

    Args:
        discussion: what to write.
        title: its title; None = what was read.
        most: so many comments are shown, those of the largest threads.
    """
    shown = talk.shown(discussion.threads, most)
    parts = {
        "Overview": overview.overview(discussion),
        "Notes": overview.notes(discussion.notes),
        "Plots": _plots(discussion),
        "Authors": people.authors(discussion, shown),
        "Pages": overview.pages(discussion.pages),
        "Threads": talk.talk(discussion, shown),
    }
    told = {name: part for name, part in parts.items() if part}
    links = (f'<li><a href="#{name.lower()}">{name}</a></li>' for name in told)
    sections = (
        f'<section id="{name.lower()}" aria-labelledby="{name.lower()}-title">'
        f'<h2 id="{name.lower()}-title">{name}</h2>\n{part}</section>\n'
        for name, part in told.items()
    )
    return Template(_file("page.html")).substitute(
        title=line(title or _title(discussion.pages)),
        lead=_lead(discussion),
        style=_file("style.css"),
        contents="".join(links),
        body="".join(sections),
    )


def _plots(discussion: Discussion) -> str:
    """Write all plots that have something to show."""
    if why := plots.lacking():
        return f'<p class="left-out">No plots are drawn here: {line(why)}.</p>\n'
    figures = (_figure(name, svg) for name, svg in plots.drawn(discussion).items())
    return f'<div class="figures">\n{"".join(figures)}</div>\n'


def _figure(name: str, svg: str) -> str:
    """Write a plot with its title and how to read it."""
    said = plots.PLOTS[name]
    return (
        f'<figure id="plot-{name}"><h3>{said.title}</h3>'
        f'<div role=img aria-label="{said.title}">{svg}</div>'
        f"<figcaption>{said.reading}</figcaption></figure>\n"
    )


def _title(pages: pl.DataFrame) -> str:
    return str(pages["page"][0]) if pages.height == 1 else amount(pages.height, "page")


def _lead(discussion: Discussion) -> str:
    """Say in a sentence what the page holds."""
    numbers = discussion.overview
    counts = [
        amount(int(numbers[name] or 0), thing)
        for name, thing in (("comments", "comment"), ("authors", "author"), ("threads", "thread"))
    ]
    return (
        f"{counts[0]} by {counts[1]} in {counts[2]}, with the reply tree rebuilt and, for every "
        "reply, how it is known."
    )


def _file(name: str) -> str:
    return resources.files("threadscope.report.html").joinpath(name).read_text("utf-8")
