"""Sealing: the draft of a build becomes a version for one recipient, numbered and signed."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.transmit import bag, dsse, events, papers
from pipeline.transmit.change import Answer
from pipeline.transmit.contract import Changes, Checks, Item, Party, Since, Superseded, Transmittal
from pipeline.transmit.events import Event, Signed

PROVENANCE, TESTS, SENT = (
    "signatures/provenance.dsse.json", "signatures/tests.dsse.json", "signatures/sent.dsse.json",
)  # fmt: skip
SIGNATURES = (PROVENANCE, TESTS, SENT)

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATES = {
    PROVENANCE: "https://slsa.dev/provenance/v1",
    TESTS: "https://in-toto.io/attestation/test-result/v0.1",
}
_BUILD = "https://bookworks.example/recipe/v1"


class Order(Struct, frozen=True, kw_only=True):
    """What a version is to say besides what the build knew."""

    id: str
    version: int
    sender: Party
    recipient: Party
    time: str
    supersedes: Superseded | None = None
    before: Transmittal | None = None  # the version that it takes the place of
    answers: tuple[Answer, ...] = ()  # to what its recipient asked for
    seq: int = 1
    prev_sha256: str = ""
    seen_sha256: str = ""


class Sealed(Struct, frozen=True):
    """A version: its tag files and signatures by name. The payload is the draft's."""

    transmittal: Transmittal
    files: dict[str, bytes]
    sent: Signed


def seal(draft: Transmittal, checks: Checks, order: Order, seed: bytes, version: str) -> Sealed:
    """A version of the draft; `version` is that of Bookworks."""
    sent = replace(
        draft,
        id=order.id,
        version=order.version,
        supersedes=order.supersedes,
        sender=order.sender,
        recipient=order.recipient,
        answers=tuple([one.request for one in order.answers]),
    )
    changes = papers.as_json(Changes(since=_since(order.before, sent), answers=order.answers))
    files = bag.sealed(sent, papers.tags(sent, papers.as_json(checks), changes))
    digest = hashlib.sha256(files[bag.TAG_MANIFEST]).hexdigest()
    subjects = _subjects(digest, sent)
    event = Event(
        source=order.sender.peer_id, type="sent", time=order.time, transmittal=sent.id,
        version=sent.version, tagmanifest_sha256=digest, seq=order.seq,
        prev_sha256=order.prev_sha256, seen_sha256=order.seen_sha256,
    )  # fmt: skip
    signed = events.sign(event, seed)
    files[PROVENANCE] = _signed(PROVENANCE, subjects, _provenance(sent, version), seed)
    files[TESTS] = _signed(TESTS, subjects, _tests(checks), seed)
    files[SENT] = signed.envelope
    return Sealed(sent, files, signed)


def _subjects(digest: str, sent: Transmittal) -> list[dict[str, Any]]:
    rows = [(bag.TAG_MANIFEST, digest)]
    rows += [(item.path, item.sha256) for item in sent.items if item.type == "manuscript"]
    return [{"name": name, "digest": {"sha256": digest}} for name, digest in rows]


def _signed(
    file: str, subjects: list[dict[str, Any]], predicate: dict[str, Any], seed: bytes
) -> bytes:
    statement = {
        "_type": STATEMENT,
        "subject": subjects,
        "predicateType": PREDICATES[file],
        "predicate": predicate,
    }
    return dsse.sign(msgspec.json.encode(statement), dsse.STATEMENT, seed)


def _provenance(sent: Transmittal, version: str) -> dict[str, Any]:
    """Who claims to have made it, and how. That the claim is true only making it again can show."""
    spec = {"name": sent.spec.id, "digest": {"sha256": sent.spec.sha256}}
    outside = {"title": sent.work.title, "edition": sent.work.edition, "spec": spec}
    assert sent.sender is not None
    return {
        "buildDefinition": {
            "buildType": _BUILD,
            "externalParameters": outside,
            "resolvedDependencies": [spec],
        },
        "runDetails": {
            "builder": {"id": f"f2f:{sent.sender.peer_id}", "version": {"bookworks": version}}
        },
    }


def _tests(checks: Checks) -> dict[str, Any]:
    failed = [check.id for check in checks.checks if check.result == "failed"]
    return {
        "result": "FAILED" if failed else "PASSED",
        "configuration": [{"name": "metadata/checks.json"}],
        "passedTests": [check.id for check in checks.checks if check.result == "passed"],
        "failedTests": failed,
    }


def _since(before: Transmittal | None, now: Transmittal) -> Since | None:
    if before is None:
        return None
    old, new = _digests(before.items), _digests(now.items)
    return Since(
        version=before.version,
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
    )


def _digests(items: tuple[Item, ...]) -> dict[str, str]:
    return {item.path: item.sha256 for item in items}
