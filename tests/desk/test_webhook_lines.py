"""Webhooks over https, and from a desk that is killed in the middle of a try."""

from __future__ import annotations

import os
import socket
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk import outbound, webhooks
from pipeline.transmit.webhook import Guard
from tests.desk.counter import Counter
from tests.desk.receiver import Receiver
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """A certificate for a name, which nobody knows who is not told to."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{name}.pem"
    file.write_bytes(made.public_bytes(pem) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file


@pytest.mark.parametrize("name", ["localhost", "elsewhere.example"])
def test_over_https_the_certificate_is_the_one_of_the_name_that_was_given(
    name: str, tmp_path: Path, monkeypatch: Any
) -> None:
    context, file = certified(tmp_path, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    receiver = Receiver(context)
    address = outbound.read(f"https://localhost:{receiver.port}/desk", ("localhost",))
    try:
        if name == "localhost":
            assert outbound.post(address, b"{}", {}).status == 200
        else:
            with pytest.raises(ssl.SSLCertVerificationError):
                outbound.post(address, b"{}", {})
    finally:
        receiver.close()
    assert len(receiver.came) == (name == "localhost")


@contextmanager
def serving(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A desk in a process of its own."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "pipeline", "desk", "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, env=os.environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_desk_that_is_killed_in_the_middle_of_a_try_tells_everything_after_it(
    draft: Draft, tmp_path: Path
) -> None:
    receiver, folder = Receiver(), tmp_path / "desk"
    counter = Counter(folder, webhook_hosts=("127.0.0.1",))
    handover = Handover(counter)
    with counter.desk.writing() as db:
        hook = webhooks.make(db, handover.ada, counter.desk.office, receiver.url, "")
    guard = Guard(webhooks.keys(counter.desk.office, hook).shared)
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    handover.house.ask("POST", f"{BOOK}/versions/1/decision", {"decision": "accepted"})
    counter.close()
    receiver.is_silent = True
    with serving(folder) as process:
        receiver.until(1)
        process.kill()
        process.wait()
    with closing(sqlite3.connect(folder / "desk.sqlite3")) as db, db:  # two minutes go by
        held = db.execute("update delivery set held = '' where held > ''").rowcount
    assert held == 1
    receiver.is_silent = False
    with serving(folder):
        receiver.until(4)
    receiver.close()
    told = [guard.opened(headers, body) for headers, body in receiver.came]
    assert told[0].id == told[1].id
    kinds = [message.event["data"]["kind"] for message in told]
    assert kinds == ["sent", "sent", "received", "accepted"]
