"""The same desk on PostgreSQL: a server of its own, started here and thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.desk import webhooks
from pipeline.desk.desk import Desk
from pipeline.desk.looking import faults
from pipeline.desk.postman import Postman
from pipeline.desk.tables import Delivery
from tests.desk.counter import Counter
from tests.desk.receiver import Receiver
from tests.desk.test_handover import BOOK, Handover
from tests.desk.test_once import CHANGES, WISH, Answer, ask
from tests.desk.writer import SECOND, Draft

pytest.importorskip("psycopg", reason="psycopg is not installed")
_FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_BIN = _FOUND[-1].parent if _FOUND else Path(shutil.which("initdb") or "/none").parent

pytestmark = pytest.mark.skipif(
    not (_BIN / "initdb").exists() or os.name == "nt", reason="PostgreSQL is not installed"
)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp())
    who = "nobody" if os.geteuid() == 0 else None  # it does not run as root
    if who:
        shutil.chown(folder, who)

    def run(*words: str) -> None:
        subprocess.run(words, check=True, user=who, cwd=folder, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)  # fmt: skip

    data, where = str(folder / "data"), f"-k {folder} -c listen_addresses= -c fsync=off"
    run(str(_BIN / "initdb"), "-D", data, "-U", "desk", "--auth=trust", "--no-sync")
    run(str(_BIN / "pg_ctl"), "-D", data, "-w", "-o", where, "-l", str(folder / "log"), "start")
    yield f"postgresql+psycopg://desk@/postgres?host={folder}"
    run(str(_BIN / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def handover(
    database: str, tmp_path_factory: pytest.TempPathFactory, draft: Draft
) -> Iterator[Handover]:
    folder = tmp_path_factory.mktemp("postgres")
    counter = Counter(folder / "desk", database=database, webhook_hosts=("127.0.0.1",))
    made = Handover(counter)
    made.sender.send(made.writer.seal(draft, folder / "bags"))
    yield made
    counter.close()


def test_twenty_requests_at_once_with_one_key_make_one(handover: Handover) -> None:
    answers: list[Answer] = []

    def run() -> None:
        for _ in range(20):
            answer = ask(handover, CHANGES, WISH, Idempotency_Key="p1")
            if answer.status != 409:  # met another; ask again
                answers.append(answer)
                return
            time.sleep(0.05)

    together = [threading.Thread(target=run) for _ in range(20)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert [answer.status for answer in answers] == [201] * 20
    assert {answer.json["id"] for answer in answers} == {"CR-0001"}
    assert len(handover.house.ask("GET", f"{BOOK}/changes")["changes"]) == 1


def test_a_book_goes_through_all_its_states(handover: Handover, tmp_path: Path) -> None:
    where = f"{BOOK}/versions/1/decision"
    handover.house.ask("POST", where, {"decision": "changes-requested"})
    second = Draft(tmp_path / "second", SECOND)
    handover.sender.send(handover.writer.seal(second, tmp_path / "bags", version=2))
    statuses: list[int] = []
    body = {"decision": "accepted"}
    together = [
        threading.Thread(
            target=lambda: statuses.append(ask(handover, where.replace("/1/", "/2/"), body).status)
        )
        for _ in range(10)
    ]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sorted(statuses) == [200] + [409] * 9
    states = [one["state"] for one in handover.sender.ask("GET", BOOK)["versions"]]
    assert states == ["accepted", "superseded"]
    assert faults(handover.counter.desk) == []
    browser = handover.counter.sign_in("may")
    for path in ("/", "/?q=lights", BOOK.replace("/v1/transmittals", "/books"), "/audit", "/peers"):
        assert browser.get(path).status == 200


def test_two_desks_on_one_database_bring_each_message_once(handover: Handover) -> None:
    receiver, desk = Receiver(), handover.counter.desk
    with desk.writing() as db:
        made = [
            webhooks.make(db, handover.ada, desk.office, receiver.url, f"{number}").id
            for number in range(5)
        ]
        for hook in made:
            webhooks.replay(db, handover.ada, hook, 0)  # all that happened above
    with desk.reading() as db:
        due = db.query(Delivery).filter_by(state="waiting").count()
    desks = [Desk(desk.office) for _ in range(2)]
    together = [threading.Thread(target=Postman(one).round) for one in desks]
    for one in together:
        one.start()
    for one in together:
        one.join()
    ids = [headers["webhook-id"] for headers, _ in receiver.came]
    assert due >= 10
    assert (len(ids), len(set(ids))) == (due, due)
    for closed in (*desks, receiver):
        getattr(closed, "database", closed).close()
