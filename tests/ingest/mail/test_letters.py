"""Letters: what is read of them, and what is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.ingest.readers.mail.written import markup
from pipeline.model.text import Figure, Text
from tests.ingest.mail.conftest import ADA, LIST, Reading, letter, picture, raw
from tests.outline import outline

Read = Callable[..., Reading]
CASES = sorted((Path(__file__).parent / "letters").glob("*.html")) + sorted(
    (Path(__file__).parent / "letters").glob("*.txt")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_letter_reads_as_its_outline_says(case: Path, read: Read) -> None:
    said = case.read_text(encoding="utf-8")
    html = said if case.suffix == ".html" else None
    text = None if html else said
    reading = read(letter(1, "The lamp", html=html, text=text, pictures=("dusk",) if html else (),
                          **LIST))  # fmt: skip
    found = outline(reading.one.blocks)
    for digest in reading.kept:
        found = found.replace(digest[:16], "dusk")
    found += "".join(
        f"{rule}: {' / '.join(gone.split(chr(10)))}\n"
        for rule, all_gone in reading.changes().items()
        for gone in all_gone
    )
    golden = case.with_suffix(case.suffix + ".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


# -- parts -----------------------------------------------------------------------------------------


def test_html_is_read_before_plain_text_and_plain_text_where_there_is_none(read: Read) -> None:
    reading = read(
        letter(1, html="<p>As <b>HTML</b></p>", text="As text"),
        letter(2, html="<html><style>p{}</style><body>&nbsp;</body></html>", text="As text"),
    )
    assert [reading.told(0), reading.told(1)] == [
        "0 paragraph: As **HTML**\n", "0 paragraph: As text\n"]  # fmt: skip


def test_pictures_within_a_letter_are_kept_and_shown_at_their_place(read: Read) -> None:
    html = '<p>Before</p><a href="https://x.example/full.png"><img src="cid:Dusk" alt="Dusk"></a>'
    reading = read(letter(1, html=html + "<p>After</p>", text="x", pictures=("dusk",)))
    (media,) = reading.intake.media.values()
    assert reading.kept[media.digest] == picture()
    assert (media.member, media.mime, media.missing) == ("lamps.mbox", "", "")
    assert [type(block) is Figure for block in reading.one.blocks] == [False, True, False]


def test_pictures_are_known_by_their_location_and_by_hanging_on(read: Read) -> None:
    made = EmailMessage()
    made["From"], made["Date"], made["Message-ID"] = ADA, "Tue, 5 Jan 2021 10:00:00 +0000", "<1@x>"
    made.set_content('<p>Text <img src="pics/a.png" width="400"></p>', subtype="html")
    made.add_related(picture(50, 50), "image", "png")
    made.get_payload()[1]["Content-Location"] = "pics/a.png"
    made.add_attachment(picture(70, 70), "image", "png", filename="b.png")
    made.add_attachment(b"%PDF", "application", "pdf", filename="CANARY.pdf")
    reading = read(made.as_bytes())
    assert len(reading.kept) == 2
    assert sum(type(block) is Figure for block in reading.one.blocks) == 2
    assert [finding.code for finding in reading.bench.findings] == ["mail.files"]
    assert "CANARY" not in repr(vars(reading.bench))


def test_a_picture_written_into_the_html_is_one(read: Read) -> None:
    import base64

    data = base64.b64encode(picture()).decode()
    reading = read(letter(1, html=f'<p>Text</p><img src="data:image/png;base64,{data}">'))
    assert list(reading.kept.values()) == [picture()]


def test_a_picture_on_the_web_is_missing_and_one_that_counts_readers_is_gone(read: Read) -> None:
    html = (
        '<p>Text</p><img src="https://x.example/a.jpg" width="600">'
        '<img src="https://x.example/b.gif" width="1" height="1">'
        '<img src="https://x.list-manage.com/track/open.php?u=1" width="600">'
        '<img src="https://x.example/c.gif" style="width: 1px; display:block">'
        '<p>Oil <img src="https://x.example/e.png" alt="🛢" width="20" height="20">!</p>'
    )
    reading = read(letter(1, html=html))
    assert [(m.key, m.missing) for m in reading.intake.media.values()] == [
        ("https://x.example/a.jpg", "on the web, not in the archive")]  # fmt: skip
    assert "Oil 🛢!" in reading.told()


# -- characters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        ("text/plain; charset=iso-8859-1", b"Caf\xe9 \x93lamp\x94", "Café “lamp”"),
        ("text/plain; charset=no-such-thing", "Café".encode(), "Café"),
        ("text/plain; charset=us-ascii", "Café".encode(), "Café"),
        ("text/plain; charset=gb2312", "灯\u9555".encode("gb18030"), "灯\u9555"),
        ("text/plain; charset=rot13", b"Lamp", "Lamp"),
        ("text/plain; charset=punycode", b"Lamp", "Lamp"),
        ("text/plain; charset=utf-8", b"Caf\xc3\xa9 \xff", "Café \ufffd"),
        ("text/plain; charset=utf-8", b"Caf\xe9", "Café"),
        ("text/plain", b"Lit \x07 at\x00 dusk", "Lit \ufffd at\ufffd dusk"),
        ("text/html", b"<meta charset='cp1252'>Caf\xe9", "Café"),
        ('text/plain; charset="utf-8"; format=', b"Lamp", "Lamp"),
        (";;==", b"Lamp", "Lamp"),
    ],
)
def test_text_is_read_in_whatever_charset_it_is(
    kind: str, body: bytes, shown: str, read: Read
) -> None:
    assert read(raw(f"Subject: x\nContent-Type: {kind}", body)).told() == f"0 paragraph: {shown}\n"


@pytest.mark.parametrize(
    ("coding", "body"),
    [("base64", "TGFtcA=="), ("base64", "TGFtcA"), ("quoted-printable", "L=61mp"), ("8bit", "Lamp"),
     ("quoted-printable", "La=\nmp"), ("no-such", "Lamp")],
)  # fmt: skip
def test_text_is_unpacked(coding: str, body: str, read: Read) -> None:
    head = f"Subject: x\nContent-Transfer-Encoding: {coding}\nContent-Type: text/plain"
    assert read(raw(head, body)).told() == "0 paragraph: Lamp\n"


# -- plain text ------------------------------------------------------------------------------------


def as_html(text: str, *, flowed: bool = False, without_spaces: bool = False) -> str:
    return markup(
        text, flowed=flowed, without_spaces=without_spaces, dropped=lambda rule, said: None
    )


def test_flowed_lines_go_on_where_they_say_so() -> None:
    text = "This goes \non here.\nThis does not.\n\n From is stuffed.\n> Quoted \n> on.\nYes.\n"
    assert as_html(text, flowed=True) == (
        "<p>This goes on here.<br>This does not.</p><p>From is stuffed.</p>"
        "<blockquote><p>Quoted on.</p></blockquote><p>Yes.</p>"
    )
    assert as_html("日本 \n語\n", flowed=True, without_spaces=True) == "<p>日本語</p>"


def test_lines_that_a_program_broke_are_joined_and_verse_is_not() -> None:
    prose = "The lamp was lit at four o'clock, as it is on every day of the\nyear, and put out.\n"
    assert "<br>" not in as_html(prose + "\n" + prose)
    verse = "The lamp is lit at four again,\nThe night is long and full of rain,\nAnd so is May.\n"
    assert as_html(verse).count("<br>") == 2
    unbroken = "A paragraph in one line, " * 9 + "\nAnd one below it.\n"
    assert as_html(unbroken).count("<br>") == 1


def test_a_signature_and_a_lists_tail_are_told_and_left_out(read: Read) -> None:
    tail = "_" * 47 + "\nlamps mailing list\nhttps://x.example/mailman/listinfo/lamps\n"
    reading = read(
        letter(1, text="Text.\n\n-- \nAda\n1 Harbour St\n", **LIST),
        letter(2, text="Text.\n\n" + tail, **LIST),
    )
    assert [reading.told(0), reading.told(1)] == ["0 paragraph: Text.\n"] * 2
    assert set(reading.changes()) == {"mail.signature", "mail.list-footer"}


def test_a_letter_that_is_answered_is_left_out_where_it_stands_below(read: Read) -> None:
    below = "Yes.\n\nOn Mon, 4 Jan 2021, Bob <bob@mail.example>\nwrote:\n> Is it lit?\n> Bob\n"
    between = "> Is it lit?\nYes.\n> Since when?\nSince four.\n"
    original = "Yes.\n\n-----Original Message-----\nFrom: Bob\nIs it lit?\n"
    reading = read(*[letter(at, text=text) for at, text in enumerate((below, between, original))])
    assert reading.told(0) == reading.told(2) == "0 paragraph: Yes.\n"
    assert reading.told(1).count("blockquote") == 2
    assert "@" not in "".join(reading.changes()["mail.quoted-reply"])


def test_what_html_programs_quote_is_left_out_too(read: Read) -> None:
    gmail = (
        '<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">On Mon Bob &lt;<a href='
        '"mailto:bob@mail.example">bob@mail.example</a>&gt; wrote:</div><blockquote class='
        '"gmail_quote">Is it lit?</blockquote></div>'
    )
    apple = "<div>Yes.</div><div>On Mon, Bob wrote:</div><blockquote type='cite'>Lit?</blockquote>"
    outlook = "<p>Yes.</p><hr><div id='divRplyFwdMsg'>From: Bob</div><div>Is it lit?</div>"
    between = "<blockquote type='cite'>Lit?</blockquote><p>Yes.</p>"
    alone = "<blockquote type='cite'>Lit?</blockquote>"
    reading = read(
        *[letter(at, "Re: lit", html=html) for at, html in
          enumerate((gmail, apple, outlook, between, alone))]
    )  # fmt: skip
    told = [reading.told(at).replace("scenebreak", "").split("\n")[0] for at in range(5)]
    assert told == ["0 paragraph: Yes."] * 3 + ["0 blockquote"] * 2
    assert len(reading.changes()["mail.quoted-reply"]) == 4


def test_a_letter_that_was_passed_on_is_kept_without_its_head(read: Read) -> None:
    html = (
        '<div>Look.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded '
        "message ---------<br>From: Bob &lt;bob@mail.example&gt;</div><p>It is lit.</p></div>"
    )
    reading = read(letter(1, "Fwd: lit", html=html))
    assert reading.one.kind == "forward"
    assert reading.told() == "0 paragraph: Look.\n1 paragraph: It is lit.\n"


# -- furniture -------------------------------------------------------------------------------------


def test_furniture_in_the_middle_is_text(read: Read) -> None:
    html = (
        "<p>Dear reader,</p><p>Do unsubscribe if the lamp bores you.</p>"
        + "<p>" + "The log goes on for many words. " * 12 + "</p>"
    )  # fmt: skip
    assert "unsubscribe" in read(letter(1, html=html)).told()


def test_a_letter_that_is_all_furniture_stays(read: Read) -> None:
    assert read(letter(1, html="<p>Unsubscribe</p>")).told() == "0 paragraph: Unsubscribe\n"


def test_a_table_of_figures_is_one_and_a_table_that_lays_out_is_none(read: Read) -> None:
    cells = "<tr><td>oil</td><td>9</td></tr><tr><td>wick</td><td>2</td></tr>"
    reading = read(
        letter(1, html=f"<table border='1'>{cells}</table>"),
        letter(2, html=f"<table><tr><th>x</th><th>y</th></tr>{cells}</table>"),
        letter(3, html=f"<table>{cells}</table>"),
    )
    assert [reading.told(at).split("\n")[0] for at in range(3)] == [
        "0 table", "0 table", "0 paragraph: oil"]  # fmt: skip


# -- privacy ---------------------------------------------------------------------------------------

FIELDS = (
    "To", "Cc", "Bcc", "Reply-To", "Sender", "Return-Path", "Delivered-To", "X-Original-To",
    "List-Unsubscribe", "List-Post", "X-Original-Sender", "Errors-To", "In-Reply-To", "References",
    "Disposition-Notification-To", "X-Forwarded-To",
)  # fmt: skip


def test_no_address_of_a_head_comes_out(read: Read) -> None:
    hidden = {name: f"<canary{at}@mail.example>" for at, name in enumerate(FIELDS)}
    head = "\n".join(f"{name}: {value}" for name, value in hidden.items())
    body = (
        "Write to ada@lamps.example, or see https://x.example/u?e=canary0%40mail.example&x=1\n\n"
        "canary1@mail.example said so <someone@else.example>.\n\n"
        "This letter was sent to canary2@mail.example. Unsubscribe.\n"
    )
    reading = read(
        raw(head + "\nSubject: To canary0@mail.example", body),
        letter(2, "Re: canary3@mail.example", text="Secret.\n"),
        letter(3, text="x", sender="Bob canary <canary99@mail.example>"),
    )
    out = repr((reading.posts, vars(reading.bench), reading.intake.profile, reading.intake.sources))
    assert "canary" not in out
    assert "@" not in out.replace("Bench object at", "")
    assert "https://x.example/u" in reading.told()
    assert "[e-mail address withheld]" in reading.told()


def test_the_name_of_a_letter_is_read_as_text(read: Read) -> None:
    assert read(letter(1, "<b>Oil</b> & wick")).one.title == (Text("<b>Oil</b> & wick"),)
