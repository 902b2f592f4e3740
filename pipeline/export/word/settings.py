"""Settings and fonts: what Word should know of the file before it lays out a page."""

from pipeline.export.word.scripts import culture
from pipeline.export.word.xml import HEAD, W, attribute
from pipeline.model.house import House

_URI = "http://schemas.microsoft.com/office/word"
_COMPATIBLE = (
    ("compatibilityMode", "15"),  # Word 2013 and all after it
    ("overrideTableStyleFontSizeAndJustification", "1"),
    ("enableOpenTypeFeatures", "1"),
    ("doNotFlipMirrorIndents", "1"),
)


def settings(house: House, language: str) -> str:
    note = house.notes
    # Word counts endnotes in small Roman numerals where nothing is said.
    numbers = '<w:numFmt w:val="decimal"/>' if note == "endnote" else ""
    compatible = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_URI}" w:val="{value}"/>'
        for name, value in _COMPATIBLE
    )
    spoken = attribute(culture(language) or "en-US")
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:{note}Pr>{numbers}<w:{note} w:id="-1"/><w:{note} w:id="0"/></w:{note}Pr>'
        f'<w:compat>{compatible}</w:compat><w:themeFontLang w:val="{spoken}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def fonts(house: House) -> str:
    families = {f.latin: f.family for f in house.fonts.values()}
    rows = "".join(
        f'<w:font w:name="{attribute(name)}"><w:family w:val="{family}"/></w:font>'
        for name, family in families.items()
    )
    return f"{HEAD}<w:fonts {W}>{rows}</w:fonts>"
