"""Documents: what word processors keep of who wrote when, what was said in the margin and what was
taken out; and what writers noted for themselves, in comments that no page shows."""

from __future__ import annotations

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/comments.xml" ContentType="{_WORD}.comments+xml"/></Types>"""
CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>The Lamp</dc:title>
<dc:creator>Ada Quill</dc:creator><cp:lastModifiedBy>CANARY-documents-modifier</cp:lastModifiedBy>
<cp:category>CANARY-documents-category</cp:category>
<cp:revision>CANARY-documents-revision</cp:revision></cp:coreProperties>"""
APP = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Company>CANARY-documents-company</Company><Manager>CANARY-documents-manager</Manager>
<Template>C:\\Users\\CANARY-documents-template</Template></Properties>"""


def related(*pairs: tuple[str, str]) -> bytes:
    """The relationships of a part: kinds and targets, numbered from rId1."""
    made = "".join(
        f'<Relationship Id="rId{at}" Type="{kind if ":" in kind else f"{R}/{kind}"}" '
        f'Target="{target}"/>'
        for at, (kind, target) in enumerate(pairs, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELS}">{made}</Relationships>'.encode()


def paragraph(*runs: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(runs)}</w:p>"


def run(said: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>'


def part(name: str, inner: str) -> bytes:
    return f'<?xml version="1.0"?><w:{name} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{name}>'.encode()


_WHO = 'w:author="CANARY-documents-reviser" w:date="2020-01-01T00:00:00Z"'
BODY = (
    paragraph(run("The Lamp"), style="Heading1")
    + paragraph(
        run("The lamp was lit, ROBIN-documents-docx."),
        f'<w:del w:id="1" {_WHO}><w:r><w:delText>CANARY-documents-deleted</w:delText></w:r></w:del>',
        '<w:commentRangeStart w:id="0"/>', run(" It went out at four."),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        run("CANARY-documents-vanished", "<w:vanish/>"),
    )
)  # fmt: skip
COMMENT = f'<w:comment w:id="0" {_WHO}>{paragraph(run("CANARY-documents-comment"))}</w:comment>'


def docx(body: str = BODY) -> bytes:
    properties = f"{RELS}/metadata/core-properties"
    return zipped({
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": related(("officeDocument", "word/document.xml"),
                               ("extended-properties", "docProps/app.xml"),
                               (properties, "docProps/core.xml")),
        "docProps/core.xml": CORE.encode(),
        "docProps/app.xml": APP.encode(),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/comments.xml": part("comments", COMMENT),
        "word/people.xml": b"<people>CANARY-documents-person@x.example</people>",
        "word/_rels/document.xml.rels": related(("comments", "comments.xml")),
        "customXml/item1.xml": b"<a>CANARY-documents-custom</a>",
    })  # fmt: skip


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
ODT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{_OPEN}:office:1.0" xmlns:text="{_OPEN}:text:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body>
<office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion>
<office:change-info><dc:creator>CANARY-documents-odt-reviser</dc:creator></office:change-info>
<text:p>CANARY-documents-odt-deleted</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:h text:outline-level="1">The Ferry</text:h>
<text:p>The ferry came late, ROBIN-documents-odt.<office:annotation>
<dc:creator>CANARY-documents-odt-noter</dc:creator><text:p>CANARY-documents-odt-annotation</text:p>
</office:annotation><text:hidden-text text:condition="" text:is-hidden="true"
 text:string-value="CANARY-documents-odt-hidden">CANARY-documents-odt-hidden</text:hidden-text></text:p>
</office:text></office:body></office:document-content>"""
ODT_META = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="{_OPEN}:office:1.0" xmlns:meta="{_OPEN}:meta:1.0"
 office:version="1.2"><office:meta><meta:initial-creator>Ada Quill</meta:initial-creator>
<meta:printed-by>CANARY-documents-odt-printer</meta:printed-by>
<meta:user-defined meta:name="client">CANARY-documents-odt-client</meta:user-defined>
</office:meta></office:document-meta>"""
STYLES = (
    f'<office:document-styles xmlns:office="{_OPEN}:office:1.0" office:version="1.2">'
    "<office:styles/><office:automatic-styles/></office:document-styles>"
)


def odt() -> bytes:
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": text(ODT),
        "meta.xml": text(ODT_META),
        "styles.xml": STYLES.encode(),
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OPEN}:manifest:1.0"/>'.encode(),
    })  # fmt: skip


RTF = r"""{\rtf1\ansi{\info{\title The Chart}{\author Ada Quill}{\operator CANARY-documents-rtf-operator}
{\company CANARY-documents-rtf-company}{\doccomm CANARY-documents-rtf-remark}}
{\*\userprops{\propname client}{\staticval CANARY-documents-rtf-client}}
\pard The chart was wrong, ROBIN-documents-rtf.{\v CANARY-documents-rtf-hidden}
{\*\atnauthor CANARY-documents-rtf-noter}{\annotation CANARY-documents-rtf-annotation}
{\deleted CANARY-documents-rtf-deleted}\par}
"""
TEX = r"""\documentclass{article}\title{The Oil}\author{Ada Quill}
% CANARY-documents-tex-comment
\begin{document}\maketitle
The oil was low, ROBIN-documents-tex. % CANARY-documents-tex-remark
\end{document}
CANARY-documents-tex-behind
"""
RST = """The Tide
========

The tide was out, ROBIN-documents-rst.

.. CANARY-documents-rst-comment
   and more of it
"""
DRAFT = """The Wick
========

:status: draft

CANARY-documents-draft

.. CANARY-documents-draft-comment
"""
ORG = """#+TITLE: The Ferry
# CANARY-documents-org-comment

The ferry came late, ROBIN-documents-org.

#+BEGIN_COMMENT
CANARY-documents-org-long-comment
#+END_COMMENT
"""

SPECIMENS = (
    Specimen(
        "documents",
        "office",
        {
            "the-lamp.docx": docx(),
            "the-ferry.odt": odt(),
            "the-chart.rtf": text(RTF),
            "~$the-lamp.docx": b"CANARY-documents-lock",
        },
    ),
    Specimen(
        "documents",
        "sources",
        {
            "the-oil.tex": text(TEX),
            "the-tide.rst": text(RST),
            "the-wick.rst": text(DRAFT),
            "ferry.org": text(ORG),
            "lamp.jpg": jpeg("CANARY-documents-photo"),
            "notes.bib": b"@book{a, note={CANARY-documents-bib}}",
        },
        named={"draft": ("CANARY-documents-draft",)},
    ),
    Specimen("documents", "docx", {"the-lamp.docx": docx()}, alone="the-lamp.docx"),
)
