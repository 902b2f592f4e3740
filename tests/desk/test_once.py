"""Asked twice, done once; decided on what was seen; told as it happens."""

from __future__ import annotations

import http.client
import json
import threading
from pathlib import Path

import pytest

from pipeline.transmit.courier import Courier, Refused
from tests.desk.counter import Answer, Counter, bearer
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft


@pytest.fixture
def handover(counter: Counter, draft: Draft, tmp_path: Path) -> Handover:
    made = Handover(counter)
    made.sender.send(made.writer.seal(draft, tmp_path / "bags"))
    return made


WISH = {"kind": "freeform", "params": {"text": "Lighter."}}
CHANGES = f"{BOOK}/versions/1/changes"


def ask(handover: Handover, path: str, body: object, **headers: str) -> Answer:
    given = bearer(handover.press_token) | {n.replace("_", "-"): v for n, v in headers.items()}
    return handover.counter.ask("POST", path, json.dumps(body).encode(), given)


def test_the_same_key_gives_the_same_answer_and_does_it_once(handover: Handover) -> None:
    first = ask(handover, CHANGES, WISH, Idempotency_Key="k1")
    again = ask(handover, CHANGES, WISH, Idempotency_Key="k1")
    assert (first.status, first.json) == (again.status, again.json) == (201, first.json)
    other = ask(handover, CHANGES, WISH | {"blocking": True}, Idempotency_Key="k1")
    assert (other.status, other.json["type"]) == (422, "urn:f2f:problem:idempotency")
    assert len(handover.house.ask("GET", f"{BOOK}/changes")["changes"]) == 1


def test_twenty_at_once_with_one_key_do_it_once(handover: Handover) -> None:
    answers: list[Answer] = []
    together = [
        threading.Thread(
            target=lambda: answers.append(ask(handover, CHANGES, WISH, Idempotency_Key="k2"))
        )
        for _ in range(20)
    ]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert {answer.status for answer in answers} == {201}
    assert {answer.json["id"] for answer in answers} == {"CR-0001"}


def test_twenty_decisions_at_once_are_one(handover: Handover) -> None:
    statuses: list[int] = []

    def decide() -> None:
        statuses.append(
            ask(handover, f"{BOOK}/versions/1/decision", {"decision": "accepted"}).status
        )

    together = [threading.Thread(target=decide) for _ in range(20)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sorted(statuses) == [200] + [409] * 19
    log = handover.house.ask("GET", f"{BOOK}/events")["events"]
    assert len(log) == 3  # sent, received, accepted


def test_what_failed_under_a_key_can_be_tried_again(handover: Handover) -> None:
    decision = {"decision": "changes-requested"}
    where = f"{BOOK}/versions/1/decision"
    assert ask(handover, where, decision, Idempotency_Key="k3").status == 409
    ask(handover, CHANGES, WISH)
    assert ask(handover, where, decision, Idempotency_Key="k3").status == 200


def test_nobody_decides_on_what_has_changed_since_they_looked(handover: Handover) -> None:
    seen = handover.counter.ask("GET", BOOK, headers=bearer(handover.press_token))
    mark = seen.headers["ETag"]
    same = handover.counter.ask(
        "GET", BOOK, headers=bearer(handover.press_token) | {"If-None-Match": mark}
    )
    assert (same.status, same.body) == (304, b"")
    ask(handover, CHANGES, WISH)
    where = f"{BOOK}/versions/1/decision"
    late = ask(handover, where, {"decision": "accepted"}, If_Match=mark)
    assert late.status == 412
    fresh = handover.counter.ask("GET", BOOK, headers=bearer(handover.press_token)).headers["ETag"]
    assert ask(handover, where, {"decision": "accepted"}, If_Match=fresh).status == 200


def test_a_page_that_has_grown_old_decides_nothing(handover: Handover) -> None:
    browser = handover.counter.sign_in("may")
    path = BOOK.replace("/v1/transmittals", "/books")
    mark = browser.get(path).text.partition('name="mark" value="')[2].partition('">')[0]
    ask(handover, CHANGES, WISH)
    fields = {"decision": "accepted", "mark": mark.replace("&#34;", '"')}
    answer = browser.post(f"{path}/versions/1/decision", fields)
    assert (answer.status, "Look again" in answer.text) == (412, True)


def test_what_happens_is_told_at_once_and_only_to_those_whose_it_is(handover: Handover) -> None:
    counter = handover.counter
    eve = counter.token(counter.account("eve", "sender"))

    def listen(token: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", counter.port, timeout=5)
        last = Courier(counter.url, token).ask("GET", "/v1/events")["last"]
        line.request("GET", f"/v1/events/stream?after={last}", headers=bearer(token))
        answer = line.getresponse()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.readline() == b"retry: 2000\n"
        return answer

    mine, theirs = listen(handover.ada_token), listen(eve)
    ask(handover, CHANGES, WISH)
    lines = [mine.readline() for _ in range(4)]
    said = json.loads(lines[3].removeprefix(b"data: "))
    assert (said["kind"], said["about"]) == ("change.open", "CR-0001")
    theirs.readline()
    theirs.fp.raw._sock.settimeout(2)  # type: ignore[union-attr]
    with pytest.raises(OSError, match="timed out"):
        theirs.readline()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"kind": "style.mop"}, "/kind"),
        ({"kind": "freeform"}, "/params/text"),
        ({"kind": "freeform", "params": {"text": "x", "colour": "red"}}, "/params/colour"),
        ({"kind": "heading.depth", "params": {"max_level": "3"}}, "/params/max_level"),
        (
            {"kind": "heading.depth", "params": {"max_level": 3, "overflow": "hide"}},
            "/params/overflow",
        ),
        (
            {"kind": "style.map", "params": {"map": [{"role": "body", "to": {"a": 1}}]}},
            "/params/map/0/to",
        ),
        (
            {
                "kind": "metadata.set",
                "params": {"patch": [{"op": "replace", "path": "/id", "value": "T"}]},
            },
            "/params",
        ),
        (WISH | {"scope": {"type": "chapter"}}, "/scope/title"),
        (WISH | {"severity": "X"}, "/severity"),
        (WISH | {"acceptance": [{"absent": "x", "present": "y"}]}, "/acceptance/0"),
    ],
    ids=str,
)
def test_a_change_request_that_does_not_fit_its_kind_is_refused_by_field(
    handover: Handover, wish: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        handover.house.ask("POST", CHANGES, wish)
    assert (refused.value.status, refused.value.document["field"]) == (422, field)


def test_the_metadata_form_becomes_a_patch_of_what_was_altered(handover: Handover) -> None:
    browser = handover.counter.sign_in("may")
    path = BOOK.replace("/v1/transmittals", "/books")
    fields = {"title": "Smaller Lights", "subtitle": "2019–2021", "language": "en",
              "date": "2021-06-01", "publisher": ""}  # fmt: skip
    assert browser.post(f"{path}/versions/1/metadata", fields).status == 303
    (change,) = handover.sender.ask("GET", f"{BOOK}/changes")["changes"]
    assert change["request"]["params"]["patch"] == [
        {"op": "replace", "path": "/title", "value": "Smaller Lights"}
    ]


def test_nothing_of_an_authors_words_is_markup_on_a_page(handover: Handover) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    wish = {"kind": "freeform", "params": {"text": hostile}, "rationale": hostile}
    handover.house.ask("POST", CHANGES, wish)
    for name in ("may", "ada"):
        page = handover.counter.sign_in(name).get(BOOK.replace("/v1/transmittals", "/books")).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


SAID = {
    "style.map": {"mode": "merge", "map": "body = Normal\nquotation = Block Text"},
    "style.assign": {"role": "verse"},
    "text.replace": {"find": "at four", "replace": "", "case": "1", "exclude": "verse\n",
                     "expected_count": "2"},
    "heading.depth": {"max_level": "3", "shift": "−1", "overflow": "bold"},
    "structure.edit": {"split": "2019-03-02 = The Lamp", "reorder": "a = b", "merge": "c\nd"},
    "notes.links": {"link": "footnote", "url": "domain", "archive": "1"},
    "notes.policy": {"placement": "endnote"},
    "citation.style": {"csl": "chicago-author-date"},
    "image.policy": {"place": "separate", "min_dpi": "300", "alt_required": "1"},
    "table.policy": {"form": "native"},
    "typography.policy": {"quotes": "curly", "scene_break": "* * *"},
    "file.layout": {"files": "volumes", "words": "90000"},
    "element.require": {"element": "bio"},
    "metadata.set": {"patch": '[{"op": "replace", "path": "/title", "value": "Lights"}]'},
    "query": {"question": "Who?", "answer": "choice", "choices": "Ada\nMay"},
    "freeform": {"text": "Lighter."},
}  # fmt: skip
"""What somebody might write into each form."""


def test_every_kind_has_a_form_and_what_is_written_there_is_what_the_contract_reads(
    handover: Handover,
) -> None:
    from pipeline.transmit.change_params import KINDS

    assert set(SAID) == set(KINDS)
    browser = handover.counter.sign_in("may")
    path = BOOK.replace("/v1/transmittals", "/books")
    for kind, fields in SAID.items():
        form = browser.get(f"{path}/ask?kind={kind}").text
        for name in fields:
            assert f'name="p.{name}"' in form, kind
        some = kind in ("style.assign", "text.replace")
        given = {f"p.{name}": value for name, value in fields.items()} | {
            "kind": kind, "severity": "E", "scope": "TextQuoteSelector" if some else "whole",
            "within": "The ferry", "a.max_heading": "3", "a.unchanged": "1", "due": "2026-12-24",
        }  # fmt: skip
        answer = browser.post(f"{path}/versions/1/ask", given)
        assert answer.status == 303, (kind, answer.text)
    made = {one["request"]["kind"]: one["request"]
            for one in handover.sender.ask("GET", f"{BOOK}/changes")["changes"]}  # fmt: skip
    assert set(made) == set(KINDS)
    assert made["text.replace"]["scope"]["exact"] == "The ferry"
    assert made["heading.depth"]["params"] == {"max_level": 3, "shift": -1}
    assert made["structure.edit"]["params"]["split"] == [
        {"before": "2019-03-02", "title": "The Lamp"}
    ]
    assert made["query"]["acceptance"] == [
        {"max_heading": 3}, {"text_unchanged_outside": "scope"}
    ]  # fmt: skip


def test_a_question_is_answered_in_words_and_not_agreed_to(handover: Handover) -> None:
    handover.house.ask("POST", CHANGES, {"kind": "query", "params": {"question": "Who?"}})
    where = f"{BOOK}/changes/CR-0001/answer"
    with pytest.raises(Refused, match="Say why"):
        handover.sender.ask("POST", where, {"state": "answered"})
    with pytest.raises(Refused, match="you can make it answered"):
        handover.sender.ask("POST", where, {"state": "agreed"})
    answered = handover.sender.ask("POST", where, {"state": "answered", "text": "The mate."})
    assert answered["thread"][-1]["text"] == "The mate."
