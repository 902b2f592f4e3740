"""A tweet's text and what is in it: entities, escapes, lines, addresses, pictures."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.readers.twitter.inliner import Inliner
from pipeline.ingest.readers.twitter.raw import Entities, Handle, Tag, Url
from pipeline.markup.plain import clean_text
from pipeline.model import walk
from pipeline.model.text import Embed, Figure, Hashtag, LineBreak, Link, Mention, Text


def content(post):
    return post.blocks[0].content


def test_signs_beyond_the_first_plane_count_as_one_before_an_entity(one, make):
    text = "🌊🌊 seen by @Ada_Q off #Skerryvore"
    post = one(
        text,
        entities={
            "user_mentions": [{"screen_name": "ada_q", "indices": make.at(text, "@Ada_Q")}],
            "hashtags": [{"text": "Skerryvore", "indices": make.at(text, "#Skerryvore")}],
        },
    )
    assert content(post) == (
        Text("🌊🌊 seen by "),
        Mention("@Ada_Q", "https://twitter.com/ada_q"),
        Text(" off "),
        Hashtag("#Skerryvore"),
    )
    assert post.tags == ("Skerryvore",)


def test_entities_are_cut_out_before_the_text_is_unescaped(one, make):
    text = "wind &amp; tide &lt;3 https://t.co/abcdef"
    url = {
        "url": "https://t.co/abcdef",
        "expanded_url": "https://light.example/log?a=1",
        "display_url": "light.example/log",
        "indices": make.at(text, "https://t.co/abcdef"),
    }
    assert content(one(text, entities={"urls": [url]})) == (
        Text("wind & tide <3 "),
        Link((Text("light.example/log"),), "https://light.example/log?a=1"),
    )


def test_what_was_escaped_twice_is_unescaped_once(one):
    assert content(one("write &amp;amp; for an ampersand")) == (
        Text("write &amp; for an ampersand"),
    )


def test_an_address_that_was_cut_for_show_is_shown_whole(one, make):
    text = "https://t.co/abcdef"
    url = {
        "url": text,
        "expanded_url": "https://www.light.example/keepers/log/1913",
        "display_url": "light.example/keepers/…",
        "indices": make.at(text, text),
    }
    link = content(one(text, entities={"urls": [url]}))[0]
    assert walk.text(link.content) == "light.example/keepers/log/1913"


def test_blank_lines_make_paragraphs_and_single_ones_breaks(one, make):
    post = one("Lamp\nlens\n \nmercury\n\n\nrope")
    assert make.words(post) == "Lamp\nlens\n\nmercury\n\nrope"
    assert content(post) == (Text("Lamp"), LineBreak(), Text("lens"))
    assert [block.origin[0].block for block in post.blocks] == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("see http://light.example/log.", ["http://light.example/log"]),
        ("(http://light.example/a_(b))", ["http://light.example/a_(b)"]),
        ("cut http://light.example/lo…", []),
        ("cut http://light.example/lo...", []),
        ("http://light.example/灯台", []),
        ("http:// and https://nowhere", []),
    ],
)
def test_only_whole_addresses_in_bare_text_become_links(one, text, linked):
    post = one(text)
    assert walk.targets(post.blocks[0]) == linked
    assert walk.plain(post.blocks[0]) == text


def test_an_address_that_could_run_something_is_left_as_text(one, make):
    text = "see https://t.co/x"
    url = {
        "url": "https://t.co/x",
        "expanded_url": "javascript:alert(1)",
        "display_url": "lamp",
        "indices": make.at(text, "https://t.co/x"),
    }
    assert walk.targets(one(text, entities={"urls": [url]}).blocks[0]) == []


def test_an_entity_that_points_astray_leaves_the_text_as_it_is(read, make):
    handle = {"screen_name": "ada", "indices": ["400", "404"]}
    tag = {"text": "fog", "indices": ["0", "4"]}
    entities = {"user_mentions": [handle], "hashtags": [tag]}
    found = read({"tweets.js": make.file(make.tweet(900, "Fog again.", entities=entities))})
    assert make.words(found.posts["900"]) == "Fog again."
    assert make.codes(found) == ["twitter.entity"]


def test_control_characters_become_visible_marks_and_are_counted(read, make):
    found = read({"tweets.js": make.file(make.tweet(900, "fog\x1d and\x00 rain\r\nsnow"))})
    assert make.words(found.posts["900"]) == "fog� and� rain\nsnow"
    [finding] = found.bench.findings
    assert finding.code == "text.control-character"
    assert finding.message.startswith("2 characters")
    assert finding.origin.item == "900"


LITERAL = st.text(st.sampled_from("a 🌊é&<>\tع日.#@$"), max_size=8).map(lambda s: ("", s))
PIECE = st.one_of(
    LITERAL,
    st.sampled_from(["@ada", "@Tove_9"]).map(lambda s: ("@", s)),
    st.sampled_from(["#fog", "#日本"]).map(lambda s: ("#", s)),
    st.sampled_from(["https://t.co/a", "https://t.co/b"]).map(lambda s: ("u", s)),
)


@given(st.lists(PIECE, max_size=9))
def test_no_character_of_a_tweet_is_lost_or_moved(pieces):
    text, wanted = "", ""
    entities = {"@": [], "#": [], "u": []}
    for kind, piece in pieces:
        written = html.escape(piece, quote=False)
        here = (len(text), len(text) + len(written))
        match kind:
            case "@":
                entities[kind].append(Handle(here, piece[1:]))
            case "#":
                entities[kind].append(Tag(here, piece[1:]))
            case "u":
                entities[kind].append(Url(here, piece, "https://light.example/", "light.example"))
        text += written
        wanted += "light.example" if kind == "u" else piece
    given_entities = Entities(entities["#"], (), entities["@"], entities["u"], ())
    assert walk.text(Inliner().tweet(text, given_entities, ())) == clean_text(wanted)


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=5),
)
def test_no_indices_whatever_break_the_reader(text, places):
    entities = Entities(
        tuple([Tag(place) for place in places]),
        (),
        tuple([Handle((str(a), b)) for a, b in places]),
        tuple([Url(place, "https://t.co/a") for place in places]),
    )
    Inliner().tweet(text, entities, ())


# -- pictures --------------------------------------------------------------------------------------


def photo(make, text, name="F1x", **fields):
    return {
        "url": "https://t.co/pic",
        "media_url_https": f"https://pbs.example/media/{name}.jpg",
        "expanded_url": "https://twitter.com/adaquill/status/900/photo/1",
        "display_url": "pic.twitter.com/abc",
        "type": "photo",
        "indices": make.at(text, "https://t.co/pic"),
    } | fields


def test_all_pictures_of_a_tweet_make_one_figure_and_their_short_link_goes(read, make):
    text = "The lens. https://t.co/pic"
    first = photo(make, text, "F1x", ext_alt_text="A glass lens.")
    second = photo(make, text, "F2y")
    found = read(
        {
            "data/tweets.js": make.file(
                make.tweet(
                    900,
                    text,
                    entities={"media": [first]},
                    extended_entities={"media": [first, second]},
                )
            ),
            "data/tweets_media/900-F1x.jpg": b"jpg",
        }
    )
    post = found.posts["900"]
    assert make.words(post) == "The lens."
    [figure] = [block for block in post.blocks if isinstance(block, Figure)]
    assert [(image.media, image.alt) for image in figure.images] == [
        ("data/tweets_media/900-F1x.jpg", "A glass lens."),
        ("https://pbs.example/media/F2y.jpg", ""),
    ]
    media = found.intake.media
    assert media["data/tweets_media/900-F1x.jpg"].missing == ""
    assert "900-F2y.jpg" in media["https://pbs.example/media/F2y.jpg"].missing


def test_a_film_is_kept_as_a_link_and_its_still_where_there_is_one(read, make):
    text = "Turning. https://t.co/pic"
    film = photo(make, text, "still", type="video")
    film["video_info"] = {"variants": [{"url": "https://video.example/vid/a.mp4?tag=1"}]}
    found = read(
        {
            "data/tweets.js": make.file(make.tweet(900, text, extended_entities={"media": [film]})),
            "data/tweets_media/900-a.mp4": b"mp4",
        }
    )
    [embed] = [block for block in found.posts["900"].blocks if isinstance(block, Embed)]
    assert (embed.kind, embed.url) == ("video", film["expanded_url"])
    assert found.intake.media == {}


def test_nobody_is_asked_for_the_pictures_of_a_retweet(read, make):
    text = "RT @tove: my lamp https://t.co/pic"
    entities = {"media": [photo(make, text)]}
    found = read({"data/tweets.js": make.file(make.tweet(900, text, entities=entities))})
    post = found.posts["900"]
    assert (post.kind, post.author) == ("retweet", "tove")
    assert isinstance(post.blocks[-1], Embed)
    assert found.intake.media == {}


def test_words_after_rt_without_a_colon_are_the_authors_own(one):
    assert one("RT @tove said it best").kind == "tweet"


def test_an_old_retweet_is_given_in_full(read, make):
    full = "The lamp, the lens, the mercury bath, the long stair and the boat: one night's work."
    status = make.tweet(800, full) | {"user": {"screen_name": "tove", "id_str": "8"}}
    found = read(
        {
            "data/tweets.js": make.file(
                make.tweet(900, f"RT @tove: {full[:60]}…", retweeted_status=status)
            )
        }
    )
    post = found.posts["900"]
    assert (post.kind, post.author, make.words(post)) == ("retweet", "tove", f"RT @tove: {full}")
