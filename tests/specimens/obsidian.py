"""Obsidian: notes meant for oneself, among them comments, templates, and plugins with keys."""

from __future__ import annotations

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text

LAMP = """---
title: The Lamp
created: 2019-03-02
publish: true
email: CANARY-obsidian-email@x.example
location: CANARY-obsidian-location
---

The lamp was lit, ROBIN-obsidian-note. See [[The Ferry]].

![[lamp.jpg]]

%% CANARY-obsidian-comment %%

<!-- CANARY-obsidian-html-comment -->
"""
FERRY = "The ferry came late, ROBIN-obsidian-second.\n\n%%\nCANARY-obsidian-long-comment\n%%\n"
HIDDEN = """---
title: CANARY-obsidian-private-title
publish: false
tags: [CANARY-obsidian-private-tag]
---

CANARY-obsidian-private ![[CANARY-obsidian-private.jpg]]
"""

SPECIMENS = (
    Specimen(
        "obsidian",
        "vault",
        {
            ".obsidian/app.json": b'{"attachmentFolderPath": "files", "key": "CANARY-obsidian-app"}',
            ".obsidian/templates.json": b'{"folder": "Templates"}',
            ".obsidian/plugins/sync/data.json": b'{"token": "CANARY-obsidian-token"}',
            ".obsidian/workspace.json": b'{"lastOpenFiles": ["CANARY-obsidian-open"]}',
            ".trash/Gone.md": b"CANARY-obsidian-trash\n",
            "The Lamp.md": text(LAMP),
            "The Ferry.md": text(FERRY),
            "Mine.md": text(HIDDEN),
            "Templates/Day.md": b"CANARY-obsidian-template {{date}}\n",
            "Plan.canvas": b'{"nodes": [{"text": "CANARY-obsidian-canvas"}]}',
            "files/lamp.jpg": jpeg("CANARY-obsidian-photo"),
            "files/CANARY-obsidian-private.jpg": jpeg("CANARY-obsidian-hidden", 0x121212),
            "files/letter.pdf": b"%PDF-1.7 CANARY-obsidian-pdf",
        },
        named={"draft": ("CANARY-obsidian-private",)},
    ),
)
