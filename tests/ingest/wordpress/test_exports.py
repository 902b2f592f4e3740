"""Export files: whole, old, zipped, broken, hostile."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import wordpress
from pipeline.ingest.readers.wordpress import document
from pipeline.ingest.readers.wordpress.lifting import lift
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.walk import plain
from tests.ingest.wordpress.conftest import FOOT, HEAD, Reading, item, read_at


def texts(reading: Reading) -> dict[str, str]:
    return {number: "\n".join(map(plain, post.blocks)) for number, post in reading.posts.items()}


def test_the_reader_says_why_the_archive_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "lights.xml"
    path.write_text(HEAD + FOOT)
    claim = wordpress.claim(Unpacked.open(path))
    assert claim is not None
    assert claim.era == "WXR 1.2"
    path.write_text("<rss><channel><item><title>A feed</title></item></channel></rss>")
    assert wordpress.claim(Unpacked.open(path)) is None


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_the_version_of_the_names_does_not_matter(
    version: str, read: Callable[..., Reading]
) -> None:
    text = (HEAD + item(1, "Text", excerpt="Short") + FOOT).replace(
        "export/1.2", f"export/{version}"
    )
    assert texts(read(data=text.encode())) == {"1": "Text"}


def test_an_export_in_parts_with_its_pictures_reads_from_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "lights.zip"
    picture = (
        '<a href="/2/">on</a> <img src="https://lights.example/wp-content/uploads/2020/rock.jpg">'
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("lights.000.xml", HEAD + item(1, picture) + FOOT)
        file.writestr("lights.001.xml", HEAD + item(2, "Second") + FOOT)
        file.writestr("wp-content/uploads/2020/rock.jpg", b"a picture")
    reading = read_at(path)
    assert list(reading.posts) == ["1", "2"]
    assert [source.member for source in reading.intake.sources][:2] == [
        "lights.000.xml", "wp-content/uploads/2020/rock.jpg"]  # fmt: skip
    assert list(reading.intake.media) == ["wp-content/uploads/2020/rock.jpg"]


PIECES = ["<item>", "</item>", "<content:encoded>", "</content:encoded>", "<![CDATA[", "]]>",
          "<content:encoded><![CDATA[", "]]></content:encoded>", "<!--", "-->", "<?x", "?>", "fog",
          "&amp;", "&", "\ue000", "<content:encoded>rain</content:encoded>", item(7, "<p>gale</p>"),
          "<item><content:encoded><![CDATA[a]]></content:encoded></item>",
          "<item><title><![CDATA[<content:encoded><![CDATA[b]]></content:encoded>]]></title></item>",
          ]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=400, deadline=None)
def test_bodies_taken_out_before_parsing_come_back_to_their_items(markup: str) -> None:
    def items() -> str:
        with Unpacked.open(__file__, "0" * 64) as archive:
            bench = Bench(None)  # type: ignore[arg-type]
            data = (HEAD + markup + FOOT).encode()
            made = document.Document(data, "lights.xml", Intake(archive, bench))
            return repr((made.export(), bench.findings, bench.set_asides))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "lift", lambda text: None)
        whole = items()
    assert items() == whole


def test_bodies_of_a_whole_export_are_taken_out_before_parsing() -> None:
    lifted = lift(HEAD.partition("?>")[2] + item(7, "<p>gale</p>") + item(8, "fog") + FOOT)
    assert lifted is not None
    assert lifted.bodies == ["<p>gale</p>", "fog"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_an_export_reads_in_the_encoding_that_it_names(
    codec: str, read: Callable[..., Reading]
) -> None:
    text = HEAD.replace("UTF-8", codec.removesuffix("-sig")) + item(1, "Café") + FOOT
    assert texts(read(data=text.encode(codec))) == {"1": "Café"}


# -- broken, and mended where one can see it -------------------------------------------------------


def test_control_characters_leave_a_mark_and_a_count_by_item(read: Callable[..., Reading]) -> None:
    reading = read(item(1, "Lit\x0b at\x11 dusk"), item(2, "Fine"))
    assert texts(reading) == {"1": "Lit\ufffd at\ufffd dusk", "2": "Fine"}
    (finding,) = reading.bench.findings
    assert finding.code == "xml.control-character"
    assert "Item 1 holds 2" in finding.message
    assert finding.place == f"lights.xml, line {HEAD.count(chr(10)) + 1}"


def test_bytes_that_are_no_text_leave_a_mark(read: Callable[..., Reading]) -> None:
    reading = read(data=(HEAD + item(1, "Caf~") + FOOT).encode().replace(b"~", b"\xe9"))
    assert texts(reading) == {"1": "Caf\ufffd"}
    assert reading.codes() == [("xml.encoding", "warning")]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (item(1, "One", more='<atom:link href="x"/>'), "xml.undeclared-prefix"),
        (item(1, "One", title="Oil & wick &eacute;"), "xml.mended"),
        (item(1, "One", more="<wp:open>"), "xml.item"),
        (item(1, "One", more="</wp:closed>"), "xml.item"),
    ],
)
def test_a_broken_item_is_mended_visibly_and_costs_no_other(
    broken: str, code: str, read: Callable[..., Reading]
) -> None:
    reading = read(broken, item(2, "Two"))
    assert texts(reading) == {"1": "One", "2": "Two"}
    assert (code, "warning") in reading.codes()
    assert "error" not in [severity for _, severity in reading.codes()]


def test_a_section_that_ends_too_soon_loses_no_word(read: Callable[..., Reading]) -> None:
    reading = read(item(1, "a[b[0]]> 1 <b>and</b> on"), item(2, "Two"))
    assert texts(reading) == {"1": "a[b[0]]> 1 and on", "2": "Two"}


def test_a_file_cut_off_keeps_its_whole_items_and_says_where_it_ends(
    read: Callable[..., Reading],
) -> None:
    text = HEAD + item(1, "One") + item(2, "Two") + item(3, "Three")
    reading = read(data=text[: text.rindex("Three")].encode())
    assert texts(reading) == {"1": "One", "2": "Two"}
    assert [reason for _, _, reason in reading.aside()] == ["broken XML"]
    (last,) = [finding for finding in reading.bench.findings if finding.code == "xml.broken"]
    assert last.severity == "error"
    assert "2 of its 3 items" in last.message


@pytest.mark.parametrize("step", range(0, 700, 23))
def test_wherever_a_file_is_cut_each_item_is_accounted_for(
    step: int, read: Callable[..., Reading]
) -> None:
    text = HEAD + item(1, "One") + item(2, "Two") + FOOT
    text = text[: len(text) - step]
    reading = read(data=text.encode())
    assert len(reading.posts) + len(reading.aside()) == text.count("<item>")


# -- hostile ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("declaration", [
    '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
    '<!doctype rss>',
])  # fmt: skip
def test_a_document_type_is_refused(declaration: str, read: Callable[..., Reading]) -> None:
    text = (HEAD + item(1, "One") + FOOT).replace("<rss", declaration + "<rss", 1)
    with pytest.raises(ArchiveError, match="document type"):
        read(data=text.encode())


def test_a_document_type_that_an_author_writes_about_is_text(read: Callable[..., Reading]) -> None:
    assert texts(read(item(1, "Start with &lt;!DOCTYPE html>"))) == {
        "1": "Start with <!DOCTYPE html>"
    }


def test_an_item_that_breaks_the_converter_is_set_aside(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.wordpress import posts

    def fails(content: str, *_: object) -> str:
        if "bad" in content:
            raise RuntimeError(content)
        return content

    monkeypatch.setattr(posts, "rendered", fails)
    reading = read(item(1, "bad words"), item(2, "Two"))
    assert texts(reading) == {"2": "Two"}
    assert reading.aside() == [("post", "1", "its text could not be converted")]
    assert "bad words" not in repr(reading.bench.findings)
