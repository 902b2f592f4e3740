"""Pictures: only those in use, checked, upright, stripped; and what is wrong with the rest."""

import hashlib
import io
import struct
import sys
import warnings
import zlib
from functools import cache

import pytest
from msgspec.structs import replace
from PIL import Image, PngImagePlugin

from pipeline.ingest.media import Options, run
from pipeline.ingest.pictures import Unprintable, prepared
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archive, Archives, Posts
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Media, Post, Profile
from pipeline.model.text import Figure, Note, Paragraph, Strong, Text
from pipeline.model.text import Image as Shown

SECRET = b"54 deg 20 N, camera 998877"


class Blobs(dict):
    def put(self, data):
        digest = hashlib.sha256(data).hexdigest()
        self[digest] = data
        return digest


def painted(size=(80, 40), mode="RGB"):
    """A picture whose corners differ: light at the top left, dark at the bottom right."""
    image = Image.radial_gradient("L").resize((size[0] * 2, size[1] * 2)).crop((0, 0, *size))
    return image.transpose(Image.Transpose.ROTATE_180).convert(mode)


def saved(image, format, **how):
    out = io.BytesIO()
    image.save(out, format, **how)
    return out.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = SECRET.decode()
    tags.get_ifd(0x8825)[1] = SECRET.decode()
    return tags


def png_text():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_text("Hidden", SECRET.decode(), zip=True)
    return info


@cache
def icc():
    """A profile of colours; made once, since it says to the second when it was made."""
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture
def shop(tmp_path):
    """Runs the operation on a folder of pictures, each shown by a post of its own."""

    def run_on(pictures, posts=None, **options):
        for name, data in pictures.items():
            (tmp_path / name).write_bytes(data)
        sources = tuple(Source("d" * 64, "archive", name) for name in pictures)
        media = tuple(Media(name, at, name) for at, name in enumerate(pictures))
        shown = tuple(
            Post(name, at, "post", "", (Figure((Shown(name),), (), (Origin(at, name, 0),)),))
            for at, name in enumerate(pictures)
        )
        handoff = Posts(Profile(), shown if posts is None else posts, sources, media)
        archives = Archives((Archive("d" * 64, "archive", str(tmp_path)),))
        bench = Bench(Blobs())
        return run(handoff, archives, Options(**options), bench), bench

    return run_on


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"comment": SECRET}])
def test_a_jpeg_loses_its_metadata_and_not_one_pixel(how):
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    profile = icc()
    data = saved(painted(), "JPEG", exif=exif(), xmp=xmp, icc_profile=profile, **how) + SECRET
    assert SECRET in data
    picture = prepared(data, 3000)
    assert SECRET not in picture.data
    assert opened(picture.data).tobytes() == opened(data).tobytes()
    assert opened(picture.data).info["icc_profile"] == profile
    assert not opened(picture.data).getexif()
    assert (picture.mime, picture.width, picture.height) == ("image/jpeg", 80, 40)


def test_a_photograph_from_a_telephone_is_turned_upright_and_tells_nothing_of_itself():
    import pillow_heif

    pillow_heif.register_heif_opener()
    image = painted((300, 200))
    image.info["exif"] = exif(6).tobytes()
    data = saved(image, "HEIF", icc_profile=icc())
    assert SECRET in data
    picture = prepared(data, 3000)
    assert (picture.mime, picture.width, picture.height) == ("image/jpeg", 200, 300)
    assert SECRET not in picture.data
    assert not opened(picture.data).getexif()
    assert opened(picture.data).info["icc_profile"] == icc()
    corners = [opened(picture.data).getpixel(at)[0] for at in ((195, 5), (5, 295))]
    assert corners == [pytest.approx(image.getpixel(at)[0], abs=9) for at in ((5, 5), (295, 195))]


def test_a_png_loses_its_metadata_and_not_one_pixel():
    image = painted(mode="RGBA")
    image.putalpha(77)
    data = saved(image, "PNG", pnginfo=png_text(), exif=exif(), icc_profile=icc()) + SECRET
    picture = prepared(data, 3000)
    assert SECRET in data
    assert SECRET not in picture.data
    assert set(opened(picture.data).info) <= {"icc_profile", "dpi"}
    assert opened(picture.data).tobytes() == image.tobytes()
    assert prepared(picture.data, 3000) == picture


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_picture_stands_upright(format, orientation):
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = painted()
    turned = image.transpose(back[orientation]) if orientation in back else image
    picture = prepared(saved(turned, format, exif=exif(orientation)), 3000)
    assert (picture.width, picture.height) == opened(picture.data).size == image.size
    corner = opened(picture.data).convert("L")
    assert abs(corner.getpixel((2, 2)) - image.convert("L").getpixel((2, 2))) < 12
    assert abs(corner.getpixel((77, 37)) - image.convert("L").getpixel((77, 37))) < 12
    assert SECRET not in picture.data
    assert not opened(picture.data).getexif()


@pytest.mark.parametrize(
    ("format", "mode", "how"),
    [
        ("GIF", "P", {"comment": SECRET}),
        ("GIF", "P", {"save_all": True, "append_images": [Image.new("P", (80, 40), 9)]}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("BMP", "RGB", {}),
        ("TIFF", "CMYK", {"description": SECRET.decode()}),
        ("TIFF", "1", {}),
    ],
)
def test_what_word_cannot_hold_becomes_a_png_of_its_first_picture(format, mode, how):
    image = painted(mode=mode)
    picture = prepared(saved(image, format, **how), 3000)
    assert picture.mime == "image/png"
    assert SECRET not in picture.data
    made = opened(picture.data)
    assert made.format == "PNG"
    assert made.convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_what_is_clear_stays_clear():
    image = painted(mode="P")
    picture = prepared(saved(image, "GIF", transparency=image.getpixel((0, 0))), 3000)
    assert opened(picture.data).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "P"), ("GIF", "P")])
def test_a_picture_too_large_for_print_is_made_smaller(format, mode):
    picture = prepared(saved(painted((1200, 300), mode), format, exif=exif(6)), 400)
    size = (400, 100) if format == "GIF" else (100, 400)
    assert (picture.width, picture.height) == opened(picture.data).size == size
    assert SECRET not in picture.data


def test_only_pictures_in_use_are_read_wherever_they_are_shown(shop):
    data = saved(painted(), "PNG")
    names = ["title.png", "note.png", "bold.png", "figure.png", "unused.png"]
    note = Note((Paragraph((Shown("note.png"),), (Origin(0, "p", 3),)),))
    blocks = (
        Paragraph((Text("a"), Strong((Shown("bold.png"),)), note), (Origin(0, "p", 0),)),
        Figure((Shown("figure.png"),), (), (Origin(0, "p", 1),)),
    )
    post = Post("p", 0, "post", "", blocks, title=(Shown("title.png"),))
    posts, bench = shop(dict.fromkeys(names, data), (post,))
    assert [row.key for row in posts.media] == names
    assert [bool(row.digest) for row in posts.media] == [True, True, True, True, False]
    assert posts.posts == (post,)
    assert [(f.code, f.message.split(" are")[0]) for f in bench.findings] == [
        ("media.low-resolution", "4 pictures")
    ]


def test_rows_are_filled_in_their_own_order_whatever_takes_longest(shop):
    sizes = [(900 - 80 * n, 40 + n) for n in range(10)]
    pictures = {f"{n}.png": saved(painted(size), "PNG") for n, size in enumerate(sizes)}
    posts, bench = shop(pictures)
    assert [(row.width, row.height) for row in posts.media] == sizes
    assert all(opened(bench.blobs[row.digest]).size == (row.width, row.height)
               for row in posts.media)  # fmt: skip


def chunk(kind, body):
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def giant():
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * (2501 * 100))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


BAD = {
    "broken.jpg": (saved(painted((300, 300)), "JPEG")[:-900], "the picture is damaged"),
    "cut.png": (saved(painted((300, 300)), "PNG")[:-300], "the picture is damaged"),
    "flipped.png": (saved(painted(), "PNG").replace(b"IDAT", b"IDAU"), "the picture is damaged"),
    "cut.gif": (saved(painted((300, 300), "P"), "GIF")[:900], "the picture is damaged"),
    "photo.jpg": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a PostScript file"),
    "page.jpg": (b"<!DOCTYPE html><p>404</p>", "a web page"),
    "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
    "phone.heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "the picture is damaged"),
    "film.jpg": (b"\0\0\0\x18ftypisom\0\0\0\0", "a film or a picture of the MP4 kind"),
    "empty.png": (b"", "this is not a picture"),
    "giant.png": (giant(), "the picture is 20,000 by 20,000 pixels"),
    "giant.bmp": (
        b"BM" + struct.pack("<IIIIiiHH", 9, 0, 54, 40, 30_000, 30_000, 1, 1) + b"\0" * 24,
        "the picture has more pixels than can be read",
    ),
}


def test_a_file_that_is_no_picture_is_called_so_before_any_telephone_was_met(monkeypatch):
    Image.init()
    monkeypatch.delitem(Image.OPEN, "HEIF", raising=False)
    with pytest.raises(Unprintable, match="a PostScript file cannot be printed"):
        prepared(b"%!PS-Adobe-3.0 EPSF-3.0\n", 3000)


def test_each_bad_picture_is_missing_for_a_reason_and_the_good_one_is_there(shop):
    pictures = {name: data for name, (data, _) in BAD.items()}
    with warnings.catch_warnings(record=True) as warned:
        posts, bench = shop({**pictures, "good.png": saved(painted(), "PNG")})
    assert not warned
    rows = {row.key: row for row in posts.media}
    for name, (_, reason) in BAD.items():
        assert rows[name].missing.startswith(reason), name
        assert not rows[name].digest
    assert rows["good.png"].digest
    unreadable = [finding for finding in bench.findings if finding.code == "media.unreadable"]
    findings = {finding.place: finding for finding in unreadable}
    assert set(findings) == {f"archive: {name}" for name in BAD}
    assert findings["archive: giant.png"].origin.item == "giant.png"


def test_a_picture_that_no_longer_lies_in_the_archive_is_missing(shop, tmp_path):
    posts, _ = shop({"fog.png": saved(painted(), "PNG")})
    gone = replace(posts, media=(Media("x.png", 0, "x.png"),), posts=(
        Post("p", 0, "post", "", (Figure((Shown("x.png"),), (), (Origin(0, "p", 0),)),)),
    ))  # fmt: skip
    again, bench = shop({}, gone.posts)
    assert again.media == ()
    bench = Bench(Blobs())
    archives = Archives((Archive("d" * 64, "archive", str(tmp_path)),))
    assert run(gone, archives, Options(), bench).media[0].missing == (
        "the archive has no such member"
    )


def test_absent_pictures_are_told_once_for_each_kind_of_reason(shop):
    keys = [f"https://example.org/{n}.jpg" for n in range(5)]
    blocks = (Figure(tuple(map(Shown, keys)), (), (Origin(0, "p", 0),)),)
    posts = Posts(
        Profile(), (Post("p", 0, "post", "", blocks),), (Source("d", "archive", ""),),
        tuple(Media(key, missing=f"the archive does not hold {key[-5:]}") for key in keys),
    )  # fmt: skip
    bench = Bench(Blobs())
    assert run(posts, Archives(()), Options(), bench) is posts
    assert [(f.code, f.message) for f in bench.findings] == [
        ("media.missing", "5 pictures are missing: the archive does not hold the file.")
    ]
    assert bench.findings[0].place.count("https://") == 3


def test_a_book_without_pictures_does_not_wait_for_the_picture_library(shop, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    posts, bench = shop({"unused.png": b"not looked at"}, (Post("p", 0, "post", "", ()),))
    assert posts.media[0] == Media("unused.png", 0, "unused.png")
    assert not bench.findings


def test_a_picture_that_lay_within_a_member_is_stripped_as_any_other(shop):
    data = saved(painted(), "JPEG", exif=exif())
    blocks = (Figure((Shown("box!/a"), Shown("box!/b")), (), (Origin(0, "p", 0),)),)
    blobs = Blobs()
    rows = (
        Media("box!/a", 0, "box", blobs.put(data)),
        Media("box!/b", 0, "box", blobs.put(b"no picture")),
    )
    posts = Posts(Profile(), (Post("p", 0, "post", "", blocks),), (Source("d", "box", ""),), rows)
    bench = Bench(blobs)
    first, second = run(posts, Archives(()), Options(), bench).media
    assert (first.mime, first.width) == ("image/jpeg", 80)
    assert SECRET not in blobs[first.digest]
    assert (second.digest, bool(second.missing)) == ("", True)
