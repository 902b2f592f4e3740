"""The words of RTF that mean something to a text."""

from __future__ import annotations

_SKIPPED_NAMES = """
    colortbl filetbl revtbl ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn xe tc rxe
    objdata objclass objname objalias nonshppict
    shprslt sp sn sv listtable listoverridetable creatim revtim printim buptim operator company
    manager category doccomm hlinkbase subject comment atnid atnauthor atnref atndate atnparent
    atnicn atrfstart atrfend NeXTGraphic upr generator themedata colorschememapping datastore
    latentstyles rsidtbl pgdsctbl bkmkend template private mmathPr momath momathPara pntxta pntxtb
    blipuid picprop fchars lchars pnseclvl background fldtype datafield
"""
SKIPPED = frozenset(_SKIPPED_NAMES.split())
"""Destinations that are no text of the document."""

_RUNNING_NAMES = "header headerl headerr headerf footer footerl footerr footerf"
RUNNING = frozenset(_RUNNING_NAMES.split())
"""What stands at the head and the foot of each page, whatever it holds."""

DESCENDED = frozenset(
    ("shppict", "shpinst", "shp", "shpgrp", "do", "dptxbx", "ud", "nesttableprops")
)
"""Destinations that may be passed over, in which there is text all the same."""

WITHIN_SKIPPED = frozenset(("shptxt", "dptxbxtext", "ud"))
"""What is text though it stands in something that is none."""

_LINES = "ul uld uldb ulw uldash ulwave ulth uldashd uldashdd"
LOOKS: dict[str, tuple[str, bool | int]] = {
    "b": ("bold", True),
    "i": ("italic", True),
    **dict.fromkeys(_LINES.split(), ("underline", True)),
    "ulnone": ("underline", False),
    "strike": ("strike", True),
    "striked": ("strike", True),
    "scaps": ("caps", True),
    "super": ("shift", 1),
    "sub": ("shift", -1),
    "nosupersub": ("shift", 0),
}
"""By the field of a look, and what it becomes."""

LAYOUTS = {
    "s": "style",
    "outlinelevel": "level",
    "li": "left",
    "fi": "first",
    "intbl": "in_table",
    "ilvl": "depth",
}
"""By the field of a layout."""

SIGNS = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f", "nestcell": " ", "nestrow": " ", "page": " ", "column": " ",
}  # fmt: skip

PICTURES = {
    "pngblip": "png",
    "jpegblip": "jpg",
    "emfblip": "emf",
    "wmetafile": "wmf",
    "macpict": "pict",
    "dibitmap": "dib",
    "wbitmap": "bmp",
}

TITLES = frozenset(("title", "author", "keywords"))
