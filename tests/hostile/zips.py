"""Zips that climb, lie, swell, overlap, or call their members what no disk would."""

from __future__ import annotations

import struct

from tests.hostile.byhand import Entry, entry, zipped
from tests.hostile.case import Case, Read, Refused
from tests.specimens.specimen import zipped as honest

GIGA = 1 << 30
FINE = b"---\ntitle: A Fine Day\ndate: 2020-05-01\n---\n\nThe weather was fine.\n"
SAID = ("The weather was fine.",)


def _zip(name: str, *entries: Entry, expected: Refused | Read, file: str = "notes.zip") -> Case:
    return Case(name, file, lambda: zipped(entry("fine.md", FINE), *entries), expected)


def _bytes(name: str, data: bytes, *words: str) -> Case:
    return Case(name, "notes.zip", lambda: data, Refused(*words))


HONEST = honest({"fine.md": FINE, "second.md": FINE * 40})
OUT = ("leads out of the archive",)
CLIMBING = {
    "a member climbs out of the folder": "../../escaped.md",
    "a member climbs from within": "ok/../../escaped.md",
    "a member starts at the root": "/tmp/escaped.md",
    "a member climbs by backslashes": "a\\..\\..\\escaped.md",
    "a member names a drive": "C:escaped.md",
    "a member names a drive and its root": "C:/escaped.md",
    "a member names a machine": "\\\\far\\share\\escaped.md",
    "a member is the folder above": "..",
    "a member climbs in the spelling of the web and is only a strange name": "%2e%2e/escaped.md",
    "a member's name ends before it ends": "fine.md\0../../escaped.md",
}
STRANGE = {
    "a member is called as Windows calls a device": "CON.md",
    "a member is called as Windows calls a port": "aux/COM1.md",
    "a member's name ends in a dot and a space": "ends. /here .md",
    "a member's name is a thousand letters": "x" * 1000 + ".md",
    "a member lies a thousand folders deep": "d/" * 1000 + "deep.md",
    "a member's name turns the text around": "\u202egnp.dm.md",
    "a member's name holds escapes for a terminal": "\x1b[2J\x1b]0;x\x07.md",
    "a member's name is a wildcard and a pipe": "|?<>*.md",
    "a member's name holds a line break": "one\ntwo.md",
    "a member's name is all accents": "e" + "\u0301" * 200 + ".md",
}


def _named(name: str, spelled: str) -> Case:
    words = Refused(*OUT) if spelled[:1] != "%" else Read(2, says=SAID)
    other = FINE.replace(b"fine.", b"fine again.").replace(b"Fine", b"Finer")
    return _zip(name, entry(spelled, other, flags=0x800), expected=words)


def _strange(name: str, spelled: str) -> Case:
    other = FINE.replace(b"fine.", b"fine again.").replace(b"Fine", b"Finer")
    expected = Read(2, says=(*SAID, "The weather was fine again."))
    return _zip(name, entry(spelled, other, flags=0x800), expected=expected)


def _same_name_twice() -> Case:
    return _zip("two members have one name", entry("fine.md", b"another"),
                expected=Refused("have one name", "fine.md"))  # fmt: skip


_END = HONEST.rindex(b"PK\x05\x06")
_DIRECTORY = HONEST.index(b"PK\x01\x02")

CASES = (
    *[_named(name, spelled) for name, spelled in CLIMBING.items()],
    *[_strange(name, spelled) for name, spelled in STRANGE.items()],
    _same_name_twice(),
    _zip("names differ only in capitals and both are read",
         entry("FINE.md", FINE.replace(b"fine.", b"loud.").replace(b"Fine", b"Loud")),
         expected=Read(2, says=(*SAID, "The weather was loud."), codes=("archive.alike-names",))),
    _zip("names differ only in the spelling of an accent and both are read",
         entry("\u00e9.md", FINE.replace(b"fine.", b"one."), flags=0x800),
         entry("e\u0301.md", FINE.replace(b"fine.", b"two."), flags=0x800),
         expected=Read(3, says=("The weather was one.", "The weather was two."))),
    _zip("a name is spelled in no alphabet that the zip declares",
         entry(b"\x8e\x99\xff\xfe.md", FINE.replace(b"fine.", b"odd.")),
         expected=Read(2, says=("The weather was odd.",))),
    _zip("a name says that it is UTF-8 and is not", entry(b"\xff\xfe.md", FINE, flags=0x800),
         expected=Refused("damaged")),
    _zip("a member has no name", entry("", FINE), expected=Refused("has no name")),
    _zip("a member is a link", entry("link.md", b"/etc/passwd", mode=0o120777),
         expected=Refused("a link to another file")),
    _zip("a member is a device", entry("tty.md", FINE.replace(b"fine.", b"null."), mode=0o020666),
         expected=Read(2, says=SAID)),
    _zip("a member is encrypted", entry("shut.md", FINE, flags=1), expected=Refused("encrypted")),
    _zip("a member is strongly encrypted", entry("shut.md", FINE, flags=0x41),
         expected=Refused("encrypted")),
    _zip("a member is packed in a way that is not known",
         entry("rare.md", FINE, method=97),
         expected=Read(1, {"cannot be read": 1}, says=SAID, codes=("markdown.unreadable",))),
    _zip("two members lie on the same bytes", entry("b.md", FINE, at=0),
         expected=Refused("share bytes")),
    _zip("a member quotes the header of the next",
         entry("outer.md", b"", method=0, packed=40, size=40), entry("inner.md", FINE),
         expected=Refused("share bytes")),
    _zip("a member's own header pushes it into the next",
         entry("a.md", FINE, local_extra=60), entry("b.md", FINE.replace(b"fine.", b"wet.")),
         expected=Read(2, {"cannot be read": 1}, says=("The weather was wet.",))),
    _zip("a member is called otherwise in its own header",
         entry("b.md", FINE, local_name=b"c.md"),
         expected=Read(1, {"cannot be read": 1}, says=SAID)),
    _zip("a member has other bytes than its checksum says", entry("b.md", FINE, crc=7),
         expected=Read(1, {"cannot be read": 1}, says=SAID)),
    _zip("a member holds more than its header says",
         entry("b.md", b"\0" * (8 << 20), size=100),
         expected=Read(1, {"cannot be read": 1}, says=SAID)),
    _zip("a member holds less than its header says", entry("b.md", FINE, size=10_000),
         expected=Read(1, {"cannot be read": 1}, says=SAID)),
    _zip("a member says that it is ten gigabytes", entry("huge.md", FINE, size=10 * GIGA),
         expected=Refused("made to fill a disk", "10,737,418")),
    _zip("a member says that it is sixteen exabytes", entry("huge.md", FINE, size=(1 << 64) - 1),
         expected=Refused("made to fill a disk")),
    _zip("a member is a bomb", entry("bomb.md", b"\0" * (40 << 20)),
         expected=Read(1, {"cannot be read": 1}, says=SAID)),
    _zip("forty members are a bomb together",
         *[entry(f"{n}.md", FINE, size=30 << 20) for n in range(40)],
         expected=Refused("made to fill a disk")),
    _zip("a zip within a zip within a zip stays shut",
         entry("inner.zip", honest({"deeper.zip": honest({"deep.md": FINE})})),
         expected=Read(1, says=SAID, hides=("deep.md",))),
    _zip("a member is a folder with bytes in it", entry("folder/", FINE),
         expected=Read(1, says=SAID)),
    _zip("a member is a file and a folder of others",
         entry("a.md", FINE.replace(b"fine.", b"flat.")),
         entry("a.md/b.md", FINE.replace(b"fine.", b"deep.")),
         expected=Read(3, says=("The weather was flat.", "The weather was deep."))),
    _bytes("an empty file is called a zip", b"", "not a zip"),
    _bytes("a letter is called a zip", b"Dear diary,\n", "not a zip"),
    _bytes("a page is called a zip", b"<!DOCTYPE html><title>Log in</title>", "not a zip"),
    _bytes("a zip has no members", honest({}), "it holds no files"),
    _bytes("a zip is cut off within a member", HONEST[:60], "cut short or damaged"),
    _bytes("a zip is cut off before its directory", HONEST[:_DIRECTORY], "cut short"),
    _bytes("a zip is cut off within its directory", HONEST[: _DIRECTORY + 30], "cut short"),
    _bytes("a zip is cut off within its last lines", HONEST[:-7], "cut short"),
    _bytes("a zip's middle is missing", HONEST[:40] + HONEST[90:], ""),
    _bytes("a zip's directory is said to lie behind its end",
           HONEST[: _END + 16] + struct.pack("<L", 0x7FFFFFFF) + HONEST[_END + 20 :], "damaged"),
    Case("a zip says that it is a disk of many", "notes.zip",
         lambda: HONEST[: _END + 4] + b"\x07\x00\x07\x00" + HONEST[_END + 8 :], Read(2, says=SAID)),
    Case("a zip counts a thousand members and has two", "notes.zip",
         lambda: HONEST[: _END + 8] + struct.pack("<2H", 1000, 1000) + HONEST[_END + 12 :],
         Read(2, says=SAID)),
    Case("a program stands before the zip and the zip is read", "notes.zip",
         lambda: b"MZ\x90\0" * 100 + zipped(entry("fine.md", FINE)), Read(1, says=SAID)),
    Case("rubbish stands behind the zip and the zip is read", "notes.zip",
         lambda: zipped(entry("fine.md", FINE)) + b"rubbish" * 10, Read(1, says=SAID)),
    Case("a hundred thousand members are read", "notes.zip",
         lambda: zipped(entry("fine.md", FINE),
                        *[entry(f"x/{n}.blob", b"", method=0) for n in range(100_000)]),
         Read(1, says=SAID, codes=("archive.unknown-member",))),
)  # fmt: skip
