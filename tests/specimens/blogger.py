"""Blogger: comments with addresses, settings and drafts are entries of the same feed."""

from __future__ import annotations

from html import escape

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text

KIND = "http://schemas.google.com/g/2005#kind"
KINDS = "http://schemas.google.com/blogger/2008/kind#"
BLOG = "tag:blogger.com,1999:blog-77"
HEAD = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'
 xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:app='http://purl.org/atom/app#'>
<id>{BLOG}.archive</id><title type='text'>Lights &amp; Keepers</title>
<link rel='alternate' type='text/html' href='http://lights.blogspot.com/'/>
<author><name>Ada Quill</name><email>CANARY-blogger-feed-email@x.example</email></author>
"""
FOOT = "</feed>"
DRAFT = "<app:control><app:draft>yes</app:draft></app:control>"
TOVE = "CANARY-blogger-author-of-drafts"


def entry(
    number: int, body: str, *, kind: str = "post", title: str = "A light", more: str = "",
    author: str = "Ada Quill",
) -> str:  # fmt: skip
    """One entry of the old form."""
    place = "page" if kind == "page" else "post"
    return f"""<entry><id>{BLOG}.{place}-{number}</id>
<published>2010-05-01T12:00:00.001-07:00</published><updated>2010-06-01T12:00:00.000-07:00</updated>
{more}<category scheme='{KIND}' term='{KINDS}{kind}'/><title type='text'>{escape(title)}</title>
<content type='html'>{escape(body)}</content>
<link rel='alternate' type='text/html' href='http://lights.blogspot.com/2010/05/l{number}.html'/>
<author><name>{author}</name><uri>https://blogger.example/CANARY-blogger-profile-{number}</uri>
<email>CANARY-blogger-email-{number}@x.example</email></author></entry>
"""


def setting(name: str, kind: str = "settings") -> str:
    word = f"CANARY-blogger-{name.lower().replace('_', '-')}"
    return f"""<entry><id>{BLOG}.{kind}.{name}</id><published>2010-01-01T00:00:00Z</published>
<category scheme='{KIND}' term='{KINDS}{kind}'/><title type='text'>{word}-title</title>
<content type='text'>{word}</content><author><name>{word}-author</name></author></entry>
"""


def hidden(word: str) -> dict[str, str]:
    word = f"CANARY-blogger-{word}"
    return {"title": f"{word}-title", "author": TOVE,
            "body": f"<p>{word}</p><img src='http://x.example/{word}.jpg' alt='{word}-alt'>"}  # fmt: skip


_LABEL = "<category scheme='http://www.blogger.com/atom/ns#' term='CANARY-blogger-draft-label'/>"
ENTRIES = (
    entry(1, "<p>The lamp was lit, ROBIN-blogger-post.</p><!-- CANARY-blogger-html-comment -->"),
    entry(2, "<p>Who writes here, ROBIN-blogger-page.</p>", kind="page"),
    entry(3, more=DRAFT + _LABEL, **hidden("draft")),
    entry(4, more=DRAFT, **hidden("draft-two")),
    entry(5, more=DRAFT, **hidden("draft-three")),
    entry(6, "CANARY-blogger-comment", kind="comment", title="CANARY-blogger-comment-title",
          author="CANARY-blogger-commenter"),
    *map(setting, ("BLOG_COMMENT_EMAIL", "BLOG_SEND_EMAIL", "BLOG_AUTHORS", "BLOG_READERS",
                   "BLOG_ADMIN_PERMISSION", "BLOG_ANALYTICS_ACCOUNT_NUMBER", "BLOG_DESCRIPTION")),
    setting("layout", "template"),
)  # fmt: skip


def taken(
    number: int, body: str, *, kind: str = "POST", status: str = "LIVE", title: str = "A light",
    trashed: str = "", author: str = "Ada Quill",
) -> str:  # fmt: skip
    """One entry of Takeout's form."""
    return f"""<entry><id>{BLOG}.post-{number}</id><blogger:type>{kind}</blogger:type>
<blogger:status>{status}</blogger:status>
<author><name>{author}</name><uri>CANARY-blogger-uri</uri>
<blogger:type>BLOGGER</blogger:type></author>
<title>{escape(title)}</title><content type='html'>{escape(body)}</content>
<blogger:metaDescription>CANARY-blogger-description</blogger:metaDescription>
<blogger:created>2021-05-01T08:00:00.000Z</blogger:created>
<published>2021-05-01T09:00:00Z</published><updated>2021-06-01T09:00:00.5Z</updated>
<blogger:location><blogger:name>CANARY-blogger-place</blogger:name>
<blogger:latitude>54.01</blogger:latitude></blogger:location>
<blogger:filename>/2021/05/l{number}.html</blogger:filename>
<blogger:trashed>{trashed}</blogger:trashed></entry>
"""


TAKEN = (
    taken(1, "<p>The lamp was lit, ROBIN-blogger-taken.</p>"),
    taken(2, "<p>Who writes here, ROBIN-blogger-about.</p>", kind="PAGE"),
    taken(3, status="DRAFT", **hidden("draft")),
    taken(4, status="SCHEDULED", **hidden("scheduled")),
    taken(5, status="SOFT_TRASHED", **hidden("trash")),
    taken(6, trashed="2022-01-01T00:00:00Z", **hidden("trash-dated")),
    taken(7, status="NEW_WORD", **hidden("draft-unknown")),
    taken(8, "CANARY-blogger-comment", kind="COMMENT", author="CANARY-blogger-commenter"),
)
_FEED = (
    "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
    " xmlns:blogger='http://schemas.google.com/blogger/2018'>"
    f"<id>{BLOG}</id><title>Lights</title>"
)
_COMMENTS = f"{_FEED}{taken(9, 'CANARY-blogger-aside', kind='COMMENT')}</feed>"

SPECIMENS = (
    Specimen(
        "blogger",
        "backup",
        {"blog-05-01-2010.xml": text(HEAD + "".join(ENTRIES) + FOOT)},
        named={"draft": ("CANARY-blogger-draft", TOVE)},
        alone="blog-05-01-2010.xml",
    ),
    Specimen(
        "blogger",
        "takeout",
        {
            "Takeout/archive_browser.html": b"CANARY-blogger-browser",
            "Takeout/Blogger/Blogs/Lights/feed.atom": text(f"{_FEED}{''.join(TAKEN)}</feed>"),
            "Takeout/Blogger/Blogs/Lights/settings.csv": b"blog_name,blog_subdomain,blog_authors,"
            b"blog_comment_email\nLights,lights,CANARY-blogger-writers,CANARY-blogger-mail\n",
            "Takeout/Blogger/Blogs/Lights/theme-layouts.xml": b"<html>CANARY-blogger-theme</html>",
            "Takeout/Blogger/Blogs/Lights/followers.csv": b"CANARY-blogger-follower@x.example\n",
            "Takeout/Blogger/Comments/Lights/feed.atom": text(_COMMENTS),
            "Takeout/Blogger/Profile/profile.csv": b"CANARY-blogger-profile@x.example\n",
            "Takeout/Blogger/Albums/Lights/lamp.jpg": jpeg("CANARY-blogger-photo"),
            "Takeout/Blogger/Albums/Lights/lamp.jpg.json": b'{"filename": "lamp.jpg", '
            b'"geo": "CANARY-blogger-geo", "people": "CANARY-blogger-face"}',
            "Takeout/Drive/diary.txt": b"CANARY-blogger-diary\n",
            "Takeout/Contacts/all.vcf": b"CANARY-blogger-contact\n",
        },
        named={
            "draft": ("CANARY-blogger-draft", TOVE),
            "scheduled": ("CANARY-blogger-scheduled", TOVE),
            "trashed": ("CANARY-blogger-trash", TOVE),
        },
    ),
)
