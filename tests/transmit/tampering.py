"""Ways to tamper with a version, as data: each some edits of its files, and the reason for which it
must be refused. The published test vectors are made of the same table."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.transmit import bag, dsse
from pipeline.transmit.contract import Transmittal
from tests.transmit import shops
from tests.transmit.shops import Files

DOCX = "data/manuscript/small-lights.docx"
SENT = "signatures/sent.dsse.json"


class Edit(Struct, frozen=True, omit_defaults=True):
    """`flip` inverts the lowest bit of the byte at `at` (from the end, if below 0)."""

    op: Literal["flip", "set", "delete", "copy"]
    file: str
    at: int = 0
    data: bytes = b""  # base64 in JSON
    to: str = ""


class Case(Struct, frozen=True):
    name: str
    about: str
    code: str
    edits: tuple[Edit, ...]


def applied(files: Files, edits: tuple[Edit, ...]) -> Files:
    out = dict(files)
    for edit in edits:
        match edit.op:
            case "flip":
                data = bytearray(out[edit.file])
                data[edit.at] ^= 1
                out[edit.file] = bytes(data)
            case "set":
                out[edit.file] = edit.data
            case "delete":
                del out[edit.file]
            case "copy":
                out[edit.to] = out[edit.file]
    return out


def cases(good: Files, draft: Files) -> list[Case]:
    return [*_bytes(good), *_names(), *_forged(good), *_lies(good, draft)]


def _bytes(good: Files) -> list[Case]:
    """A byte altered, or a file gone, in each class of files."""
    rows = [
        ("payload", DOCX, "bag.digest"),
        ("payload-log", "data/logs/words.csv", "bag.digest"),
        ("tag-transmittal", "metadata/transmittal.json", "bag.digest"),
        ("tag-onix", "metadata/onix.xml", "bag.digest"),
        ("tag-info", "bag-info.txt", "bag.digest"),
        ("tag-page", "README.html", "bag.digest"),
        ("declaration", "bagit.txt", "bag.digest"),
        ("manifest", "manifest-sha256.txt", "bag.digest"),
        ("tag-manifest", "tagmanifest-sha256.txt", "signature.subject"),
        ("signature-provenance", "signatures/provenance.dsse.json", "signature.form"),
        ("signature-tests", "signatures/tests.dsse.json", "signature.form"),
        ("event", SENT, "signature.form"),
    ]
    found = [
        Case(f"{name}-byte", f"the last byte but two of {file} is altered", code,
             (Edit("flip", file, at=-3),))
        for name, file, code in rows
    ]  # fmt: skip
    found += [
        Case(f"{name}-gone", f"{file} is missing", "bag.missing", (Edit("delete", file),))
        for name, file, _ in rows
    ]
    at = good[SENT].index(b'"sig":"') + 20
    return [
        *found,
        Case("event-signature", "a letter of the signature itself is altered", "signature.false",
             (Edit("flip", SENT, at=at),)),
        Case("event-said", "a letter of the signed event is altered", "signature.false",
             (Edit("flip", SENT, at=40),)),
    ]  # fmt: skip


def _names() -> list[Case]:
    """A file too many, under every sort of name."""
    rows = [
        ("stray-payload", "data/extra.txt", "file.stray"),
        ("stray-tag", "metadata/extra.json", "file.stray"),
        ("stray-signature", "signatures/extra.dsse.json", "file.stray"),
        ("stray-root", "extra.txt", "file.stray"),
        ("stray-manifest", "manifest-md5.txt", "file.stray"),
        ("fetch", "fetch.txt", "bag.fetch"),
        ("conflict-dropbox", "data/logs/words (Ada's conflicted copy 2026-02-03).csv",
         "file.conflict"),
        ("conflict-syncthing", "data/logs/words.sync-conflict-20260203-040506-ABCDEFG.csv",
         "file.conflict"),
        ("half-synced", "data/logs/.syncthing.words.csv.tmp", "file.conflict"),
        ("case-clash", "data/Logs/words.csv", "name.alike"),
        ("folder-case-clash", "data/LOGS/more.csv", "name.alike"),
        ("folder-as-file", "data/Logs", "name.alike"),
        ("device", "data/logs/aux.csv", "name.unsafe"),
        ("not-composed", "data/logs/caf\u0065\u0301.csv", "name.form"),
        ("colon", "data/logs/words.csv:hidden", "name.unsafe"),
        ("backslash", "data/logs\\words.csv", "name.unsafe"),
        ("line-end", "data/logs/words\n.csv", "name.unsafe"),
        ("right-to-left", "data/logs/words\u202evsc.exe", "name.unsafe"),
        ("long", f"data/{'a' * 150}.txt", "name.long"),
    ]  # fmt: skip
    return [
        Case(name, f"there is a file more, {file!a}", code, (Edit("set", file, data=b"x"),))
        for name, file, code in rows
    ]


def _forged(good: Files) -> list[Case]:
    """Alterations with all manifests put right again: only the signatures tell."""
    altered = dict(good)
    altered["data/logs/words.csv"] += b"\r\n"
    payload = {n: hashlib.sha256(d).hexdigest() for n, d in altered.items() if n[:5] == "data/"}
    altered["manifest-sha256.txt"] = bag.manifest(payload)
    tags = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in altered.items()
        if not name.startswith(("data/", "signatures/", "tagmanifest"))
    }
    altered["tagmanifest-sha256.txt"] = bag.manifest(tags)
    event = dsse.opened(good[SENT], dsse.EVENT)[1]
    stolen = dsse.sign(event, dsse.EVENT, shops.seed("mallory"))
    spaced = good[SENT].replace(b'"payloadType"', b' "payloadType"')
    twice = good[SENT].replace(b'{"payload":', b'{"payload":"","payload":')
    return [
        Case("forged-manifests", "a log is altered, and every manifest mended", "signature.subject",
             _between(good, altered)),
        Case("forged-key", "the event is signed anew with a stranger's key", "signature.key",
             (Edit("set", SENT, data=stolen),)),
        Case("forged-swap", "one signature stands in the place of the other", "signature.form",
             (Edit("copy", "signatures/tests.dsse.json", to="signatures/provenance.dsse.json"),)),
        Case("spelling", "a space more in an envelope", "signature.form",
             (Edit("set", SENT, data=spaced),)),
        Case("key-twice", "a key that stands twice in an envelope", "signature.form",
             (Edit("set", SENT, data=twice),)),
    ]  # fmt: skip


def _lies(good: Files, draft: Files) -> list[Case]:
    """What the sender itself signed, and is not so."""
    sent = msgspec.json.decode(draft["metadata/transmittal.json"], type=Transmittal)
    work, extent = sent.work, sent.extent
    isbn = replace(work.identifiers[0], scheme="15", value="9780306406158")
    rows = [
        ("lie-words", "the extent says a word more than the docx holds", "extent.differs",
         replace(sent, extent=replace(extent, words=extent.words + 1))),
        ("lie-notes", "the extent says a note less", "extent.differs",
         replace(sent, extent=replace(extent, notes=extent.notes - 1))),
        ("lie-isbn", "the ISBN's check digit is wrong", "transmittal.isbn",
         replace(sent, work=replace(work, identifiers=(isbn,)))),
        ("lie-item", "an item has another size", "transmittal.items",
         replace(sent, items=(replace(sent.items[0], bytes=1), *sent.items[1:]))),
        ("must-understand", "an extension that must be understood", "paper.extension",
         replace(sent, must_understand=("https://example.org/x",))),
    ]  # fmt: skip
    found = []
    for name, about, code, said in rows:
        made = shops.sealed({**draft, "metadata/transmittal.json": msgspec.json.encode(said)},
                            shops.order())  # fmt: skip
        found.append(Case(name, about, code, _between(good, shops.whole(draft, made))))
    for name, about, code, was, now in (
        ("field-unknown", "a field that the contract does not know", "paper.field",
         b'"version": 1', b'"more": 0,"version": 1'),
        ("field-wrong", "words where a number belongs", "paper.field",
         b'"version": 1', b'"version": "one"'),
        ("format-unknown", "a later format", "paper.format", b"f2f.transmittal/1",
         b"f2f.transmittal/2"),
        ("answer-missing", "an answer that is named and not there", "transmittal.answers",
         b'"answers": []', b'"answers": ["CR-0001"]'),
        ("not-json", "no JSON", "paper.field", b'"version": 1', b'"version": NaN'),
    ):  # fmt: skip
        found.append(Case(name, about, code, _between(good, resigned(good, was, now))))
    return found


def resigned(good: Files, was: bytes, now: bytes, file: str = "metadata/transmittal.json") -> Files:
    """A version with a paper altered and signed so by its sender."""
    altered = {**good, file: good[file].replace(was, now, 1)}
    assert altered[file] != good[file]
    tags = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in altered.items()
        if not name.startswith(("data/", "signatures/", "tagmanifest"))
    }
    altered["tagmanifest-sha256.txt"] = bag.manifest(tags)
    old, new = (hashlib.sha256(one["tagmanifest-sha256.txt"]).hexdigest().encode()
                for one in (good, altered))  # fmt: skip
    for name in [name for name in good if name.startswith("signatures/")]:
        kind = dsse.EVENT if name == SENT else dsse.STATEMENT
        said = dsse.opened(good[name], kind)[1].replace(old, new)
        altered[name] = dsse.sign(said, kind, shops.seed("quill"))
    return altered


def _between(good: Files, other: Files) -> tuple[Edit, ...]:
    """The edits that make the one of the other."""
    gone = [Edit("delete", name) for name in sorted(good.keys() - other.keys())]
    new = [Edit("set", n, data=d) for n, d in sorted(other.items()) if good.get(n) != d]
    return (*gone, *new)
