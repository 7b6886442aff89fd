import polars as pl
from playing import GUESSED, Stage, given, read, stage, tree

from threadscope.rules import pick


def status(it: Stage) -> str:
    """Read the line above the footer."""
    return it.lines[-2]


def test_the_search_goes_along_with_every_letter_and_counts() -> None:
    with stage() as it:
        it.press("slash")
        it.type("f")
        assert it.here == "first"
        assert "hit 1 of 4" in status(it)
        it.type("i")
        assert "hit 1 of 2" in status(it)
        it.type("ft")
        assert it.here == "fifth"
        assert "hit 1 of 1" in status(it)
        it.type("x")
        assert "0 hits" in status(it)


def test_n_goes_round_the_hits_both_ways() -> None:
    with stage() as it:
        it.press("slash")
        it.type("th")
        it.press("enter")
        visited = []
        for _ in range(8):
            visited.append(it.here)
            it.press("n")
        assert visited == [
            "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "third",
        ]  # fmt: skip
        it.press("N")
        assert it.here == "third"
        it.press("N")
        assert it.here == "ninth"
        assert "hit 7 of 7" in status(it)


def test_names_are_found_too_and_capitals_matter_only_when_typed() -> None:
    with stage(tree("Ann: about Zoo\n  bob: about zoo\n")) as it:
        for words, hits in (("zoo", 2), ("Zoo", 1), ("ann", 1), ("ANN", 0), ("[z", 0), ("(", 0)):
            it.press("slash")
            it.type(words)
            assert len(it.app.threads.hits) == hits, words
            it.press("escape", "escape")


def test_a_search_unfolds_only_what_hides_the_hit_and_folds_it_again() -> None:
    with stage() as it:
        it.press("C", "slash")
        it.type("th")
        assert it.here == "third"
        assert it.shown == [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "ninth",
        ]
        it.press("enter", "N")
        assert it.here == "ninth"
        assert it.shown == ["first", "seventh", "ninth"]


def test_escape_closes_the_search_then_forgets_the_words() -> None:
    with stage() as it:
        it.press("slash")
        it.type("fi")
        it.press("escape")
        assert it.app.focused is it.app.threads
        assert it.app.threads.hits
        it.press("escape")
        assert not it.app.threads.hits
        assert not it.app.threads.needle
        it.press("n")
        assert it.here == "first"


def test_nothing_is_found_on_a_page_without_comments() -> None:
    with stage(read(page="Only an article.\n")) as it:
        it.press("slash")
        it.type("article")
        it.press("enter", "n", "N", "asterisk", "right_parenthesis", "h", "l", "J", "P", "X", "m")
        assert it.here is None


def test_a_search_becomes_a_filter_shown_in_four_ways() -> None:
    with stage() as it:
        it.press("slash")
        it.type("eighth")
        it.press("enter", "ampersand")
        assert it.shown == ["seventh", "eighth"]
        assert 'only with "eighth" (and what they answer)' in status(it)
        it.press("ampersand")
        assert it.shown == ["eighth"]
        it.press("backslash")
        assert it.shown == ["seventh", "eighth"]
        assert "(in their threads)" in status(it)
        it.press("ampersand")
        assert len(it.shown) == 9
        assert [("eighth" in line) for line in it.lines if line[4:5] == "▌"] == [True]
        assert "(lit up among all) 1 of 9" in status(it)
        it.press("escape", "escape")
        assert len(it.shown) == 9
        assert "only" not in status(it)


def test_what_is_folded_stays_folded_through_a_filter() -> None:
    with stage() as it:
        it.press("j", "h", "A", "j", "enter")
        assert it.shown == ["first", "second", "seventh", "eighth"]
        it.press("escape")
        assert "third" not in it.shown


def test_a_filter_keeps_the_comment_in_focus_if_it_shows() -> None:
    with stage() as it:
        it.press("j", "j", "j", "A", "j", "enter")
        assert it.here == "fourth"


def test_a_search_stays_inside_a_filter_and_follows_sorting_and_turning() -> None:
    page = "".join(f"{who}'s picture\n\n{who} says crane\n\n" for who in ("Ann", "Bob", "Cid"))
    with stage(read(a=page, b="nothing\n", c=page + page.replace("crane", "Crane"))) as it:
        it.press("A", "j", "enter", "slash")
        it.type("crane")
        it.press("enter")
        assert "hit 1 of 1" in status(it)
        it.press("n")
        assert it.here == "Ann says crane"
        it.press("greater_than_sign", "greater_than_sign")
        assert len(it.app.threads.hits) == 6
        it.press("s")
        rows = it.app.reading.frame["body"].str.to_lowercase().str.contains("crane").arg_true()
        assert list(it.app.threads.hits) == rows.to_list()


def test_commands_narrow_down_by_what_has_no_key() -> None:
    with stage(read(page=GUESSED)) as it:
        names = {command.title: command for command in it.app.get_system_commands(it.app.screen)}
        it.call(names["Only questions"].callback)
        assert it.shown == ["Who pays for the paint?"]
        it.press("escape")
        it.call(names["Only unanswered comments"].callback)
        assert "I like ferries." in it.shown
        it.press("escape")
        it.call(names["Only unsure places"].callback)
        assert len(it.shown) == len(it.app.reading.unsure)


def test_threads_are_sorted_by_page_size_and_depth() -> None:
    with stage() as it:
        assert it.shown[0] == "first"
        it.press("G", "s")
        assert it.here == "ninth"
        assert it.shown[:1] + it.shown[-1:] == ["first", "ninth"]
        assert "by size" in status(it)
        it.press("s")
        assert "by depth" in status(it)
        it.press("s")
        assert "by" not in status(it).split()


def test_tables_are_sorted_by_key_and_by_a_click_on_the_heading() -> None:
    with stage() as it:
        it.press("A", "s")
        assert [line.split()[0] for line in it.lines[2:7]] == ["ann", "bob", "cid", "dan", "eve"]
        it.press("s", "s")
        it.click("#authors", 1, 0)
        it.click("#authors", 1, 0)
        assert [line.split()[0] for line in it.lines[2:4]] == ["fay", "eve"]
        assert it.view == "authors"


def test_a_choice_of_no_comment_says_so_and_how_to_let_it_go() -> None:
    with stage() as it:
        it.press("f", "1")
        assert it.shown == []
        assert it.lines[1].startswith("no comment is like that (Esc lets go)")
        it.press("escape")
        assert "no comment is like that" not in it.screen


def test_a_key_that_is_typed_is_not_offered() -> None:
    with stage() as it:
        it.press("slash")
        assert "/ Search" not in it.lines[-1]
        it.press("escape")
        assert "/ Search" in it.lines[-1]


def test_a_drawing_is_nothing_to_sort_by() -> None:
    with stage() as it:
        it.press("A")
        drawn = it.lines[1].index("where")
        said = set()
        for _ in range(12):
            it.press("s")
            said.add(status(it).partition("  ")[0])
        assert "sorted by comments" in said
        assert "sorted by where" not in said
        before = it.lines
        it.click("#authors", drawn, 0)
        assert it.lines == before


def test_one_click_on_a_table_only_moves_there() -> None:
    with stage() as it:
        it.press("A")
        it.click("#authors", 1, 2)
        assert it.view == "authors"
        assert it.canvas("#authors").cursor == 2
        it.wait(0.1)
        it.click("#authors", 1, 2)
        assert it.view == "threads"
        assert "only by bob" in status(it)


def test_a_name_on_top_opens_its_view() -> None:
    with stage() as it:
        for name, view in (("Authors", "authors"), ("Depth", "depth"), ("Threads", "threads")):
            it.click("#bar", it.lines[0].index(name), 0)
            assert it.view == view


def test_pages_are_turned_and_chosen() -> None:
    other = GUESSED.replace("crane", "ferry")
    with stage(read(a=GUESSED, b="nothing here\n", c=other)) as it:
        assert it.app.page == "a"
        it.press("greater_than_sign")
        assert it.app.page == "b"
        assert "no comments were found" in status(it)
        it.press("greater_than_sign", "greater_than_sign")
        assert it.app.page == "c"
        assert "ferry" in it.screen
        it.press("less_than_sign", "less_than_sign", "less_than_sign")
        assert it.app.page == "a"
        it.press("L", "j", "j", "j", "enter")
        assert (it.app.page, it.view) == ("c", "threads")


def test_the_original_page_opens_at_the_comment_and_leads_back() -> None:
    doors = {"text": lambda _: GUESSED, "packs": lambda: pick(())}
    with stage(read(page=GUESSED), **doors) as it:
        it.press("j", "O")
        assert it.canvas("#page").cursor == 4
        assert "marker" in it.screen
        it.press("j", "j", "j", "j", "j", "j", "enter")
        assert it.view == "threads"
        assert it.here == "@Bob The council pays."


def test_a_large_page_is_searched_and_narrowed() -> None:
    rows = [
        {
            "author": f"reader{at % 500}",
            "body": f"saying {at}",
            "parent": at // 2 if at % 3 else None,
        }
        for at in range(20_000)
    ]
    rows[0]["parent"] = None
    with stage(given(rows)) as it:
        it.press("slash")
        it.type("saying 19999")
        it.press("enter")
        assert it.here == "saying 19999"
        it.press("escape", "A", "j", "enter")
        matched = it.app.reading.frame.filter(pl.col("author") == "reader0").height
        assert matched == 40
        assert len(it.shown) >= matched
