"""Discussions as sites and other programs write them: JSON of many shapes, and XML."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope import pages
from threadscope.discussion import analyze
from threadscope.errors import DataError, Note, Severity
from threadscope.pages import Batch, Source, find
from threadscope.pages.door import Door, File
from threadscope.pages.doors import DOORS, door_of
from threadscope.pages.dumps import disqus, wordpress
from threadscope.pages.items import BadItem, CommentItem, PageItem
from threadscope.rules import pick

HERE = File("here")


def read(path: Path, data: str | bytes, kind: str | None = None) -> Batch:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (batch,) = pages.read([Source(path)], kind=kind)
    return batch


def document(tmp_path: Path, value: Any, indent: int | None = None) -> Batch:
    return read(tmp_path / "d", json.dumps(value, indent=indent))


def rows(tmp_path: Path, *values: Any) -> Batch:
    return read(tmp_path / "l", "".join(f"{json.dumps(value)}\n" for value in values))


def tree(batch: Batch) -> list[tuple[Any, ...]]:
    return batch.cuts.select("page", "source_id", "parent_id", "top_level").rows()


# Lists of objects


def test_a_list_of_comments_is_read_like_lines_and_counted(tmp_path: Path) -> None:
    value = [{"id": 1, "author": "Ann", "text": "a"}, {"id": 2, "text": "b", "parent": 1}]
    for indent in (None, 2):
        cuts = document(tmp_path, value, indent).cuts
        assert cuts["first_line"].to_list() == [1, 2]
        assert cuts["parent_id"].to_list() == [None, "1"]
        assert cuts["page"].to_list() == [f"{tmp_path}/d"] * 2


def test_a_list_of_pages_gives_pages(tmp_path: Path) -> None:
    batch = document(tmp_path, [{"text": "one", "url": "u"}, {"text": "two"}])
    assert batch.pages.rows() == [("u", "one"), (f"{tmp_path}/d:2", "two")]


def test_things_in_a_list_that_are_neither_are_left_out_one_by_one(tmp_path: Path) -> None:
    batch = document(tmp_path, [{"id": 1, "body": "a"}, 7, "x", None, {"b": 1}, {"id": 2}])
    assert batch.cuts.height == 2
    bad = [note for note in batch.notes if note.severity is Severity.DAMAGE]
    assert [note.line for note in bad] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "rest", [', {"id"', ", tru", " ", "] more", ', {"id": 3} {"id": 4}]', ", NaN]"]
)
def test_a_broken_list_keeps_what_stands_before_the_break(tmp_path: Path, rest: str) -> None:
    batch = read(tmp_path / "d", f'[{{"id": 1, "body": "a"}}, {{"id": 2, "body": "b"}}{rest}')
    assert batch.cuts["source_id"].to_list()[:2] == ["1", "2"]
    assert Severity.UNREAD in {note.severity for note in batch.notes}


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ('[{"id": 1}]', "json"),
        ('\ufeff [\n {"id" : 1}]', "json"),
        ('{\n "post_stream": {"posts": []}}', "json"),
        ('[["id", 1]]', "text"),
        ("[1] a note\n", "text"),
        ("[{curly}] prose", "text"),
        ('{\n  "text": "a"\n}\n', "text"),
        ('{"id": 1}\n{"kind": "t1"}\n', "jsonl"),
        ("<disqus xmlns='http://disqus.com'>", "disqus"),
        ("<disqus> is a comment system", "text"),
        (
            '<?xml version="1.0"?><!-- a --><rss xmlns:wp="http://wordpress.org/export/1.2/">',
            "wordpress",
        ),
        ("<rss version='2.0'><channel/></rss>", "text"),
        ("<p>http://wordpress.org/export/1.2/</p>", "html"),
    ],
)
def test_formats_are_known_by_their_start_alone(text: str, door: str) -> None:
    assert door_of(text.encode()).name == door


# ConvoKit


def test_a_corpus_of_convokit_is_one_source(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("conversations.json", "corpus.json", "index.json", "speakers.json"):
        (corpus / name).write_text("{}")
    utterance = {"conversation_id": "c1", "timestamp": 1262426823, "meta": {}, "vectors": []}
    lines = [
        {"id": "c1", "speaker": "Ann", "text": "a", "reply-to": None, **utterance},
        {"id": "u2", "speaker": "Bo", "text": "b", "reply-to": "c1", **utterance},
        {"id": "u3", "user": "Cy", "text": "c", "reply_to": "u2", "root": "c1"},
    ]
    (corpus / "utterances.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    sources, _ = find([str(tmp_path)])
    assert [source.name for source in sources] == [str(corpus / "utterances.jsonl")]
    (batch,) = pages.read(sources)
    assert tree(batch) == [
        ("c1", "c1", None, True),
        ("c1", "u2", "c1", False),
        ("c1", "u3", "u2", False),
    ]
    assert batch.cuts["author"].to_list() == ["Ann", "Bo", "Cy"]
    assert analyze([batch], pick(())).threads["posted_at"].null_count() == 1


def test_a_file_named_like_one_of_a_corpus_is_read_where_there_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("words")
    assert len(find([str(tmp_path)])[0]) == 1


# Reddit


def thing(name: str, parent: str, replies: Any = "", **more: Any) -> dict[str, Any]:
    data = {"id": name, "parent_id": parent, "link_id": "t3_top", "subreddit": "lamps"}
    data |= {"author": "Ann", "body": f"says {name}", "created_utc": 1262426823.0}
    return {"kind": "t1", "data": {**data, "replies": replies, **more}}


def listing(*children: Any) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(children)}}


PAGE = "r/lamps/comments/top"


def test_a_thread_of_reddit_keeps_its_order_and_nesting(tmp_path: Path) -> None:
    top = {"kind": "t3", "data": {"id": "top", "selftext": "the article", "title": "t"}}
    more = {"kind": "more", "data": {"count": 12, "children": ["x"]}}
    inner = thing("b", "t1_a", author="[deleted]", body="&gt; says a\n\nno &amp; yes")
    value = [
        listing(top),
        listing(thing("a", "t3_top", listing(inner, more)), thing("c", "t3_top")),
    ]
    batch = document(tmp_path, value)
    assert tree(batch) == [
        (PAGE, "a", None, True),
        (PAGE, "b", "a", False),
        (PAGE, "c", None, True),
    ]
    assert batch.cuts["author"].to_list() == ["Ann", None, "Ann"]
    assert batch.cuts["body"][1] == "> says a\n\nno & yes"
    assert batch.cuts["first_line"].to_list() == [1, 2, 3]
    assert ["12 more comments" in note.text for note in batch.notes] == [True]


@pytest.mark.parametrize("indent", [None, 1])
def test_replies_nested_five_thousand_deep_are_read(tmp_path: Path, indent: int | None) -> None:
    depth = 5000
    gap = "" if indent is None else "\n"
    opening = "".join(
        f'{{"kind": "Listing",{gap} "data": {{"children": [{{"kind": "t1", "data": {{"id": "{at}",'
        f' "parent_id": "{"t3_top" if at == 0 else f"t1_{at - 1}"}", "link_id": "t3_top",'
        f' "body": "b", "replies": '
        for at in range(depth)
    )
    batch = read(tmp_path / "d", f'[{opening}""{"}}]}}" * depth}]')
    assert batch.notes == ()
    assert batch.cuts.height == depth
    assert analyze([batch], pick(())).threads["depth"].max() == depth - 1


def test_lines_of_pushshift_belong_to_their_submissions(tmp_path: Path) -> None:
    first, second = thing("a", "t3_top")["data"], thing("b", "t1_a")["data"]
    other = thing("c", "t3_other", link_id="t3_other")["data"] | {"replies": None}
    submission = {"id": "top", "selftext": "text", "subreddit": "lamps", "title": "t"}
    assert tree(rows(tmp_path, submission, first, second, other)) == [
        (PAGE, "a", None, True),
        (PAGE, "b", "a", False),
        ("r/lamps/comments/other", "c", None, True),
    ]


def test_submissions_alone_are_said_to_be_left_out(tmp_path: Path) -> None:
    submission = {"id": "top", "selftext": "text", "subreddit": "lamps", "title": "t"}
    batch = rows(tmp_path, submission, submission, {"id": 1, "type": "story", "by": "ann"})
    assert [note.text[:9] for note in batch.notes] == ["3 objects"]


# Hacker News


def test_a_thread_of_hacker_news_is_walked_and_its_html_is_text(tmp_path: Path) -> None:
    told = {"created_at": "2010-01-02T11:07:03.000Z", "author": "ann", "type": "comment"}
    leaf = {**told, "id": 3, "parent_id": 2, "text": "c", "children": []}
    child = {**told, "id": 2, "parent_id": 1, "text": "one<p>two &gt; <i>b</i>", "children": [leaf]}
    story = {**told, "id": 1, "type": "story", "created_at_i": 1, "title": "t", "children": [child]}
    for indent in (None, 2):
        batch = document(tmp_path, story, indent)
        assert tree(batch) == [("item?id=1", "2", None, True), ("item?id=1", "3", "2", False)]
        assert batch.cuts["body"].to_list() == ["one\n\ntwo > b", "c"]
    below = document(tmp_path, {**child, "created_at_i": 1, "story_id": 1})
    assert tree(below) == [("item?id=1", "2", None, True), ("item?id=1", "3", "2", False)]


def test_single_items_find_their_story_wherever_it_stands(tmp_path: Path) -> None:
    def item(own: int, above: int, **more: Any) -> dict[str, Any]:
        return {"id": own, "type": "comment", "by": "bo", "parent": above, "time": 1, **more}

    story = {"id": 1, "type": "story", "by": "ann", "kids": [2], "time": 1}
    batch = rows(tmp_path, item(3, 2), item(2, 1), story, item(9, 8), item(10, 9))
    assert tree(batch) == [
        ("item?id=1", "3", "2", False),
        ("item?id=1", "2", None, True),
        ("item?id=8", "9", "8", False),
        ("item?id=8", "10", "9", False),
    ]
    circle = rows(tmp_path, item(1, 2), item(2, 1))
    assert circle.cuts.height == 2


def test_comments_that_a_search_found_name_their_story(tmp_path: Path) -> None:
    hit = {"objectID": "2", "story_id": 1, "parent_id": 1, "author": "a", "comment_text": "<p>x"}
    batch = document(
        tmp_path, {"hits": [hit, {**hit, "objectID": "3", "parent_id": 2}], "nbHits": 2}
    )
    assert tree(batch) == [("item?id=1", "2", None, True), ("item?id=1", "3", "2", False)]
    assert tree(rows(tmp_path, hit)) == [("item?id=1", "2", None, True)]


# Discourse and forum-dl


def post(number: int, answered: int | None = None, **more: Any) -> dict[str, Any]:
    told = {"id": 900 + number, "username": "ann", "created_at": "2010-01-02T11:07:03.000Z"}
    told |= {"post_number": number, "cooked": f"<p>says {number}</p>", "post_type": 1}
    return {**told, "reply_to_post_number": answered, **more}


def test_a_topic_of_discourse_states_who_answers_whom(tmp_path: Path) -> None:
    quote = '<aside class="quote"><div>ann:</div><blockquote><p>says 1</p></blockquote></aside>No.'
    posts = [post(1), post(2, 1), post(3), post(4, cooked=quote), post(5, post_type=3)]
    batch = document(tmp_path, {"post_stream": {"posts": posts}, "id": 7, "slug": "lamps"})
    assert tree(batch) == [
        ("t/lamps/7", "1", None, True),
        ("t/lamps/7", "2", "1", False),
        ("t/lamps/7", "3", None, True),
        ("t/lamps/7", "4", None, False),
    ]
    assert batch.cuts["body"].to_list() == ["says 1", "says 2", "says 3", "ann:\n\n> says 1\n\nNo."]


def test_lines_of_forum_dl_are_read(tmp_path: Path) -> None:
    def line(kind: str, extractor: str, **item: Any) -> dict[str, Any]:
        about = {"generator": "forum-dl", "version": "0.3.0", "extractor": extractor, "type": kind}
        told = {"path": ["f", "9"], "url": "u", "origin": "o", "data": {}, **item}
        return {**about, "download_time": "x", "item": told}

    told = {"author": "ann", "creation_time": "2010-01-02T11:07:03", "content": "<p>a</p><p>b</p>"}
    batch = rows(
        tmp_path,
        line("thread", "phpbb", title="t"),
        line("post", "phpbb", subpath=["1"], **told),
        line("post", "hackernews", subpath=["1", "2"], **told | {"content": "no\nmarkup"}),
        line("post", "discourse", subpath=["3"], data=post(3, 2) | {"topic_id": 9}, **told),
    )
    assert tree(batch) == [
        ("f/9", "1", None, False),
        ("f/9", "2", "1", False),
        ("t/9", "3", "2", False),
    ]
    assert batch.cuts["body"].to_list() == ["a\n\nb", "no\nmarkup", "says 3"]


# XML

DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><title>General</title></category>
<thread dsq:id="10"><id/><link>https://quay.example/lamps</link><title>Lamps</title></thread>
<post dsq:id="20"><message><![CDATA[<p>one &amp; two</p>]]></message>
<createdAt>2010-01-02T11:07:03Z</createdAt><isSpam>false</isSpam>
<author><name>Ann</name><username>ann1</username></author><thread dsq:id="10"/></post>
<post dsq:id="21"><message>b</message><isSpam>false</isSpam><author><name/></author>
<thread dsq:id="10"/><parent dsq:id="20"/></post>
<post dsq:id="22"><message>buy</message><isSpam>true</isSpam><thread dsq:id="10"/></post>
</disqus>
"""

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- an export --><!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Quay</title><link>https://quay.example</link>
<item><title>Lamps</title><link>https://quay.example/lamps</link>
<content:encoded><![CDATA[the article]]></content:encoded><wp:post_id>3</wp:post_id>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Ann]]></wp:comment_author>
<wp:comment_date_gmt>2010-01-02 11:07:03</wp:comment_date_gmt>
<wp:comment_content><![CDATA[one
two

<b>three</b>]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_content>x</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>1</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_content>x</wp:comment_content>
<wp:comment_approved>spam</wp:comment_approved></wp:comment>
</item></channel></rss>
"""


def test_an_export_of_disqus_is_read_with_its_pages(tmp_path: Path) -> None:
    batch = read(tmp_path / "d.xml", DISQUS)
    page = "https://quay.example/lamps"
    assert tree(batch) == [(page, "20", None, True), (page, "21", "20", False)]
    assert batch.cuts["author"].to_list() == ["Ann", None]
    assert batch.cuts["body"][0] == "one & two"
    assert batch.cuts.select("first_line", "last_line").row(0) == (5, 7)
    assert ["1 posts are marked as spam" in note.text for note in batch.notes] == [True]


def test_an_export_of_wordpress_is_read_with_its_pages(tmp_path: Path) -> None:
    batch = read(tmp_path / "w.xml", WORDPRESS)
    page = "https://quay.example/lamps"
    assert tree(batch) == [(page, "1", None, True), (page, "2", "1", False)]
    assert batch.cuts["body"][0] == "one\ntwo\n\nthree"
    assert ["1 comments do not show" in note.text for note in batch.notes] == [True]


@pytest.mark.parametrize(("text", "door"), [(DISQUS, "disqus"), (WORDPRESS, "wordpress")])
def test_xml_that_breaks_keeps_what_stands_before(tmp_path: Path, text: str, door: str) -> None:
    broken = text.replace("<wp:comment_id>2", "<&").replace("<message>b", "<&")
    batch = read(tmp_path / "x", broken)
    assert batch.cuts.height == 1
    assert [note.severity for note in batch.notes] == [Severity.UNREAD]
    assert "is broken on line" in batch.notes[0].text
    short = read(tmp_path / "x", text[: len(text) * 3 // 4], door)
    assert Severity.UNREAD in {note.severity for note in short.notes}


def test_entities_of_the_file_itself_and_others_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    root = DISQUS.partition("\n")[2].replace("<message>b", "<message>&e;")
    for told in (f'<!ENTITY e SYSTEM "file://{secret}">', '<!ENTITY e "ha"><!ENTITY f "&e;&e;">'):
        batch = read(tmp_path / "x", f"<!DOCTYPE disqus [{told}]>{root}", "disqus")
        assert batch.cuts.is_empty()
        assert "defines the entity" in batch.notes[0].text


def test_control_characters_in_xml_are_left_out(tmp_path: Path) -> None:
    batch = read(tmp_path / "x", DISQUS.replace("<message>b", "<message>b\x0b\x00\x1b"))
    assert batch.cuts["body"][1] == "b"


@pytest.mark.parametrize("door", [disqus.DOOR, wordpress.DOOR])
@pytest.mark.parametrize("tag", ["x", "post", "item"])
def test_xml_nested_a_hundred_thousand_deep_is_read(door: Door, tag: str) -> None:
    data = f"<{tag}>" * 100_000 + f"</{tag}>" * 100_000
    assert len(list(door.read([data.encode()], HERE))) <= 1


# Anything

KEYS = st.sampled_from(
    [
        "id",
        "parent",
        "parent_id",
        "link_id",
        "body",
        "selftext",
        "subreddit",
        "title",
        "kind",
        "data",
        "children",
        "replies",
        "type",
        "by",
        "author",
        "created_at",
        "story_id",
        "hits",
        "nbHits",
        "post_stream",
        "posts",
        "post_number",
        "topic_id",
        "cooked",
        "text",
        "generator",
        "item",
        "subpath",
        "path",
        "extractor",
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(
        ["t1", "t3", "t3_a", "Listing", "more", "comment", "story", "forum-dl", "post"]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=25,
)


@given(st.lists(VALUES, max_size=4))
def test_objects_of_any_shape_are_comments_pages_or_bad(values: list[Any]) -> None:
    for kind in ("json", "jsonl"):
        data = json.dumps(values) if kind == "json" else "\n".join(map(json.dumps, values))
        items = list(door_of(b"", kind).read([data.encode()], HERE))
        frame = pages.reader.Reader(None, pages.MAX_BYTES)
        for item in items:
            if isinstance(item, CommentItem):
                frame._take_comment(item, HERE, {})  # noqa: SLF001
        assert frame.flush().cuts.height == sum(isinstance(item, CommentItem) for item in items)


@given(st.data())
def test_any_bytes_are_read_or_refused_by_every_door(data: st.DataObject) -> None:
    start = data.draw(
        st.sampled_from(["", DISQUS, WORDPRESS, '[{"id": 1}, ', '{"kind": "t1"', "<"])
    )
    raw = start[: data.draw(st.integers(0, len(start)))].encode() + data.draw(st.binary())
    for door in DOORS:
        door.fits(raw)
        with suppress(DataError):
            for item in door.read([raw], HERE):
                assert isinstance(item, (PageItem, CommentItem, BadItem, Note))
