from collections.abc import Iterator, Sequence

import pytest
from playing import GUESSED, Stage, read, stage
from rich.color import Color

from threadscope.rules import pick
from threadscope.tui import themes

LEAST = 4.5
"""The contrast that text needs: WCAG 2.2, 1.4.3 (AA)."""
OKABE_ITO = {
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
}  # fmt: skip
PAGE = "".join(
    f"{who}'s picture\n\n{who} says: how long will the crane stay?\n\n"
    for who in "Ann Bob Cid Dan Eve Fay Gus Hal Ida Jon Kay Lea Moe Nan Oda".split()  # noqa: SIM905
)


def luminance(colour: Color) -> float:
    """Give the relative luminance of a colour, by the formula of WCAG."""
    shares = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Give the contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def texts(it: Stage) -> Iterator[tuple[str, Color, Color]]:
    """Give every text on the screen with its colour and what is behind it."""
    for strip in it.app.screen._compositor.render_strips():  # noqa: SLF001 - what the eye sees
        for text, style, _ in strip:
            if any(char.isalnum() for char in text):
                assert style is not None
                assert style.color is not None
                assert style.bgcolor is not None
                assert not style.dim
                colours = style.color, style.bgcolor
                yield text, *(reversed(colours) if style.reverse else colours)


@pytest.mark.parametrize(
    "keys",
    [
        ["j", "j", "m", "space"],
        ["slash", "c", "r", "a"],
        ["A", "j", "enter", "ampersand", "ampersand", "ampersand"],
        ["A", "j", "enter", "A"],
        ["W"],
        ["D", "enter"],
        ["O"],
        ["R"],
        ["R", "tab"],
        ["L"],
        ["question_mark"],
        ["r"],
        ["y"],
        ["G"],
    ],
    ids=" ".join,
)
def test_every_text_of_the_colour_blind_safe_theme_stands_out(keys: Sequence[str]) -> None:
    text = PAGE + GUESSED
    with stage(read(page=text), (100, 24), text=lambda _: text, packs=lambda: pick(())) as it:
        it.app.theme = themes.COLOUR_BLIND_SAFE.name
        it.wait(0.1)
        it.press(*keys)
        it.wait(0.1)
        found = list(texts(it))
        assert len(found) > 5
        faint = {
            (text, f"{contrast(colour, ground):.1f}", colour.name, ground.name)
            for text, colour, ground in found
            if contrast(colour, ground) < LEAST
        }
        assert not faint


def test_the_colour_blind_safe_theme_has_no_other_hues() -> None:
    theme = themes.COLOUR_BLIND_SAFE
    own = {theme.primary, theme.secondary, theme.accent, theme.warning, theme.error, theme.success}
    assert own <= OKABE_ITO
    palette = themes.PALETTES[theme.name]
    sixteen = {tuple(palette.ansi_colors[at]) for at in range(16)}
    greys = {colour for colour in sixteen if len(set(colour)) == 1}
    known = {tuple(Color.parse(colour).get_truecolor()) for colour in OKABE_ITO}
    assert sixteen - greys <= known


def test_the_formula_of_contrast_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#ffffff"), Color.parse("#000000")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)
