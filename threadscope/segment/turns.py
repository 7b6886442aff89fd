"""How a paragraph stands to those above it in its comment, as numbers: is it another voice?"""

import polars as pl

from threadscope.language import cues
from threadscope.language.names import names
from threadscope.language.tokens import Tokens, run, tokens
from threadscope.segment.style import SIGNS, styles

_RUN = 5
"""Words that must follow each other to count as repeated."""
_COMMON = 20
"""A run of words that stands in more paragraphs of a page says nothing."""
_SPREAD = 10
"""A name in more paragraphs of a page calls nobody."""
_SHORTEST = 3
"""Letters and digits of a name that is looked for."""
_SHORT = 3
"""Words of a paragraph that is hardly one, such as a signature."""
_SPARE = 4.0
"""What is added to the weight of the words of a paragraph before shares of it are taken."""
_OPENS = 2
"""A name among so many first words opens a paragraph."""
_WIDEST = 4
"""Blank lines from which on more are no wider."""
_OPENING = r"^(.*?[.!?](?:\s|$)|.*)"
_AT, _PLACE, _FLAT, _LOW = pl.col("at"), pl.col("place"), pl.col("text"), pl.col("lower")

_BOTH = {
    "begins_low": _FLAT.str.contains(r"^\p{Ll}"),
    "item": _FLAT.str.contains(r"^(?:[-*•·+]|\(?\d{1,3}[.):])\s"),
    "quoted": _FLAT.str.contains("^>"),
    "marked": _FLAT.str.contains("^[\"'“«„]"),
    "code": _FLAT.str.contains(r"[{}<>=;]|\w\(\)|^\$ |^#"),
    "link": _FLAT.str.contains(r"^\S*(?:https?://|www\.)\S+$"),
    "introduces": _LOW.str.contains(
        r"\b(?:wrote|writes|said|says|schrieb|escribió|a écrit|quoted?|originally posted)\b"
        r".{0,40}:?\s*$"
    ),
    "greets": _LOW.str.contains(
        r"^\W*(?:hi|hello|hey|dear|greetings|hallo|hola|bonjour|ciao|salut|welcome)\b"
    ),
    "rule": _FLAT.str.contains(r"^(?:--|__|==|\*\*\*|~~)"),
    "asks": _FLAT.str.contains(r"\?\s*$"),
    "takes_leave": _LOW.str.contains(
        r"(?:regards|cheers|thanks|thank you|thx|best|sincerely|greetings|gruß|grüße|saludos"
        r"|cordialement|hth|good luck|hope (?:this|that|it) helps?|in advance)\b.{0,30}$"
    ),
    "short": pl.col("words") <= _SHORT,
    "length": pl.col("words").log1p(),
}
"""Signs of the paragraph itself, which count of the one above it too."""
_OWN = {
    "number": _FLAT.str.contains(r"^\W*\d"),
    "calls": _FLAT.str.contains("^@"),
    "adds": _LOW.str.contains(r"^\W*(?:edit|update|p\.?\s?s\b|added|nachtrag|ps)\b"),
}
"""Signs of the paragraph alone."""
_ABOVE = {
    "colon": _FLAT.str.contains(r"[:,;]\s*$"),
    "no_stop": ~_FLAT.str.contains(r"""[.!?)"”…:;,'*]\s*$"""),
}
"""Signs of the paragraph above alone."""


def turns(found: pl.DataFrame, lines: pl.DataFrame, starts: pl.Series) -> pl.DataFrame:
    """Describe how paragraphs stand to what is above them: one row each, a column per sign.

    Rows of paragraphs that open a comment mean nothing.

    Args:
        found: PARAGRAPHS.
        lines: LINES.
        starts: rows of LINES that comments with a marker begin on.
    """
    said = found.with_columns(
        at=pl.int_range(pl.len(), dtype=pl.UInt32),
        lower=_FLAT.str.to_lowercase().str.replace_all("\u2019", "'", literal=True),
        words=_FLAT.str.count_matches(r"\pL+"),
    )
    words = tokens(said.select("text", row="at").with_columns(text=said["lower"]))
    parts = [_forms(said), _sizes(said), _cues(said, words), _names(said, words)]
    parts += [_topics(said, words), _runs(said, words), _gaps(said, lines, starts), _voices(said)]
    return pl.concat(parts, how="horizontal").cast(pl.Float64).fill_null(0.0).fill_nan(0.0)


def _forms(said: pl.DataFrame) -> pl.DataFrame:
    here = {name: sign.cast(pl.Float64) for name, sign in (_BOTH | _OWN).items()}
    above = {f"{name}_above": sign.shift(1) for name, sign in (_BOTH | _ABOVE).items()}
    return said.select(**here, **{name: sign.cast(pl.Float64) for name, sign in above.items()})


def _sizes(said: pl.DataFrame) -> pl.DataFrame:
    """Compare the lengths of both parts with those of the page's comments, and the paragraphs."""
    whole = said.group_by("page", "block", maintain_order=True).agg(
        pl.col("words").sum(), pl.len().alias("of")
    )
    usual = whole.group_by("page").agg(
        usual=pl.col("words").log1p().mean(), usual_of=pl.col("of").log().mean()
    )
    above = (pl.col("words").cum_sum() - pl.col("words")).over("block")
    rest = pl.col("words").sum().over("block") - above
    return said.join(usual, on="page", how="left", maintain_order="left").select(
        all_above=above.log1p() - pl.col("usual"),
        all_below=rest.log1p() - pl.col("usual"),
        paragraphs=pl.col("of").log() - pl.col("usual_of"),
        place=pl.max_horizontal(_PLACE, 1).log(),
        left=pl.max_horizontal(pl.col("of").cast(pl.Int64) - _PLACE, 1).log(),
    )


def _cues(said: pl.DataFrame, words: Tokens) -> pl.DataFrame:
    """Tell whether paragraphs open like an answer, and whether that is new in their comment."""
    given = pl.DataFrame(schema={"page": pl.UInt32, "language": pl.String})
    opening = _LOW.str.head(400).str.extract(_OPENING, 1).fill_null("")
    opens = cues.heard(said.select("page", lower=opening), words, given)
    whole = cues.heard(said.select("page", "lower"), words, given).with_columns(said["block"])
    heard = {f"opens_{kind}": opens[kind] for kind in ("reply", "second", "thanks", "article")}
    new = {
        f"new_{kind}": pl.col(kind) & (pl.col(kind).cum_sum() == 1).over("block")
        for kind in ("thanks", "second")
    }
    return pl.DataFrame(heard).with_columns(
        whole.select(**new).get_columns(), opens_second_above=pl.col("opens_second").shift(1)
    )


def _names(said: pl.DataFrame, words: Tokens) -> pl.DataFrame:
    """Tell who is named in paragraphs: the author of their comment, or another one of the page."""
    known = names(said, _SHORTEST)
    of = said.select("page", "words", row="at", own="author")
    place, size = pl.col("at").cast(pl.Int64), pl.col("words").cast(pl.Int64)
    opens, ending = (place < _OPENS) & (size > _SHORT), place >= size - _SHORT
    own = pl.col("author").eq_missing(pl.col("own"))
    signs = {
        "own_opens": own & opens,
        "own_named": own & (place >= _OPENS) & ~ending,
        "own_signs": own & ((size <= _SHORT) | ending),
        "other_opens": ~own & opens,
        "other_named": ~own & (place >= _OPENS),
    }
    met = (
        words.said.join(words.terms.join(known.select("word").unique(), on="word"), on="term")
        .join(of, on="row")
        .join(known, on=["page", "word"])
        .filter(pl.col("row").n_unique().over("page", "term") <= _SPREAD)
        .group_by("row")
        .agg(**{name: sign.any() for name, sign in signs.items()})
    )
    told = _placed(said, met, *signs)
    return told.select(pl.exclude("own_signs"), own_signs_above=pl.col("own_signs").shift(1))


def _topics(said: pl.DataFrame, words: Tokens) -> pl.DataFrame:
    """Weigh the words that paragraphs share with those above, the page and the next comment."""
    of = said.select("page", "block", row="at")
    rare = ((pl.col("row").n_unique().over("page") + 1) / pl.len().over("page", "term")).log()
    spoken = words.distinct.join(of, on="row", maintain_order="left").with_columns(weight=rare)
    weight, total = pl.col("weight"), pl.col("weight").sum().over("row")
    first = pl.col("row").min().over("block", "term")
    directly = (pl.col("row") == pl.col("row").shift(1).over("block", "term") + 1).fill_null(
        value=False
    )
    known = pl.col("row").min().over("page", "term")
    following = (
        spoken.filter(pl.col("block") > 0)
        .select("term", block=pl.col("block") - 1, answered=True)
        .unique()
    )
    signs = {
        "shared_above": first < pl.col("row"),
        "shared_directly": directly,
        "shared_page": (known < pl.col("row")) & (first == pl.col("row")),
        "answered": pl.col("answered").fill_null(value=False),
    }
    told = (
        spoken.join(following, on=["block", "term"], how="left", maintain_order="left")
        .with_columns(**signs, total=(total + _SPARE).sqrt())
        .group_by("row")
        .agg(**{name: weight.filter(name).sum() / pl.col("total").first() for name in signs})
    )
    shares = _placed(said, told, *signs)
    return shares.with_columns(answered=pl.col("answered") - pl.col("answered").shift(1))


def _runs(said: pl.DataFrame, words: Tokens) -> pl.DataFrame:
    """Count the passages that paragraphs repeat or that are repeated later on, as logarithms."""
    number, whole = run(_RUN)
    of = said.select("page", "block", row="at")
    runs = (
        words.said.select("row", run=number, whole=whole)
        .filter("whole")
        .unique(["row", "run"])
        .join(of, on="row")
        .filter(pl.len().over("page", "run").is_between(2, _COMMON))
    )
    first = pl.col("row").min().over("block", "run")
    source = pl.col("block").min().over("page", "run")
    signs = {
        "quotes_body": first < pl.col("row"),
        "quotes_other": source < pl.col("block"),
        "quoted_later": (source == pl.col("block")) & (first == pl.col("row")),
    }
    told = (
        runs.with_columns(**signs)
        .group_by("row")
        .agg(**{name: pl.col(name).sum().cast(pl.Float64).log1p() for name in signs})
    )
    counts = _placed(said, told, *signs)
    above = pl.col("quotes_other", "quoted_later").shift(1).name.suffix("_above")
    return counts.with_columns(above)


def _gaps(said: pl.DataFrame, lines: pl.DataFrame, starts: pl.Series) -> pl.DataFrame:
    """Say how much rather a gap stands above the page's markers than between its paragraphs."""
    wide = pl.col("gap").clip(0, _WIDEST)
    above = lines.select(pl.col("page", "gap").gather(starts)).with_columns(gap=wide, marker=True)
    inner = said.filter(_PLACE > 0).select("page", gap=wide, marker=False)
    counted = (
        pl.concat([above, inner])
        .group_by("page", "gap")
        .agg(here=pl.col("marker").sum(), there=(~pl.col("marker")).sum())
        .with_columns(pl.col("here", "there").sum().over("page").name.prefix("all_"))
    )
    likely = (pl.col("here") + 0.5) / (pl.col("all_here") + 1.5)
    plain = (pl.col("there") + 0.5) / (pl.col("all_there") + 1.5)
    told = counted.select("page", "gap", spaced=(likely / plain).log().clip(-3, 3))
    gaps = said.select("page", gap=wide)
    return gaps.join(told, on=["page", "gap"], how="left", maintain_order="left").select("spaced")


def _voices(said: pl.DataFrame) -> pl.DataFrame:
    """Compare how paragraphs are written with how the one above each is."""
    changed = {f"turn_{name}": (pl.col(name) - pl.col(name).shift(1)).abs() for name in SIGNS}
    return styles(said).select(**changed)


def _placed(said: pl.DataFrame, told: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Put what is known of some paragraphs beside all of them."""
    whole = said.select(row="at").join(told, on="row", how="left", maintain_order="left")
    return whole.select(pl.col(columns).cast(pl.Float64).fill_null(0.0))
