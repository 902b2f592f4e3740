"""Tumblr: its own export with every private message, backups by hand, and answers of its API."""

from __future__ import annotations

import json
from typing import Any

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text, zipped

OFFICIAL = """<!DOCTYPE HTML>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<link rel="stylesheet" type="text/css" href="../style.css"/></head><body>
{body}
<div id="footer"><span id="timestamp"> October 3rd, 2012 3:20am </span>
<span class="tag">lamps</span></div></body></html>
"""


def official(body: str) -> bytes:
    """A page as the platform's own export has it."""
    return text(OFFICIAL.format(body=body))


def backup(number: int, body: str) -> bytes:
    """A page as tumblr-utils writes it."""
    return text(f"""<!DOCTYPE html>

<meta charset=utf-8>
<title>Lamps &amp; Logs</title>
<link rel=stylesheet href=../backup.css>

<body class=post>

<header>
</header>
<article class=text id=p-{number}>
<header>
<p><time datetime=2012-10-24T13:30:55Z>10/24/2012 09:30:55 AM</time>
<a class=llink href=../posts/{number}.html>¶</a>
<a href=https://tmblr.co/Z{number}>●</a></header>
{body}
<footer><a href=http://lamps.tumblr.com/tagged/lamps>#lamps</a> — 5 notes</footer>
</article>
""")


def post(number: int, said: str, **more: Any) -> dict[str, Any]:
    """A post as the API gives it."""
    return {
        "id": number,
        "blog_name": "lamps",
        "reblog_key": "CANARY-tumblr-reblog-key",
        "state": "published",
        "type": "text",
        "timestamp": 1351085455,
        "post_url": f"https://lamps.tumblr.com/post/{number}/a-lamp",
        "content": [{"type": "text", "text": said}],
        "liked": False,
        "note": "CANARY-tumblr-note",
    } | more


def hidden(number: int, state: str) -> dict[str, Any]:
    word = f"CANARY-tumblr-{state}"
    picture = {"type": "image", "alt_text": f"{word}-alt", "media": [
        {"url": f"https://64.media.tumblr.com/{word}.jpg", "width": 64, "height": 48}]}  # fmt: skip
    said = [{"type": "text", "text": f"{word}-title", "subtype": "heading1"},
            {"type": "text", "text": word}, picture]  # fmt: skip
    return post(number, word, state=state, tags=[f"{word}-tag"], content=said,
                post_url=f"https://lamps.tumblr.com/post/{number}/{word}",
                asking_name=f"{word}-asker", post_author=f"{word}-author")  # fmt: skip


def answer(*posts: dict[str, Any]) -> bytes:
    blog = {"name": "lamps", "title": "Lamps & Logs", "url": "https://lamps.tumblr.com/",
            "description": "CANARY-tumblr-description", "messages": 3}  # fmt: skip
    user = {"name": "CANARY-tumblr-user", "email": "CANARY-tumblr-email@x.example"}
    held = {"blog": blog, "posts": list(posts), "user": user}
    return json.dumps({"meta": {"status": 200}, "response": held}, ensure_ascii=False).encode()


def element(number: int, word: str, **more: str) -> str:
    said = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return (
        f'<post id="{number}" url="http://lamps.tumblr.com/post/{number}" type="regular" '
        f'date-gmt="2012-10-24 13:30:55 GMT" unix-timestamp="1351085455"{said}>'
        f"<regular-title>{word}-title</regular-title>"
        f"<regular-body>&lt;p&gt;The lamp was lit, {word}.&lt;/p&gt;</regular-body>"
        "<tag>lamps</tag></post>\n"
    )


XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tumblr version="1.0">'
    '<tumblelog name="lamps" timezone="US/Eastern" title="Lamps &amp; Logs">'
    "CANARY-tumblr-blurb</tumblelog><posts>"
    + element(1, "ROBIN-tumblr-xml")
    + element(2, "CANARY-tumblr-private", private="true", state="private")
    + element(3, "CANARY-tumblr-draft", state="draft")
    + "</posts></tumblr>"
)
PAGES = {
    "html/101.html": official("<h1>A lamp</h1><p>It was lit, ROBIN-tumblr-page.</p>"
                              "<!-- CANARY-tumblr-html-comment -->"),
    "html/102.html": official('<img src="../../media/102.jpg"><div class="caption"><p>The pier, '
                              "ROBIN-tumblr-photo.</p></div>"),
    "html/submissions/103.html": official("<p>CANARY-tumblr-submitted</p>"),
}  # fmt: skip
MESSAGES = (
    b"<messages><message><from>CANARY-tumblr-sender</from>CANARY-tumblr-dm</message></messages>"
)
PAYLOAD = json.dumps({"data": {"email": "CANARY-tumblr-account@x.example",
                               "ips": ["CANARY-tumblr-ip"]}}).encode()  # fmt: skip
API_POSTS = (
    post(1, "The lamp was lit, ROBIN-tumblr-api."),
    post(2, "Sent in.", is_submission=True, is_anonymous=True, anonymous_name="Tove",
         anonymous_email="CANARY-tumblr-submitter@x.example"),
    *(hidden(11 + at, state) for at, state in enumerate(
        ("draft", "private", "queued", "submission", "unapproved", "deleted", "new-word"))),
)  # fmt: skip

SPECIMENS = (
    Specimen(
        "tumblr",
        "official",
        {
            "posts/html/101.html": PAGES["html/101.html"],
            "posts/html/102.html": PAGES["html/102.html"],
            "posts/html/submissions/103.html": PAGES["html/submissions/103.html"],
            "posts/posts_index.html": b"CANARY-tumblr-index",
            "media/102.jpg": jpeg("CANARY-tumblr-exif"),
            "messages.xml": MESSAGES,
            "conversations/c1.html": b"CANARY-tumblr-conversation",
            "payload-0.json": PAYLOAD,
        },
    ),
    Specimen(
        "tumblr",
        "official zipped",
        {
            "lamps/posts.zip": zipped(PAGES),
            "lamps/media/102.jpg": jpeg("CANARY-tumblr-exif"),
            "lamps/messages.zip": zipped({"messages.xml": MESSAGES}),
            "payload-0.json": PAYLOAD,
        },
    ),
    Specimen(
        "tumblr",
        "tumblr-utils",
        {
            "posts/201.html": backup(
                201, "<h2>A lamp</h2>\n<p>It was lit, ROBIN-tumblr-backup.</p>"
            ),
            "posts/202.html": backup(202, "<p>And went out, ROBIN-tumblr-second.</p>"),
            "archive/2012-10.html": b"CANARY-tumblr-archive",
            "theme/lamps.html": b"CANARY-tumblr-theme",
            "media/photo.jpg": jpeg("CANARY-tumblr-media"),
            "likes.txt": b"CANARY-tumblr-likes",
        },
    ),
    Specimen(
        "tumblr",
        "api",
        {"lamps.json": answer(*API_POSTS)},
        named={
            "draft": ("CANARY-tumblr-draft", "CANARY-tumblr-new-word"),
            "private": ("CANARY-tumblr-private",),
            "scheduled": ("CANARY-tumblr-queued",),
            "pending": ("CANARY-tumblr-submission", "CANARY-tumblr-unapproved"),
            "deleted": ("CANARY-tumblr-deleted",),
        },
        alone="lamps.json",
    ),
    Specimen(
        "tumblr",
        "xml",
        {"posts.xml": text(XML)},
        named={"private": ("CANARY-tumblr-private",), "draft": ("CANARY-tumblr-draft",)},
        alone="posts.xml",
    ),
)
