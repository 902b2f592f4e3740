"""Keys that follow one another: who may say so, what stays valid, and what is refused, with why."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from pipeline.cli import main
from pipeline.commands.handover import keys, receiving, rotating, sending
from pipeline.model.errors import StorageError
from pipeline.shop.places import Places
from pipeline.transmit import dsse, keyring, peer, succession
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.keyring import Known
from pipeline.transmit.peer import Peer
from pipeline.transmit.strict import Malformed
from tests.floor import Floor
from tests.transmit import shops
from tests.transmit.shops import LANTERN, QUILL, seed

OLD, NEW, LATER, THIEF = seed("quill"), seed("new"), seed("later"), seed("thief")
DAY, NEXT_DAY = "2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"
ROTATED = succession.rotated(QUILL, OLD, NEW, DAY)


def keyid(of: bytes) -> str:
    return dsse.keyid(dsse.public(of))


# -- statements ------------------------------------------------------------------------------------


def test_a_new_key_counts_once_the_pinned_one_signed_for_it() -> None:
    after = succession.taken(QUILL, ROTATED.envelope)
    assert after == ROTATED.peer
    assert after.current is not None
    assert after.current.keyid == keyid(NEW)
    assert "".join(peer.fingerprint(after).split()) == keyid(NEW)
    assert set(after.pinned) == {keyid(NEW), keyid(OLD)}
    assert succession.taken(after, ROTATED.envelope) == after, "twice is once"


def _forged(signer: bytes, named: bytes, of: str = "quill.example") -> bytes:
    """A rotation that one key signed and that names another as the signer's."""
    envelope = json.loads(succession.rotated(replace(QUILL, peer_id=of), OLD, THIEF, DAY).envelope)
    payload = base64.b64decode(envelope["payload"])
    made = json.loads(dsse.sign(payload, dsse.KEYS, signer))
    made["signatures"][0]["keyid"] = keyid(named)
    return json.dumps(made, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("known", "envelope", "why"),
    [
        (QUILL, _forged(THIEF, THIEF), "not pinned"),
        (QUILL, _forged(THIEF, OLD), "does not hold"),
        (QUILL, _forged(OLD, OLD, "other.example"), "keys of other.example"),
        (LANTERN, ROTATED.envelope, "not pinned"),
        (ROTATED.peer, succession.rotated(QUILL, OLD, THIEF, NEXT_DAY).envelope, "gave way"),
        (
            succession.revoked(ROTATED.peer, NEW, keyid(OLD), DAY).peer,
            succession.rotated(QUILL, OLD, THIEF, NEXT_DAY).envelope,
            "revoked on",
        ),
    ],
    ids=["a stranger's", "a false signature", "another shop's", "another peer's", "a second heir",
         "a revoked key's"],
)  # fmt: skip
def test_a_forged_rotation_is_refused_with_its_reason(
    known: Peer, envelope: bytes, why: str
) -> None:
    with pytest.raises((Unsigned, Malformed), match=why):
        succession.taken(known, envelope)


def test_a_key_is_called_back_by_itself_or_by_the_one_in_use_and_by_no_other() -> None:
    after = ROTATED.peer
    for signer in (OLD, NEW):
        called = succession.revoked(after, signer, keyid(OLD), NEXT_DAY)
        assert keyid(OLD) not in called.peer.pinned
        assert keyid(OLD) in called.peer.ever, "what it signed before can still be looked at"
    with pytest.raises(Unsigned, match="does not count since"):
        succession.revoked(after, OLD, keyid(NEW), NEXT_DAY)
    none = succession.revoked(QUILL, OLD, keyid(OLD), DAY).peer
    assert none.current is None
    with pytest.raises(Unsigned, match="revoked on"):
        succession.rotated(none, OLD, NEW, NEXT_DAY)


def test_what_a_key_signs_counts_until_it_was_given_up_and_never_once_it_is_revoked() -> None:
    from pipeline.transmit import events

    def signed(by: bytes, time: str) -> bytes:
        event = events.Event(
            source="quill.example", type="sent", time=time, transmittal="T-2026-0001", version=1,
            tagmanifest_sha256="0" * 64, seq=1,
        )  # fmt: skip
        return events.sign(event, by).envelope

    rotated = ROTATED.peer.pinned
    revoked = succession.revoked(ROTATED.peer, NEW, keyid(OLD), NEXT_DAY).peer.pinned
    events.opened(signed(OLD, DAY), rotated)
    events.opened(signed(NEW, NEXT_DAY), revoked)
    with pytest.raises(Unsigned, match="given up for another") as late:
        events.opened(signed(OLD, NEXT_DAY), rotated)
    assert late.value.code == "signature.retired"
    with pytest.raises(Unsigned, match=f"revoked on {NEXT_DAY}") as gone:
        events.opened(signed(OLD, DAY), revoked)
    assert gone.value.code == "signature.revoked"


def test_peers_toml_keeps_what_people_wrote_around_a_peer_whose_keys_change() -> None:
    text = "# mine\n" + keyring.row(Known(QUILL, "/a")) + "\n# of the press\n\n"
    text += keyring.row(Known(LANTERN))
    last = succession.revoked(ROTATED.peer, NEW, keyid(OLD), NEXT_DAY).peer
    after = keyring.replaced(text, Known(last, "/a"))
    assert keyring.peers(after) == {
        "quill.example": Known(last, "/a"), "lantern.example": Known(LANTERN),
    }  # fmt: skip
    assert after.startswith("# mine\n")
    unnamed = replace(LANTERN, peer_id="third.example")
    assert keyring.peers(keyring.replaced(after, Known(unnamed)))["third.example"].peer == unnamed


# -- two shops -------------------------------------------------------------------------------------


class Shop:
    def __init__(self, root: Path, own: str, shared: Path, patch: pytest.MonkeyPatch) -> None:
        me, other = (QUILL, LANTERN) if own == "quill" else (LANTERN, QUILL)
        root.mkdir()
        self.keys = shops.keys(root / "keys", own, me, other, str(shared))
        self.places = Places(root, root / "build" / ".shop")
        self._patch = patch

    def here(self) -> Shop:
        self._patch.setenv("BOOKWORKS_KEYS", str(self.keys))
        self._patch.chdir(self.places.root)
        return self

    def send(self, book: str = "small") -> str:
        self.here()
        return str(sending.transmit(book, "", self.places, quiet=True)["state"])

    def receive(self, path: str = "") -> dict[str, str]:
        """The result of each row, and what is said of it."""
        self.here()
        rows = receiving.receive(path, self.places, refuse=False)["versions"]
        return {f"{one['name']} {one['result']}": " ".join(one["said"]) for one in rows}


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Shop, Shop]:
    (tmp_path / "shared").mkdir()
    quill, lantern = (
        Shop(tmp_path / one, one, tmp_path / "shared", monkeypatch) for one in ("quill", "lantern")
    )
    Floor(quill.places.root).build()
    return quill, lantern


def _again(shop: Shop, name: str) -> None:
    """Another book, so that there is something to send."""
    Floor(shop.places.root, name).build()


def test_a_rotation_goes_over_by_the_folder_and_what_was_received_stays(
    ends: tuple[Shop, Shop], capsys: pytest.CaptureFixture[str]
) -> None:
    quill, lantern = ends
    quill.send()
    assert list(lantern.receive()) == ["T-2026-0001_v1 received"]
    quill.here()
    assert main(["keys", "rotate"]) == 0
    new = keyring.seed((quill.keys / "key.pem").read_bytes())
    said = capsys.readouterr().out
    assert peer.grouped(keyid(new)) in said
    assert f"{peer.grouped(keyid(OLD))}, given up" in said
    assert main(["keys", "revoke"]) == 0
    _again(quill, "second")
    assert quill.send("second") == "sent"

    came = lantern.receive()
    assert list(came) == [
        "keys of quill.example keys", "T-2026-0001_v1 already", "T-2026-0002_v1 received"
    ]  # fmt: skip
    assert peer.grouped(keyid(new)) in came["keys of quill.example keys"]
    known = keys.pinned("quill.example").peer
    assert [one.keyid for one in known.keys] == [keyid(new), keyid(OLD)]
    assert known.keys[1].revoked is not UNSET
    assert list(lantern.receive()) == ["T-2026-0001_v1 already", "T-2026-0002_v1 already"]
    assert quill.send("second") == "received", "both logs still hold"


def test_a_thief_with_a_revoked_key_sends_nothing_that_is_taken(ends: tuple[Shop, Shop]) -> None:
    quill, lantern = ends
    stolen = (quill.keys / "key.pem").read_bytes()
    quill.here()
    rotating.rotate()
    rotating.revoke("")
    lantern.receive()
    (quill.keys / "key.pem").write_bytes(stolen)
    (quill.keys / "peer.json").write_bytes(peer.encode(QUILL))
    for file in (quill.keys / "statements").iterdir():
        file.unlink()
    assert quill.send() == "sent"
    for came in (lantern.receive(), lantern.receive()):
        assert list(came) == ["T-2026-0001_v1 refused"]
        assert "revoked on" in came["T-2026-0001_v1 refused"]
    envelope = succession.rotated(QUILL, OLD, THIEF, NEXT_DAY).envelope
    file = quill.places.root / "heir.dsse.json"
    file.write_bytes(envelope)
    lantern.here()
    assert main(["keys", "add", str(file)]) == 6
    assert "revoked on" in next(iter(lantern.receive(str(file)).values()))
    assert keyid(THIEF) not in keys.pinned("quill.example").peer.ever


def test_whoever_had_to_revoke_all_begins_anew_and_is_pinned_anew(ends: tuple[Shop, Shop]) -> None:
    quill, lantern = ends
    quill.send()
    lantern.receive()
    quill.here()
    rotating.revoke(keyid(OLD)[:8])
    assert not (quill.keys / "key.pem").exists()
    assert main(["keys", "--make", "quill.example", "--name", "Ada Quill"]) == 0
    lantern.receive()
    assert main(["keys", "--pin", str(quill.keys / "peer.json")]) == 0
    known = keys.pinned("quill.example").peer
    assert known.current is not None
    assert known.current.keyid != keyid(OLD)
    _again(quill, "second")
    quill.send("second")
    assert list(lantern.receive()) == ["T-2026-0001_v1 already", "T-2026-0002_v1 received"]


def test_a_rotation_that_was_cut_off_anywhere_goes_on_from_there(
    ends: tuple[Shop, Shop], monkeypatch: pytest.MonkeyPatch
) -> None:
    quill, lantern = ends
    quill.send()
    for cut in ("_kept", "write_whole", "_posted"):
        quill.here()
        with monkeypatch.context() as patch:
            patch.setattr(rotating, cut, _cut_off)
            with pytest.raises(KeyboardInterrupt):
                rotating.rotate()
        keys.seed()  # our key is still one that signs
    rotating.rotate()
    own = keys.ours()
    assert keyid(keys.seed()) == own.keys[0].keyid
    assert not (quill.keys / keys.NEXT).exists()
    came = lantern.receive()
    assert "refused" not in " ".join(came), came
    assert keys.pinned("quill.example").peer.keys[0].keyid == own.keys[0].keyid


def _cut_off(*_words: object) -> None:
    raise KeyboardInterrupt


def test_a_key_that_is_not_ours_is_not_signed_with(ends: tuple[Shop, Shop]) -> None:
    quill = ends[0].here()
    keys.write_private(quill.keys / keys.NEXT, keyring.pem(THIEF))
    keys.write_private(quill.keys / "key.pem", keyring.pem(LATER))
    with pytest.raises(StorageError, match="not the key that"):
        keys.seed()


def test_a_statement_of_ours_that_is_damaged_is_named(ends: tuple[Shop, Shop]) -> None:
    own = ends[0].here().keys / keys.SELF
    before = own.read_bytes()
    rotating.rotate()
    own.write_bytes(before)  # as a kill leaves it
    keys.statements()[-1].write_bytes(b"{")
    with pytest.raises(StorageError, match="0001-rotated"):
        keys.ours()
