"""Notes of a vault: ids, titles, dates, visibility, links, and whose archive it is."""

from __future__ import annotations

import zipfile

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.readers import obsidian
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model import walk
from pipeline.model.errors import ArchiveError
from pipeline.model.text import Figure, Hashtag, Image, Link, Math, Paragraph

PIXEL = b"\x89PNG\r\n\x1a\n"


def nodes(post, kind):
    return [n for b in walk.every(post.blocks) for n in walk.inlines(b) if isinstance(n, kind)]


# -- ids, titles, dates ----------------------------------------------------------------------------


def test_ids_are_paths_in_the_vault_whatever_folder_the_vault_lies_in(vault):
    made = vault({"Salt/.obsidian/app.json": "{}", "x.md": "x", "Salt/Light/Oil.md": "y"})
    assert sorted(made.posts) == ["Salt/Light/Oil", "x"]


def test_a_vault_in_one_folder_is_called_by_it(tmp_path, read):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("Salt Vault/.obsidian/app.json", "{}")
        made.writestr("Salt Vault/Light/Oil.md", "Oil.")
    reading = read(path)
    assert list(reading.posts) == ["Light/Oil"]
    assert reading.intake.profile.title == "Salt Vault"


def test_a_note_is_titled_by_its_front_matter_its_one_heading_or_its_name(vault):
    made = vault({
        "a.md": "---\ntitle: Of *oil*\n---\n# Of oil\n\nText",
        "b.md": "# Wicks\n\nText\n\n## Part\n",
        "c.md": "# One\n\nText\n\n# Two\n",
        "d name.md": "Text",
    })  # fmt: skip
    titles = {item: walk.text(post.title) for item, post in made.posts.items()}
    assert titles == {"a": "Of oil", "b": "Wicks", "c": "c", "d name": "d name"}
    assert made.dropped("obsidian.repeated-title") == ["Of oil"]


@pytest.mark.parametrize(
    ("format", "name", "day"),
    [
        ("", "2021-03-04", "2021-03-04"),
        ("DD.MM.YYYY", "04.03.2021", "2021-03-04"),
        ("YYYY/MM-MMMM/YYYY-MM-DD dddd", "2021/03-March/2021-03-04 Thursday", "2021-03-04"),
        ("Do [of] MMMM YYYY", "4th of March 2021", ""),  # months by name alone are not read
        ("", "202103041530 Oil", "2021-03-04"),
        ("", "2021-03-04 Oil", "2021-03-04"),
        ("", "2021-13-04", ""),
    ],
)
def test_daily_notes_are_dated_by_their_names(vault, format, name, day):
    settings = {".obsidian/daily-notes.json": f'{{"format": "{format}"}}'} if format else {}
    made = vault({f"Log/{name}.md": "Text", **settings})
    (post,) = made.posts.values()
    assert post.created == day
    daily = day and "Oil" not in name
    assert post.kind == ("daily" if daily else "note")
    assert walk.text(post.title) == ("" if daily else "Oil" if day else name.rpartition("/")[2])


def test_a_date_in_front_matter_goes_before_that_of_the_name(vault):
    made = vault({"2021-03-04 Oil.md": "---\ncreated: 2020-01-05T10:00:00+02:00\n---\nText"})
    assert made.posts["2021-03-04 Oil"].created == "2020-01-05T08:00:00Z"


@pytest.mark.parametrize(
    ("front", "visibility"),
    [
        ("publish: false", "draft"),
        ("draft: true", "draft"),
        ("status: draft", "draft"),
        ("private: true", "private"),
        ("publish: true", "public"),
        ("published: 2020-01-05", "public"),
    ],
)
def test_what_is_not_to_be_published_says_so(vault, front, visibility):
    assert vault({"a.md": f"---\n{front}\n---\nText"}).posts["a"].visibility == visibility


def test_templates_and_drawings_are_set_aside_and_the_trash_is_not_looked_into(vault):
    made = vault({
        "Templates/Day.md": "{{date}}",
        "Plans/Shapes/Day.md": "{{date}}",
        "a.excalidraw.md": "x",
        "b.md": "---\nexcalidraw-plugin: parsed\n---\nx",
        "empty.md": "---\ntags: [x]\n---\n",
        ".trash/Gone.md": "x",
        "c.md": "x",
    })  # fmt: skip
    assert sorted(made.posts) == ["Plans/Shapes/Day", "c"]
    assert made.aside() == {
        "Templates/Day": ("template", "a template for notes"),
        "a.excalidraw": ("drawing", "a drawing of a plugin"),
        "b": ("drawing", "a drawing of a plugin"),
        "empty": ("note", "nothing in it"),
    }


def test_the_folder_of_templates_is_the_one_that_the_settings_name(vault):
    made = vault({
        ".obsidian/templates.json": '{"folder": "Plans/Shapes"}',
        "Templates/Day.md": "about templates",
        "Plans/Shapes/Day.md": "{{date}}",
    })  # fmt: skip
    assert list(made.posts) == ["Templates/Day"]


# -- links and tags --------------------------------------------------------------------------------


def test_links_lead_to_notes_by_name_path_alias_and_any_capitals(vault):
    made = vault({
        "a.md": "[[Oil]] [[light/OIL|the *oil*]] [[Oil#Price]] [[Oil#^b1]] [[Lamp oil]] "
        "[x](Light/Oil.md) [y](Light/Oil%20two.md#part) [z](https://x.example) [w](../gone.md)",
        "Light/Oil.md": "---\naliases: [Lamp oil]\n---\nText",
        "Light/Oil two.md": "Text",
        "old/deep/Oil.md": "Text",
    })  # fmt: skip
    links = [(walk.text(n.content), n.item, n.url) for n in nodes(made.posts["a"], Link)]
    assert links == [
        ("Oil", "Light/Oil", ""),
        ("the *oil*", "Light/Oil", ""),
        ("Oil > Price", "Light/Oil", ""),
        ("Oil", "Light/Oil", ""),
        ("Lamp oil", "Light/Oil", ""),
        ("x", "Light/Oil", ""),
        ("y", "Light/Oil two", ""),
        ("z", "", "https://x.example"),
    ]
    assert made.words("a").endswith("z w")


def test_what_leads_nowhere_or_within_the_note_is_text(vault):
    made = vault({"a.md": "See [[Nothing|that]], [[Nothing]], [[#Part]], [[folder/x.pdf]]."})
    assert made.words("a") == "See that, Nothing, Part, x.pdf."
    assert nodes(made.posts["a"], Link) == []


def test_in_a_table_the_bar_of_a_link_is_escaped(vault):
    made = vault({"a.md": "| x | y |\n|---|---|\n| [[b\\|the b]] | $p|q$ |\n", "b.md": "x"})
    (link,) = nodes(made.posts["a"], Link)
    assert (walk.text(link.content), link.item) == ("the b", "b")
    assert [node.text for node in nodes(made.posts["a"], Math)] == ["p|q"]


def test_tags_are_gathered_and_a_line_of_nothing_else_is_no_text(vault):
    made = vault({
        "a.md": "---\ntags: [oil, craft/light]\n---\nBurn #oil and #craft/Wick, not #1 or x#y "
        "or [z](#z).\n\n#lamps #salt-light\n"
    })  # fmt: skip
    post = made.posts["a"]
    assert post.tags == ("oil", "craft/light", "craft/Wick", "lamps", "salt-light")
    assert [node.text for node in nodes(post, Hashtag)] == ["#oil", "#craft/Wick"]
    assert made.words("a") == "Burn #oil and #craft/Wick, not #1 or x#y or z."
    assert made.dropped("obsidian.tags") == ["#lamps #salt-light"]


# -- pictures --------------------------------------------------------------------------------------


def test_pictures_are_found_by_name_anywhere_and_their_size_is_not_their_description(vault):
    made = vault({
        "a.md": "![[one.png|300]]\n\n![[one.png|The lamp|200x100]]\n\n![x|120](in/two%20x.png) and "
        "![[gone.jpg]]\n\n![y](https://x.example/y.png) "
        "![250x90](https://x.example/z.png) ![12 men](https://x.example/m.png)",
        "in/deep/one.png": PIXEL,
        "in/two x.png": PIXEL,
    })  # fmt: skip
    pictures = nodes(made.posts["a"], Image)
    assert [(node.media, node.alt) for node in pictures] == [
        ("in/deep/one.png", ""),
        ("in/deep/one.png", "The lamp"),
        ("in/two x.png", "x"),
        ("gone.jpg", ""),
        ("https://x.example/y.png", "y"),
        ("https://x.example/z.png", ""),
        ("https://x.example/m.png", "12 men"),
    ]
    missing = {key: media.missing for key, media in made.intake.media.items() if media.missing}
    web = "on the web, not in the archive"
    assert missing == {
        "gone.jpg": "the vault does not hold gone.jpg",
        **dict.fromkeys([f"https://x.example/{name}.png" for name in "yzm"], web),
    }


def test_a_picture_on_a_line_of_its_own_is_a_figure(vault):
    made = vault({"a.md": "![[one.png]]\nText with ![[one.png]] in it.", "one.png": PIXEL})
    figure, paragraph = made.posts["a"].blocks
    assert isinstance(figure, Figure)
    assert isinstance(paragraph, Paragraph)
    assert walk.plain(paragraph) == "Text with  in it."


# -- whose archive it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "reader"),
    [
        ({".obsidian/app.json": "{}", "a.md": "x"}, "obsidian"),
        ({"v/.obsidian/app.json": "{}", "v/a.md": "x"}, "obsidian"),
        ({"a.md": "see [[b]]", "b.md": "x"}, "obsidian"),
        ({"a.md": "![[sub/pic.png|200]]", "in/pic.png": "x"}, "obsidian"),
        ({"a.md": "![[lost.png]]"}, "obsidian"),
        ({"a.md": "see [[nowhere]]", "b.md": "x"}, "markdown"),
        ({"a.md": "if [[ -f b ]]; then\n", "b.md": "x"}, "markdown"),
        ({"a.md": "`[[b]]`", "b.md": "x"}, "markdown"),
        ({"_posts/2013-01-05-a.md": "[[b]]", "b.md": "x"}, "markdown"),
        ({"a.md": "x"}, "markdown"),
        ({"data/tweets.js": "window.YTD.tweets.part0 = []", "a.md": "![[data/x.png]]"}, "twitter"),
    ],
)
def test_a_vault_is_told_from_a_folder_of_markdown(tmp_path, files, reader):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    with Unpacked.open(path) as archive:
        claimed, _ = identify(archive)
    assert reader == claimed.NAME


def test_an_empty_vault_is_no_vault(tmp_path):
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_text("{}")
    with Unpacked.open(tmp_path) as archive, pytest.raises(ArchiveError):
        identify(archive)


def test_every_file_of_a_vault_has_its_fate(tmp_path):
    names = [
        ".obsidian/app.json", ".obsidian/plugins/x/main.js", ".trash/a.md", "a.md", "b.canvas",
        "c.excalidraw", "d.base", "e.mp3", "f.pdf", "g.png", ".smart-env/x.json", "h.xyz",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    with Unpacked.open(tmp_path) as archive:
        fates = {entry.member: entry.use for entry in inventory(archive, obsidian)}
    assert [name for name, use in fates.items() if use == "unknown"] == ["h.xyz"]
    assert [name for name, use in fates.items() if use == "read"] == [
        ".obsidian/app.json", "a.md", "g.png",
    ]  # fmt: skip


def test_an_independent_count_comes_to_the_same(vault, tmp_path):
    made = vault({
        "a.md": "x", "Templates/b.md": "x", ".trash/c.md": "x", "e.md": "", "n.markdown": "x",
        "page.html": "x", "d/a.md": "---\npublish: false\n---\nx",
    })  # fmt: skip
    counts = count(tmp_path)
    assert counts is not None
    assert [one.number for one in counts] == [len(made.posts) + len(made.bench.set_asides)] == [4]
