"""Parts: what a letter consists of, and which of its forms is to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from msgspec import Struct, field

from pipeline.markup.plain import MARK

_DEEPEST = 30
"""Parts within one another."""

_PICTURES = "image/"
_UNFIT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
_ALSO = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252",
         "us-ascii": "utf-8", "ascii": "utf-8", "ks_c_5601-1987": "cp949", "x-sjis": "cp932",
         "shift_jis": "cp932", "iso-8859-8-i": "iso-8859-8", "utf8": "utf-8",
         "unicode-1-1-utf-7": "utf-7", "default": "utf-8", "": "utf-8"}  # fmt: skip
"""Charsets by the names that letters give them, and those that hold them."""

_FAULTS = frozenset(
    """NoBoundaryInMultipartDefect StartBoundaryNotFoundDefect CloseBoundaryNotFoundDefect
    MultipartInvariantViolationDefect InvalidBase64PaddingDefect InvalidBase64CharactersDefect
    InvalidBase64LengthDefect""".split()  # noqa: SIM905
)
"""What the library finds wrong with a part, where it concerns what the part says."""

if TYPE_CHECKING:
    Mail = Message[str, str]
else:
    Mail = Message  # generic in the types alone


class Piece(Struct, frozen=True):
    """A stretch of a letter."""

    form: Literal["html", "text", "picture"]
    text: str  # or the key of the picture
    flowed: bool = False
    without_spaces: bool = False  # flowed text whose spaces at line ends are not the writer's


class Letter(Struct):
    """All that a letter shows."""

    pieces: list[Piece] = field(default_factory=list)
    pictures: dict[str, Mail] = field(default_factory=dict)  # by cid, by location, by number
    files: int = 0  # that hang on it, and no book can show
    written_in: dict[str, bytes] = field(default_factory=dict)  # pictures within the HTML itself

    def picture(self, src: str) -> bytes:
        """The bytes of the picture that an address in the HTML means; none where the letter does
        not hold it."""
        known = unquote(src).lower() if src[:4].lower() == "cid:" else src
        if known in self.written_in:
            return self.written_in[known]
        part = self.pictures.get(known)
        return data_of(part) if part is not None else b""


def parsed(data: bytes) -> Mail:
    """A letter as a tree of parts, by the library's older rules: they raise at no field, and read
    none that is not asked for. Raises RecursionError where the parts lie too deep."""
    from email import message_from_bytes, policy

    return message_from_bytes(data, policy=policy.compat32)


def letter_of(message: Mail) -> Letter:
    """What a letter shows: its HTML where it has any, its plain text otherwise."""
    letter = Letter()
    pieces = list(_pieces(message, letter, 0))
    called = "".join([piece.text.lower() for piece in pieces if piece.form == "html"])
    letter.pieces = [piece for piece in pieces if not _is_called(piece, letter, called)]
    return letter


def _is_called(piece: Piece, letter: Letter, called: str) -> bool:
    """Whether a picture is one that the HTML shows at its place."""
    if piece.form != "picture":
        return False
    cid = _field(letter.pictures[piece.text], "content-id").strip().strip("<>").lower()
    return bool(cid) and f"cid:{cid}" in called


def is_faulty(message: Mail) -> bool:
    """Whether a letter that was read is packed otherwise than it says, so that what it shows may
    not be what was written."""
    return any(_is_misnamed(part) or _is_spoilt(part) for part in message.walk())


def _is_spoilt(part: Mail) -> bool:
    return any(type(defect).__name__ in _FAULTS for defect in part.defects)


def _is_misnamed(part: Mail) -> bool:
    """Whether a text is not in the characters that the letter names."""
    name = _params(part).get("charset", "").lower() if _kind(part).startswith("text/") else ""
    if not name:
        return False
    try:
        data_of(part).decode(_ALSO.get(name, name))
    except (LookupError, ValueError):
        return True
    return False


def data_of(part: Mail) -> bytes:
    """The bytes of a part, unpacked."""
    try:
        found = part.get_payload(decode=True)
    except Exception:  # whatever a broken field makes the library do
        found = _unpacked(part)
    return found if isinstance(found, bytes) else b""


def _unpacked(part: Mail) -> bytes:
    """The bytes of a part whose encoding the library cannot tell."""
    import binascii
    import quopri

    said = part.get_payload()
    data = said.encode("utf-8", "surrogateescape") if isinstance(said, str) else b""
    coding = _field(part, "content-transfer-encoding").strip().lower()
    try:
        if coding.startswith("base64"):
            return binascii.a2b_base64(data)
    except binascii.Error:
        return data
    return quopri.decodestring(data) if coding.startswith("quoted") else data


# -- the tree --------------------------------------------------------------------------------------


def _pieces(part: Mail, letter: Letter, depth: int) -> Iterator[Piece]:
    kind = _kind(part)
    inner = part.get_payload()
    if depth > _DEEPEST or kind == "message/rfc822":
        letter.files += 1
    elif kind.startswith("multipart/") and isinstance(inner, list):
        parts: list[Mail] = [one for one in inner if isinstance(one, Message)]
        if kind == "multipart/alternative":
            yield from _best(parts, letter, depth)
        else:
            related = kind == "multipart/related"
            for at, one in enumerate(parts):
                if related and at and _kind(one).startswith(_PICTURES):
                    _keep(one, letter)
                else:
                    yield from _pieces(one, letter, depth + 1)
    elif _is_attached(part) and not kind.startswith(_PICTURES):
        letter.files += 1
    elif kind.startswith("multipart/"):  # it says that it has parts, and has none
        yield from _leaf(part, "text/plain", letter)
    else:
        yield from _leaf(part, kind, letter)


def _best(parts: list[Mail], letter: Letter, depth: int) -> Iterator[Piece]:
    """The form that says most: HTML, which has the emphasis and the links; else what there is."""
    forms = [list(_pieces(part, letter, depth + 1)) for part in parts]
    for wanted in ("html", "text", "picture"):
        for pieces in reversed(forms):
            if any(piece.form == wanted and _says(piece) for piece in pieces):
                yield from pieces
                return


def _says(piece: Piece) -> bool:
    """Whether anything is to be seen of a piece."""
    if piece.form != "html":
        return bool(piece.text.strip())
    bare = re.sub(
        r"<style\b(?s:.*?)(?:</style\s*>|\Z)|<!--(?s:.*?)(?:-->|\Z)|<[^<>]*>", "", piece.text
    )
    return bool(bare.replace("&nbsp;", " ").strip()) or "<img" in piece.text


def _leaf(part: Mail, kind: str, letter: Letter) -> Iterator[Piece]:
    if kind.startswith(_PICTURES):
        key = _keep(part, letter)
        yield Piece("picture", key)
    elif kind == "text/html":
        yield Piece("html", _text(part, sniff=True))
    elif kind in ("text/plain", "text/enriched", "text/markdown") or not kind:
        params = _params(part)
        flowed = params.get("format", "").lower() == "flowed"
        yield Piece("text", _text(part), flowed, params.get("delsp", "").lower() == "yes")
    else:
        letter.files += 1


def _keep(part: Mail, letter: Letter) -> str:
    """A picture, by all the names that HTML may call it. Gives one that is its own."""
    key = f"picture {len(letter.pictures)}"
    letter.pictures[key] = part
    cid = _field(part, "content-id").strip().strip("<>")
    if cid:
        letter.pictures.setdefault("cid:" + unquote(cid).lower(), part)
    location = _field(part, "content-location").strip()
    if location:
        letter.pictures.setdefault(location, part)
    return key


# -- fields that may be broken ---------------------------------------------------------------------


def _kind(part: Mail) -> str:
    try:
        return str(part.get_content_type()).lower()
    except Exception:  # the library stumbles over some broken fields
        found = re.match(r"\s*([\w.+-]+/[\w.+-]+)", _field(part, "content-type"))
        return found[1].lower() if found else "text/plain"


def _params(part: Mail) -> dict[str, str]:
    said = _field(part, "content-type")[:2000]
    return {
        name.lower(): value.strip("\"' ")
        for name, value in re.findall(r";\s*([\w*-]+)\s*=\s*(\"[^\"]*\"|[^;\s]*)", said)
    }


def _field(part: Mail, name: str) -> str:
    for key, value in _raw(part):
        if key.lower() == name:
            return re.sub(r"\r?\n[ \t]*", " ", str(value))
    return ""


def _raw(part: Any) -> list[tuple[str, str]]:
    return list(part.raw_items())


def _is_attached(part: Mail) -> bool:
    return _field(part, "content-disposition").strip().lower().startswith("attachment")


# -- characters ------------------------------------------------------------------------------------


def _text(part: Mail, *, sniff: bool = False) -> str:
    """A part's text, by the charset that it names, or by what its bytes look like."""
    data = data_of(part)
    name = _params(part).get("charset", "").lower()
    if not name and sniff:
        found = re.search(rb"(?i)<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", data[:4000])
        name = found[1].decode("ascii").lower() if found else ""
    return decoded(data, name)


def decoded(data: bytes, name: str) -> str:
    """Bytes as text. Nothing raises; what is no text becomes visible marks."""
    codec = _ALSO.get(name, name).replace("_", "-")
    if codec.replace("-", "_") not in _UNFIT and codec != "utf-8":
        try:
            return data.decode(codec)
        except (LookupError, ValueError):
            pass
    text = data.decode("utf-8", "replace")
    bad = text.count(MARK)
    if bad and bad * 2 > sum(not sign.isascii() for sign in text):  # it is no UTF-8 at all
        return data.decode("cp1252", "replace")
    return text
