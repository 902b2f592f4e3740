"""The file as a zip: whole, plain, and the same bytes every time."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.export.word.package import CHUNK, Package
from tests import schema
from tests.export.word.sample import manuscript

ROOT = Path(__file__).resolve().parents[3]
TWICE = """
import hashlib
from tests.export.word.conftest import Made
from tests.export.word.sample import manuscript
print(hashlib.sha256(Made(manuscript()).bytes()).hexdigest())
"""


def relations(package, name):
    return etree.fromstring(package.read(name))


def test_two_runs_on_machines_that_differ_give_the_same_bytes():
    digests = set()
    for zone, seed, locale in (("UTC", "1", "C"), ("Pacific/Auckland", "2", "C.UTF-8")):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        made = subprocess.run([sys.executable, "-c", TWICE], cwd=ROOT, env=env, check=True,
                              capture_output=True, text=True)  # fmt: skip
        digests.add(made.stdout)
    assert len(digests) == 1


def test_members_say_nothing_of_where_and_when_they_were_written(made):
    for member in made(manuscript()).package().infolist():
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert (member.external_attr, member.create_system, member.extra) == (0, 0, b"")
        assert member.flag_bits == 0


def test_every_part_is_well_formed_named_once_and_of_a_known_type(made):
    package = made(manuscript()).package()
    assert package.testzip() is None
    names = package.namelist()
    assert names[0] == "[Content_Types].xml"
    assert len(names) == len(set(names))
    types = relations(package, "[Content_Types].xml")
    known = {row.get("PartName") for row in types} | {row.get("Extension") for row in types}
    for name in names[1:]:
        assert f"/{name}" in known or name.rsplit(".", 1)[1] in known
    assert {row[1:] for row in known if row and row.startswith("/")} <= set(names)


def test_every_relation_that_is_used_leads_to_a_part_or_outward(made):
    package = made(manuscript()).package()
    for part in ("document", "footnotes"):
        rows = relations(package, f"word/_rels/{part}.xml.rels") if part == "document" else []
        targets = {row.get("Id"): row for row in rows}
        used = {
            value
            for element in etree.fromstring(package.read(f"word/{part}.xml")).iter()
            for name, value in element.attrib.items()
            if "officeDocument/2006/relationships" in name
        }
        assert used <= set(targets)
        for row in targets.values():
            outward = row.get("TargetMode") == "External"
            assert outward or f"word/{row.get('Target')}" in package.namelist()


@pytest.mark.skipif(not schema.FOLDER.exists(), reason="Word's schemas are not beside the project")
@pytest.mark.parametrize("house", ["generic", "vellum"])
def test_the_schemas_find_no_fault(made, house):
    assert schema.faults(made(manuscript(), house).bytes()) == []


@pytest.mark.skipif(not schema.FOLDER.exists(), reason="Word's schemas are not beside the project")
def test_the_schema_check_itself_finds_a_fault():
    out = io.BytesIO()
    package = Package(out)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package.add("word/settings.xml", f'<w:settings xmlns:w="{space}"><w:zoom/></w:settings>')
    package.close()
    assert "percent" in schema.faults(out.getvalue())[0]


def test_a_long_member_is_packed_in_pieces_and_comes_out_whole():
    out, piece = io.BytesIO(), "ab‘c’ " * (CHUNK // 6)
    package = Package(out)
    with package.stream("long.xml") as write:
        for _ in range(20):
            write(piece)
    package.close()
    assert zipfile.ZipFile(out).read("long.xml").decode() == piece * 20


def test_a_writer_that_fails_half_way_does_not_hang():
    def write_badly():
        with Package(io.BytesIO()).stream("bad.xml") as write:
            for _ in range(20):
                write("\ud800" * CHUNK)

    with pytest.raises(UnicodeEncodeError):
        write_badly()
