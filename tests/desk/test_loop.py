"""Two shops, a desk that is a process of its own, and an editor with a browser: a book goes over,
is asked about, changed by machine, sent again, compared and accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.desk.blobs import Blobs
from pipeline.desk.desk import open_desk
from pipeline.desk.looking import faults
from pipeline.desk.tables import Holding
from pipeline.transmit import events
from tests.desk.counter import PASSWORD, Counter
from tests.desk.shop import Shop
from tests.desk.test_browser import (
    CHROMIUM,
    ask_for_other_words,
    chromium,  # noqa: F401  the fixture
)
from tests.desk.test_files import Process

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")


def sign_in(browser: Any, url: str) -> Any:
    page = browser.new_context().new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(url + "/")
    page.fill("#name", "may")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(url + "/")
    return page


def ask_for_three_changes(may: Any) -> None:
    may.click("text=Small Lights")
    may.click("summary:has-text('Ask for a change')")
    may.click("text=Redo the styling")
    may.fill("[name='p.map']", "body = Running Text")
    may.fill("[name=rationale]", "Our compositor looks for this style.")
    may.click("button:has-text('Ask for it')")
    ask_for_other_words(may)
    may.fill("#m-subtitle", "A Keeper’s Year")
    may.click("button:has-text('Ask for these corrections')")
    may.fill("[name=note]", "Three small things.\nThen it is ours.")
    may.click("button:has-text('Request the changes')")


def held(folder: Path) -> set[str]:
    """The files that lie at the desk, each still of its digest."""
    desk = open_desk(folder)
    try:
        with desk.reading() as db:
            return {row.digest for row in db.query(Holding) if Blobs(folder).is_here(row.digest)}
    finally:
        desk.database.close()


def test_a_book_goes_round_between_two_shops_until_it_is_accepted(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], chromium: Any,  # noqa: F811
) -> None:  # fmt: skip
    shop = Shop(tmp_path / "quill", counter, monkeypatch, capsys)
    shop.keep_token()
    counter.close()
    desk = Process(counter.folder)
    url = f"http://127.0.0.1:{desk.port}"
    shop.pin(url)
    try:
        first = shop.told("transmit", "small")
        assert (first["state"], first["by"], first["held_files"]) == ("received", "http", 0)
        assert held(counter.folder) == shop.blobs(1)

        may = sign_in(chromium, url)
        ask_for_three_changes(may)
        assert "changes requested" in may.inner_text("#standing")

        (came,) = shop.told("fetch", "small")["transmittals"]
        assert [one["type"] for one in came["new"]] == ["changes-requested"]
        assert came["new"][0]["note"] == "Three small things.\nThen it is ours."
        asked = {one["kind"]: one["id"] for one in came["requests"]}
        assert list(asked) == ["style.map", "text.replace", "metadata.set"]
        for name in asked.values():
            assert shop.told("apply", "small", name)["status"] == "applied"

        second = shop.told("transmit", "small")
        assert (second["version"], second["state"]) == (2, "received")
        new = shop.blobs(2) - shop.blobs(1)
        assert second["sent_files"] == len(new) > 0  # only what changed was moved,
        assert second["held_files"] == len(shop.blobs(2) & shop.blobs(1)) > 0
        assert held(counter.folder) == shop.blobs(1) | new  # and nothing came twice

        may.goto(f"{url}/books/quill.example/{first['transmittal']}")
        assert may.inner_text("p.subtitle") == "A Keeper’s Year"
        for name in asked.values():
            assert may.inner_text(f"#{name} h3 .chip") == "applied"
        seen = may.inner_text(f"#{asked['text.replace']} .evidence")
        assert "absent: at four" in seen
        assert "it stands 0 times" in seen
        may.click(f"#{asked['text.replace']} >> text=version 2 against 1")
        assert {*may.locator("del").all_inner_texts()} >= {"four."}
        assert {*may.locator("ins").all_inner_texts()} >= {"five.", "[RunningText]"}
        may.go_back()
        may.click("button:text-is('Accept')")
        assert "settled first" in may.inner_text("main")
        may.go_back()
        may.click(f"#{asked['text.replace']} summary:has-text('Answer')")
        may.click(f"#{asked['text.replace']} button:has-text('Verified')")
        may.click("button:text-is('Accept')")
        assert "accepted" in may.inner_text("#standing")
        assert may.faults == []

        (last,) = shop.told("fetch")["transmittals"]
        assert (last["state"], last["incidents"]) == ("accepted", [])
        assert {one["answer"] for one in last["requests"]} == {"applied"}
    finally:
        desk.kill()
    log = shop.log()
    assert [one.event.type for one in log.chains["recipient"]] == [
        "received", "changes-requested", "received", "accepted",
    ]  # fmt: skip
    assert events.faults(log.chains["recipient"], log.chains["sender"]) == []
    assert events.faults(log.chains["sender"], log.chains["recipient"]) == []
    assert log.standing.versions == {1: "superseded", 2: "accepted"}
    after = open_desk(counter.folder)
    assert faults(after) == []
    after.database.close()
