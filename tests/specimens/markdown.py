"""Markdown: a site's folder holds drafts, settings and keys beside the texts."""

from __future__ import annotations

from tests.specimens.photos import jpeg, png
from tests.specimens.specimen import Specimen, text


def page(front: str, said: str) -> bytes:
    return text(f"---\n{front}---\n\n{said}\n")


def hidden(word: str, front: str) -> bytes:
    word = f"CANARY-markdown-{word}"
    return page(
        f"title: {word}-title\ndate: 2019-05-01\ntags: [{word}-tag]\nauthor: CANARY-markdown-tove\n"
        + front, f"{word}\n\n![{word}-alt]({word}.png)",
    )  # fmt: skip


PRIVATE_FRONT = (
    "author_email: CANARY-markdown-email@x.example\nnotes: CANARY-markdown-notes\n"
    "gps: CANARY-markdown-gps\napi_key: CANARY-markdown-key\nnested: {a: CANARY-markdown-nested}\n"
)
SHOWN = """The lamp was lit, ROBIN-markdown-post.

![A lamp](lamp.jpg)

<!-- CANARY-markdown-html-comment -->

{% comment %}CANARY-markdown-liquid-comment{% endcomment %}

[//]: # (CANARY-markdown-reference-comment)
[unused]: https://x.example/CANARY-markdown-unused-reference
"""

SPECIMENS = (
    Specimen(
        "markdown",
        "jekyll",
        {
            "_posts/2019-03-02-the-lamp.md": page(
                f"layout: post\ntitle: The Lamp\n{PRIVATE_FRONT}", SHOWN
            ),
            "_posts/2019-03-03-the-ferry.md": page("title: The Ferry\n", "Late, ROBIN-markdown-second."),
            "_posts/2019-03-04-locked.md": hidden("locked", "password: CANARY-markdown-password\n"),
            "_posts/2019-03-05-held.md": hidden("unpublished", "published: false\n"),
            "_posts/2019-03-06-mine.md": hidden("private", "private: true\n"),
            "_posts/2019-03-07-soon.md": hidden("scheduled", "status: future\n"),
            "_posts/2019-03-08-gone.md": hidden("trash", "status: trash\n"),
            "_drafts/an-idea.md": hidden("draft", ""),
            "_posts/lamp.jpg": jpeg("CANARY-markdown-photo"),
            "_posts/CANARY-markdown-private.png": png("CANARY-markdown-hidden-png"),
            "_config.yml": text(
                "title: Lights\nauthor: Ada Quill\nemail: CANARY-markdown-site-email@x.example\n"
                "deploy: {password: CANARY-markdown-deploy}\n"
            ),
            "_data/people.yml": b"- CANARY-markdown-data\n",
            ".env": b"SECRET=CANARY-markdown-env\n",
            "_layouts/post.html": b"<b>CANARY-markdown-layout</b>",
            "_site/index.html": b"<b>CANARY-markdown-built</b>",
            ".git/config": b"CANARY-markdown-git\n",
            "package.json": b'{"author": "CANARY-markdown-package"}',
        },
        named={
            "draft": ("CANARY-markdown-draft", "CANARY-markdown-unpublished", "CANARY-markdown-tove"),
            "private": ("CANARY-markdown-private", "CANARY-markdown-tove"),
            "password": ("CANARY-markdown-locked", "CANARY-markdown-tove"),
            "scheduled": ("CANARY-markdown-scheduled", "CANARY-markdown-tove"),
            "trashed": ("CANARY-markdown-trash", "CANARY-markdown-tove"),
        },
    ),
    Specimen(
        "markdown",
        "folder",
        {
            "the-lamp.md": page("title: The Lamp\ndate: 2019-03-02\n", "Lit, ROBIN-markdown-folder."),
            "an-idea.md": page("draft: true\n", "CANARY-markdown-draft"),
        },
        named={"draft": ("CANARY-markdown-draft",)},
        alone="the-lamp.md",
    ),
)  # fmt: skip
