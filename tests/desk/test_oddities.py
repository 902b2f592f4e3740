"""What nobody sends but by mistake or malice: answered as a problem, not as a desk’s mistake."""

from __future__ import annotations

import http.client
import io
import zipfile
from pathlib import Path

import pytest

from pipeline.desk import comparing
from tests.desk.counter import Counter, bearer
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft

PAGE = BOOK.replace("/v1/transmittals", "/books")
HALF = r'"\ud83d"'
"""The first half of a character of two, which JSON can write, and UTF-8 cannot."""

HALVES = {
    "/v1/peers": f'{{"format": {HALF}}}',
    f"{BOOK}/versions/1/withdraw": f'{{"payload": {HALF}, "payloadType": "", "signatures": []}}',
    f"{BOOK}/versions/1/changes": f'{{"kind": "freeform", "params": {{"text": {HALF}}}}}',
}


@pytest.fixture
def handover(counter: Counter, draft: Draft, tmp_path: Path) -> Handover:
    made = Handover(counter)
    made.sender.send(made.writer.seal(draft, tmp_path / "bags"))
    return made


def test_half_a_character_is_refused_wherever_it_stands(handover: Handover) -> None:
    for path, body in HALVES.items():
        token = handover.press_token if path.endswith("changes") else handover.ada_token
        answer = handover.counter.ask("POST", path, body.encode(), bearer(token))
        assert (answer.status, "half of a character" in answer.text) == (422, True), path
    patch = f'[{{"op": "add", "path": "/title", "value": {HALF}}}]'
    form = {"kind": "metadata.set", "p.patch": patch}
    assert handover.counter.sign_in("may").post(f"{PAGE}/versions/1/ask", form).status == 422


def test_a_digit_that_is_no_number_is_none(handover: Handover) -> None:
    form = {"kind": "freeform", "p.text": "Lighter.", "a.max_heading": "²"}
    assert handover.counter.sign_in("may").post(f"{PAGE}/versions/1/ask", form).status == 303
    line = http.client.HTTPConnection("127.0.0.1", handover.counter.port, timeout=10)
    headers = bearer(handover.ada_token) | {"Last-Event-ID": "²"}
    line.request("GET", "/v1/events/stream", headers=headers)
    answer = line.getresponse()
    assert (answer.status, answer.readline()) == (200, b"retry: 2000\n")
    line.close()


def test_of_a_manuscript_that_is_damaged_within_no_words_are_shown() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<w:p><w:t>at four, at five, </w:t></w:p>" * 99)
    whole = out.getvalue()
    assert len(comparing.paragraphs(whole)) == 99
    for at in range(47, 80):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        assert comparing.paragraphs(damaged) == []
