"""Packs learned from pages that no pack fits."""

import pytest
from making import cut

from threadscope.rules import load_pack, pick, to_edit, write_draft
from threadscope.segment import learn, prove

NAMES = ("Kim Doe", "bo77", "anna", "Kim Doe", "Cid Moss", "dora")
SAID = "Nobody knows who lit lamp {at}, but it can be seen from the mole.\nWho has key {at}?"

SHAPES = {
    "number, name and clock": "[#{at}] {name} (Tue 4:0{at})",
    "name and a French day": "-- {name}, {at} mars 2011 --",
    "a name between stars": "★ {name} ★",
    "a date below a bare name": "{name}\nPosted: {at} May 2011",
    "a verb no pack knows": "{name} remarks:",
    "picture, name, rank and date": "{name}\n{name}\nReader\n{at} May 2011, 10:22",
    "age and points": "{name} | 1{at} points | {at} days ago",
    "a name among other things, above a date": "🐟 {name} | level 1{at}\nposted {at} days ago",
    "reversed date": "On {at} May 2011 at 10:2{at} {name} noted",
}


def page(shape: str, *, behind: bool = False) -> str:
    """Write a page of six comments."""
    head = "The lamp on the mole\n\nIt burns again, and nobody knows why.\n\n6 comments\n\n"
    parts = [
        (shape.format(at=at, name=name), SAID.format(at=at)) for at, name in enumerate(NAMES, 1)
    ]
    said = [[body, mark] if behind else [mark, body] for mark, body in parts]
    return head + "\n\n".join("\n".join(each) for each in said) + "\n\nLeave a comment\n"


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_repeating_line_of_a_page_is_learned_with_its_names(
    shape: str,
) -> None:
    learned = learn(page(shape))
    assert learned is not None
    assert learned.doubt is None
    assert learned.evidence.authors == 5
    comments = cut(page(shape), learned.pack).cuts
    assert comments["author"].to_list() == list(NAMES)
    assert comments["body"].to_list() == [SAID.format(at=at) for at in range(1, 7)]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_what_is_learned_can_be_written_read_again_and_holds_its_samples(
    shape: str,
) -> None:
    learned = learn(page(shape), "mole")
    assert learned is not None
    written = load_pack(to_edit(write_draft(learned.draft), "mole").encode(), "f")
    assert written == learned.pack
    assert {sample.takes for sample in written.samples} == {learned.draft.marker, "none"}
    assert prove(written) == []


def test_a_line_behind_the_comments_is_learned_as_a_footer() -> None:
    behind = page("Left by {name} @ {at} May 2011, 10:22", behind=True)
    learned = learn(behind)
    assert learned is not None
    assert learned.draft.closes
    comments = cut(behind, learned.pack).cuts
    assert comments["author"].to_list() == list(NAMES)
    assert comments["body"].to_list() == [SAID.format(at=at) for at in range(1, 7)]


def test_what_people_say_behind_a_colon_is_not_learned_as_their_names() -> None:
    said = ("is the lock open", "since six", "thanks", "careful there", "where", "at the gate")
    lines = "".join(f"{name}: {words}\n" for name in ("ada", "bo") for words in said)
    assert learn(f"Harbour radio\n\n{lines}") is None


def test_the_number_behind_a_hash_becomes_the_id_and_the_date_is_read() -> None:
    learned = learn(page("#{at} {name}, {at} May 2011"))
    assert learned is not None
    cuts = cut(page("#{at} {name}, {at} May 2011"), learned.pack).cuts
    assert cuts["source_id"].to_list() == ["1", "2", "3", "4", "5", "6"]
    assert learned.evidence.understood == cuts["posted_at"].count() == 6


def test_words_that_stand_below_most_comments_are_learned_as_noise() -> None:
    text = page(SHAPES["a name between stars"]).replace("?", "?\nPour tea")
    learned = learn(text)
    assert learned is not None
    assert learned.draft.noise == ("^Pour tea$",)


def test_signs_of_a_pattern_or_of_a_part_on_a_page_stand_for_themselves() -> None:
    text = page("%{{name}} (*) {name} [+]: 'no'")
    learned = learn(text)
    assert learned is not None
    assert cut(text, learned.pack).cuts["author"].to_list() == list(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line",
        "The lamp burns, and it is seen (really).\nNobody knows why.\nAsk the pilots.\n" * 9,
        "\n".join(f"Note by Kim Doe, {day} May 2011\nThe lamp was out again." for day in range(9)),
    ],
    ids=["nothing", "one line", "prose", "one author"],
)
def test_a_page_on_which_no_line_names_different_people_teaches_nothing(text: str) -> None:
    assert learn(text) is None


LISTS = {
    "a list of articles": "\n".join(
        f"By {name}, {at} May 2011\nThe lamp was out again, and the pilots saw it.\n{at} comments"
        for at, name in enumerate(NAMES, 1)
    ),
    "a transcript": "\n".join(f"{name}:\n{SAID.format(at=at)}" for at, name in enumerate(NAMES)),
    "a list of links": "6 comments\n"
    + "\n".join(f"Lamp {at}\n{name}, {at} May 2011" for at, name in enumerate(NAMES, 1)),
    "bylines": "\n".join(
        f"By {name} on {at} May 2011\n{SAID.format(at=at)}" for at, name in enumerate(NAMES, 1)
    ),
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_what_may_be_a_list_is_proposed_only_with_a_doubt(text: str) -> None:
    learned = learn(text)
    assert learned is None or learned.doubt is not None


def test_a_page_that_no_pack_fits_stays_article_and_a_note_says_what_was_learned() -> None:
    segments = cut(page(SHAPES["a name between stars"]), *pick(()))
    assert segments.cuts.is_empty()
    (said,) = [note.text for note in segments.notes if "rules new" in note.text]
    assert said.startswith("6 lines look as if they opened comments by 5 people")


def test_nothing_is_said_of_what_is_doubted() -> None:
    for text in LISTS.values():
        notes = cut(text, *pick(())).notes
        assert not [note for note in notes if "rules new" in note.text]
