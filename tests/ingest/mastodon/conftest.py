"""Archives made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.inventory import report
from pipeline.ingest.readers import mastodon
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ADA = "https://light.example/users/ada"
FOLLOWERS = f"{ADA}/followers"
ACTOR = {
    "id": ADA,
    "type": "Person",
    "preferredUsername": "ada",
    "name": "Ada Quill :lamp:",
    "url": "https://light.example/@ada",
    "followers": FOLLOWERS,
    "outbox": "outbox.json",
    "tag": [{"type": "Emoji", "name": ":lamp:"}],
}


def toot(number: int, content: str = "", **fields: Any) -> dict[str, Any]:
    """One toot as Mastodon exports it; public unless it says otherwise."""
    uri = f"{ADA}/statuses/{number}"
    item = {
        "id": uri,
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": f"2022-05-{1 + number % 28:02}T10:00:00Z",
        "url": f"https://light.example/@ada/{number}",
        "attributedTo": ADA,
        "to": [PUBLIC],
        "cc": [FOLLOWERS],
        "content": content,
        "attachment": [],
        "tag": [],
    } | fields
    return {
        "id": f"{uri}/activity",
        "type": "Create",
        "actor": ADA,
        "published": item["published"],
        "to": item["to"],
        "cc": item["cc"],
        "object": item,
    }


def boost(number: int, target: Any, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"{ADA}/statuses/{number}/activity",
        "type": "Announce",
        "actor": ADA,
        "published": "2022-05-01T10:00:00Z",
        "to": [PUBLIC],
        "cc": [FOLLOWERS],
        "object": target,
    } | fields


def answer(number: int, to: int, content: str, **fields: Any) -> dict[str, Any]:
    return toot(number, content, inReplyTo=f"{ADA}/statuses/{to}", **fields)


def emoji(*names: str) -> list[dict[str, str]]:
    return [{"type": "Emoji", "name": f":{name}:"} for name in names]


def outbox(*items: Any, total: int | None = None, raw: str | None = None) -> str:
    """An outbox of these items; `raw` is what stands in its list."""
    total = len(items) if total is None else total
    body = ", ".join(map(json.dumps, items)) if raw is None else raw
    return (
        '{"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", '
        f'"type": "OrderedCollection", "totalItems": {total}, "orderedItems": [{body}]}}'
    )


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake
    why: str

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[str]:
        return [finding.code for finding in self.bench.findings]

    def changes(self) -> list[tuple[str, str, str]]:
        return [(change.rule, change.before, change.after) for change in self.bench.changes]


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        claim = mastodon.claim(archive)
        assert claim is not None
        bench = Bench(None)  # type: ignore[arg-type]
        report(archive, mastodon, bench)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in mastodon.read(archive, intake)}
        return Reading(posts, bench, intake, f"{claim.why} {claim.era}")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads an archive of these items; `files` are its other members, `name` its outbox."""

    def reading(
        *items: Any,
        data: str | bytes | None = None,
        files: dict[str, str | bytes] | None = None,
        name: str = "outbox.json",
        actor: dict[str, Any] | None = ACTOR,
        packed: bool = False,
    ) -> Reading:
        beside = name.rpartition("/")[0]
        members: dict[str, str | bytes] = {name: outbox(*items) if data is None else data}
        if actor is not None:
            members[f"{beside}/actor.json" if beside else "actor.json"] = json.dumps(actor)
        folder = tmp_path / "archive"
        for member, held in (members | (files or {})).items():
            path = folder / member
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held if isinstance(held, bytes) else held.encode())
        if not packed:
            return read_at(folder)
        with zipfile.ZipFile(tmp_path / "archive.zip", "w") as made:
            for member in members | (files or {}):
                made.write(folder / member, member)
        return read_at(tmp_path / "archive.zip")

    return reading
