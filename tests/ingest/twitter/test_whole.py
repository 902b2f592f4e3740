"""What only the whole archive can settle: long texts, edits, replies, links between tweets."""

from pipeline.model import walk
from pipeline.model.text import Emph, Figure, Link, Mention, Strong

LONG = (
    "Every keeper of the outer light kept two logs: one for the board, in ink, with the wind and"
    " the oil & the visitors; and one for himself, in pencil, which nobody was ever meant to read."
    "\n\nThis is the second kind."
)
STUB = LONG.replace("&", "&amp;")[:150] + "…"


def styled(text, part, name):
    before = text[: text.index(part)]
    start = len(before.encode("utf-16-le")) // 2
    end = start + len(part.encode("utf-16-le")) // 2
    return {"fromIndex": str(start), "toIndex": str(end), "styleTypes": [{"name": name}]}


def test_a_long_text_takes_the_place_of_its_stub_and_keeps_the_picture(read, make):
    text = STUB + " https://t.co/pic"
    picture = {
        "url": "https://t.co/pic",
        "media_url_https": "https://pbs.example/media/F1x.jpg",
        "type": "photo",
        "indices": make.at(text, "https://t.co/pic"),
    }
    found = read(
        {
            "data/tweets.js": make.file(make.tweet(900, text, entities={"media": [picture]})),
            "data/note-tweet.js": make.notes(make.note("555", LONG, "2024-03-04T21:15:02.000Z")),
        }
    )
    [post] = found.posts.values()
    assert make.words(post) == LONG
    assert isinstance(post.blocks[-1], Figure)
    [merge] = found.bench.merges
    assert (merge.kind, merge.item, merge.into) == ("note", "555", "900")


def test_long_texts_posted_at_once_find_each_its_own_tweet(read, make):
    texts = [f"{n}/3 {LONG[start:]}" for n, start in ((1, 0), (2, 30), (3, 60))]
    tweets = [
        make.tweet(900 + n, text[:120].replace("&", "&amp;") + "…") for n, text in enumerate(texts)
    ]
    notes = [make.note(str(500 + n), text) for n, text in enumerate(reversed(texts))]
    found = read({"data/tweets.js": make.file(*tweets), "data/note-tweet.js": make.notes(*notes)})
    assert [make.words(found.posts[str(900 + n)]) for n in range(3)] == texts
    assert len(found.posts) == 3


def test_a_long_reply_keeps_the_handle_that_its_long_text_leaves_out(read, make):
    text = "@tove " + STUB
    mention = {"screen_name": "tove", "id_str": "8", "indices": ["0", "5"]}
    found = read(
        {
            "data/tweets.js": make.file(
                make.tweet(900, text, entities={"user_mentions": [mention]})
            ),
            "data/note-tweet.js": make.notes(make.note("555", LONG)),
        }
    )
    post = found.posts["900"]
    assert post.blocks[0].content[0] == Mention("@tove", "https://twitter.com/tove")
    assert make.words(post) == "@tove " + LONG


def test_a_long_text_without_a_tweet_stands_on_its_own_and_is_found(read, make):
    found = read(
        {
            "data/tweets.js": make.file(make.tweet(900, "The lamp is lit.")),
            "data/note-tweet.js": make.notes(make.note("555", LONG)),
        }
    )
    assert make.words(found.posts["555"]) == LONG
    assert (found.posts["555"].kind, found.posts["555"].created) == ("note", "2024-03-04T21:15:00Z")
    assert make.codes(found) == ["twitter.note-alone"]


def test_styles_count_in_utf16_and_entities_in_code_points(read, make):
    text = "🌊🌊 Wind & tide, " + LONG + " See https://t.co/abc for all."
    address = text.index("https://t.co/abc")
    url = {
        "shortUrl": "https://t.co/abc",
        "expandedUrl": "https://light.example/",
        "displayUrl": "light.example",
        "fromIndex": str(address),
        "toIndex": str(address + 16),
    }
    styles = [styled(text, "two logs", "Italic"), styled(text, "second kind", "Bold")]
    found = read(
        {
            "data/tweets.js": make.file(make.tweet(900, text[:100].replace("&", "&amp;") + "…")),
            "data/note-tweet.js": make.notes(make.note("5", text, styletags=styles, urls=[url])),
        }
    )
    post = found.posts["900"]
    nodes = [node for block in post.blocks for node in walk.inlines(block)]
    assert [walk.text([node]) for node in nodes if isinstance(node, Emph)] == ["two logs"]
    assert [walk.text([node]) for node in nodes if isinstance(node, Strong)] == ["second kind"]
    assert [node.url for node in nodes if isinstance(node, Link)] == ["https://light.example/"]
    assert make.words(post) == text.replace("https://t.co/abc", "light.example")


def edited(make, id, text, chain, **fields):
    initial = {"editTweetIds": [str(one) for one in chain]}
    info = {"initial": initial} if id == chain[0] else {"edit": {"editControlInitial": initial}}
    return make.tweet(id, text, edit_info=info, **fields)


def test_only_the_last_version_of_an_edited_tweet_stays(read, make):
    answer = make.tweet(950, "And so?", in_reply_to_status_id_str="900")
    found = read(
        {
            "data/tweets.js": make.file(
                edited(make, 902, "The lamp is lit.", [900, 901, 902]),
                edited(make, 900, "The lamb is lit.", [900, 901, 902]),
                answer,
            )
        }
    )
    assert set(found.posts) == {"902", "950"}
    assert found.posts["902"].links == ("https://twitter.com/i/status/900",)
    assert found.posts["950"].reply_to == "902"
    [merge] = found.bench.merges
    assert (merge.kind, merge.item, merge.into) == ("tweet", "900", "902")


def test_a_long_text_of_an_edited_tweet_goes_to_the_last_version(read, make):
    found = read(
        {
            "data/tweets.js": make.file(
                edited(make, 900, STUB, [900, 901]),
                edited(make, 901, STUB, [900, 901], created="Mon Mar 04 21:40:00 +0000 2024"),
            ),
            "data/note-tweet.js": make.notes(make.note("555", LONG)),
        }
    )
    assert {id: make.words(post) for id, post in found.posts.items()} == {"901": LONG}
    assert {(m.kind, m.item, m.into) for m in found.bench.merges} == {
        ("tweet", "900", "901"),
        ("note", "555", "901"),
    }


def test_links_between_the_archives_own_tweets_name_the_item(read, make):
    def quoting(id, host, target):
        text = "As I said: https://t.co/abc"
        address = f"https://{host}/adaquill/status/{target}"
        url = {
            "url": "https://t.co/abc",
            "expanded_url": address,
            "display_url": f"{host}/adaquill/stat…",
            "indices": make.at(text, "https://t.co/abc"),
        }
        return make.tweet(id, text, entities={"urls": [url]})

    tweets = (
        quoting(901, "x.com", "900"),
        quoting(902, "twitter.com", "77?s=20"),
        quoting(903, "twitter.com", "902?s=20"),
        make.tweet(900, "The lamp is lit."),
    )
    found = read({"data/tweets.js": make.file(*tweets)})
    items = {id: found.posts[id].blocks[0].content[-1].item for id in ("901", "902", "903")}
    assert items == {"901": "900", "902": "", "903": "902"}


def test_an_answer_to_someone_else_says_to_whom(read, make):
    mention = {"screen_name": "tove", "id_str": "8", "indices": ["0", "5"]}
    found = read(
        {
            "data/tweets.js": make.file(
                make.tweet(
                    900,
                    "@tove yes",
                    entities={"user_mentions": [mention]},
                    in_reply_to_status_id_str="77",
                    in_reply_to_user_id_str="8",
                )
            )
        }
    )
    assert (found.posts["900"].reply_to, found.posts["900"].reply_author) == ("77", "tove")
