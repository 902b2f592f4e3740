"""Styles: how each looks, made from the house's data. A style's name is the contract with the
publisher; its id follows from the name."""

from typing import Any

from msgspec.structs import asdict

from pipeline.export.word.scripts import languages
from pipeline.export.word.tables import STYLE as TABLE
from pipeline.export.word.xml import HEAD, W, attribute, twips
from pipeline.model.house import DEEPEST, Fonts, House, Look, Style, style_id

_OWN = {"Normal", "Body Text", "Title", "Subtitle", "Block Text", "Strong", "Emphasis", "Hyperlink"}
_OWN |= {f"List {kind}" for kind in ("Bullet", "Number", "Continue")}
_OWN |= {f"List {kind} {n}" for kind in ("Bullet", "Number", "Continue") for n in range(2, 6)}
"""Names that are Word's own, as they are."""

_LOWERED = {"Caption", "Header", "Footer", "Footnote Text", "Footnote Reference"}
_LOWERED |= {"Endnote Text", "Endnote Reference"} | {f"Heading {n}" for n in range(1, 10)}
"""Names that are Word's own, which it shows with capitals and keeps without."""


def styles(
    house: House,
    used: dict[str, str],
    joined: dict[str, tuple[str, ...]],
    looks: dict[int, Look],
    language: str,
) -> str:
    """The styles part: all that the house names, what the file uses besides, and its headings.

    `used` is paragraph styles by id; `joined` is character styles with those that each joins.
    """
    rows = [_defaults(house, language), _built_in(house)]
    rows.append(_house_styles(house))
    named = {*house.styles}
    rows += [_paragraph(house, name) for name in sorted({*used.values()} - named)
             if not _is_heading(house, name)]  # fmt: skip
    if not house.heads:
        rows += [_heading(house, level, looks[level]) for level in range(1, DEEPEST + 1)]
    rows += [_join(house, name, parts) for name, parts in joined.items() if parts]
    return f"{HEAD}<w:styles {W}>{''.join(rows)}</w:styles>"


def _house_styles(house: House) -> str:
    characters = {*house.characters.values()}
    return "".join(
        _character(house, name) if name in characters else _paragraph(house, name)
        for name in house.styles
        if name != "Normal"
    )


def _defaults(house: House, language: str) -> str:
    known = {"val": "en-US", "eastAsia": "ja-JP", "bidi": "ar-SA"} | languages(language)
    spoken = "".join(f' w:{key}="{name}"' for key, name in known.items())
    text = _fonts(house.fonts["text"])
    size = round((house.styles["Normal"].size or 12) * 2)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{text}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f"<w:lang{spoken}/></w:rPr></w:rPrDefault>"
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _built_in(house: House) -> str:
    normal = house.styles["Normal"]
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/>{_pPr(normal)}{_rPr(house, normal)}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        '</w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{_line('top', 8, '404040')}{_line('bottom', 8, '404040')}"
        f"{_line('insideH', 2, 'BFBFBF')}</w:tblBorders></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{_line("bottom", 6, "404040")}'
        '</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _is_heading(house: House, name: str) -> bool:
    return not house.heads and name in {house.heading(level) for level in range(1, DEEPEST + 1)}


def _head(kind: str, name: str, based: str, next: str = "") -> str:
    lowered = name in _LOWERED
    custom = "" if lowered or name in _OWN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="{kind}"{custom} w:styleId="{style_id(name)}">'
        f'<w:name w:val="{attribute(name.lower() if lowered else name)}"/>'
        + (f'<w:basedOn w:val="{style_id(based)}"/>' if based else "")
        + (f'<w:next w:val="{style_id(next)}"/>' if next else "")
        + "<w:qFormat/>"
    )


def _paragraph(house: House, name: str) -> str:
    style = house.definition(name)
    head = _head("paragraph", name, style.based, style.next)
    return f"{head}{_pPr(style)}{_rPr(house, style)}</w:style>"


def _heading(house: House, level: int, look: Look) -> str:
    style = house.looks[look]
    following = style.next or house.roles["first"]
    head = _head("paragraph", house.heading(level), style.based or "Normal", following)
    return f"{head}{_pPr(style, level)}{_rPr(house, style)}</w:style>"


def _character(house: House, name: str) -> str:
    style = house.styles[name]
    head = _head("character", name, style.based or "Default Paragraph Font")
    return f"{head}{_rPr(house, style)}</w:style>"


def _join(house: House, name: str, parts: tuple[str, ...]) -> str:
    """A style that is several at once: what each says, the later over the earlier."""
    plain = asdict(Style())
    merged: dict[str, Any] = {}
    for part in parts:
        style = house.styles[part]
        base = house.styles[style.based] if style.based else Style()
        for layer in (base, style):
            merged |= {name: said for name, said in asdict(layer).items() if said != plain[name]}
    style = Style(**{**merged, "based": "", "next": ""})
    return f"{_head('character', name, 'Default Paragraph Font')}{_rPr(house, style)}</w:style>"


# -- properties, in the order in which Word's schema wants them ------------------------------------


def _pPr(style: Style, level: int = 0) -> str:
    parts = [
        _switch("keepNext", style.keep_next),
        _switch("keepLines", style.keep_lines),
        _switch("pageBreakBefore", style.new_page),
        f"<w:pBdr>{_line(style.rule, 6, 'BFBFBF', 8)}</w:pBdr>" if style.rule else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>' if style.shade else "",
        _spacing(style),
        _indent(style),
        _switch("contextualSpacing", style.contextual),
        f'<w:jc w:val="{"both" if style.align == "justify" else style.align}"/>'
        if style.align
        else "",
        f'<w:outlineLvl w:val="{level - 1}"/>' if level else "",
    ]
    inner = "".join(parts)
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def _spacing(style: Style) -> str:
    said = ""
    if style.before is not None:
        said += f' w:before="{twips(style.before)}"'
    if style.after is not None:
        said += f' w:after="{twips(style.after)}"'
    if style.exactly is not None:
        said += f' w:line="{twips(style.exactly)}" w:lineRule="exact"'
    elif style.line is not None:
        said += f' w:line="{round(style.line * 240)}" w:lineRule="auto"'
    return f"<w:spacing{said}/>" if said else ""


def _indent(style: Style) -> str:
    said = ""
    if style.indent is not None:
        said += f' w:left="{twips(style.indent)}"'
    if style.right is not None:
        said += f' w:right="{twips(style.right)}"'
    if style.first is not None:
        hanging = style.first < 0
        said += f' w:{"hanging" if hanging else "firstLine"}="{twips(abs(style.first))}"'
    return f"<w:ind{said}/>" if said else ""


def _rPr(house: House, style: Style) -> str:
    size = round(style.size * 2) if style.size else 0
    parts = [
        _fonts(house.fonts[style.font]) if style.font else "",
        _switch("b", style.bold) + _switch("bCs", style.bold),
        _switch("i", style.italic) + _switch("iCs", style.italic),
        _switch("caps", style.caps),
        _switch("smallCaps", style.small_caps),
        _switch("strike", style.strike),
        f'<w:color w:val="{style.color}"/>' if style.color else "",
        f'<w:spacing w:val="{twips(style.tracking)}"/>' if style.tracking is not None else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        f'<w:u w:val="{"single" if style.underline else "none"}"/>'
        if style.underline is not None
        else "",
        f'<w:vertAlign w:val="{style.raised}"/>' if style.raised else "",
    ]
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _switch(tag: str, on: bool | None) -> str:
    if on is None:
        return ""
    return f"<w:{tag}/>" if on else f'<w:{tag} w:val="0"/>'


def _line(side: str, size: int, color: str, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def _fonts(fonts: Fonts) -> str:
    latin, asian, complex = map(attribute, (fonts.latin, fonts.asian, fonts.complex))
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{asian}" w:cs="{complex}"/>'
