"""The inspection of a web book finds each thing that can be wrong with one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from pipeline.inspect.web import run
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.manuscript import Division
from tests.export.web.made import Site
from tests.export.word.sample import block, entry, front, manuscript


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(address="https://lights.example")


def codes(site: Site, files: Deliverables, book: object = None) -> set[str]:
    bench = Bench(site.blobs, reads=())
    assert run(files, book or site.book, bench) is files  # type: ignore[arg-type]
    return {finding.code for finding in bench.findings if finding.severity == "error"}


def broken(site: Site, name: str, change: Callable[[bytes], bytes]) -> Deliverables:
    """The site with one file changed."""
    files = []
    for file in site.made.files:
        if file.name == f"web/{name}":
            data = change(site.files[name])
            assert data != site.files[name]
            file = replace(file, digest=site.blobs.put(data), size=len(data))
        files.append(file)
    return Deliverables(tuple(files))


def test_a_good_site_has_no_fault(site: Site) -> None:
    assert codes(site, site.made) == set()


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        (b"schooner", b"scooner", "web.difference"),
        (b"<br/>", b"", "web.difference"),
        (b"An Inventory</h2>", b"</h2>", "web.difference"),
        (b"</blockquote>", b"", "web.malformed"),
        (b'href="year-2014.html"', b'href="year-2015.html"', "web.link-lost"),
        (b'href="#_bw_501"', b'href="#_bw_555"', "web.link-lost"),
        (b'src="pictures/', b'src="photos/', "web.file-lost"),
        (b'src="book.js"', b'src="https://cdn.example/book.js"', "web.remote"),
        (b' alt="The lens"', b"", "web.picture-without-alt"),
        (b'id="_bw_501_1"', b'id="_bw_501_0"', "web.id-twice"),
        (b'popovertarget="note-1"', b'popovertarget="note-9"', "web.note-lost"),
        (b'class="permalink" href="#_bw_502"', b'class="permalink" href="#text"', "web.no-origin"),
        (b"<tbody>", b"<tbody>before its table", "web.read-otherwise"),
    ],
)  # fmt: skip
def test_a_fault_in_a_page_is_found(site: Site, was: bytes, now: bytes, code: str) -> None:
    found = codes(site, broken(site, "year-2013.html", lambda page: page.replace(was, now, 1)))
    assert code in found


def test_a_division_that_is_on_no_page_is_found(site: Site) -> None:
    files = [file for file in site.made.files if file.name != "web/year-2014.html"]
    assert {"web.division-lost", "web.link-lost"} <= codes(site, Deliverables(tuple(files)))


def test_a_search_that_leads_nowhere_is_found(site: Site) -> None:
    files = broken(site, "search/index.js", lambda s: s.replace(b"_bw_503", b"_bw_777"))
    assert codes(site, files) == {"web.index"}


def test_files_of_other_formats_are_let_be(site: Site) -> None:
    assert codes(site, Deliverables(())) == set()


def test_letters_for_private_use_are_letters_like_others() -> None:
    early_emoji = "The lamp \ue001\ue000 went\ue002 out ⟦at\ue001 four⟧."
    year = Division(
        "chapter", "_bw_year_2013", (), (), (entry("501", (block("501", 0, early_emoji),)),)
    )
    made = Site(manuscript((*front(), year)))
    assert codes(made, made.made) == set()
