"""Every state with every event, over the socket: what the table allows happens, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk.looking import faults
from pipeline.desk.tables import EventRow, VersionRow
from pipeline.transmit.courier import Refused
from pipeline.transmit.parcel import Folder
from pipeline.transmit.states import TABLE, State, may_follow
from tests.desk.counter import Counter
from tests.desk.test_handover import Handover
from tests.desk.writer import Draft, envelope

STATES: tuple[State, ...] = (
    "received", "changes-requested", "accepted", "declined", "unprocessable", "withdrawn",
    "superseded",
)  # fmt: skip
EVENTS = {
    "accepted": "recipient", "changes-requested": "recipient", "declined": "recipient",
    "withdrawn": "sender", "superseded": "sender",
}  # fmt: skip


class Table(Handover):
    """Books in any state."""

    def __init__(self, counter: Counter, draft: Draft, folder: Path) -> None:
        super().__init__(counter)
        self.draft, self.folder, self.count = draft, folder, 0

    def book(self, state: State) -> str:
        self.count += 1
        id = f"T-2026-{2000 + self.count}"
        parcel = self.writer.seal(self.draft, self.folder, id)
        if state == "unprocessable":
            (Path(parcel.root) / "data/account.json").write_bytes(b"{}")
            parcel = Folder(parcel.root)
        self.sender.send(parcel)
        if state in ("changes-requested", "accepted", "declined", "withdrawn", "superseded"):
            self.happen(id, state)
        assert self.state(id) == state
        return id

    def state(self, id: str) -> str:
        path = f"/v1/transmittals/quill.example/{id}/versions/1"
        return str(self.sender.ask("GET", path)["state"])

    def log(self, id: str) -> list[Any]:
        path = f"/v1/transmittals/quill.example/{id}/events"
        return list(self.sender.ask("GET", path)["events"])

    def happen(self, id: str, event: str) -> None:
        where = f"/v1/transmittals/quill.example/{id}/versions/1"
        if event == "superseded":
            latest = max(v for i, v in self.writer.sealed if i == id)
            self.sender.send(self.writer.seal(self.draft, self.folder, id, latest + 1))
        elif event == "withdrawn":
            signed = self.writer.withdrawal(id)
            self.sender.ask("POST", f"{where}/withdraw", envelope(signed))
        else:
            if event == "changes-requested":
                wish = {"kind": "freeform", "params": {"text": "Lighter."}}
                with suppress(Refused):  # of one that stands so; the decision will say the same
                    self.house.ask("POST", f"{where}/changes", wish)
            decision = {"decision": event, "note": "So it is."}
            self.house.ask("POST", f"{where}/decision", decision)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory, draft: Draft) -> Iterator[Table]:
    folder = tmp_path_factory.mktemp("states")
    counter = Counter(folder / "desk")
    yield Table(counter, draft, folder / "bags")
    counter.close()


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_a_pair_happens_or_changes_nothing(state: State, event: State, table: Table) -> None:
    id = table.book(state)
    before = table.log(id)
    if event == "superseded":
        allowed = may_follow(state)
        after = "superseded" if event in TABLE[state] else state
    else:
        allowed, after = EVENTS[event] == TABLE[state].get(event), event
    if allowed:
        table.happen(id, event)
        assert table.state(id) == after
        assert len(table.log(id)) > len(before)
    else:
        with pytest.raises(Refused) as refused:
            table.happen(id, event)
        assert refused.value.status == 409
        assert table.state(id) == state
        assert table.log(id) == before


def test_all_that_happened_is_as_the_signed_events_say(table: Table) -> None:
    table.book("superseded")
    assert faults(table.counter.desk) == []


def test_a_state_that_was_altered_in_the_database_shows(table: Table) -> None:
    table.book("declined")
    with table.counter.desk.writing() as db:
        row = db.query(VersionRow).order_by(VersionRow.id.desc()).first()
        assert row is not None
        row.state = "accepted"
    found = faults(table.counter.desk)
    assert len(found) == 1
    assert "is accepted" in found[0]
    with table.counter.desk.writing() as db:
        row = db.query(VersionRow).order_by(VersionRow.id.desc()).first()
        assert row is not None
        row.state = "declined"
        event = db.query(EventRow).order_by(EventRow.id.desc()).first()
        assert event is not None
        event.envelope = event.envelope.replace(b'"sig":"', b'"sig":"A', 1)
    assert faults(table.counter.desk) != []
