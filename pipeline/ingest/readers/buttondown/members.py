"""Members: which files are e-mails, which are tables of them, and which are nobody's business."""

from __future__ import annotations

import re

from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.unpack import Unpacked

_READERS = (
    r"(un)?subscribers?|subscriptions?|events?|referrals?|comments?|surveys?|survey_responses?"
    r"|responses?|(api_)?requests?|users?|payments?|analytics"
)
_FOLDERS = r"(emails?|drafts?|scheduled(_emails)?|archives?)"

MEMBERS = (
    Known(rf"(.*/)?({_READERS})(\.(csv|json)|/.*)", "ignored",
          "who the readers are and what they did is private"),
    Known(r"(.*/)?automations?(\.(ya?ml|csv|json)|/.*)", "ignored",
          "what is sent by itself, which is no letter"),
    Known(r"(.*/)?(snippets|templates)/.*", "ignored", "pieces that letters are made with"),
    Known(r"(.*/)?\.buttondown\.json", "ignored", "a note of the program to itself"),
    Known(r"(.*/)?newsletter\.json", "read"),
    Known(r"(.*/)?[^/]*\.(md|markdown)", "read"),
    Known(rf"(.*/)?{_FOLDERS}\.(csv|json)", "read"),
    Known(r"[^/]*\.(csv|json)", "read"),
    Known(r".*\.(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)", "read"),
    Known(r"(.*/)?(media|images|attachments)/.*", "ignored",
          "a file that no letter shows as a picture"),
    Known(r".*\.(csv|json|ya?ml)", "ignored", "a file beside the letters, of no letter"),
)  # fmt: skip

_HEAD = 1 << 14
_ASKED = 12
_FRONT = rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)\r?\n---"
_NOT_OWN = rb"(?m)^(?:title|layout|tags|categories)[ \t]*:"
_OWN = (
    rb"(?m)^(?:id|email_type|secondary_id|publish_date|status|slug|commenting_mode|featured"
    rb"|related_email_ids|canonical_url)[ \t]*:"
)
_IN_JSON = (b'"email_type"', b'"secondary_id"', b'"publish_date"')
_IN_TABLE = frozenset({"subject", "publish_date", "slug"})
_ABOUT = r"(?i)(README|LICEN[CS]E|CHANGELOG|CONTRIBUTING)\.md"


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when it holds a table of e-mails as Buttondown writes it, or
    texts with the front matter that Buttondown gives its e-mails."""
    texts = texts_of(archive)
    tables = tables_of(archive)
    if tables:
        over = ("markdown",) if texts and all(_in_folder(name) for name in texts) else ()
        return Claim(f"{tables[0]} is a table of Buttondown's e-mails", over=over)
    asked = texts[:_ASKED]
    own = [name for name in asked if _is_letter(archive.head(name))]
    if not own or len(own) * 2 < len(asked):
        return None
    sound = [name for name in asked if not _is_broken(archive.head(name))]
    over = ("markdown",) if len(own) == len(sound) else ()
    return Claim(f"{own[0]} has the front matter of a Buttondown e-mail", over=over)


def texts_of(archive: Unpacked) -> list[str]:
    """The members that are texts of Markdown and may be e-mails."""
    snippets = MEMBERS[2]
    return [
        member.name
        for member in archive.members
        if member.name.lower().endswith((".md", ".markdown"))
        and not snippets.matches(member.name)
        and not re.fullmatch(_ABOUT, member.name.rpartition("/")[2])
    ]


def tables_of(archive: Unpacked) -> list[str]:
    """The members that are tables of e-mails, in CSV or JSON."""
    found = []
    for member in archive.members:
        if archive.single or _is_named(member.name):
            head = archive.head(member.name, _HEAD)
            if _is_json(head) if head.lstrip()[:1] in (b"[", b"{") else _is_csv(head):
                found.append(member.name)
    return found


def _is_named(name: str) -> bool:
    if not name.lower().endswith((".csv", ".json")):
        return False
    return re.fullmatch(rf"(?is)(.*/)?{_FOLDERS}\.(csv|json)", name) is not None


def _in_folder(name: str) -> bool:
    return re.search(rf"(^|/){_FOLDERS}/[^/]*\Z", name, re.IGNORECASE) is not None


def _is_letter(head: bytes) -> bool:
    if b"<!-- buttondown-editor-mode:" in head[:200]:
        return True
    front = re.match(_FRONT, head, re.DOTALL)
    if front is None or not re.search(rb"(?m)^subject[ \t]*:", front[1]):
        return False
    return not re.search(_NOT_OWN, front[1]) and re.search(_OWN, front[1]) is not None


def _is_broken(head: bytes) -> bool:
    """Whether a text is empty or its front matter has no end: it says nothing of whose it is."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    return not head.strip() or (head.startswith(b"---") and not re.match(_FRONT, head, re.DOTALL))


def _is_json(head: bytes) -> bool:
    return b'"subject"' in head and any(name in head for name in _IN_JSON)


def _is_csv(head: bytes) -> bool:
    if b"subject" not in head.lower():
        return False
    from pipeline.ingest.rows import columns  # not for archives without such a file

    return _IN_TABLE.issubset(columns(head))
