"""ONIX as it arrives: what the trade's schemas do not look at, and what the transmittal says too.

The schemas take a wrong check digit and a subject that there is not; here neither passes. Whoever
has the schemas (`onixcheck` brings them) should hold the message against them as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.transmit import trade
from pipeline.transmit.contract import Transmittal
from pipeline.transmit.onix import NAMESPACE

FILE = "metadata/onix.xml"
Fault = tuple[str, str, str]


def faults(data: bytes, sent: Transmittal) -> Iterator[Fault]:
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, safe)
    except etree.XMLSyntaxError as error:
        yield "onix.form", f"this is not XML: {error.msg}", FILE
        return
    if root.getroottree().docinfo.internalDTD is not None:
        yield "onix.form", "it holds a DOCTYPE, which no message needs", FILE
        return
    if root.tag != f"{{{NAMESPACE}}}ONIXMessage" or root.get("release") != "3.1":
        yield "onix.form", "this is not an ONIX 3.1 message with reference names", FILE
        return
    products = root.findall(_path("Product"))
    if len(products) != 1:
        yield "onix.form", f"it tells of {len(products)} products, not of one", FILE
        return
    yield from _product(products[0], sent)


def _product(product: Any, sent: Transmittal) -> Iterator[Fault]:
    identifiers = [
        (_said(one, "ProductIDType"), _said(one, "IDValue"))
        for one in product.findall(_path("ProductIdentifier"))
    ]
    for scheme, value in identifiers:
        if scheme in (trade.ISBN, "03") and not trade.is_isbn(value):
            yield "onix.isbn", f"{value} is no ISBN: its digits do not add up", FILE
    subjects = []
    for one in product.iter(_path("Subject")):
        scheme = _said(one, "SubjectSchemeIdentifier")
        if scheme == trade.KEYWORD:
            words = [word.strip() for word in _said(one, "SubjectHeadingText").split(";")]
            subjects += [(scheme, word) for word in words]
        else:
            subjects.append((scheme, _said(one, "SubjectCode")))
    for scheme, code in subjects:
        wrong = trade.misfit(scheme, code)
        if wrong:
            yield "onix.subject", wrong, FILE
    work = sent.work
    told = {
        "title": (_said(product, "DescriptiveDetail/TitleDetail/TitleElement/TitleText"),
                  " ".join(work.title.split())),
        "subtitle": (_said(product, "DescriptiveDetail/TitleDetail/TitleElement/Subtitle"),
                     " ".join(work.subtitle.split())),
        "identifiers": (identifiers, [(one.scheme, one.value) for one in work.identifiers]),
        "contributors": (
            [_said(one, "PersonName") for one in product.iter(_path("Contributor"))],
            [" ".join(one.name.split()) for one in work.contributors],
        ),
        "subjects": (sorted(subjects), sorted((one.scheme, one.code) for one in work.subjects)),
        "words": (_said(product, "DescriptiveDetail/Extent/ExtentValue") or "0",
                  str(sent.extent.words)),
    }  # fmt: skip
    for what, (here, there) in told.items():
        if here != there:
            yield "onix.differs", f"its {what} and those of transmittal.json differ", FILE


def _said(element: Any, path: str) -> str:
    return str(element.findtext(_path(path)) or "")


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
