"""Beehiiv: one table of posts, and tables of the people who read them."""

from __future__ import annotations

import csv
import io

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen

COLUMNS = (
    "id", "web_title", "status", "audience", "content_tags", "url", "web_subtitle",
    "email_subject_line", "email_preview_text", "content_html", "thumbnail_url", "created_at",
)  # fmt: skip


def row(id: str, html: str = "<p>The lamp was lit.</p>", **fields: str) -> dict[str, str]:
    """One row as Beehiiv writes it."""
    usual = {
        "web_title": "A light",
        "status": "confirmed",
        "audience": "free",
        "url": f"https://lights.beehiiv.com/p/{id}",
        "created_at": "2023-01-18 21:25:27",
    }
    return {"id": id, "content_html": html, **usual, **fields}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()


def hidden(id: str, word: str, **fields: str) -> dict[str, str]:
    word = f"CANARY-beehiiv-{word}"
    return row(
        id, f"<p>{word}</p><img src='https://x.example/{word}.png' alt='{word}-alt'>",
        web_title=f"{word}-title", web_subtitle=f"{word}-subtitle", content_tags=f"{word}-tag",
        email_subject_line=f"{word}-subject", email_preview_text=f"{word}-preview",
        thumbnail_url=f"https://x.example/{word}-thumb.png", **fields,
    )  # fmt: skip


ROWS = (
    row(
        "post_1", "<p>The lamp was lit, ROBIN-beehiiv-post.</p><!-- CANARY-beehiiv-html-comment -->"
    ),
    row("post_2", "<p>And lit again, ROBIN-beehiiv-both.</p>", audience="both"),
    hidden("post_3", "draft", status="draft"),
    hidden("post_4", "archived", status="archived"),
    hidden("post_5", "scheduled", status="scheduled"),
    hidden("post_6", "premium", audience="premium"),
    hidden("post_7", "unknown", audience="friends"),
)

SPECIMENS = (
    Specimen(
        "beehiiv",
        "csv",
        {
            "posts-2024.csv": table(*ROWS),
            "subscribers-2024.csv": b"email\nCANARY-beehiiv-subscriber@x.example\n",
            "poll-responses.csv": b"email,answer\nCANARY-beehiiv-answer@x.example,yes\n",
            "referrals.csv": b"email\nCANARY-beehiiv-referral@x.example\n",
            "lamp.jpg": jpeg("CANARY-beehiiv-photo"),
        },
        named={
            "draft": ("CANARY-beehiiv-draft",),
            "private": ("CANARY-beehiiv-archived", "CANARY-beehiiv-unknown"),
            "scheduled": ("CANARY-beehiiv-scheduled",),
            "paid": ("CANARY-beehiiv-premium",),
        },
        alone="posts-2024.csv",
    ),
)
