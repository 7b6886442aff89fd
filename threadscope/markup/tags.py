"""What the names of elements mean for their text."""

import re

SILENT = frozenset(
    {
        *("audio", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input"),
        *("link", "meta", "noembed", "noframes", "object", "param", "script", "select", "source"),
        *("style", "svg", "template", "title", "track", "video"),
    }
)
"""Their content is no text of the page."""
PARAGRAPHS = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre"})
"""They stand between blank lines."""
BLOCKS = PARAGRAPHS | frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "col", "colgroup", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "header", "hgroup", "html", "legend", "li", "listing", "main", "menu"),
        *("nav", "ol", "optgroup", "plaintext", "search", "section", "summary", "table", "tbody"),
        *("td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp"),
    }
)
"""They stand on lines of their own."""
AS_WRITTEN = frozenset({"listing", "plaintext", "pre", "textarea", "xmp"})
"""Their line ends and spaces count."""
SPACED = frozenset({"button", "img"})
"""They stand apart from the words around them, if on the same line."""

SPACE = re.compile("[ \t\n\r\f\xa0]+")
"""White space, of which one blank is as good as many."""
FEED = re.compile("\r\n|\r|\f")
"""What ends a line where it counts, beside a line feed."""


def is_container(tag: str) -> bool:
    """Tell whether an element may hold a whole comment."""
    return tag in BLOCKS or "-" in tag
