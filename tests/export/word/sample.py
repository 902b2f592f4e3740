"""A small book with every kind of node in it, in our own words."""

import hashlib
import io
from functools import cache

from PIL import Image as Painter

from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import TITLE, Origin, Source, anchor
from pipeline.model.post import Media
from pipeline.model.text import (
    BlockQuote,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Hashtag,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Math,
    Mention,
    Note,
    Paragraph,
    PostBlock,
    SceneBreak,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)

HEBREW = "המגדלור עומד על הסלע, ואורו נראה מ־12 מייל."
ARABIC = "المنارة على الصخرة، وضوؤها يُرى من بعيد."
JAPANESE = "灯台は岩の上に立ち、“霧”の夜にも光る。"
EMOJI = "🌊 The keeper waved: 👩🏽\u200d🔬 ✨, and 🇮🇪 flew"
COMBINING = "Z\u0323o\u0308e\u0301 wrote cafe\u0301, not café"

LONG = (
    "The light was built in the year of the long frost, when the harbour could be crossed on foot "
    "and the masons carried their stone over the ice on sledges. Nobody had asked for it. The "
    "board of trade had wanted a bell, which is cheaper, and a bell was what the town was promised "
    "until a schooner came ashore on the bar with all her lamps burning and thirty barrels of salt."
)


def block(item, number, words=LONG, role="body"):
    content = words if isinstance(words, tuple) else (Text(words),)
    return Paragraph(content, (Origin(0, item, number),), role)


def entry(item, blocks, title=(), language="", created="2014-03-02"):
    origin = (Origin(0, item, TITLE),) if title else ()
    return Division("entry", anchor(item), title, blocks, (), origin, "body", created, language)


def dateline(words):
    return Paragraph((Text(words),), (), "dateline")


@cache
def painted(width, height, shade=120, format="PNG"):
    picture = Painter.linear_gradient("L").resize((width, height)).point(lambda v: v * shade // 255)
    out = io.BytesIO()
    picture.convert("RGB").save(out, format)
    return out.getvalue()


def pictures():
    rows = {
        "lamp.jpg": (1600, 1000, 200, "JPEG"),
        "lens.png": (300, 420, 250, "PNG"),
        "tall.png": (400, 1800, 160, "PNG"),
        "copy-of-lens.png": (300, 420, 250, "PNG"),
        "dot.png": (12, 12, 40, "PNG"),
    }
    return {key: (painted(*row), *row) for key, row in rows.items()}


def media():
    rows = []
    for key, (data, width, height, _, format) in pictures().items():
        digest = hashlib.sha256(data).hexdigest()
        rows.append(Media(key, 0, key, digest, f"image/{format.lower()}", width, height))
    return (*rows, Media("gone.jpg", 0, "gone.jpg", missing="not in the archive"))


def front():
    def lines(*rows):
        return tuple(Paragraph((Text(words),), (), role) for role, words in rows)

    title = lines(
        ("title", "Light List"),
        ("subtitle", "Ten years of notes from a small harbour"),
        ("author", "Ada Quill"),
        ("publisher", "Slipway Press"),
    )
    imprint = lines(
        ("imprint", "Copyright © 2015 by Ada Quill"),
        ("imprint", "All rights reserved. First edition."),
    )
    return (
        Division("titlepage", "_bw_title", (), title, matter="front"),
        Division("copyright", "_bw_copyright", (), imprint, matter="front"),
        Division(
            "dedication",
            "_bw_dedication",
            (),
            lines(("dedication", "For those who keep the lamps")),
            matter="front",
        ),
        Division(
            "epigraph",
            "_bw_epigraph",
            (),
            lines(
                ("epigraph", "A light is a promise made to strangers."),
                ("attribution", "The Keeper’s Almanac"),
            ),
            matter="front",
        ),
        Division(
            "preface",
            "_bw_preface",
            (Text("Preface"),),
            (
                block("preface", 0, role="first"),
                block("preface", 1),
                block("preface", 2, "A. Q.", "signature"),
            ),
            matter="front",
        ),
    )


def inlines():
    note = Note(
        (
            block("501", 20, "The board’s minutes call it “an extravagance”."),
            block("501", 21, (Text("They were "), Emph((Text("not"),)), Text(" wrong."))),
        )
    )
    return (
        Text("Plain, "),
        Emph((Text("emphasis"),)),
        Text(", "),
        Strong((Text("strong"),)),
        Text(", "),
        Strong((Emph((Text("both at once"),)), Text(" and one again"))),
        Text(", "),
        Strike((Text("struck"),)),
        Text(", "),
        SmallCaps((Text("anno domini"),)),
        Text(", E=mc"),
        Superscript((Text("2"),)),
        Text(", H"),
        Subscript((Text("2"),)),
        Text("O, "),
        Code("lamp --trim 3 <wick> & go"),
        Text(", "),
        Math("\\sqrt{x^2 + y^2}"),
        Text(", "),
        Mention("@harbour_master", "https://example.org/@harbour_master"),
        Text(" "),
        Hashtag("#lighthouse"),
        Text(", "),
        Link((Text("a link"), Emph((Text(" with stress"),))), "https://example.org/a?b=1&c=“2”"),
        Text(", "),
        Link((Text("a link home"),), "https://example.org/502", item="502"),
        Text(" and "),
        Link((Text("one to nowhere"),), "", item="999"),
        Text(".", ),
        note,
        LineBreak(),
        Text("After a break: 5 < 6 & 7 > 2;  two  spaces "),
        Image("dot.png", "a dot"),
        Text("."),
    )  # fmt: skip


def table(item, number):
    def cells(*words, align=""):
        return tuple(Cell((Text(word),), align) for word in words)

    head = ((*cells("Light", "Height"), Cell((Text("Seen from"),), "right")),)
    body = (
        (Cell((Text("North Pier"),), rows=2), *cells("12 m"), Cell((Text("8 miles"),), "right")),
        (*cells("14 m"), Cell((Text("9 miles"), Note((block(item, 90, "On a clear night."),))),)),
        (Cell((Strong((Text("Neither is lit in summer"),)),), "center", columns=3),),
    )  # fmt: skip
    return Table(head, body, (Text("The lights of the bar"),), (Origin(0, item, number),))


def constructs():
    def at(number):
        return (Origin(0, "501", number),)

    spare = List(((block("501", 7, "one spare"),),), (), True, 4)
    nested = List(
        (
            (block("501", 3, "Oil, two barrels"),),
            (
                block("501", 4, "Wicks:"),
                List(
                    (
                        (block("501", 5, "flat"),),
                        (block("501", 6, "round, of which"), spare),
                    ),
                    (),
                ),
                block("501", 8, "and never enough of them."),
            ),
        ),
        at(2),
        True,
        3,
    )  # fmt: skip
    return (
        block("501", 0, role="first"),
        block("501", 1, inlines()),
        Heading(2, (Text("What the store held"),), at(9)),
        nested,
        Heading(3, (Text("What it lacked"),), at(10)),
        BlockQuote(
            (
                block("501", 11, "We have asked for a boat since Easter."),
                BlockQuote((block("501", 12, "Denied. Row faster."),), ()),
                List(((block("501", 13, "with oars"),), (block("501", 14, "or a sail"),)), ()),
                block("501", 15, "The assistant keeper", "attribution"),
            ),
            (),
        ),
        Verse(
            ((Text("The lamp is lit,"),), (Text("    the wind is up,"),), (Text("goodnight."),)),
            at(16),
        ),
        SceneBreak(at(17)),
        block("501", 18, role="first"),
        CodeBlock("for lamp in tower:\n\tlamp.light()  # <dusk>\n\nassert night", at(19), "python"),
        table("501", 22),
        block("501", 23, "A paragraph under the table."),
        Figure(
            (Image("lamp.jpg", "The lamp, “lit” & turning", "Lamp"),),
            (Text("The lamp in the year it was lit"),),
            at(24),
        ),
        Figure((Image("lens.png", "The lens"), Image("copy-of-lens.png", "A copy")), (), at(25)),
        Figure(
            (Image("gone.jpg", "A boat that is not in the archive"),),
            (Text("The boat"),),
            at(26),
        ),
        Figure((Image("tall.png", "The tower"),), (), at(27)),
        Embed("https://example.org/film", (Text("A film of the light turning"),), at(28), "video"),
        Embed("javascript:alert(1)", (), at(29)),
        PostBlock(
            "@harbour_master",
            "2 March 2014",
            (block("501", 31, "Fog again. Bell only."), block("501", 32, "Bring tea.")),
            at(30),
            "https://example.org/status/9",
        ),
        block("501", 33, "Loom", "term"),
        block("501", 34, "the glow of a light that is itself below the horizon", "definition"),
        block("501", 35, "From the parish letter", "source"),
        block("501", 36, "fog, tea", "tags"),
    )  # fmt: skip


def scripts():
    return (
        block("503", 0, HEBREW, "first"),
        block("503", 1, f"The sign said {HEBREW} in fresh paint."),
        block("503", 2, ARABIC),
        block("503", 3, JAPANESE),
        block("503", 4, f"They call it 灯台 ({JAPANESE}), she said."),
        block("503", 5, EMOJI),
        block("503", 6, COMBINING),
        block("503", 7, (Text("נר "), Emph((Text("lamp"),)), Text(" ונר אחר."))),
    )


def chapters():
    first = Division(
        "chapter",
        "_bw_year_2013",
        (Text("2013: The Lamp"),),
        (),
        (
            entry("501", (dateline("2 March 2013"), *constructs()), (Text("An Inventory"),)),
            entry(
                "502", (dateline("9 March 2013"), block("502", 0, role="first"), block("502", 1))
            ),
        ),
    )
    second = Division(
        "chapter",
        "_bw_year_2014",
        (Text("2014: Voices & Signs"),),
        (),
        (
            entry("503", (dateline("1 May 2014"), *scripts())),
            entry("504", (block("504", 0, "Ein Brief aus Cuxhaven."),), language="de"),
        ),
    )
    return (first, second)


def manuscript(divisions=None, **said):
    book = Book(
        "Light List",
        "Ada Quill",
        subtitle="Ten years of notes",
        publisher="Slipway Press",
        date="2015-06-01",
        description="Notes on <lamps> & weather",
        subjects=("lighthouses", "weather"),
    )
    for key, value in said.items():
        book = type(book)(**{**{f: getattr(book, f) for f in book.__struct_fields__}, key: value})
    source = Source("0" * 64, "archive.zip", "posts.json")
    return Manuscript(book, divisions or (*front(), *chapters()), (source,), media())
