"""Mail: archives, folders and single mails; nothing that is damaged in one loses it."""

import base64
import gzip
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from archive import archive
from hypothesis import given
from hypothesis import strategies as st

from threadscope import pages
from threadscope.discussion import Discussion, analyze
from threadscope.errors import DataError, Severity
from threadscope.pages import Batch, Source, find
from threadscope.pages.door import File
from threadscope.pages.items import BadItem, CommentItem
from threadscope.pages.mail import FOLDER, MAIL, MBOX
from threadscope.pages.mail.split import mails
from threadscope.rules import pick

FROM = "From ann@quay.example Mon Mar  3 10:15:00 2003\n"
HERE = File("here")
SENT = "MIME-Version: 1.0\n"


def only(text: str | bytes) -> CommentItem:
    data = text if isinstance(text, bytes) else text.encode()
    item, *_ = MAIL.read([data], HERE)
    assert isinstance(item, CommentItem)
    return item


def row(text: str | bytes) -> dict[str, Any]:
    return only(text).row


def box(path: Path, *texts: str) -> Batch:
    path.write_text("".join(f"{FROM}{text}\n\n" for text in texts))
    (batch,) = pages.read([Source(path)])
    return batch


def parents(*texts: str) -> list[str | None]:
    data = "".join(f"{FROM}{text}\n\n" for text in texts).encode()
    items = [item for item in MBOX.read([data], HERE) if isinstance(item, CommentItem)]
    assert len(items) == len(texts)
    return [item.row["parent_id"] for item in items]


def walked(batch: Batch) -> Discussion:
    return analyze([batch], pick(()))


def mail(own: str, references: str = "", answered: str = "", subject: str = "s") -> str:
    lines = [f"Message-ID: <{own}>", f"Subject: {subject}"]
    lines += [f"References: {references}"] if references else []
    lines += [f"In-Reply-To: {answered}"] if answered else []
    return "\n".join([*lines, "", f"says {own}"])


@pytest.mark.parametrize("seed", range(3))
def test_of_five_thousand_mails_none_is_lost_and_every_parent_is_what_the_headers_say(
    tmp_path: Path, seed: int
) -> None:
    made = archive(5000, seed)
    path = tmp_path / "list.mbox"
    path.write_bytes(made.data)
    (batch,) = pages.read([Source(path)])
    assert batch.notes == ()
    assert batch.cuts["body"].to_list() == made.bodies
    assert batch.cuts["parent_id"].to_list() == made.parents
    threads = walked(batch).threads
    assert threads.height == len(made.bodies)
    ids = dict(threads.select("id", "source_id").rows())
    known = set(ids.values())
    wanted = dict(zip(batch.cuts["source_id"], made.parents, strict=True))
    for own, parent, orphan in threads.select("source_id", "parent", "orphan").rows():
        there = wanted[own] in known
        assert ids.get(parent) == (wanted[own] if there else None)
        assert orphan == (wanted[own] is not None and not there)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([mail("a"), mail("b", "<a>")], [None, "a"], id="References"),
        pytest.param([mail("a"), mail("b", answered="<a>")], [None, "a"], id="In-Reply-To"),
        pytest.param(
            [mail("a"), mail("b"), mail("c", "<a>", "<b>")],
            [None, None, "a"],
            id="References before In-Reply-To",
        ),
        pytest.param(
            [mail("a"), mail("b", "<x>", "<a>")],
            [None, "a"],
            id="In-Reply-To where nothing in References is there",
        ),
        pytest.param(
            [mail("a"), mail("c", "<a> <lost>")], [None, "a"], id="the nearest one that is there"
        ),
        pytest.param(
            [mail("a"), mail("c", "<a> <lost>"), mail("d", answered="<lost>")],
            [None, "a", "a"],
            id="a missing mail is placed by what others say",
        ),
        pytest.param(
            [mail("b", "<lost>"), mail("c", "<lost>")],
            ["lost", "lost"],
            id="two answers to a missing mail",
        ),
        pytest.param(
            [mail("a"), mail("b"), mail("c", "<a> <b>")],
            [None, "a", "b"],
            id="a mail without headers is placed by what others say",
        ),
        pytest.param([mail("a", "<a>")], [None], id="itself"),
        pytest.param(
            [mail("a", "<x> <y>"), mail("b", "<y> <x>")], ["y", "x"], id="missing ones in a circle"
        ),
        pytest.param([mail("a"), mail("b", "a@x"), mail("a@x")], [None, "a@x", None], id="bare"),
        pytest.param([mail("a"), mail("b", "<a>"), mail("b")], [None, "a", "a"], id="twice"),
    ],
)
def test_parents_are_those_of_the_headers(texts: list[str], expected: list[str | None]) -> None:
    assert parents(*texts) == expected


def test_a_circle_of_mails_is_opened_and_said(tmp_path: Path) -> None:
    found = walked(box(tmp_path / "m", mail("a", "<b>"), mail("b", "<a>"), mail("c", "<b>")))
    assert found.threads.height == 3
    assert [note.severity for note in found.notes] == [Severity.DAMAGE]
    assert found.threads["parent"].null_count() == 1


@pytest.mark.parametrize(
    ("subject", "top"),
    [
        ("Lamps", True),
        ("Re: Lamps", False),
        ("[harbour] AW: Lamps", False),
        ("Re[2]: Lamps", False),
        ("Regarding lamps: all", True),
    ],
)
def test_a_mail_without_a_parent_opens_a_thread_unless_its_subject_answers(
    tmp_path: Path, subject: str, *, top: bool
) -> None:
    (found,) = box(tmp_path / "m", mail("a", subject=subject)).cuts["top_level"]
    assert found is top


def test_a_mail_keeps_its_lines_and_what_its_headers_say(tmp_path: Path) -> None:
    batch = box(
        tmp_path / "m",
        "From: Ann Quay <ann@quay.example>\nDate: Mon, 3 Mar 2003 10:15:00 +0200\n"
        "Subject: The\n lamp\nMessage-ID: <1@quay>\n\nfirst\nsecond",
        "From: bo@quay.example\n\nthird",
    )
    first, second = batch.cuts.rows(named=True)
    assert (first["page"], first["first_line"], first["last_line"]) == (str(tmp_path / "m"), 1, 9)
    assert (second["first_line"], second["last_line"]) == (11, 14)
    assert (first["author"], second["author"]) == ("Ann Quay", "bo@quay.example")
    assert first["posted_at"] == datetime(2003, 3, 3, 8, 15)
    assert first["posted_text"] == "Mon, 3 Mar 2003 10:15:00 +0200"
    assert (first["subject"], first["source_id"]) == ("The lamp", "1@quay")
    assert (first["body"], second["body"]) == ("first\nsecond", "third")


def test_dates_survive_the_walk_and_one_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    good, bad = "Date: 3 Mar 2003 10:15 EST", "Date: Thu, 99 Foo 99999"
    found = walked(box(tmp_path / "m", f"{good}\nX-A: b\n\none", f"{bad}\nX-A: b\n\ntwo"))
    assert found.threads["posted_at"].to_list() == [datetime(2003, 3, 3, 15, 15), None]
    assert [note.text[:20] for note in found.notes] == ["dates not understood"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ann <a@b>", "Ann"),
        ('"Quay, Ann" <a@b>', "Quay, Ann"),
        (r'"Ann \"Lamp\" Quay" <a@b>', 'Ann "Lamp" Quay'),
        ("ann at quay.example (Ann Quay)", "Ann Quay"),
        ("a@b", "a@b"),
        ("<a@b>", "a@b"),
        ("=?utf-8?q?Zo=C3=AB?= <a@b>", "Zoë"),
        ("=?iso-8859-1?b?Wm/r?=\n =?iso-8859-1?q?_Quay?= <a@b>", "Zoë Quay"),
        ("=?nonsense?q?Ann?= <a@b>", "Ann"),
        ("=?utf-8?b?%%%?= <a@b>", "a@b"),
        ("=?utf-8?q?=1b]0;pwn=07?= <a@b>", "\x1b]0;pwn\x07"),
        ("Zoë <a@b>", "Zoë"),
        ("(" * 5000, None),
        ("", None),
    ],
)
def test_an_author_is_the_name_else_the_address(line: str, name: str | None) -> None:
    assert row(f"From: {line}\nX-A: b\n\ntext")["author"] == name


def test_bytes_in_headers_that_are_no_utf8_are_read_as_western() -> None:
    assert row(b"From: Zo\xeb <a@b>\nSubject: \xfcber\n\ntext")["author"] == "Zoë"


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        pytest.param(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            b"caf=C3=A9 =\nau lait",
            "café au lait",
            id="quoted-printable",
        ),
        pytest.param(
            "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64",
            base64.encodebytes("Жук".encode("koi8-r")),
            "Жук",
            id="base64",
        ),
        pytest.param("Content-Type: text/plain; charset=nosuch", "é".encode(), "é", id="unknown"),
        pytest.param('Content-Type: text/plain; charset="\0"', b"e", "e", id="NUL"),
        pytest.param("Content-Type: text/plain; name*", b"e", "e", id="a broken parameter"),
        pytest.param("Content-Type: nonsense", b"e", "e", id="a broken kind"),
        pytest.param("Content-Type: multipart/mixed", b"e", "e", id="without a boundary"),
        pytest.param("Content-Type: multipart/mixed; boundary=b", b"e", "e", id="unused boundary"),
        pytest.param(
            "Content-Type: text/html",
            b"<style>p{}</style><p>one<br>two &amp; three</p><blockquote>old</blockquote>",
            "one\ntwo & three\n\n> old",
            id="HTML alone",
        ),
        pytest.param(
            "Content-Type: text/plain; charset=us-ascii", "naïve".encode(), "naïve", id="not ASCII"
        ),
    ],
)
def test_the_text_is_decoded_as_the_mail_says_else_as_it_looks(
    headers: str, body: bytes, text: str
) -> None:
    assert row(headers.encode() + b"\n\n" + body)["body"] == text


def test_bytes_that_fit_nothing_are_said_to_be_damaged() -> None:
    item = only(b"Content-Type: text/plain; charset=utf-8\n\n" + "éèà".encode() + b"\xff")
    assert item.damaged
    assert item.row["body"] == "éèà\ufffd"


def multipart(kind: str, *inner: str, boundary: str = "edge") -> str:
    middle = "".join(f"--{boundary}\n{part}\n" for part in inner)
    head = f"Content-Type: multipart/{kind}; boundary={boundary}\n\npreamble\n"
    return f"{head}{middle}--{boundary}--\nrest\n"


PLAIN, MARKED = "Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<b>marked</b>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(multipart("alternative", PLAIN, MARKED), "plain", id="plain text is taken"),
        pytest.param(
            multipart("alternative", "Content-Type: text/plain\n\n ", MARKED),
            "marked",
            id="unless it is empty",
        ),
        pytest.param(multipart("mixed", MARKED, PLAIN), "marked\n\nplain", id="parts in a row"),
        pytest.param(
            multipart("mixed", multipart("alternative", PLAIN, MARKED, boundary="in"), "\n\nfoot"),
            "plain\n\nfoot",
            id="alternatives among parts",
        ),
        pytest.param(
            multipart("mixed", "Content-Type: message/rfc822\n\nSubject: in\n\ninner", PLAIN),
            "inner\n\nplain",
            id="a mail in the mail",
        ),
        pytest.param(
            multipart("mixed", "no header at all", PLAIN),
            "no header at all\n\nplain",
            id="a part without headers",
        ),
        pytest.param(
            multipart("mixed", PLAIN).replace("--edge--", "gone"), "plain\ngone\nrest", id="no end"
        ),
    ],
)
def test_parts_that_are_text_follow_each_other(text: str, expected: str) -> None:
    assert row(text)["body"] == expected


def test_attachments_are_left_out_and_named(tmp_path: Path) -> None:
    attached = "Content-Type: application/pdf; name=plan.pdf\n\nAAAA"
    picture = "Content-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nAAAA"
    batch = box(tmp_path / "m", multipart("mixed", PLAIN, attached, picture))
    assert batch.cuts["body"].to_list() == ["plain"]
    assert [str(note) for note in batch.notes] == [
        f"{tmp_path}/m: attachments left out: 2 (plan.pdf, a.png)"
    ]


@pytest.mark.parametrize("depth", [2000, 20_000])
def test_parts_nested_thousands_deep_lose_nothing(depth: int) -> None:
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(depth)
    )
    assert row(f"{parts}\ninnermost\n")["body"] == "innermost"


def test_a_line_from_in_a_text_begins_no_mail_and_a_quoted_one_is_restored() -> None:
    text = (
        f"{FROM}Message-ID: <1@x>\n\nhello\n\nFrom here on it is text\n\n"
        f"From Monday at 10:15 in 2003\nno header\n\n{FROM}Message-ID: <2@x>\n\n"
        ">From afar\n>>From further\n"
    )
    first, second = MBOX.read([text.encode()], HERE)
    assert isinstance(first, CommentItem)
    assert isinstance(second, CommentItem)
    assert first.row["body"].endswith("From Monday at 10:15 in 2003\nno header")
    assert second.row["body"] == "From afar\n>From further"


@given(st.data())
def test_mails_do_not_depend_on_how_the_bytes_arrive(data: st.DataObject) -> None:
    piece = st.sampled_from([FROM, "A: b\n", "\n", "text\n", "From \n", ">From x\n", "\r\n"])
    text = "".join(data.draw(st.lists(piece, max_size=30))).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    chunks = [text[start:stop] for start, stop in pairwise([0, *cuts, len(text)])]
    assert list(mails(chunks)) == list(mails([text]))


@pytest.mark.parametrize("size", [100, 4096, 50_000])
def test_a_list_does_not_depend_on_how_its_bytes_arrive(size: int) -> None:
    data = archive(500, 7).data.replace(b"From the", b"x" * 3000 + b"\n\nFrom the")
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(mails(chunks)) == list(mails([data]))


def test_line_ends_of_windows_cut_mails_too() -> None:
    text = f"{FROM}A: b\n\none\n\n{FROM}A: b\n\ntwo\n".replace("\n", "\r\n")
    items = list(MBOX.read([text.encode()], HERE))
    assert [item.row["body"] for item in items if isinstance(item, CommentItem)] == ["one", "two"]


def test_an_archive_that_holds_no_mail_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_text("no such line\n")
    (batch,) = pages.read([Source(path)], kind="mbox")
    assert [note.severity for note in batch.notes] == [Severity.DAMAGE, Severity.UNREAD]
    assert 'wanted: a line "From "' in batch.notes[1].text


def test_a_packed_archive_that_is_cut_keeps_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "m.gz"
    made = archive(2000, 0)
    path.write_bytes(gzip.compress(made.data, mtime=0)[:-100])
    (batch,) = pages.read([Source(path)])
    assert 1000 < batch.cuts.height <= 2000
    assert [note.severity for note in batch.notes] == [Severity.UNREAD]


@pytest.mark.parametrize(
    ("head", "door"),
    [
        pytest.param(f"{FROM}Subject: x\n\ntext", "mbox", id="an archive"),
        pytest.param(f"{SENT}From: a@b\nSubject: x\n\ntext", "mail", id="a mail"),
        pytest.param("From the harbour on Monday 10:15, 2003\nthe ship\n", "text", id="prose"),
        pytest.param("From here on\n\nSubject: x\n", "text", id="prose with a header"),
        pytest.param("From: Ann\nDate: today\nSubject: x\n\ntext", "text", id="a copied mail"),
        pytest.param(f"{SENT}From: Ann\nsome words\n\ntext", "text", id="headers in prose"),
        pytest.param("", "text", id="nothing"),
    ],
)
def test_mail_is_known_by_its_start_alone(tmp_path: Path, head: str, door: str) -> None:
    path = tmp_path / "m"
    path.write_text(head)
    (batch,) = pages.read([Source(path)])
    assert batch.cuts.is_empty() == (door == "text")
    assert MBOX.fits(head.encode()) == (door == "mbox")
    assert MAIL.fits(head.encode()) == (door == "mail")


def put(folder: Path, name: str, own: str, answered: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(mail(own, answered))


def test_a_maildir_is_one_page_without_mails_that_still_arrive(tmp_path: Path) -> None:
    put(tmp_path / "box" / "cur", "100.a:2,S", "a")
    put(tmp_path / "box" / "new", "200.b", "b", "<a>")
    put(tmp_path / "box" / "tmp", "300.c", "c")
    put(tmp_path / "box" / "cur", ".hidden", "d")
    sources, notes = find([str(tmp_path)])
    assert [source.name for source in sources] == [str(tmp_path / "box")]
    assert notes == []
    (batch,) = pages.read(sources)
    found = batch.cuts.select("page", "first_line", "source_id", "parent_id").rows()
    box = str(tmp_path / "box")
    assert found == [(box, 1, "a", None), (box, 2, "b", "a")]


def test_a_folder_of_nothing_but_mails_is_one_page_and_other_folders_are_not(
    tmp_path: Path,
) -> None:
    put(tmp_path / "mails", "1.eml", "a")
    put(tmp_path / "mails", "2.EML", "b", "<a>")
    put(tmp_path / "mixed", "1.eml", "a")
    put(tmp_path / "mixed", "page.txt", "b")
    sources, _ = find([str(tmp_path)])
    assert [len(source.parts) for source in sources] == [2, 0, 0]
    (batch,) = pages.read(sources[:1])
    assert batch.cuts["parent_id"].to_list() == [None, "a"]


def test_a_mail_of_a_folder_that_cannot_be_opened_is_noted(tmp_path: Path) -> None:
    put(tmp_path / "cur", "1", "a")
    (tmp_path / "new").mkdir()
    (source,), _ = find([str(tmp_path)])
    gone = Source(source.path, walked=True, parts=(*source.parts, tmp_path / "new" / "gone"))
    (batch,) = pages.read([gone])
    assert batch.cuts.height == 1
    assert [note.severity for note in batch.notes] == [Severity.MISSING]


def test_a_folder_of_mails_can_be_read_as_text(tmp_path: Path) -> None:
    put(tmp_path, "1.eml", "a")
    (batch,) = pages.read(find([str(tmp_path)])[0], kind="text")
    assert batch.pages["page"].to_list() == [str(tmp_path / "1.eml")]


HEADERS = st.sampled_from(
    ["From", "Date", "Subject", "Message-ID", "References", "In-Reply-To", "Content-Type"]
)
ODD = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"=?utf-8?b?4pi?=",
            b"=?utf-16?q?=00?=",
            b"multipart/mixed; boundary=b",
            b"multipart/alternative; boundary*0=b",
            b'text/html; charset="unicode_escape"',
            b"message/rfc822",
            b"<a@b> <",
            b"Mon, 31 Feb 0000 99:99 +99999999999",
            b"1 Jan 99999999999 00:00 -0000",
            b"(" * 300,
            b'"' * 300,
        ]
    ),
)


@given(st.lists(st.tuples(HEADERS, ODD), max_size=8), st.lists(ODD, max_size=6))
def test_no_mail_raises_and_none_is_lost(
    headers: list[tuple[str, bytes]], body: list[bytes]
) -> None:
    head = b"".join(name.encode() + b": " + value + b"\n" for name, value in headers)
    data = head + b"\n--b\n".join([b"", *body])
    (item, *_notes) = MAIL.read([data], HERE)
    assert isinstance(item, CommentItem)
    (item, *_notes) = FOLDER.read([data], HERE)
    assert isinstance(item, CommentItem)


@given(st.binary(), st.sampled_from([MBOX, MAIL, FOLDER]))
def test_any_bytes_come_through_the_doors_for_mail(data: bytes, door: Any) -> None:
    for prefix in ("", f"{FROM}A: b\n"):
        items = list(door.read([prefix.encode() + data], HERE))
        assert not prefix or not any(isinstance(item, BadItem) for item in items)


def test_damage_in_a_mail_is_refused_under_strict(tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(FROM.encode() + b"A: b\n\n\xc3\xa9\xc3\xa9\xff\n")
    with pytest.raises(DataError, match="UTF-8"):
        analyze(pages.read([Source(path)]), pick(()), strict=True)
