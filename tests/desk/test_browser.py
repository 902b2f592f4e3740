"""The desk in a real browser, Debian's Chromium: from the first send to acceptance."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk import webhooks
from pipeline.transmit.packed import pack
from tests.desk.counter import PASSWORD, Counter
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft, Writer

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("BOOKWORKS_CHROMIUM") or shutil.which("chromium")
PAGE = BOOK.replace("/v1/transmittals", "/books")

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def handover(counter: Counter) -> Handover:
    return Handover(counter)


def signed_in(browser: Any, counter: Counter, name: str, **how: Any) -> Any:
    """A page, signed in as people do it: with the keyboard alone."""
    page = browser.new_context(**how).new_page()
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(counter.url + "/")
    page.wait_for_selector("#name:focus")  # the page puts the cursor there
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(counter.url + "/")
    return page


def ask_for_other_words(may: Any) -> None:
    may.click("summary:has-text('Ask for a change')")
    may.click("text=Replace words")
    may.fill("[name='p.find']", "at four")
    may.fill("[name='p.replace']", "at five")
    may.check("[name=blocking]")
    may.fill("[name='a.absent']", "at four")
    may.click("button:has-text('Ask for it')")


def test_a_book_goes_from_sent_to_accepted_in_a_browser(
    handover: Handover, draft: Draft, second: Draft, tmp_path: Path, chromium: Any
) -> None:
    counter = handover.counter
    may = signed_in(chromium, counter, "may")
    assert "Nothing has arrived yet" in may.inner_text("main")
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    may.wait_for_selector("text=Small Lights", timeout=8000)  # live: nobody loaded the page again
    may.click("text=Small Lights")

    ask_for_other_words(may)
    may.fill("[name=note]", "One small thing.")
    may.click("button:has-text('Request the changes')")
    assert "changes requested" in may.inner_text("#standing")

    ada = signed_in(chromium, counter, "ada")
    ada.click("text=Small Lights")
    assert "Your turn" in ada.inner_text("#now")
    assert not ada.query_selector("button:text-is('Accept')")
    ada.click("#CR-0001 summary")
    ada.click("#CR-0001 button:has-text('Agree')")
    may.wait_for_selector("#CR-0001 .chip.agreed", timeout=8000)  # live, too

    handover.sender.send(handover.writer.seal(second, tmp_path, version=2))
    ada.goto(counter.url + PAGE)
    ada.click("#CR-0001 summary")
    assert ada.input_value("#CR-0001 [name=version]") == "2"
    ada.click("#CR-0001 button:text-is('Applied')")

    may.goto(counter.url + PAGE)
    may.click("#CR-0001 >> text=version 2 against 1")
    assert (may.inner_text("del"), may.inner_text("ins")) == ("four.", "five.")
    may.goto(counter.url + PAGE)
    may.click("button:text-is('Accept')")
    assert "settled first" in may.inner_text("main")
    may.goto(counter.url + PAGE)
    may.click("#CR-0001 summary")
    may.click("#CR-0001 button:has-text('Verified')")
    may.click("button:text-is('Accept')")
    assert "accepted" in may.inner_text("#standing")
    assert [one for one in may.faults + ada.faults if "409" not in one] == []


def test_what_somebody_is_writing_is_not_taken_away_by_what_happens(
    handover: Handover, draft: Draft, tmp_path: Path, chromium: Any
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    may = signed_in(chromium, handover.counter, "may")
    may.goto(handover.counter.url + PAGE)
    may.fill("[name=note]", "half a sentence")
    handover.house.ask("POST", f"{BOOK}/versions/1/changes",
                       {"kind": "freeform", "params": {"text": "Lighter."}})  # fmt: skip
    may.wait_for_selector("#CR-0001", timeout=8000)
    assert may.input_value("[name=note]") == "half a sentence"
    may.click("button:text-is('Accept')")  # and is told that it decides on what it has not seen
    assert "Look again" in may.inner_text("main")


def test_the_pages_work_without_script(
    handover: Handover, draft: Draft, tmp_path: Path, chromium: Any
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    may = signed_in(chromium, handover.counter, "may", java_script_enabled=False)
    may.click("text=Small Lights")
    may.click("button:text-is('Accept')")
    assert "accepted" in may.inner_text("#standing")


LONG = "https://shop.example"


def test_an_editor_brings_a_file_that_came_by_e_mail(
    handover: Handover, draft: Draft, tmp_path: Path, chromium: Any
) -> None:
    folder = handover.writer.seal(draft, tmp_path)
    files = [(name, folder.open(name).read()) for name in folder.sizes]
    (tmp_path / "good.zip").write_bytes(pack(folder.name, files))
    stranger = Writer(seed=b"\x44" * 32).seal(draft, tmp_path / "other")  # under the same name
    spoilt = [(name, stranger.open(name).read()) for name in stranger.sizes]
    (tmp_path / "spoilt.zip").write_bytes(pack(folder.name, spoilt))
    may = signed_in(chromium, handover.counter, "may")
    may.click("text=Bring a version from a file")
    may.set_input_files("#bundle", tmp_path / "spoilt.zip")
    may.click("button.main")
    said = may.inner_text(".flash.bad")
    assert "Nothing was received" in said
    assert said.count("a key that is not pinned") == 3  # of each of the three signatures
    may.set_input_files("#bundle", tmp_path / "good.zip")
    may.click("button.main")
    assert "It is verified, and received." in may.inner_text("main")
    assert "received" in may.inner_text("#standing")
    assert [one for one in may.faults if "422" not in one] == []


PAGES = (
    "/", PAGE, f"{PAGE}/ask?kind=style.map", f"{PAGE}/ask?kind=image.policy", "/peers", "/tokens",
    "/webhooks", "/webhooks/1", "/bring", "/me", "/audit", "/sign-in",
    f"{PAGE}/versions/1/look/data/logs/sources.csv", "/no-such-page",
)  # fmt: skip


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen_and_every_field_has_a_name(
    handover: Handover, draft: Draft, tmp_path: Path, chromium: Any, width: int, scheme: str
) -> None:
    desk = handover.counter.desk
    with desk.writing() as db:
        hook = webhooks.make(db, handover.press, desk.office, f"{LONG}/{'long' * 90}", "long" * 20)
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    handover.house.ask("POST", f"{BOOK}/versions/1/changes",
                       {"kind": "freeform", "params": {"text": "long" * 200}})  # fmt: skip
    with desk.writing() as db:
        webhooks.change(db, handover.press, desk.office, hook.id, is_on=scheme == "light")
    page = signed_in(chromium, handover.counter, "may",
                     viewport={"width": width, "height": 800}, color_scheme=scheme)  # fmt: skip
    for path in PAGES:
        page.goto(handover.counter.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        nameless = page.evaluate("""[...document.querySelectorAll(
            "input:not([type=hidden]), select, textarea, button, a")].filter((one) =>
            !(one.labels?.length || one.textContent?.trim() || one.ariaLabel)).length""")
        assert nameless == 0, path
        assert page.evaluate(_FAINT) == [], path
    assert [one for one in page.faults if "404" not in one] == []


_FAINT = """(() => {
  const lit = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
    .map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = (one) => { for (; one; one = one.parentElement) {
    const c = getComputedStyle(one).backgroundColor;
    if (!c.endsWith(", 0)")) return c; } return "rgb(255, 255, 255)"; };
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    if (![...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (!one.checkVisibility()) continue;
    const [a, b] = [lit(getComputedStyle(one).color), lit(ground(one))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) found.push(one.tagName + " " + one.className + " " + ratio.toFixed(2));
  }
  return [...new Set(found)];
})()"""
"""Words that stand out too little from what is behind them (WCAG AA)."""
