"""Heads: the fields above a letter, read whatever their encoding or brokenness."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from typing import Literal

from pipeline.markup.plain import clean_text

_LONGEST = 4000
"""Bytes of a field that are read: more than any writer's."""

_ADDRESS = r"[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w.-]{1,100}"


class Head:
    """The fields of one letter."""

    def __init__(self, data: bytes) -> None:
        self._fields: dict[str, list[bytes]] = {}
        block = re.split(rb"\r?\n[ \t]*\r?\n", data, maxsplit=1)[0]
        block = re.sub(rb"\r?\n[ \t]+", b" ", block)
        for line in re.split(rb"\r?\n", block):
            name, colon, value = line.partition(b":")
            if colon and re.fullmatch(rb"[!-9;-~]{1,76}[ \t]*", name):
                key = name.strip().lower().decode("ascii")
                self._fields.setdefault(key, []).append(value.strip()[:_LONGEST])

    def has(self, *names: str) -> bool:
        return any(name in self._fields for name in names)

    def all(self, name: str) -> list[str]:
        """The values of a field, decoded."""
        return [_decoded(value) for value in self._fields.get(name, ())]

    def text(self, name: str) -> str:
        """The first value of a field as a person reads it; "" where there is none."""
        found = self.all(name)
        return " ".join(clean_text(found[0]).split()) if found else ""

    def raw(self, name: str) -> str:
        """The first value of a field, not decoded: of those that are no text."""
        found = self._fields.get(name)
        return found[0].decode("utf-8", "replace") if found else ""

    # -- people ------------------------------------------------------------------------------------

    def sender(self) -> tuple[str, str]:
        """The name and the address of who wrote the letter; the address is for telling senders
        apart, and goes no further."""
        for field in ("from", "sender", "reply-to", "return-path"):
            for value in self._fields.get(field, ()):
                name, address = _person(value.decode("utf-8", "replace"))
                if address:
                    return name, address
        return "", ""

    def addresses(self) -> set[str]:
        """Every address in the head, in lower case: none of them is to be read in a letter."""
        found: set[str] = set()
        for values in self._fields.values():
            for value in values:
                if b"@" in value:
                    text = value.decode("utf-8", "replace").lower()
                    found.update(re.findall(_ADDRESS, text))
        return {address.strip(".'-") for address in found}

    # -- the letter --------------------------------------------------------------------------------

    def id(self) -> str:
        """A name of the letter that is the same in every box, made from its Message-ID, which
        often holds an address; "" where it has none."""
        return named(self.raw("message-id"))

    def answers(self) -> str:
        """The name of the letter that this one answers, or ""."""
        found = re.findall(r"<[^<>\s]{1,900}>", self.raw("in-reply-to"))
        found = found or re.findall(r"<[^<>\s]{1,900}>", self.raw("references"))[-1:]
        return named(found[0]) if found else ""

    def list_id(self) -> tuple[str, str]:
        """The name and the id of the list that the letter came by."""
        value = self.text("list-id")
        found = re.search(r"<([^<>]{1,200})>", value)
        name = re.sub(r"<[^<>]*>", "", value).strip(" \"'") if found else ""
        return name if "@" not in name else "", (found[1] if found else value).lower()

    def is_bulk(self) -> bool:
        """Whether it was sent to many at once."""
        by_list = self.has("list-id", "list-unsubscribe", "list-post", "x-campaign", "x-mc-user")
        return by_list or self.text("precedence").lower() in ("bulk", "list")

    def is_automatic(self) -> bool:
        """Whether a program answered, or told that a letter did not arrive."""
        auto = self.text("auto-submitted").lower()
        report = "multipart/report" in self.raw("content-type").lower()
        return auto.startswith("auto-replied") or report or self.has("x-autoreply")

    def created(self, envelope: bytes = b"") -> str:
        """When it was written, in UTC; when it was received, where it does not say."""
        for value in (self.raw("date"), self.raw("received").rpartition(";")[2]):
            if stamp := _moment(value):
                return stamp
        return _moment(re.sub(r"\AFrom \S*\s*", "", envelope.decode("ascii", "replace")))

    def labels(self) -> set[str]:
        """What a mail service filed it under."""
        return {label.strip().lower() for label in self.text("x-gmail-labels").split(",")} - {""}


def named(message: str) -> str:
    """A name made from a Message-ID: no address can be read from it."""
    bare = message.strip().strip("<>").strip()
    return hashlib.sha256(bare.encode("utf-8", "replace")).hexdigest()[:20] if bare else ""


def _decoded(value: bytes) -> str:
    """A field as text: encoded words decoded, bytes that say nothing of themselves guessed."""
    from email.header import decode_header

    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("cp1252", "replace")
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except Exception:  # the library raises what its own parts raise
        return text
    return "".join([_word(said, charset) for said, charset in parts])


def _word(said: bytes | str, charset: str | None) -> str:
    if isinstance(said, str):
        return said
    for codec in (charset or "utf-8", "utf-8"):
        try:
            return said.decode(codec)
        except (LookupError, ValueError):
            continue
    return said.decode("cp1252", "replace")


def _person(value: str) -> tuple[str, str]:
    """The name and the address in a field."""
    found = re.search(_ADDRESS, value)
    if found is None:
        return "", ""
    name = _decoded(value[: found.start()].encode()).strip(" \t\"'<(")
    name = " ".join(clean_text(name).split()).strip("\"' ")
    address = found[0].lower()
    local, _, host = address.partition("@")
    return ("" if "@" in name else name), f"{local.split('+')[0]}@{host}"


def _moment(value: str) -> str:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value.strip()[:200])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if 1970 < moment.year < 2100 else ""


_ANSWER = r"(?:re|fwd?|aw|wg|sv|vs|vb|rv|tr|antw|doorst|odp|ynt|rif|回复|转发|答复|ответ)"


Sort = Literal["", "answer", "forward"]


def subject(said: str, tags: frozenset[str]) -> tuple[str, Sort]:
    """A subject as a title: without "Re:" and "Fwd:", and without the tag that a list puts before
    it; and whether it was an answer's, or that of a letter passed on."""
    title = said.strip()
    sort: Sort = ""
    for _ in range(20):
        found = re.match(_ANSWER + r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*", title, re.IGNORECASE)
        if found:
            forward = re.match(_FORWARD, found[0], re.IGNORECASE)
            sort = sort or ("forward" if forward else "answer")
            title = title[found.end() :]
            continue
        tag = re.match(r"\[([^\[\]]{1,60})\]\s*", title)
        if tag is None or tag[1].lower() not in tags or not title[tag.end() :].strip():
            break
        title = title[tag.end() :]
    return title.strip(), sort


_FORWARD = r"f|wg|tr|doorst|转"


def tag_of(said: str) -> str:
    """The tag in brackets with which a subject starts, or ""."""
    bare = re.sub(rf"\A(?:\s*{_ANSWER}\s*[:：])+", "", said[:300], flags=re.IGNORECASE)
    found = re.match(r"\s*\[([^\[\]]{1,60})\]", bare)
    return found[1].lower() if found else ""
