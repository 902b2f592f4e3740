"""Buttondown: e-mails in Markdown, and beside them who subscribes, opens and pays."""

from __future__ import annotations

import json

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text


def letter(id: str, said: str, **fields: str) -> bytes:
    """One e-mail as Buttondown's own program pulls it."""
    usual = {
        "id": id,
        "subject": "A light",
        "status": "sent",
        "email_type": "public",
        "slug": f"a-light-{id}",
        "publish_date": "2023-01-18T21:25:27Z",
        "metadata": "{note: CANARY-buttondown-metadata}",
        "filters": "[CANARY-buttondown-filter]",
    }
    front = "".join(f"{key}: {value}\n" for key, value in (usual | fields).items())
    return text(f"---\n{front}---\n\n{said}\n")


def hidden(id: str, word: str, **fields: str) -> bytes:
    word = f"CANARY-buttondown-{word}"
    more = {"subject": f"{word}-subject", "slug": f"{word}-slug", "description": f"{word}-about"}
    return letter(id, f"{word}\n\n![{word}-alt](https://x.example/{word}.png)", **more, **fields)


HIDDEN = {
    "draft": {"status": "draft"},
    "scheduled": {"status": "scheduled"},
    "private": {"email_type": "private"},
    "premium": {"email_type": "premium"},
    "deleted": {"status": "deleted"},
    "unknown": {"email_type": "whim"},
}
ROW = {
    "id": "8a", "subject": "A light", "body": "The lamp was lit, ROBIN-buttondown-api.",
    "status": "sent", "email_type": "public", "slug": "a-light", "source": "api",
    "publish_date": "2023-01-18T21:25:27Z", "secondary_id": 1,
    "analytics": {"opens": "CANARY-buttondown-opens"}, "metadata": {"a": "CANARY-buttondown-meta"},
    "absolute_url": "https://buttondown.com/lights/archive/a-light/",
}  # fmt: skip
DRAFT = {
    "id": "8b", "subject": "CANARY-buttondown-draft-subject", "body": "CANARY-buttondown-draft",
    "status": "draft", "email_type": "public", "slug": "CANARY-buttondown-draft-slug",
    "publish_date": None,
}  # fmt: skip

SPECIMENS = (
    Specimen(
        "buttondown",
        "cli",
        {
            "emails/a-light.md": letter(
                "1a", "The lamp was lit, ROBIN-buttondown-email.\n\n<!-- CANARY-buttondown-comment -->"
            ),
            "emails/second.md": letter("1b", "And lit again, ROBIN-buttondown-second."),
            **{f"emails/letter-{at}.md": hidden(f"2{at}", word, **fields)
               for at, (word, fields) in enumerate(HIDDEN.items())},
            "subscribers.csv": b"email,notes\nCANARY-buttondown-reader@x.example,kind\n",
            "events.csv": b"email\nCANARY-buttondown-opened@x.example\n",
            "comments.json": b'[{"text": "CANARY-buttondown-comment"}]',
            "automations.json": b'[{"name": "CANARY-buttondown-automation"}]',
            ".buttondown.json": b'{"api_key": "CANARY-buttondown-key"}',
            "media/lamp.jpg": jpeg("CANARY-buttondown-photo"),
        },
        named={
            "draft": ("CANARY-buttondown-draft",),
            "scheduled": ("CANARY-buttondown-scheduled",),
            "followers": ("CANARY-buttondown-private",),
            "paid": ("CANARY-buttondown-premium",),
            "deleted": ("CANARY-buttondown-deleted",),
            "private": ("CANARY-buttondown-unknown",),
        },
    ),
    Specimen(
        "buttondown",
        "api",
        {"emails.json": json.dumps({"count": 2, "results": [ROW, DRAFT]}).encode()},
        named={"draft": ("CANARY-buttondown-draft",)},
        alone="emails.json",
    ),
)  # fmt: skip
