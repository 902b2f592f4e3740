"""Mail: the author's letters to a list lie among everybody's letters to the author."""

from __future__ import annotations

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text

FROM = "From MAILER-DAEMON Thu May 02 10:00:00 2019\n"


def letter(id: str, said: str, *, to: str = "lights", day: str = "02", **more: str) -> str:
    """One letter of Ada's, to her list as a rule."""
    fields = {
        "Return-Path": "<CANARY-mail-return@x.example>",
        "Received": "from CANARY-mail-host (CANARY-mail-ip [192.0.2.7]) by mx.example; "
        f"Thu, {day} May 2019 10:00:00 +0000",
        "X-Originating-IP": "[CANARY-mail-origin]",
        "DKIM-Signature": "v=1; b=CANARY-mail-signature",
        "Message-ID": f"<{id}.CANARY-mail-message-id@x.example>",
        "Date": f"Thu, {day} May 2019 10:00:00 +0000",
        "From": "Ada Quill <CANARY-mail-author@x.example>",
        "To": f"{to} <CANARY-mail-{to}@x.example>",
        "Cc": "Tove Lisle <CANARY-mail-copied@x.example>",
        "Bcc": "CANARY-mail-blind@x.example",
        "Subject": "A light",
        "List-Id": "Small Lights <lights.x.example>",
        "List-Unsubscribe": "<https://x.example/CANARY-mail-unsubscribe>",
        "X-Mailer": "CANARY-mail-program",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
    } | {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"{head}\n{said}\n\n"


def other(word: str, **more: str) -> str:
    """A letter that somebody else wrote."""
    word = f"CANARY-mail-{word}"
    return letter(
        word, f"{word}-words", From=f"{word}-name <{word}@x.example>", Subject=f"{word}-subject",
        List_Id="", List_Unsubscribe="", To="Ada Quill <ada@x.example>", **more,
    )  # fmt: skip


PARTS = """--edge
Content-Type: text/plain; charset=utf-8

And lit again, ROBIN-mail-parts.

--edge
Content-Type: text/csv; name="CANARY-mail-attached.csv"
Content-Disposition: attachment; filename="CANARY-mail-attached.csv"

CANARY-mail-attachment
--edge--
"""
LETTERS = (
    letter("1", "The lamp was lit, ROBIN-mail-letter."),
    letter("2", PARTS, day="03", Content_Type='multipart/mixed; boundary="edge"'),
    letter("3", "And it went out, ROBIN-mail-third.", day="04"),
    other("reader"),
    other("answer", In_Reply_To="<1.CANARY-mail-message-id@x.example>"),
    letter("4", "CANARY-mail-personal", to="tove", List_Id="", List_Unsubscribe="",
           Subject="CANARY-mail-personal-subject"),
)  # fmt: skip
BOX = text("".join(FROM + one for one in LETTERS))
DRAFTS = text(FROM + letter("5", "CANARY-mail-draft", Subject="CANARY-mail-draft-subject"))

SPECIMENS = (
    Specimen(
        "mail",
        "mbox",
        {
            "lights.mbox": BOX,
            "Drafts.mbox": DRAFTS,
            "contacts.vcf": b"BEGIN:VCARD\nEMAIL:CANARY-mail-contact@x.example\nEND:VCARD\n",
            "lamp.jpg": jpeg("CANARY-mail-photo"),
        },
        alone="lights.mbox",
    ),
    Specimen(
        "mail",
        "eml",
        {f"letters/{at}.eml": one.encode() for at, one in enumerate(LETTERS)},
    ),
)
