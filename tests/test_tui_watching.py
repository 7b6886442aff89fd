"""Pages that are still being read, and pages that are read again because they have changed."""

from threading import Event

from playing import GUESSED, Stage, playing, read, stage

from threadscope.discussion import Discussion
from threadscope.errors import DataError
from threadscope.pages import Track
from threadscope.rules import pick
from threadscope.tui import Desk, Loaded
from threadscope.tui.rules import RulesView

MORE = f"{GUESSED}\nEve's picture\n\nThe crane is mine.\n"
"""The same page with a fifth comment."""


class Shelf:
    """Pages that can be read, and change."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts
        self.times = 0.0

    def change(self, **texts: str) -> None:
        """Write pages anew."""
        self.texts |= texts
        self.times += 1

    def load(self, _: Track) -> Loaded:
        """Read all pages."""
        if not self.texts["page"]:
            raise DataError("nothing to read")
        return read(**self.texts), ()

    @property
    def desk(self) -> Desk:
        """Give the desk over these pages, which are looked at all the time."""
        return Desk(
            load=self.load,
            text=self.texts.get,
            packs=lambda: pick(()),
            changed=lambda: self.times,
            watched=True,
        )


def again(it: Stage, shelf: Shelf, **texts: str) -> None:
    """Change pages and wait until they were read again."""
    shelf.change(**texts)
    it.until(lambda: "read again" in it.lines[-2])
    it.wait()


def slow(go: Event) -> Desk:
    """Give a desk that reads its page only when it may."""

    def load(_: Track) -> Loaded:
        go.wait(20)
        return read(page=GUESSED), ()

    return Desk(load=load)


def use(it: Stage, name: str) -> None:
    """Cut the page by a pack."""
    pack = next(pack for pack in pick(()) if pack.name == name)
    it.call(lambda: it.app.query_one(RulesView).post_message(RulesView.Used(pack)))


def opened(it: Stage) -> Discussion:
    """Wait until a page shows."""
    it.until(lambda: it.app.discussion)
    it.wait()
    assert it.app.discussion is not None
    return it.app.discussion


def test_keys_pressed_while_a_page_is_read_are_answered_once_it_shows() -> None:
    go = Event()
    with playing(slow(go)) as it:
        it.press_at_once("j", "j", "m", "slash", "q", "u", "i", "t", "backspace", "backspace")
        assert it.app.discussion is None
        go.set()
        opened(it)
        it.until(lambda: it.app.threads.needle == "qu")
        assert it.here == "@Bob The council pays."
        assert it.app.threads.marks == {2}


def test_escape_forgets_keys_that_wait_and_q_leaves_at_once() -> None:
    go = Event()
    with playing(slow(go)) as it:
        it.press("j", "slash", "q", "escape", "q")
        assert it.app.return_code == 0
        assert it.app.discussion is None
        go.set()


def test_a_page_read_again_keeps_its_place_its_filter_and_the_order_that_was_chosen() -> None:
    shelf = Shelf(other="Only an article.\n", page=GUESSED, last=GUESSED)
    with playing(shelf.desk) as it:
        opened(it)
        it.press("greater_than_sign", "T")
        it.until(lambda: "threaded, yours" in it.lines[-2])
        it.press("G", "m", "f", "4")
        again(it, shelf, last=MORE)
        assert it.app.page == "last"
        assert it.here == "I like ferries."
        assert it.app.threads.marks
        assert it.lines[-2].startswith("only by Dan")
        it.press("escape")
        assert len(it.shown) == 5
        assert "threaded (yours)" in it.lines[-2]
        assert "threaded" in it.app.base.pages["order"].to_list()


def test_a_page_read_again_is_cut_by_the_rules_that_were_chosen() -> None:
    shelf = Shelf(page=GUESSED)
    with playing(shelf.desk) as it:
        opened(it)
        use(it, "wordpress-says")
        it.until(lambda: "for as long as this runs" in it.lines[-2])
        again(it, shelf, page=MORE)
        assert it.app.base.pages["pack"].to_list() == ["none"]


def test_a_page_that_cannot_be_read_again_stays_as_it_was() -> None:
    shelf = Shelf(page=GUESSED)
    with playing(shelf.desk) as it:
        opened(it)
        it.press("G")
        again(it, shelf, page="")
        assert "not read again: nothing to read" in it.lines[-2]
        assert it.here == "I like ferries."
        again(it, shelf, page=MORE)
        it.until(lambda: len(it.shown) == 5)


def test_another_order_or_other_rules_for_one_page_of_several_leave_the_others_as_they_were() -> (
    None
):
    texts = {"one": GUESSED, "page": GUESSED, "last": MORE}
    doors = {"text": texts.get, "packs": lambda: pick(())}
    with stage(read(**texts), **doors) as it:
        it.press("greater_than_sign", "T")
        it.until(lambda: "threaded, yours" in it.lines[-2])
        assert len(it.shown) == 4
        use(it, "wordpress-says")
        it.until(lambda: "for as long as this runs" in it.lines[-2])
        assert it.shown == []
        it.press("greater_than_sign")
        assert it.shown[-1] == "The crane is mine."
        it.press("G", "r")
        assert "Whom does it answer?" in it.screen
        it.press("1")
        assert "you say so" in it.screen
        assert it.app.base.threads["id"].to_list() == list(range(9))
