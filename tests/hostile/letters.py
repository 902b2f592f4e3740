"""Mail whose parts nest, lie about their ends and their letters, or carry heads within heads."""

from __future__ import annotations

import base64

from tests.hostile.case import Case, Read, Refused
from tests.specimens.mail import FROM, letter

FIRST, LAST = "The first of them.", "The last of them."


def box(*letters: str) -> bytes:
    ends = letter("1", FIRST), letter("9", LAST, day="09", Subject="Another light")
    said = [ends[0], *letters, ends[1]]
    return "".join(FROM + one for one in said).encode("utf-8", "surrogateescape")


def odd(said: str, kind: str = "text/plain; charset=utf-8", **more: str) -> str:
    return letter("5", said, day="05", Content_Type=kind, **more)


def nested(depth: int) -> str:
    """A letter in parts within parts; the words stand in the innermost."""
    head = "".join(
        f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(depth)
    )
    return head + f"--b{depth}\nContent-Type: text/plain\n\nThe middle of them.\n--b{depth}--\n"


def case(name: str, *letters: str, expected: Read | Refused | None = None) -> Case:
    return Case(f"{name}, in a box of letters", "lights.mbox", lambda: box(*letters),
                expected or Read(3, says=(FIRST, LAST)))  # fmt: skip


MIDDLE = "The middle of them."
ALL = Read(3, says=(FIRST, MIDDLE, LAST))
BASE64 = base64.b64encode(MIDDLE.encode()).decode()

CASES = (
    case("parts a thousand deep", odd(nested(1000), 'multipart/mixed; boundary="b0"'),
         expected=Read(2, {"it could not be read": 1}, says=(FIRST, LAST))),
    case("parts twenty deep", odd(nested(20), 'multipart/mixed; boundary="b0"')),
    case("a thousand parts side by side",
         odd("--b\nContent-Type: text/plain\n\nMore.\n" * 1000 + "--b--", 'multipart/mixed; boundary="b"')),
    case("a boundary that never comes", odd(MIDDLE, 'multipart/mixed; boundary="nowhere"'),
         expected=ALL),
    case("parts without a boundary", odd(MIDDLE, "multipart/mixed"), expected=ALL),
    case("a boundary that never ends", odd(f"--b\nContent-Type: text/plain\n\n{MIDDLE}\n",
                                           'multipart/mixed; boundary="b"'), expected=ALL),
    case("a boundary of a thousand letters", odd(MIDDLE, f'multipart/mixed; boundary="{"b" * 1000}"'),
         expected=ALL),
    case("an alphabet that nobody knows", odd(MIDDLE, "text/plain; charset=klingon"), expected=ALL),
    case("an alphabet that it is not", odd("Caf\udce9. " + MIDDLE, "text/plain; charset=utf-8"),
         expected=ALL),
    case("an alphabet of seven bits that has eight", odd("Café. " + MIDDLE, "text/plain; charset=us-ascii"),
         expected=ALL),
    case("an alphabet that is a program's own", odd(MIDDLE, "text/plain; charset=unicode_escape"),
         expected=ALL),
    case("base64 that is none", odd("!!! not base64 at all ===", Content_Transfer_Encoding="base64")),
    case("base64 that was cut off", odd(BASE64[:-3], Content_Transfer_Encoding="base64")),
    case("base64 in the middle of a box", odd(BASE64, Content_Transfer_Encoding="base64"), expected=ALL),
    case("quoted signs that are none", odd("=ZZ =\n=3 =C3=28 " + MIDDLE,
                                           Content_Transfer_Encoding="quoted-printable"), expected=ALL),
    case("a coding that nobody knows", odd(MIDDLE, Content_Transfer_Encoding="x-zip"), expected=ALL),
    case("a file in the words as old machines sent it",
         odd(MIDDLE + "\n\nbegin 644 ../../../etc/passwd\n#86)C\n`\nend\n"), expected=ALL),
    case("a subject that adds a head", odd(MIDDLE, Subject="Light\n\tBcc: x@x.example"), expected=ALL),
    case("a subject in words that are none", odd(MIDDLE, Subject="=?klingon?q?a?= =?utf-8?b?!!!?= =?"),
         expected=ALL),
    case("a subject of a megabyte", odd(MIDDLE, Subject="x" * 1_000_000), expected=ALL),
    case("ten thousand fields", odd(MIDDLE, **{f"X_F{n}": "x" for n in range(10_000)}), expected=ALL),
    case("a field of a megabyte", odd(MIDDLE, X_Long="x " * 500_000), expected=ALL),
    case("a date that never was", odd(MIDDLE, Date="Thu, 99 Foo 99999 99:99:99 +9999"), expected=ALL),
    case("a date of the year zero", odd(MIDDLE, Date="Mon, 01 Jan 0000 00:00:00 +0000"), expected=ALL),
    case("no fields but a blank line", "\n" + MIDDLE + "\n\n",
         expected=Read(2, {"no sender": 1}, says=(FIRST, LAST))),
    case("a letter of fields alone", "Subject: x\nFrom: CANARY-mail-author@x.example\n\n",
         expected=Read(2, {"nothing in it": 1}, says=(FIRST, LAST))),
    case("a letter in a letter in a letter",
         odd("Content-Type: message/rfc822\n\n" * 50 + MIDDLE, "message/rfc822"),
         expected=Read(2, {"nothing in it": 1}, says=(FIRST, LAST))),
    case("lines that look like the start of a letter",
         odd("From here on:\n\n>From there on:\n>>From everywhere."),
         expected=Read(3, says=(FIRST, "From here on", LAST))),
    case("forty answers to answers", *[
        letter(f"a{n}", f"Answer {n}.", In_Reply_To=f"<a{(n + 1) % 40}.CANARY-mail-message-id@x.example>")
        for n in range(40)], expected=Read(42, says=(FIRST, LAST))),
    case("one id for three letters", odd(MIDDLE), odd("Another."), odd("A third."),
         expected=Read(5, says=(FIRST, MIDDLE, LAST))),
    Case("a box of nothing but first lines", "lights.mbox", lambda: FROM.encode() * 1000,
         Read(0, {"no sender": 1})),
    Case("a box that was cut off", "lights.mbox", lambda: box(odd(MIDDLE))[:-40],
         Read(2, {"nothing in it": 1}, says=(FIRST, MIDDLE))),
    Case("a box of machines' line ends", "lights.mbox",
         lambda: box(odd(MIDDLE)).replace(b"\n", b"\r\n"), ALL),
    Case("a box with a line of a megabyte before it", "lights.mbox",
         lambda: b"x" * 1_000_000 + b"\n" + box(odd(MIDDLE)), Refused("no reader knows this archive")),
)  # fmt: skip
