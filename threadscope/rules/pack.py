"""What a page looks like, as frozen values: the model of a rule pack.

The docstring under each field is its description in the JSON Schema and in the manual.
"""

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema

Order = Literal["auto", "threaded", "chronological", "newest-first"]
"""How a page orders its comments; auto = found out page by page."""
Start = int | Literal["auto"]
"""The 1-based line on which a discussion starts; auto = the one on which comments that have lost
their markers most likely begin."""
Split = Literal["auto"]
"""Whether comments that have lost their markers are looked for inside those above them."""
Language = Literal["de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "sv"]
"""Languages of which the words are known that give a reply away, by their codes."""

FieldName = Literal[
    "author",
    "date",
    "subject",
    "id",
    "parent_author",
    "parent_id",
    "depth",
    "score",
    "body",
]
"""What a header can say."""
FIELDS: tuple[str, ...] = get_args(FieldName)
"""Names that a group in a header pattern may have."""

REPLY_PHRASES = (
    (
        r"^(?:In reply to|Als Antwort auf|En réponse à|In risposta a) (?:.+ (?:by|von|par|da) )?"
        r"(?P<parent_author>[^:]{1,60}?):?$"
    ),
    r"^@(?P<parent_author>[\w.\-]{2,40})",
    (
        r"^(?:On .{4,60}, )?(?P<parent_author>[^\s>:][^>:\n]{0,58}?) "
        r"(?:wrote|writes|said|schrieb|a écrit|escribió|ha scritto) ?:"
    ),
)
"""Phrases in a body that name whom it answers, for packs that give none of their own."""

PatternText = Annotated[str, Field(min_length=1, max_length=4096)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._\-]{0,63}$")]


class Model(BaseModel):
    """A frozen value that takes no unknown keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )


class Line(Model):
    """One line of a header. A bare string stands for its pattern."""

    pattern: PatternText
    """Regular expression over the line without the white space around it. Named groups give the
    comment's fields: author, date, subject, id, parent_author, parent_id, depth, score, body.
    The score is read past, not kept yet. `body` is text of the comment that shares the line, as in
    a chat: it becomes the first line of the body, in a footer the last one."""
    optional: bool = False
    """True if the header is complete without this line."""
    repeats: bool = False
    """True for an optional line at the top of a header that belongs to it only where it holds the
    author's name once more, as the text of a picture does."""
    hint: PatternText | None = None
    """A cheap pattern that every such line matches too. It is looked for first, together with the
    hints of all packs, and `pattern` only on lines that match it: worth it for an anchor that
    begins with a name."""
    anchor: bool = False
    """True for the line by which the header is found: the others are then looked for around it.
    Without one it is the first line that is not optional."""

    @model_validator(mode="after")
    def _only_optional_lines_repeat(self) -> Self:
        if self.repeats and not self.optional:
            raise ValueError("a line that repeats the author must be optional")
        return self

    @model_validator(mode="before")
    @classmethod
    def _from_pattern(cls, value: Any) -> Any:
        return {"pattern": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe both spellings."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}


def _not_reserved(name: str) -> str:
    """Hand on a marker's name that samples can tell from their other words."""
    if name in {"none", "noise", "end", "start"}:
        raise ValueError(f"no marker can be called {name!r}, which means something in samples")
    return name


class Marker(Model):
    """The header or footer by which one kind of comment is known.

    `opens` alone stands before the body, `closes` alone after it, both around it. Blank lines
    between the lines of a header do not matter.
    """

    name: Annotated[Name, AfterValidator(_not_reserved)]
    """What the marker is called in tables and explanations; not none, noise, end or start."""
    opens: tuple[Line, ...] = ()
    """Lines before the body, in order."""
    closes: tuple[Line, ...] = ()
    """Lines after the body, in order."""
    fallback: bool = False
    """True for a marker that counts only on pages where no other one of its side is found: one so
    short that people write the like of it in their comments."""

    @property
    def leads(self) -> bool:
        """Whether it stands before the body; else only behind it."""
        return bool(self.opens)

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        for side in (self.opens, self.closes):
            if side and all(line.optional for line in side):
                raise ValueError("at least one line of a header must not be optional")
            if sum(line.anchor for line in side) > 1:
                raise ValueError("only one line of a header can be its anchor")
        if not self.opens and not self.closes:
            raise ValueError("a marker needs lines under opens or closes")
        return self


class CommentRules(Model):
    """How comments are told apart."""

    author: PatternText | None = None
    """Short form of one marker of one line: the line that names the author and opens a comment."""
    markers: tuple[Marker, ...] = ()
    """Markers; where two claim a line, the earlier one has it."""
    end: tuple[PatternText, ...] = ()
    """Lines that end a comment; what follows up to the next marker is noise."""
    gap: Annotated[int, Field(ge=1, le=100)] | None = None
    """So many blank lines inside a comment open another one whose author is unknown; null = none
    do."""
    unmarked: Literal["noise", "paragraph", "block"] = "noise"
    """What stands between the start of the discussion and the first marker: noise, one comment of
    an unknown author a paragraph, or one in all. With --from-line noise counts as block."""

    @model_validator(mode="after")
    def _has_a_marker(self) -> Self:
        if self.author is None and not self.markers:
            raise ValueError("write a pattern under author, or markers")
        names = [marker.name for marker in self.markers]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"two markers are called {min(twice)!r}")
        return self


class Region(Model):
    """Where the discussion is on the page. Without it, it begins at the first marker."""

    start: tuple[PatternText, ...] = ()
    """Lines above the discussion, such as "3 Comments"; markers above the first are article."""
    end: tuple[PatternText, ...] = ()
    """Lines below the discussion; from the first one behind a marker on everything is noise."""


class Depth(Model):
    """How the page shows which comment is nested in which."""

    shown_by: Literal["indent", "number", "numbering", "prefix"]
    """indent: white space before the marker. number, numbering, prefix: the group `depth`, which
    holds a number (2), a path of numbers (1.4.2) or repeated characters (>>)."""
    width: Annotated[int, Field(ge=1, le=64)] = 1
    """Cells of indent, or characters of prefix, for one level."""


class Sample(Model):
    """Text that proves the pack: `rules check` and the test suite cut it and compare."""

    text: Annotated[str, Field(pattern=r"\S")]
    """One line or more, as they stand on a page."""
    takes: Name
    """What must take the first line: a marker's name, noise, end, start, or none."""
    fields: dict[FieldName, str] = {}
    """Fields the marker must give, word for word."""
    posted_at: str | None = None
    """What the date must be understood as, such as 2011-11-09T22:01:00."""


class Pack(Model):
    """One rule pack: how one kind of page marks its comments."""

    name: Name
    """Name by which --rules finds it."""
    version: Literal[1] = 1
    """Version of this format."""
    include: tuple[str, ...] = ()
    """Files of shared parts: those that come with the program by name (dates, words), those of
    your own by a name that ends in .yaml, in the folder of the pack."""
    parts: dict[Name, str | tuple[str, ...]] = {}
    """Parts of patterns by name. `%{name}` in a pattern stands for the part, a list of patterns
    for one that matches any of them; as a whole item of a list it stands for the items."""
    title: str = ""
    """What it is for, in one line."""
    about: str = ""
    """Whatever else a reader should know."""
    order: Order = "auto"
    """The order of the comments on the page: auto (found out page by page), threaded (replies below
    what they answer), chronological, newest-first.
    """
    discussion: Region = Region()
    """Where the discussion is."""
    comment: CommentRules
    """How its comments are told apart: markers, ends, gaps."""
    noise: tuple[PatternText, ...] = ()
    """Lines inside comments that belong to the site, such as "Reply"."""
    depth: Depth | None = None
    """How nesting shows; null = it does not."""
    replies: tuple[PatternText, ...] = REPLY_PHRASES
    """Phrases in a body that name whom it answers, in the group parent_author."""
    dates: tuple[str, ...] = ()
    """How dates are written, as strftime formats, tried in order; ISO 8601 is always read. A
    format with %a fits only where the day of the week agrees with the date."""
    min_comments: Annotated[int, Field(ge=1)] = 1
    """How many markers a page must have before this pack is detected on it."""
    common: bool = False
    """True if its markers fit many kinds of pages: it is asked only about pages that none of the
    other packs fits well, and where one of those fits at all, that one goes first even if it marks
    a few comments less."""
    signs: Literal["never", "undated", "always"] = "never"
    """When markers alone prove no discussion and the page must also show a line that announces or
    ends it, or noise between its comments: never, undated (if most markers give no date), always.
    """
    samples: tuple[Sample, ...] = ()
    """Lines it must and must not take."""

    @property
    def markers(self) -> tuple[Marker, ...]:
        """All markers, the short form among them as `author`."""
        if self.comment.author is None:
            return self.comment.markers
        short = Marker(name="author", opens=(Line(pattern=self.comment.author),))
        return (short, *self.comment.markers)
