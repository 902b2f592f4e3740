"""Word's own schemas: which parts of a docx they refuse, and why."""

import io
import pathlib
import zipfile
from functools import cache

from lxml import etree

FOLDER = pathlib.Path(__file__).resolve().parents[1].parent / "shared" / "ooxml-schema"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML = '<xsd:import namespace="http://www.w3.org/XML/1998/namespace"'
_OTHERS = {"[Content_Types].xml": "opc-contentTypes.xsd", ".rels": "opc-relationships.xsd"}


@cache
def _schema(name):
    file = FOLDER / name
    text = file.read_text().replace(f"{_XML}/>", f'{_XML} schemaLocation="xml.xsd"/>')
    return etree.XMLSchema(etree.fromstring(text.encode(), base_url=str(file)))


def faults(docx):
    """What the schemas say against a docx given as bytes: "part:line: message" of each fault."""
    found = []
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(package.read(name))
            ours = [schema for end, schema in _OTHERS.items() if name.endswith(end)]
            if not ours and not root.tag.startswith(_WORD):
                continue
            schema = _schema(ours[0] if ours else "wml.xsd")
            if not schema.validate(root):
                found += [f"{name}:{row.line}: {row.message}" for row in schema.error_log]
    return found
