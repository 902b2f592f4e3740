"""Ghost: one file with everything the site knows, passwords and keys among it."""

from __future__ import annotations

import json
from typing import Any

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen

HIDDEN = {
    "draft": {"status": "draft"},
    "scheduled": {"status": "scheduled"},
    "members": {"visibility": "members"},
    "paid": {"visibility": "paid"},
    "tiers": {"visibility": "tiers"},
    "sent": {"status": "sent"},
}


def post(id: int, word: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{id:024x}",
        "uuid": f"00000000-0000-4000-8000-{id:012}",
        "title": "The lamp",
        "slug": f"lamp-{id}",
        "html": f"<p>The lamp was lit, {word}.</p><!-- CANARY-ghost-html-comment -->",
        "plaintext": f"The lamp was lit, {word}.",
        "lexical": None,
        "mobiledoc": None,
        "comment_id": f"{id}",
        "feature_image": None,
        "type": "post",
        "status": "published",
        "visibility": "public",
        "author_id": "1",
        "created_at": "2021-05-01T10:00:00.000Z",
        "published_at": "2021-05-02T10:00:00.000Z",
        "codeinjection_head": "<script>CANARY-ghost-injected</script>",
        "email_recipient_filter": "CANARY-ghost-recipients",
    } | more


def hidden(id: int, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    word = f"CANARY-ghost-{name}"
    return post(
        id, word, title=f"{word}-title", slug=f"{word}-slug".lower(), author_id="2",
        custom_excerpt=f"{word}-excerpt", feature_image=f"__GHOST_URL__/content/images/{word}.jpg",
        canonical_url=f"https://x.example/{word}-canonical", **fields,
    )  # fmt: skip


def lexical(word: str) -> str:
    said = {"type": "text", "version": 1, "text": f"A lamp in cards, {word}.", "format": 0}
    paragraph = {"type": "paragraph", "version": 1, "children": [said]}
    return json.dumps({"root": {"type": "root", "version": 1, "children": [paragraph]}})


def mobiledoc(word: str) -> str:
    marker = [0, [], 0, f"A lamp in cards, {word}."]
    return json.dumps(
        {"version": "0.3.1", "markups": [], "atoms": [], "cards": [], "sections": [[1, "p", [marker]]]}
    )  # fmt: skip


def user(id: int, name: str) -> dict[str, Any]:
    return {
        "id": str(id), "name": name, "slug": f"canary-ghost-slug-{id}",
        "email": f"CANARY-ghost-user-email-{id}@x.example",
        "password": f"$2a$10$CANARY-ghost-password-{id}", "bio": "CANARY-ghost-bio",
        "location": "CANARY-ghost-location", "last_seen": "CANARY-ghost-last-seen",
        "accessibility": "CANARY-ghost-accessibility",
    }  # fmt: skip


def tables(*posts: dict[str, Any], version: str) -> dict[str, Any]:
    settings = (
        "members_private_key", "stripe_secret_key", "ghost_private_key", "db_hash", "session_secret",
        "admin_session_secret", "mailgun_api_key", "slack", "password", "members_support_address",
    )  # fmt: skip
    return {
        "posts": list(posts),
        "posts_meta": [
            {"post_id": posts[0]["id"], "email_subject": "The lamp", "feature_image_alt": None},
            {"post_id": f"{101:024x}", "email_subject": "CANARY-ghost-draft-subject",
             "feature_image_alt": "CANARY-ghost-draft-alt",
             "feature_image_caption": "CANARY-ghost-draft-caption"},
        ],
        "users": [user(1, "Ada Quill"), user(2, "CANARY-ghost-author-of-drafts")],
        "tags": [
            {"id": "1", "name": "Lamps", "slug": "lamps", "visibility": "public"},
            {"id": "2", "name": "#CANARY-ghost-internal-tag", "visibility": "internal"},
            {"id": "3", "name": "CANARY-ghost-draft-tag", "visibility": "public"},
        ],
        "posts_tags": [{"post_id": posts[0]["id"], "tag_id": "1"},
                       {"post_id": posts[0]["id"], "tag_id": "2"},
                       {"post_id": f"{101:024x}", "tag_id": "3"}],
        "settings": [{"key": "title", "value": "Lights & Keepers"},
                     *({"key": key, "value": f"CANARY-ghost-{key.replace('_', '-')}"}
                       for key in settings)],
        "members": [{"email": "CANARY-ghost-member@x.example", "note": "CANARY-ghost-note"}],
        "subscribers": [{"email": "CANARY-ghost-subscriber@x.example"}],
        "api_keys": [{"secret": "CANARY-ghost-api-key"}],
        "invites": [{"email": "CANARY-ghost-invited@x.example", "token": "CANARY-ghost-invite"}],
        "tokens": [{"token": "CANARY-ghost-token"}],
        "sessions": [{"session_data": "CANARY-ghost-session"}],
        "webhooks": [{"secret": "CANARY-ghost-webhook"}],
        "newsletters": [{"sender_email": "CANARY-ghost-sender@x.example"}],
        "comments": [{"html": "CANARY-ghost-comment"}],
        "mobiledoc_revisions": [{"mobiledoc": "CANARY-ghost-revision"}],
        "post_revisions": [{"lexical": "CANARY-ghost-post-revision"}],
        "emails": [{"html": "CANARY-ghost-mailed", "recipient_filter": "CANARY-ghost-filter"}],
        "snippets": [{"mobiledoc": "CANARY-ghost-snippet"}],
    }  # fmt: skip


def export(*posts: dict[str, Any], version: str = "5.80.0") -> bytes:
    held = {"meta": {"exported_on": 1, "version": version}, "data": tables(*posts, version=version)}
    return json.dumps({"db": [held]}, ensure_ascii=False).encode()


PICTURE = "__GHOST_URL__/content/images/2021/05/lamp.jpg"
POSTS = (
    post(1, "ROBIN-ghost-post", feature_image=PICTURE),
    post(2, "ROBIN-ghost-page", type="page"),
    post(3, "", html=None, plaintext=None, lexical=lexical("ROBIN-ghost-lexical")),
    *(hidden(101 + at, name, fields) for at, (name, fields) in enumerate(HIDDEN.items())),
)
FILES = {
    "content/images/2021/05/lamp.jpg": jpeg("CANARY-ghost-photo"),
    "content/images/CANARY-ghost-draft.jpg": jpeg("CANARY-ghost-draft-photo", 0x445566),
    "members.csv": b"id,email\n1,CANARY-ghost-listed@x.example\n",
    "config.production.json": b'{"mail": {"auth": {"pass": "CANARY-ghost-mail-password"}}}',
    "content/settings/routes.yaml": b"CANARY-ghost-route: 1\n",
}
TOVE = "CANARY-ghost-author-of-drafts"
NAMED = {
    "draft": ("CANARY-ghost-draft", TOVE),
    "scheduled": ("CANARY-ghost-scheduled", TOVE),
    "followers": ("CANARY-ghost-members", "CANARY-ghost-sent", TOVE),
    "paid": ("CANARY-ghost-paid", "CANARY-ghost-tiers", TOVE),
}

SPECIMENS = (
    Specimen(
        "ghost", "5", {"lights.ghost.json": export(*POSTS), **FILES}, NAMED, "lights.ghost.json"
    ),
    Specimen(
        "ghost",
        "2",
        {
            "lights.ghost.json": export(
                post(1, "", html=None, mobiledoc=mobiledoc("ROBIN-ghost-mobiledoc")),
                hidden(101, "draft", {"status": "draft"}),
                version="2.9.1",
            )
        },
        {"draft": NAMED["draft"]},
        "lights.ghost.json",
    ),
    Specimen(
        "ghost",
        "0",
        {
            "lights.ghost.json": export(
                post(1, "", html=None, markdown="The *lamp* of old, ROBIN-ghost-markdown."),
                hidden(101, "draft", {"status": "draft", "markdown": "CANARY-ghost-draft-markdown"}),
                version="004",
            )
        },
        {"draft": NAMED["draft"]},
        "lights.ghost.json",
    ),
)  # fmt: skip
