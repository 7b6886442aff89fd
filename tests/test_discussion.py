import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import discuss

from threadscope import pages
from threadscope.discussion import Discussion, analyze, reorder
from threadscope.errors import DataError
from threadscope.rules import Order, pick
from threadscope.schema import PAGES, REPLIES, THREADS

PAGE = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n"


def walk(*texts: str) -> Discussion:
    """Walk every text as a batch of its own."""
    batches = [pages.of_texts({f"page {at}": text}) for at, text in enumerate(texts)]
    return analyze(batches, pick(()))


def test_frames_have_the_columns_of_the_schema_even_without_pages() -> None:
    for found in (walk(), walk(PAGE)):
        assert found.pages.schema == PAGES
        assert found.threads.schema == THREADS
        assert found.candidates.schema == REPLIES


def test_ids_go_on_from_one_batch_to_the_next() -> None:
    found = walk(PAGE, "", PAGE)
    assert found.threads["id"].to_list() == [0, 1, 2, 3]
    assert found.threads["parent"].to_list() == [None, 0, None, 2]
    assert found.threads["thread"].to_list() == [0, 0, 2, 2]
    assert found.threads["order"].to_list() == [0, 1, 2, 3]


def test_pages_in_one_batch_and_in_many_give_the_same_tree() -> None:
    texts = {f"page {at}": PAGE for at in range(3)}
    together = analyze([pages.of_texts(texts)], pick(()))
    apart = walk(*texts.values())
    tree = ("id", "page", "author", "body", "parent", "depth", "order")
    assert together.threads.select(tree).equals(apart.threads.select(tree))
    assert together.pages.equals(apart.pages)


def test_the_order_asked_for_holds() -> None:
    found = discuss(PAGE, order="newest-first")
    assert found.threads["author"].to_list() == ["Bob", "Ann"]
    assert found.pages["order"].to_list() == ["newest-first"]


def test_auto_leaves_the_order_to_the_page() -> None:
    assert discuss(PAGE, order="auto").pages["order"].to_list() == ["threaded"]


def test_damage_is_an_error_only_when_strict(tmp_path: pytest.TempPathFactory) -> None:
    file = tmp_path / "page.jsonl"  # type: ignore[operator]
    file.write_text('{"author": "ann", "body": "x"}\n{bad\n')
    sources, _ = pages.find([str(file)])
    assert analyze(pages.read(sources), pick(())).threads.height == 1
    with pytest.raises(DataError, match=r"page\.jsonl:2: is not JSON"):
        analyze(pages.read(sources), pick(()), strict=True)


TEXTS = st.lists(
    st.sampled_from(
        ["", "text", "Ann's picture", "Bob's picture", "'s picture", "@Ann no", "> text text text",
         "Ann wrote:", "»", "ann says:", "Reply", "From: ann at x.org (Ann)",
         "Date: Tue, 14 Feb 2006 09:12:03 +0100", "\u202etext", "\0"]
    ),
    max_size=25,
).map("\n".join)  # fmt: skip


@given(TEXTS)
def test_whatever_the_page_the_tree_is_sound_and_the_sums_hold(text: str) -> None:
    found = discuss(text)
    threads = found.threads
    assert threads["id"].to_list() == list(range(threads.height))
    assert (threads["parent"].is_null() | (threads["parent"] < threads["id"])).all()
    assert threads["order"].sort().to_list() == list(range(threads.height))
    assert found.depths["comments"].sum() == threads.height
    assert found.discussions["comments"].sum() == threads.height
    counts = found.pages.row(0, named=True)
    assert counts["comments"] == threads.height
    assert found.authors["comments"].sum() + counts["unattributed"] == threads.height
    assert not (threads["author"] == "").any()
    lines = [counts[f"{kind}_lines"] for kind in ("article", "marker", "body", "noise")]
    assert sum(lines) == sum(bool(line.strip()) for line in text.split("\n"))


@given(TEXTS)
def test_the_same_page_gives_the_same_twice(text: str) -> None:
    one, two = discuss(text), discuss(text)
    assert one.threads.equals(two.threads)
    assert one.candidates.equals(two.candidates)
    assert one.authors.equals(two.authors)
    assert one.notes == two.notes


def test_no_body_is_lost_or_invented() -> None:
    found = discuss(PAGE)
    page_lines = PAGE.split("\n")
    for first, last, body in found.threads.select("first_line", "last_line", "body").rows():
        assert body in "\n".join(page_lines[first - 1 : last])
    assert found.threads.select(pl.col("body").str.len_chars().sum()).item() == len("hello@Ann hi")


MANY = "".join(
    f"{who}'s picture\n\n{what}\n\n"
    for who, what in (
        ("Ann", "The crane must stay where it is."),
        ("Bob", "Who pays?"),
        ("Ann", "@Bob We do."),
        ("Cid", "> The crane must stay where it is.\n\nIt must not."),
        ("Bob", "Then who?"),
    )
)


@pytest.mark.parametrize("order", ["auto", "threaded", "chronological", "newest-first"])
@pytest.mark.parametrize("first", ["auto", "newest-first"])
def test_a_page_reordered_is_what_reading_it_in_that_order_gives(
    order: Order, first: Order
) -> None:
    batch = pages.of_texts({"one": PAGE, "two": MANY, "three": PAGE})
    before = analyze([batch], pick(()), order=first)
    again = reorder(before, "two", order, pick(()))
    alone = analyze([pages.of_texts({"two": MANY})], pick(()), order=order)
    assert again.threads.equals(alone.threads)
    assert again.candidates.equals(alone.candidates)
    assert again.pages.equals(alone.pages)


def test_a_page_that_came_cut_is_reordered_too(tmp_path: pytest.TempPathFactory) -> None:
    file = tmp_path / "page.jsonl"  # type: ignore[operator]
    rows = [{"author": who, "body": "x", "id": "1"} for who in ("ann", "bob", "cid")]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    sources, _ = pages.find([str(file)])
    before = analyze(pages.read(sources), pick(()))
    name = before.pages["page"].item()
    turned = reorder(before, name, "newest-first")
    assert turned.threads["author"].to_list() == ["cid", "bob", "ann"]
    back = reorder(turned, name, "auto")
    assert back.threads.equals(before.threads)


def test_names_that_mails_encode_are_decoded_before_they_are_known_by_another() -> None:
    encoded = "=?UTF-8?Q?Ren=C3=A9e_Ott?="
    page = PAGE.replace("Ann's", f"{encoded}'s").replace("@Ann", "Renée,")
    found = walk(page).threads
    assert found["author"].to_list() == ["Renée Ott", "Bob"]
    assert found["parent"].to_list() == [None, 0]
    batch = pages.of_texts({"page": page})
    known = analyze([batch], pick(()), aliases={"Renée Ott": "Renée"}).threads
    assert known["author"].to_list() == ["Renée", "Bob"]


def test_the_article_counts_again_when_a_page_is_reordered() -> None:
    above = "The old crane was sold on Monday for the price of a bicycle, says the harbour office."
    page = PAGE.replace("Article", above).replace("@Ann hi", f'"{above[:60]}" is what they say.')
    found = analyze([pages.of_texts({"page": page})], pick(()), order="chronological")
    assert found.articles.rows() == [("page", f"{above}\n\n")]
    again = reorder(found, "page", "chronological")
    assert again.candidates.equals(found.candidates)
    assert found.threads["parent"].to_list() == [None, None]
