"""Substack: who reads, opens and pays lies beside the letters."""

from __future__ import annotations

import csv
import io

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen

COLUMNS = (
    "post_id", "post_date", "is_published", "email_sent_at", "inbox_sent_at", "type", "audience",
    "title", "subtitle", "podcast_url",
)  # fmt: skip


def row(id: str, title: str = "A light", **fields: str) -> dict[str, str]:
    """One row as Substack writes it."""
    usual = {
        "post_date": "2024-03-01T07:30:15.098Z",
        "is_published": "true",
        "type": "newsletter",
        "audience": "everyone",
    }
    return {"post_id": id, "title": title, **usual, **fields}


def hidden(id: str, word: str, **fields: str) -> dict[str, str]:
    word = f"CANARY-substack-{word}"
    return row(id, f"{word}-title", subtitle=f"{word}-subtitle", **fields)


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()


def page(word: str) -> bytes:
    return (
        f"<p>{word}.</p><div class='captioned-image-container'><figure>"
        f"<img src='https://substackcdn.com/{word}.jpg' alt='{word}-alt'></figure></div>"
    ).encode()


SHOWN = (
    b"<p>The lamp was lit, ROBIN-substack-letter.</p><div class='captioned-image-container'>"
    b"<figure><img src='https://substack-post-media.s3.amazonaws.com/public/images/lamp.jpg'>"
    b"</figure></div><!-- CANARY-substack-html-comment -->"
)
ROWS = (
    row("101.a-light", subtitle="In short"),
    row("102.the-page", "About", type="page"),
    hidden("103.draft", "draft", is_published="false", post_date=""),
    hidden("104.paid", "paid", audience="only_paid"),
    hidden("105.founding", "founding", audience="founding"),
    hidden("106.free", "free", audience="only_free"),
    hidden("107.unknown", "unknown", audience="only_friends"),
)

SPECIMENS = (
    Specimen(
        "substack",
        "export",
        {
            "posts.csv": table(*ROWS),
            "posts/101.a-light.html": SHOWN,
            "posts/102.the-page.html": b"<p>Who writes here, ROBIN-substack-page.</p>",
            "posts/103.draft.html": page("CANARY-substack-draft"),
            "posts/104.paid.html": page("CANARY-substack-paid"),
            "posts/105.founding.html": page("CANARY-substack-founding"),
            "posts/106.free.html": page("CANARY-substack-free"),
            "posts/107.unknown.html": page("CANARY-substack-unknown"),
            "posts/108.no-row.html": page("CANARY-substack-unlisted"),
            "posts/101.opens.csv": b"post_id,email\n101,CANARY-substack-opened@x.example\n",
            "posts/101.delivers.csv": b"post_id,email\n101,CANARY-substack-delivered@x.example\n",
            "email_list.lights.csv": b"email,active\nCANARY-substack-reader@x.example,true\n",
            "subscribers.csv": b"email\nCANARY-substack-subscriber@x.example\n",
            "payouts.csv": b"amount\nCANARY-substack-payout\n",
            "notes.csv": b"body\nCANARY-substack-note\n",
            "images/lamp.jpg": jpeg("CANARY-substack-photo"),
        },
        named={
            "draft": ("CANARY-substack-draft", "CANARY-substack-unlisted"),
            "paid": ("CANARY-substack-paid", "CANARY-substack-founding"),
            "followers": ("CANARY-substack-free",),
            "private": ("CANARY-substack-unknown",),
        },
    ),
)
