"""The rules view on a page that no pack fits: a pack learned from it, ready to be edited."""

from typing import Any

from playing import GUESSED, Stage, read, stage
from textual.widgets import TextArea

from threadscope.rules import load_pack, pick
from threadscope.tui.rules import RulesView

NAMES = ("Ada Quist", "Bo 🦀", "Cid Moss", "Ada Quist")
STRANGE = "The lamp on the mole\n\n" + "".join(
    f"<< {name} ~ {at} May 2021, 10:25 >>\nNobody knows who lit lamp {at}.\nIt burns.\n\n"
    for at, name in enumerate(NAMES, 1)
)
PAGES = {"strange.txt": STRANGE, "known.txt": GUESSED}


def open_rules(text: str = STRANGE, **doors: Any) -> Any:
    """Open the interface on one page that is cut by the packs that ship."""
    found = {"text": lambda _: text, "packs": lambda: pick(()), **doors}
    return stage(read(**{"strange.txt": text}), (200, 50), **found)


def editor(it: Stage) -> TextArea:
    """Find the editor of the rules view."""
    return it.app.query_one("#editor", TextArea)


def test_a_page_that_no_pack_fits_opens_the_pack_learned_from_it_with_evidence_and_doubt() -> None:
    with open_rules() as it:
        it.press("R")
        it.until(lambda: "4 gained" in it.screen)
        pack = load_pack(editor(it).text.encode(), "editor")
        assert pack.name == "strange"
        assert {sample.takes for sample in pack.samples} == {"header", "none"}
        assert "doubt: nothing else on the page tells of comments" in it.screen
        assert "4 lines open comments, 3 different names" in it.screen
        assert "samples hold" in it.screen


def test_the_learned_pack_cuts_the_page_once_it_is_asked_to() -> None:
    with open_rules() as it:
        it.press("R")
        it.until(lambda: "4 gained" in it.screen)
        it.press("f5", "V")
        assert "cut by strange, for as long as this runs" in it.screen
        assert [it.app.reading.get(row, "author") for row in range(4)] == list(NAMES)


def test_what_was_changed_in_the_learned_pack_is_kept_while_other_views_are_looked_at() -> None:
    with open_rules() as it:
        it.press("R")
        it.until(lambda: "4 gained" in it.screen)
        editor(it).text = editor(it).text.replace("name: strange", "name: mine")
        it.press("V", "R")
        it.until(lambda: it.app.query_one(RulesView).pack is not None)
        assert "name: mine" in editor(it).text


def test_a_page_on_which_nothing_repeats_opens_an_example() -> None:
    with open_rules("Nothing here.\n") as it:
        it.press("R")
        it.until(lambda: "nothing on the page repeats" in it.screen)
        assert load_pack(editor(it).text.encode(), "editor").name == "strange"


def test_a_proposal_that_comes_when_another_page_is_open_is_left_aside() -> None:
    doors: dict[str, Any] = {
        "text": PAGES.get,
        "packs": lambda: pick(()),
        "source": lambda name: f"name: {name}\n",
    }
    with stage(read(**PAGES), (200, 50), **doors) as it:
        it.call(lambda: it.app.open_page("strange.txt"))
        it.press("R")
        late = it.app.desk.propose("strange.txt")
        it.call(lambda: it.app.open_page("known.txt"))
        it.press("V", "R")
        it.call(lambda: it.app.query_one(RulesView).open_proposal("strange.txt", late))
        assert editor(it).text == "name: drupal-picture\n"
