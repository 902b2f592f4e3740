"""Keys as a writer meets them: made once, private, and a peer's pinned from a file."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands.handover import keys
from pipeline.model.errors import StorageError, UsageError
from pipeline.transmit import peer
from tests.transmit.shops import LANTERN


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOOKWORKS_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


def made(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    assert main(["keys", "--make", "quill.example", "--name", "Ada Quill", "--json"]) == 0
    found: dict[str, dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_a_key_is_private_and_signs_as_its_public_side_says(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = made(capsys)
    assert stat.S_IMODE((room / "key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(room.stat().st_mode) == 0o700
    own = peer.make(keys.seed(), "quill.example", "Ada Quill")
    assert found["self"]["fingerprint"] == peer.fingerprint(own)
    secret = (room / "key.pem").read_text().splitlines()[1]
    assert secret not in (room / "peer.json").read_text()


def test_a_key_is_never_overwritten(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(capsys)
    before = (room / "key.pem").read_bytes()
    assert main(["keys", "--make", "other.example"]) == 2
    assert "already" in capsys.readouterr().err
    assert (room / "key.pem").read_bytes() == before


def test_a_key_that_others_may_read_is_not_used(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(capsys)
    (room / "key.pem").chmod(0o640)
    with pytest.raises(StorageError, match="others may read"):
        keys.seed()


def test_a_name_that_could_be_no_folder_is_refused(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", "--make", "../out"]) == 2
    assert "small letters" in capsys.readouterr().err
    assert not (room / "key.pem").exists()


def test_a_peer_is_pinned_once_and_shown_with_its_fingerprint(
    room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lantern.json"
    file.write_bytes(peer.encode(LANTERN))
    assert main(["keys", "--pin", str(file), "--folder", str(tmp_path)]) == 0
    assert peer.fingerprint(LANTERN) in capsys.readouterr().out
    assert keys.pinned("lantern.example").peer == LANTERN
    assert main(["keys", "--pin", str(file)]) == 2
    with pytest.raises(UsageError, match="no key of lanthorn") as failed:
        keys.pinned("lanthorn.example")
    assert failed.value.todo == "did you mean 'lantern.example'?"


def test_a_key_that_is_not_the_one_its_id_names_is_refused(
    room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lantern.json"
    data = peer.encode(LANTERN)
    file.write_bytes(data.replace(b'"keyid": "', b'"keyid": "0', 1))
    assert main(["keys", "--pin", str(file)]) == 2
    assert not (room / "peers.toml").exists()
