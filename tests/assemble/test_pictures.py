"""Missing pictures: said where they were, counted once, and no post lost over them."""

from pipeline.assemble.pictures import Options, run
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin
from pipeline.model.post import Media, Post, Profile
from pipeline.model.text import BlockQuote, Emph, Figure, Image, Link, List, Paragraph, Text
from pipeline.model.walk import plain
from pipeline.shop.conservation import check

MEDIA = (
    Media("fog.jpg", 0, "fog.jpg", "d1"),
    Media("https://example.org/a/pier.png?w=9", missing="not in the archive"),
    Media("harbour.heic", 0, "harbour.heic", missing="a HEIC picture cannot be printed"),
)
HERE = Image("fog.jpg", "Fog over the bay")
GONE = Image("https://example.org/a/pier.png?w=9")
TOLD = Image("lost.jpg", "A lamp")


def at(block, item="1"):
    return (Origin(0, item, block),)


def figure(*images, caption=(), block=0, item="1"):
    return Figure(images, caption, at(block, item))


def shown(*blocks, language="", title=(), **options):
    before = Posts(
        Profile(language=language), (Post("1", 0, "post", "", blocks, title),), (), MEDIA
    )
    bench = Bench(None)
    after = run(before, Options(**options), bench)
    check("assemble.pictures", before, after, bench)
    return after.posts[0].blocks, bench


def test_a_picture_that_is_there_stays_the_very_same_object():
    block = figure(HERE)
    blocks, bench = shown(block, Paragraph((HERE,), at(1)))
    assert blocks[0] is block
    assert not bench.findings


def test_a_missing_picture_is_said_by_description_or_file_name_above_its_caption():
    caption = (Text("The "), Emph((Text("old"),)), Text(" pier"))
    blocks, bench = shown(figure(GONE, caption=caption), figure(TOLD, block=1))
    assert [(block.role, plain(block)) for block in blocks] == [
        ("missing-picture", "[Picture not in the archive: pier.png]\nThe old pier"),
        ("missing-picture", "[Picture not in the archive: A lamp]"),
    ]
    assert [finding.message for finding in bench.findings] == [
        "2 pictures missing from the archive, in 1 post."
    ]


def test_a_picture_that_is_there_and_cannot_be_read_is_not_called_absent():
    held = Image("harbour.heic", "The harbour")
    (block,), bench = shown(figure(GONE, held, Image("harbour.heic")))
    assert plain(block) == (
        "[Picture not in the archive: pier.png] "
        "[Pictures that cannot be shown: The harbour; harbour.heic]"
    )
    assert [(finding.code, finding.message) for finding in bench.findings] == [
        ("assemble.pictures", "1 picture missing from the archive, in 1 post."),
        ("assemble.unshown", "2 pictures of the archive cannot be shown, in 1 post."),
    ]


def test_a_gallery_keeps_the_pictures_that_there_are():
    (block,), _ = shown(figure(GONE, HERE, TOLD, caption=(Text("Morning."),)))
    assert block.images == (HERE,)
    assert plain(block).endswith("Morning. [Pictures not in the archive: pier.png; A lamp]")


def test_missing_pictures_in_running_text_quotations_and_lists_are_said_too():
    quote = BlockQuote((figure(GONE, block=1),), at(0))
    items = List(
        ((Paragraph((Text("See "), Link((TOLD,), "https://example.org")), at(3)),),), at(2)
    )
    blocks, _ = shown(quote, items)
    assert plain(blocks[0]) == "[Picture not in the archive: pier.png]"
    assert plain(blocks[1]) == "See [Picture not in the archive: A lamp]"


def test_a_name_that_a_platform_gave_is_spared_the_reader():
    blocks, _ = shown(
        figure(Image("media/DygxfPAWkAAEDfL.jpg")),
        figure(Image("IMG_2034.JPG"), Image("1096-a1b2.png"), block=1),
    )
    assert [plain(block) for block in blocks] == [
        "[Picture not in the archive]",
        "[2 pictures not in the archive]",
    ]


def test_dropped_pictures_leave_their_captions():
    text = Paragraph((Text("Fog."),), at(2))
    blocks, _ = shown(
        figure(GONE), figure(GONE, caption=(Text("Pier"),), block=1), text, missing="drop"
    )
    assert [(block.role, plain(block)) for block in blocks] == [
        ("caption", "Pier"),
        ("body", "Fog."),
    ]


def test_a_post_that_is_nothing_but_a_missing_picture_says_so_even_when_they_are_dropped():
    lone = figure(GONE, item="2")
    blocks, _ = shown(figure(GONE), figure(TOLD, block=1), lone, missing="drop")
    assert [block.origin[0].item for block in blocks] == ["1", "2"]


def test_the_words_are_the_books_language():
    (block,), _ = shown(figure(TOLD), language="de-AT")
    assert plain(block) == "[Bild nicht im Archiv: A lamp]"
