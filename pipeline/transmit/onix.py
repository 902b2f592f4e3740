"""metadata/onix.xml: the book in the trade's own words, ONIX 3.1, told from the transmittal."""

from __future__ import annotations

from html import escape

from pipeline.transmit import trade
from pipeline.transmit.contract import Transmittal, Work

NAMESPACE = "http://ns.editeur.org/onix/3.1/reference"
_NO_DAY = "19700101"


def write(sent: Transmittal) -> bytes:
    """The message: one product, announced early (list 1, code 01), of a form not yet settled."""
    work = sent.work
    sender = sent.sender.name if sent.sender else work.publisher or _author(work)
    day = work.date.replace("-", "") or _NO_DAY
    reference = f"{work.identifiers[0].value}-{work.edition}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<ONIXMessage release="3.1" xmlns="{NAMESPACE}">',
        _in("Header", _in("Sender", _of("SenderName", sender)), _of("SentDateTime", day)),
        _in(
            "Product",
            _of("RecordReference", reference),
            _of("NotificationType", "01"),
            *_identifiers(work),
            _in("DescriptiveDetail", *_detail(sent)),
            *_collateral(work),
            *_publishing(work),
        ),
        "</ONIXMessage>\n",
    ]
    return "\n".join(lines).encode()


def _identifiers(work: Work) -> list[str]:
    return [
        _in(
            "ProductIdentifier",
            _of("ProductIDType", one.scheme),
            *([_of("IDTypeName", one.name or "Bookworks")] if one.scheme == trade.OWN else []),
            _of("IDValue", one.value),
        )
        for one in work.identifiers
    ]


def _detail(sent: Transmittal) -> list[str]:
    work, extent = sent.work, sent.extent
    titles = [_of("TitleElementLevel", "01"), _of("TitleText", work.title)]
    titles += [_of("Subtitle", work.subtitle)] if work.subtitle else []
    rows = [
        _of("ProductComposition", "00"),
        _of("ProductForm", "00"),
        _in("TitleDetail", _of("TitleType", "01"), _in("TitleElement", *titles)),
    ]
    rows += [
        _in(
            "Contributor",
            _of("SequenceNumber", str(number)),
            _of("ContributorRole", one.role),
            _of("PersonName", one.name),
        )
        for number, one in enumerate(work.contributors, 1)
    ]
    rows += [_of("EditionNumber", str(work.edition))] if work.edition > 1 else []
    rows.append(
        _in("Language", _of("LanguageRole", "01"),
            _of("LanguageCode", trade.language(work.language)))
    )  # fmt: skip
    if extent.words:
        rows.append(
            _in("Extent", _of("ExtentType", "02"), _of("ExtentValue", str(extent.words)),
                _of("ExtentUnit", "02"))
        )  # fmt: skip
    if extent.figures:
        rows += [_of("Illustrated", "02"), _of("NumberOfIllustrations", str(extent.figures))]
    return rows + _subjects(work)


def _subjects(work: Work) -> list[str]:
    rows = [
        _in("Subject", _of("SubjectSchemeIdentifier", one.scheme), _of("SubjectCode", one.code))
        for one in work.subjects
        if one.scheme != trade.KEYWORD
    ]
    words = [one.code for one in work.subjects if one.scheme == trade.KEYWORD]
    if words:
        text = _of("SubjectHeadingText", "; ".join(words))
        rows.append(_in("Subject", _of("SubjectSchemeIdentifier", trade.KEYWORD), text))
    return rows


def _collateral(work: Work) -> list[str]:
    texts = [
        _in("TextContent", _of("TextType", one.kind), _of("ContentAudience", "00"),
            _of("Text", one.text))
        for one in work.descriptions
    ]  # fmt: skip
    return [_in("CollateralDetail", *texts)] if texts else []


def _publishing(work: Work) -> list[str]:
    if not work.publisher:
        return []
    named = _in("Publisher", _of("PublishingRole", "01"), _of("PublisherName", work.publisher))
    return [_in("PublishingDetail", named)]


def _author(work: Work) -> str:
    return work.contributors[0].name if work.contributors else "unknown"


def _of(name: str, text: str) -> str:
    return f"<{name}>{escape(' '.join(text.split()), quote=False)}</{name}>"


def _in(name: str, *inner: str) -> str:
    return "\n".join([f"<{name}>", *inner, f"</{name}>"])
