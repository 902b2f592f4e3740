"""Every layout in which the platform has packed its archives gives the same posts."""

import json

import pytest

FOG = "Fog on the outer light, and the keeper's boat not back."
LAMP = "The lamp is lit."


def old(id, text, created="2013-02-05 21:15:00 +0000", **fields):
    """A tweet as archives up to 2018 write it: numbers for ids and indices, `text`."""
    user = {"id_str": "7", "screen_name": "adaquill", "name": "Ada Quill"}
    return {"id": id, "id_str": str(id), "text": text, "created_at": created, "user": user} | fields


def grailbird(month, *tweets):
    return f"Grailbird.data.tweets_{month} = \n {json.dumps(list(tweets))}"


def index(*months):
    rows = [
        {"file_name": f"data/js/tweets/{y}_{m:02}.js", "year": y, "month": m, "tweet_count": n}
        for y, m, n in months
    ]
    return f"var tweet_index =  {json.dumps(rows)}"


def eras(make):
    two = make.tweet(31_000_000_000, FOG), make.tweet(31_000_000_001, LAMP)
    bare = json.dumps(list(two))
    months = (
        grailbird("2013_02", old(31_000_000_000, FOG)),
        grailbird("2013_03", old(31_000_000_001, LAMP)),
    )
    return {
        "2012 to 2018": {
            "data/js/tweets/2013_02.js": months[0],
            "data/js/tweets/2013_03.js": months[1],
        },
        "2018 to 2019": {"tweet.js": f"window.YTD.tweet.part0 = {bare}"},
        "2020 to 2021": {"data/tweet.js": make.file(*two, name="tweet")},
        "2022 on": {
            "data/tweets.js": make.file(two[0]),
            "data/tweets-part1.js": make.file(two[1], part=1),
        },
    }  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("root", ["", "twitter-2024-03-04/"], ids=["at the root", "in a folder"])
@pytest.mark.parametrize("era", ["2012 to 2018", "2018 to 2019", "2020 to 2021", "2022 on"])
def test_every_era_gives_the_same_words(read, make, era, root, packed):
    members = {root + name: data for name, data in eras(make)[era].items()}
    found = read(members, packed=packed)
    assert found.claim.era == era
    assert {id: make.words(post) for id, post in found.posts.items()} == {
        "31000000000": FOG,
        "31000000001": LAMP,
    }
    assert not found.bench.set_asides


def test_an_archive_is_known_by_its_public_tweets(read, make):
    deleted = make.file(make.tweet(7, FOG), name="deleted_tweets")
    alone = read({"data/deleted-tweets.js": deleted})
    assert alone.claim.why.startswith("data/deleted-tweets.js ")
    beside = read({"data/tweets.js": make.file(make.tweet(8, LAMP))})
    assert beside.claim.why.startswith("data/tweets.js ")
    assert {post.visibility for post in beside.posts.values()} == {"public", "deleted"}


def test_another_program_with_a_file_of_that_name_is_not_claimed(read):
    assert read({"src/tweets.js": "export const tweets = [];"}).claim is None


def test_the_first_months_know_only_the_day(read, make):
    found = read(
        {
            "data/js/tweets/2010_03.js": grailbird(
                "2010_03",
                old(11_000_000_000, FOG, "2010-03-24 00:00:00 +0000"),
                old(11_000_000_001, LAMP, "2010-03-24 16:31:05 +0000"),
                old(31_000_000_000, LAMP, "2010-12-24 00:00:00 +0000"),
            )
        }
    )
    assert [post.created for post in found.posts.values()] == [
        "2010-03-24",
        "2010-03-24T16:31:05Z",
        "2010-12-24T00:00:00Z",
    ]


def test_missing_months_and_short_months_are_named(read, make):
    found = read(
        {
            "data/js/tweet_index.js": index((2013, 2, 1), (2013, 3, 2), (2013, 4, 1234)),
            "data/js/tweets/2013_02.js": grailbird("2013_02", old(31_000_000_000, FOG)),
            "data/js/tweets/2013_03.js": grailbird("2013_03", old(31_000_000_001, LAMP)),
        }
    )
    assert make.codes(found) == ["twitter.count", "twitter.missing-month"]
    assert "1,234 tweets of 2013-04" in found.bench.findings[1].message
    assert found.bench.findings[0].place == "data/js/tweets/2013_03.js"


def test_a_manifest_that_counts_otherwise_is_heard(read, make):
    def files(name, count):
        return {"files": [{"fileName": f"data/{name}.js", "count": str(count)}]}

    types = {
        "tweets": files("tweets", 3),
        "noteTweet": files("note-tweet", 2),
        "like": files("like", 9),
    }
    config = {
        "userInfo": {"accountId": "7", "userName": "adaquill", "displayName": "Ada Quill"},
        "dataTypes": types,
    }
    found = read(
        {
            "data/manifest.js": f"window.__THAR_CONFIG = {json.dumps(config)}",
            "data/tweets.js": make.file(make.tweet(900, LAMP, lang="fr")),
        }
    )
    assert make.codes(found) == ["twitter.count", "twitter.missing-file"]
    profile = found.intake.profile
    assert (profile.author, profile.handle, profile.language) == ("Ada Quill", "adaquill", "fr")
    assert found.posts["900"].url == "https://twitter.com/adaquill/status/900"


def test_tweets_alone_say_by_their_replies_whose_they_are(read, make):
    found = read(
        {
            "tweets.js": make.file(
                make.tweet(900, FOG),
                make.tweet(
                    901,
                    LAMP,
                    in_reply_to_status_id_str="900",
                    in_reply_to_user_id_str="7",
                    in_reply_to_screen_name="adaquill",
                ),
            )
        }
    )
    assert found.intake.profile.handle == "adaquill"
    assert (found.posts["901"].reply_to, found.posts["901"].reply_author) == ("900", "")
    assert make.codes(found) == ["twitter.owner"]


def test_what_was_meant_for_few_stays_with_them(read, make):
    found = read(
        {
            "data/tweets.js": make.file(make.tweet(900, FOG), make.tweet(901, LAMP)),
            "data/twitter-circle-tweet.js": make.file(
                make.tweet(901, LAMP), name="twitter_circle_tweet"
            ),
            "data/deleted-tweets.js": make.file(make.tweet(902, LAMP), name="deleted_tweets"),
            "data/community-tweet.js": make.file(make.tweet(903, FOG), name="community_tweet"),
            "data/direct-messages.js": "window.YTD.direct_messages.part0 = [{}]",
        }
    )
    assert {id: (post.visibility, post.kind) for id, post in found.posts.items()} == {
        "900": ("public", "tweet"),
        "901": ("followers", "tweet"),
        "902": ("deleted", "tweet"),
        "903": ("public", "community tweet"),
    }
    assert [(merge.item, merge.into) for merge in found.bench.merges] == [("901", "901")]


def test_an_article_is_public_only_where_the_archive_says_so(read, make):
    def article(id):
        sections = [{"text": "The lamp room", "type": "header-two"}, {"text": "Forty steps up."}]
        return {"article": {"id": id, "title": "Lamps", "data": {"blocks": sections}}}

    facts = [
        {
            "articleMetadata": {
                "id": "1",
                "visibility": "Published",
                "publishedAtMs": "1700000000000",
            }
        }
    ]
    both = json.dumps([article("1"), article("2")])
    found = read(
        {
            "data/tweets.js": make.file(),
            "data/article.js": f"window.YTD.article.part0 = {both}",
            "data/article-metadata.js": f"window.YTD.article_metadata.part0 = {json.dumps(facts)}",
        }
    )
    assert [(post.id, post.visibility, post.created) for post in found.posts.values()] == [
        ("1", "public", "2023-11-14T22:13:20Z"),
        ("2", "draft", ""),
    ]
    assert make.words(found.posts["1"]) == "Forty steps up."
