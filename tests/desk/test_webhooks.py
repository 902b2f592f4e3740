"""Webhooks, from a desk on loopback to a receiver on loopback. Time is not waited for: the postman
of these tests has a clock that is set forward."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.desk import outbound, postman, webhooks
from pipeline.desk.desk import Desk
from pipeline.desk.postman import LEASE, SCHEDULE, Postman
from pipeline.desk.settings import Office
from pipeline.desk.tables import AuditRow, Delivery, Notice, Webhook
from pipeline.desk.times import within
from pipeline.transmit.webhook import Forged, Guard, Seen
from tests.desk.counter import Answer, Counter, bearer
from tests.desk.receiver import Receiver
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft

OWN = ("127.0.0.1",)


class Clock:
    """A time that stands still until it is set forward, however slow the machine. It is ahead of
    the desk's own, so that whatever the desk puts on its way now is due."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Mail(Handover):
    """A handover of which the writer's shop is told, by a postman whose clock the test sets."""

    def __init__(self, counter: Counter, receiver: Receiver) -> None:
        super().__init__(counter)
        self.receiver, self.clock = receiver, Clock()
        self.postman = Postman(counter.desk, self.clock)
        self.hook = self.say("POST", "/v1/webhooks", {"url": receiver.url}, 201)

    def say(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """As the writer."""
        sent = b"" if body is None else json.dumps(body).encode()
        answer: Answer = self.counter.ask(method, path, sent, bearer(self.ada_token))
        assert answer.status == status, answer.text
        return answer.json if answer.body else None

    def happens(self, count: int = 1) -> None:
        """Something happens to the book that was sent."""
        for _ in range(count):
            self.house.ask("POST", f"{BOOK}/versions/1/changes",
                           {"kind": "freeform", "params": {"text": "Lighter."}})  # fmt: skip

    @property
    def where(self) -> str:
        return f"/v1/webhooks/{self.hook['id']}"

    def deliveries(self) -> list[Any]:
        found: list[Any] = self.say("GET", self.where)["deliveries"]
        return found

    def guard(self, key: str = "", **how: Any) -> Guard:
        return Guard(key or self.hook["secret"], clock=lambda: self.clock.now.timestamp(), **how)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def mail(tmp_path: Path, draft: Draft, receiver: Receiver) -> Iterator[Mail]:
    counter = Counter(tmp_path / "desk", webhook_hosts=OWN)
    mail = Mail(counter, receiver)
    mail.sender.send(mail.writer.seal(draft, tmp_path / "bags"))
    assert mail.postman.round() == 2  # sent, received
    receiver.came.clear()
    yield mail
    counter.close()


# -- what is told ----------------------------------------------------------------------------------


def test_what_happens_is_told_signed_both_ways_and_thin(mail: Mail) -> None:
    mail.happens()
    assert mail.postman.round() == 1
    ((headers, body),) = mail.receiver.came
    for key in (mail.hook["secret"], mail.hook["public_key"]):
        event = mail.guard(key).opened(headers, body).event
        assert event["type"] == "f2f.change.open"
    assert {"specversion", "id", "source", "subject", "time"} <= set(event)
    assert event["subject"] == "quill.example/T-2026-0007"
    assert mail.sender.ask("GET", event["data"]["url"])["state"] == "received"
    assert b"Small Lights" not in body  # what it means is asked of the desk
    assert len(body) < 1000
    (row, *_) = mail.deliveries()
    assert (row["state"], row["tries"], row["status"]) == ("delivered", 1, 200)


def test_the_messages_are_those_of_the_stream_of_events(mail: Mail) -> None:
    mail.happens(3)
    mail.postman.round()
    told = [json.loads(body)["data"] for _, body in mail.receiver.came]
    streamed = mail.sender.ask("GET", "/v1/events?after=2")["notices"]
    names = ("seq", "kind", "about", "transmittal", "peer_id")
    assert [[one[name] for name in names] for one in told] == [
        [one[name] for name in names] for one in streamed
    ]


def test_only_those_who_may_know_are_told(mail: Mail) -> None:
    desk, eve = mail.counter.desk, mail.counter.account("eve", "sender")
    with desk.writing() as db:
        for actor, label in ((eve, "eve"), (mail.press, "press")):
            webhooks.make(db, actor, desk.office, f"{mail.receiver.url}&of={label}", label)
    mail.happens()
    mail.postman.round()
    with desk.reading() as db:
        hooks = {row.id: row.label for row in db.query(Webhook)}
        told = [hooks[row.webhook_id] for row in db.query(Delivery).filter_by(notice_id=3)]
    assert sorted(told) == ["127.0.0.1", "press"]


def test_a_closed_account_is_told_nothing_more(mail: Mail) -> None:
    from pipeline.desk import accounts

    mail.happens()
    with mail.counter.desk.writing() as db:
        accounts.close(db, "ada")
    mail.happens()
    assert mail.postman.round() == 0
    assert mail.receiver.came == []
    with mail.counter.desk.reading() as db:
        assert db.query(Delivery).filter_by(notice_id=4).count() == 0


def test_the_secret_is_shown_once_and_is_not_in_the_database(mail: Mail) -> None:
    secret = mail.hook["secret"]
    assert secret not in json.dumps(mail.say("GET", mail.where))
    kept = (mail.counter.folder / "desk.sqlite3").read_bytes()
    assert secret.encode() not in kept
    assert base64.b64decode(secret.removeprefix("whsec_")) not in kept


def test_on_its_page_a_webhook_is_made_looked_at_sent_again_switched_and_deleted(
    mail: Mail,
) -> None:
    browser = mail.counter.sign_in("ada")
    url = mail.receiver.url.replace("press", "page")
    made = browser.post("/webhooks", {"url": url, "label": "the shop <b>"}).text
    secret = made.partition('id="secret">')[2].partition("<")[0]
    assert "the shop &lt;b&gt;" in made
    assert secret not in browser.get("/webhooks").text + browser.get("/webhooks/2").text
    mail.say("DELETE", mail.where, status=204)
    mail.receiver.answers = [500]
    mail.happens()
    mail.postman.round()
    page = browser.get("/webhooks/2").text
    assert "Small Lights" in page
    assert "answered 500" in page
    assert browser.post("/webhooks/2/replay").headers["Location"].endswith("hook-again")
    mail.postman.round()
    assert browser.post("/webhooks/2/replay").headers["Location"].endswith("hook-nothing")
    last = mail.receiver.came[-1]
    mail.guard(secret).opened(*last)
    assert "delivered" in browser.get("/webhooks/2").text
    message = {"message": last[0]["webhook-id"]}
    assert browser.post("/webhooks/2/replay", message).headers["Location"].endswith("hook-again")
    browser.post("/webhooks/2/switch", {"to": "off"})
    assert mail.postman.round() == 0
    assert browser.post("/webhooks/2/replay", message).status == 409
    browser.post("/webhooks/2/switch", {"to": "on"})
    browser.post("/webhooks/2/replay", {})
    assert mail.postman.round() == 1
    assert browser.post("/webhooks/2/delete", {}).status == 303
    assert browser.get("/webhooks/2").status == 404


# -- tried again -----------------------------------------------------------------------------------


def test_it_is_tried_ten_times_within_75_hours_with_one_id_and_a_new_time(mail: Mail) -> None:
    mail.receiver.answers = [500] * 9
    mail.happens()
    begun = mail.clock.now
    for count, wait in enumerate(SCHEDULE):
        if count:
            mail.clock.on(wait * 0.7)
            assert mail.postman.round() == 0, f"try {count + 1} came too early"
            mail.clock.on(wait * 0.4)
        assert mail.postman.round() == 1
        assert len(mail.receiver.came) == count + 1
    hours = (mail.clock.now - begun).total_seconds() / 3600
    assert 70 < hours < 85
    assert sum(SCHEDULE) == 75 * 3600 + 35 * 60 + 5
    ids = {headers["webhook-id"] for headers, _ in mail.receiver.came}
    times = [int(headers["webhook-timestamp"]) for headers, _ in mail.receiver.came]
    assert len(ids) == 1
    assert len({body for _, body in mail.receiver.came}) == 1
    assert times == sorted(set(times))
    row = mail.deliveries()[0]
    assert (row["state"], row["tries"]) == ("delivered", 10)
    assert mail.say("GET", mail.where)["failing_since"] == ""


def test_who_never_answers_is_given_up_and_switched_off_with_a_word(mail: Mail) -> None:
    mail.receiver.answers = [503] * 10
    mail.happens()
    for wait in SCHEDULE:
        mail.clock.on(wait * 1.1)
        mail.postman.round()
    hook = mail.say("GET", mail.where)
    assert (hook["is_on"], hook["why_off"]) == (False, "failing")
    assert hook["deliveries"][0]["state"] == "failed"
    page = mail.counter.sign_in("ada").get(f"/webhooks/{mail.hook['id']}").text
    assert "three days and longer" in page
    mail.happens()
    assert mail.postman.round() == 0
    with mail.counter.desk.reading() as db:
        row = db.query(AuditRow).filter_by(act="webhook.off").one()
    assert (row.who, row.detail) == ("the desk", "failing")

    mail.say("PATCH", mail.where, {"is_on": True})
    assert mail.say("POST", f"{mail.where}/replay", {}, 202)["messages"] == 2
    assert mail.postman.round() == 2


def test_one_message_given_up_does_not_end_a_webhook_that_works(mail: Mail) -> None:
    mail.happens()
    mail.receiver.answers = [500] * 9
    for wait in SCHEDULE[:-1]:
        mail.clock.on(wait * 1.1)
        mail.postman.round()
    mail.happens()
    mail.postman.round()  # this one arrives
    mail.receiver.answers = [500]
    mail.clock.on(SCHEDULE[-1] * 1.1)
    mail.postman.round()
    assert [row["state"] for row in mail.deliveries()[:2]] == ["delivered", "failed"]
    assert mail.say("GET", mail.where)["is_on"]


def test_a_receiver_that_is_gone_is_not_called_again(mail: Mail) -> None:
    mail.receiver.answers = [410]
    mail.happens(2)
    mail.postman.round()
    assert len(mail.receiver.came) == 1
    hook = mail.say("GET", mail.where)
    assert (hook["is_on"], hook["why_off"]) == (False, "gone")
    assert "gone for good" in mail.counter.sign_in("ada").get(mail.where[3:]).text
    mail.say("POST", f"{mail.where}/replay", {}, 409)


def test_who_asks_for_time_is_given_it(mail: Mail) -> None:
    mail.receiver.answers, mail.receiver.headers = [429], {"Retry-After": "3600"}
    mail.happens()
    mail.postman.round()
    mail.clock.on(3500)
    assert mail.postman.round() == 0
    mail.clock.on(200)
    assert mail.postman.round() == 1


# -- nothing is lost -------------------------------------------------------------------------------


def test_a_try_that_broke_off_is_taken_up_by_another_and_counts_no_more(mail: Mail) -> None:
    mail.happens()
    late = Postman(mail.counter.desk, mail.clock)
    (errand,) = late._claimed()  # and then it hangs
    assert mail.postman.round() == 0
    mail.clock.on(LEASE + 1)
    assert mail.postman.round() == 1
    assert mail.receiver.came[0][0]["webhook-id"] == errand.name
    mail.receiver.answers = [500]
    late._run(errand)
    assert len(mail.receiver.came) == 2
    row = mail.deliveries()[0]
    assert (row["state"], row["tries"], row["status"]) == ("delivered", 1, 200)


def test_two_postmen_on_one_desk_bring_each_message_once(mail: Mail) -> None:
    desk = mail.counter.desk
    with desk.writing() as db:
        for number in range(7):
            webhooks.make(db, mail.ada, desk.office, mail.receiver.url, f"{number}")
    mail.happens(3)
    together = [threading.Thread(target=Postman(desk, mail.clock).round) for _ in range(2)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    ids = [headers["webhook-id"] for headers, _ in mail.receiver.came]
    assert (len(ids), len(set(ids))) == (24, 24)


def test_a_replay_brings_one_all_or_what_is_missing_with_the_ids_they_had(mail: Mail) -> None:
    guard = mail.guard()
    mail.receiver.answers = [500]
    mail.happens(3)
    mail.postman.round()
    for headers, body in mail.receiver.came[1:]:
        guard.keep(guard.opened(headers, body))
    first = mail.receiver.came.copy()
    mail.receiver.came.clear()

    assert mail.say("POST", f"{mail.where}/replay", {}, 202) == {"messages": 1, "last": 3}
    mail.postman.round()
    ((headers, body),) = mail.receiver.came
    assert (headers["webhook-id"], body) == (first[0][0]["webhook-id"], first[0][1])
    guard.keep(guard.opened(headers, body))

    assert mail.say("POST", f"{mail.where}/replay", {"after": 2}, 202)["messages"] == 3
    mail.postman.round()
    for headers, body in mail.receiver.came[1:]:
        with pytest.raises(Seen):
            guard.opened(headers, body)
    message = {"message": first[1][0]["webhook-id"]}
    assert mail.say("POST", f"{mail.where}/replay", message, 202)["messages"] == 1
    mail.postman.round()
    assert mail.receiver.came[-1][1] == first[1][1]
    mail.say("POST", f"{mail.where}/replay", {"message": "msg_" + "0" * 32}, 404)


def test_a_replay_brings_what_happened_before_the_webhook_was_made(mail: Mail) -> None:
    late = mail.say("POST", "/v1/webhooks", {"url": mail.receiver.url}, 201)
    where = f"/v1/webhooks/{late['id']}/replay"
    assert mail.say("POST", where, {}, 202)["messages"] == 0
    assert mail.say("POST", where, {"after": 0}, 202)["messages"] == 2
    assert mail.postman.round() == 2


def test_what_came_of_a_message_is_forgotten_after_three_months_and_is_not_sent_again(
    mail: Mail, monkeypatch: Any
) -> None:
    desk, long_ago = mail.counter.desk, within(days=-webhooks.KEPT - 1)
    with desk.writing() as db:
        db.query(Delivery).update({"due": long_ago})
        db.query(Notice).update({"made": long_ago})
    mail.happens()
    monkeypatch.setattr(postman, "LOOK", 0.05)
    mail.postman.start()
    mail.receiver.until(1)
    mail.postman.stop()
    assert [row["kind"] for row in mail.deliveries()] == ["change.open"]
    where = f"{mail.where}/replay"
    assert mail.say("POST", where, {}, 202)["messages"] == 0
    assert mail.say("POST", where, {"after": 0}, 202)["messages"] == 3


# -- what is not called ----------------------------------------------------------------------------

CLOSED = [
    "https://127.0.0.1/", "https://localhost/", "https://desk.localhost/", "https://localhost./",
    "https://127.1/", "https://0x7f.1/", "https://2130706433/", "https://0/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[2002:7f00:1::]/",
    "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://[fec0::1]/", "https://[64:ff9b:1::a00:1]/", "https://[::7f00:1]/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://intranet/", "https://nas.local/",
    "http://shop.example/", "https://ada:word@shop.example/", "https://shop.example/#part",
    "https://shop.example\\@127.0.0.1/", "https://shop.exämple/", "https://shop.example:0/",
    "https:///desk", "ftp://shop.example/", "https://shop.example:99999/",
    "https://shop.example/x y",
]  # fmt: skip


@pytest.mark.parametrize("url", CLOSED)
def test_an_address_that_is_not_of_the_open_net_is_refused(url: str) -> None:
    with pytest.raises(outbound.Unfit):
        outbound.read(url)


def test_an_address_is_refused_when_it_is_given_too(mail: Mail) -> None:
    answer = mail.say("POST", "/v1/webhooks", {"url": "https://10.0.0.1/"}, 422)
    assert "not a public address" in answer["detail"]
    mail.say("PATCH", mail.where, {"url": "https://localhost/"}, 422)


def test_a_name_that_leads_to_this_machine_is_not_called(mail: Mail) -> None:
    """As another's name server may say at any time, whatever it said when the address was given."""
    address = outbound.Address("localhost", mail.receiver.port, False, "/", is_own=False)
    with pytest.raises(outbound.Unfit, match="not a public address"):
        outbound.post(address, b"{}", {})
    mail.postman = Postman(_without_own_hosts(mail.counter.desk), mail.clock)
    mail.happens()
    mail.postman.round()
    assert mail.receiver.came == []
    assert "not called" in mail.deliveries()[0]["outcome"]


def _without_own_hosts(desk: Desk) -> Desk:
    settings = msgspec.structs.replace(desk.office.settings, webhook_hosts=())
    office: Office = msgspec.structs.replace(desk.office, settings=settings)
    return Desk(office)


def test_a_redirect_is_not_followed(mail: Mail) -> None:
    other = Receiver()
    mail.receiver.answers, mail.receiver.headers = [302, 307, 308], {"Location": other.url}
    mail.happens()
    for _ in range(3):
        mail.postman.round()
        mail.clock.on(2500)
    other.close()
    assert len(mail.receiver.came) == 3
    assert other.came == []
    assert "does not follow" in mail.deliveries()[0]["outcome"]


def test_an_answer_by_drops_is_not_waited_for(mail: Mail, monkeypatch: Any) -> None:
    monkeypatch.setattr(outbound, "PATIENCE", 0.5)
    mail.receiver.drops = 0.1
    mail.happens()
    mail.postman.round()
    assert "no answer within" in mail.deliveries()[0]["outcome"]


def test_an_endless_answer_is_not_read(mail: Mail) -> None:
    mail.receiver.headers = {f"X-{number}": "x" * 60_000 for number in range(5)}
    mail.happens()
    mail.postman.round()
    assert "too long" in mail.deliveries()[0]["outcome"]


def test_what_is_read_there_is_shown_to_nobody(mail: Mail) -> None:
    mail.receiver.words = b"SSH-2.0-OpenSSH_9.6 of the house\r\n"
    mail.happens()
    mail.postman.round()
    row = mail.deliveries()[0]
    assert (row["state"], "does not speak HTTP" in row["outcome"]) == ("waiting", True)
    assert "SSH" not in row["outcome"]


def test_a_round_that_goes_wrong_is_not_the_last(mail: Mail, monkeypatch: Any) -> None:
    whole, troubles = webhooks.body, [ValueError("something that nobody thought of")]

    def body(*given: Any) -> bytes:
        if troubles:
            raise troubles.pop()
        return whole(*given)

    monkeypatch.setattr(webhooks, "body", body)
    monkeypatch.setattr(postman, "LOOK", 0.05)
    mail.happens()
    mail.postman.start()
    try:
        mail.receiver.until(1)
    finally:
        mail.postman.stop()
    assert troubles == []


def test_a_line_that_nobody_takes_is_a_try(mail: Mail) -> None:
    mail.receiver.close()
    mail.happens()
    mail.postman.round()
    row = mail.deliveries()[0]
    assert (row["state"], row["tries"]) == ("waiting", 1)
    assert "could not be reached" in row["outcome"]


# -- the receiver's side ---------------------------------------------------------------------------


def test_a_message_that_was_altered_delayed_or_sent_by_another_is_not_believed(mail: Mail) -> None:
    mail.happens()
    mail.postman.round()
    ((headers, body),) = mail.receiver.came
    other = mail.say("POST", "/v1/webhooks", {"url": mail.receiver.url}, 201)
    for key in (other["secret"], other["public_key"]):
        with pytest.raises(Forged, match="no signature holds"):
            mail.guard(key).opened(headers, body)
    with pytest.raises(Forged, match="no signature holds"):
        mail.guard().opened(headers, body.replace(b"change.open", b"accepted"))
    mail.clock.on(301)
    with pytest.raises(Forged, match="too old"):
        mail.guard().opened(headers, body)
    mail.clock.on(-602)
    with pytest.raises(Forged, match="too early"):
        mail.guard().opened(headers, body)
