"""The index: which posts a question finds, in any script."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.export.site.search import SHELVES, Index, fold, terms
from tests.export.web.made import Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the site with")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Café CAFÉ cafe\u0301", {"cafe"}),
        ("灯台は", {"灯台", "台は", "は"}),
        ("ὈΔΥΣΣΕΎΣ", {"οδυσσευσ"}),
        ("שָׁלוֹם", {"שלום"}),
        ("snake_case don’t", {"snake", "case", "don", "t"}),
        ("v2灯台", {"v2", "灯台", "台"}),
    ],
)
def test_a_text_is_cut_as_a_question_is(said: str, found: set[str]) -> None:
    assert terms(said) == found


def test_folding_twice_is_folding_once() -> None:
    for sign in map(chr, range(0x20, 0x3000)):
        assert fold(fold(sign)) == fold(sign)


def test_a_large_index_is_cut_into_files_and_leaves_out_what_tells_nothing() -> None:
    index = Index()
    for number in range(400):
        words = " ".join(f"w{number}x{n}{'y' * 20}" for n in range(40))
        index.add(0, f"p{number}", f"Post {number}", "", f"the {words} {chr(97 + number % 26)}b")
    files = dict(index.files([("index.html", "Home")]))
    assert len(files) == SHELVES + 1
    head = json.loads(files["search/index.js"].removeprefix("bookIndex(").removesuffix(");\n"))
    assert head["common"] == ["post", "the"]


# -- in a browser ----------------------------------------------------------------------------------


def browse(site: Path, page: str, script: str, seconds: int = 4) -> str:
    """What a script says at the end of a visit; `say` ends it."""
    source = (site / page).read_text(encoding="utf-8")
    probe = (
        "<script>const say = (text) => "
        "{document.body.innerHTML = '<pre id=said>' + text + '</pre>'};"
        "const press = (key, on) => (on || document.body).dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));"
        "const pause = (ms) => new Promise((go) => setTimeout(go, ms));"
        f"addEventListener('load', async () => {{{script}}});</script></body>"
    )
    visited = site / f"visit-{page}"
    visited.write_text(source.replace("</body>", probe), encoding="utf-8")
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", f"--user-data-dir={site / 'profile'}", "--window-size=1280,900",
        f"--virtual-time-budget={seconds * 1000}", "--dump-dom", visited.as_uri(),
    ]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return dom.partition('<pre id="said">')[2].partition("</pre>")[0]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Site().lay(tmp_path_factory.mktemp("site"))


ASK = """
press('/'); const field = document.querySelector('dialog input'); const found = [];
for (const asked of %s) {
  field.value = asked; field.dispatchEvent(new Event('input')); await pause(400);
  const links = [...document.querySelectorAll('dialog li a')];
  found.push(links.map((a) => a.getAttribute('href')).join(' '));
}
say(found.join('\\n'));
"""


@needs_chromium
def test_search_finds_posts_from_a_disk_in_any_script(laid: Path) -> None:
    asked = [
        "schooner",
        "scho",
        "灯台",
        "光",
        "המגדלור",
        "cafe",
        "no-such-word",
        "LAMP extravagance",
    ]
    said = browse(laid, "index.html", ASK % json.dumps(asked), 12).split("\n")
    assert "year-2013.html#_bw_501" in said[0]
    assert said[1] == said[0]
    assert said[2:6] == ["year-2014.html#_bw_503"] * 4
    assert said[6] == ""
    assert said[7] == "year-2013.html#_bw_501"


@needs_chromium
def test_keys_turn_the_chapters(laid: Path) -> None:
    for key, to in (("j", "year-2014.html"), ("ArrowRight", "year-2014.html"),
                    ("k", "preface.html"), ("c", "index.html#contents")):  # fmt: skip
        script = (
            "navigation.addEventListener('navigate', (e) => "
            "{ e.preventDefault(); say(e.destination.url.split('/').pop()); });"
            f"press('{key}');"
        )
        assert browse(laid, "year-2013.html", script) == to


@needs_chromium
def test_the_light_is_switched_and_remembered(laid: Path) -> None:
    script = (
        "const first = getComputedStyle(document.body.parentNode).backgroundColor;"
        "document.getElementById('light').click(); await pause(50);"
        "say([first, getComputedStyle(document.documentElement).backgroundColor, "
        "localStorage.getItem('light')].join('|'));"
    )
    light, dark, kept = browse(laid, "year-2014.html", script).split("|")
    assert light != dark
    assert kept == "dark"


@needs_chromium
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window(laid: Path, width: int) -> None:
    frame = laid / f"frame-{width}.html"
    inner = "document.querySelector('iframe').contentDocument.documentElement"
    frame.write_text(
        f'<iframe src="year-2013.html" style="width:{width}px;height:900px;border:0" '
        f'onload="document.title = {inner}.scrollWidth"></iframe>',
        encoding="utf-8",
    )
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", f"--user-data-dir={laid / 'profile'}", "--window-size=1400,1000",
        "--allow-file-access-from-files", "--virtual-time-budget=3000", "--dump-dom",
        frame.as_uri(),
    ]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    measured = dom.partition("<title>")[2].partition("</title>")[0]
    assert 0 < int(measured) <= width
