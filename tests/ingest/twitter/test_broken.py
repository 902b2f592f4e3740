"""Members that are not well: each loses only what is broken, and says where."""

import json

import pytest

FINE = '{"tweet": {"id_str": "900", "full_text": "The lamp is lit.", "created_at": ""}}'
LAST = '{"tweet": {"id_str": "902", "full_text": "The lamp is out.", "created_at": ""}}'


def file(*items):
    return "window.YTD.tweets.part0 = [" + ",\n".join(items) + "]"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ('{"tweet": {"id_str": "901", "full_text": "half a', "control character"),
        ('{"tweet": {"id_str": "901", "full_text": }}', "Expecting value"),
        ('{"tweet": {"id_str": "901", "x": ' + "[" * 100_000 + "]" * 100_000 + "}}", "too deep"),
        ('{"tweet": {"id_str": "901", "lang": ' + "9" * 5_000 + "}}", "too many digits"),
        ('{"tweet": {"id_str": "901", "full_text": "a", "full_text": "b"}}', "stands twice"),
    ],
    ids=["cut", "no value", "deep", "digits", "twice"],
)
def test_one_broken_item_is_set_aside_and_its_neighbours_are_read(read, make, broken, fault):
    found = read({"data/tweets.js": file(FINE, broken, LAST), "data/tweets-part1.js": file()})
    assert [make.words(post) for post in found.posts.values()] == [
        "The lamp is lit.",
        "The lamp is out.",
    ]
    [aside] = found.bench.set_asides
    offset = file(FINE, broken, LAST).index(broken)
    assert (aside.item, aside.reason) == (f"data/tweets.js@{offset}", "broken JSON")
    [finding] = [one for one in found.bench.findings if one.code == "twitter.broken-json"]
    assert finding.severity == "error"
    assert finding.place == f"data/tweets.js, at byte {offset}"
    assert fault in finding.message


def test_bytes_are_counted_and_not_letters(read, make):
    sea = FINE.replace("lamp", "灯台🌊")
    members = {"data/tweets.js": file(sea, '{"tweet": }', LAST)}
    [aside] = read(members).bench.set_asides
    assert int(aside.item.partition("@")[2]) == members["data/tweets.js"].encode().index(
        b'{"tweet": }'
    )


def test_a_member_that_was_cut_off_keeps_what_came_before(read, make):
    found = read({"data/tweets.js": file(FINE, LAST)[:-30], "data/tweets-part1.js": file(LAST)})
    assert set(found.posts) == {"900", "902"}
    assert make.codes(found) == ["twitter.broken-json"]


def test_a_member_that_is_no_list_is_an_error_and_the_others_are_read(read, make):
    found = read(
        {"data/tweets.js": "window.YTD.tweets.part0 = oops", "data/tweets-part1.js": file(LAST)}
    )
    assert set(found.posts) == {"902"}
    assert make.codes(found) == ["twitter.broken-json"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + file(FINE).encode(),
        (file(FINE) + ";\n").encode(),
        file(FINE).encode("utf-16"),
        file(FINE.replace('"created_at"', '"favorites": NaN, "created_at"')).encode(),
        file(FINE.replace('"created_at": ""', '"created_at": "", "entities": null')).encode(),
    ],
    ids=["byte order mark", "semicolon", "UTF-16", "NaN", "null"],
)
def test_harmless_oddities_are_read(read, make, data):
    found = read({"data/tweets.js": data})
    assert make.words(found.posts["900"]) == "The lamp is lit."
    assert not found.bench.set_asides


def test_half_a_surrogate_pair_and_bytes_that_are_no_text_become_marks(read, make):
    data = file(FINE.replace("lamp", "l\\ud83dmp"), LAST).encode().replace(b"out", b"o\xfft")
    found = read({"data/tweets.js": data})
    assert [make.words(post) for post in found.posts.values()] == [
        "The l�mp is lit.",
        "The lamp is o�t.",
    ]
    assert make.codes(found) == ["text.control-character"] * 2


def test_a_tweet_whose_entities_are_nonsense_keeps_its_text(read, make):
    odd = make.tweet(901, "Still here.") | {"entities": {"urls": "none"}, "lang": "en"}
    found = read({"data/tweets.js": make.file(odd)})
    assert make.words(found.posts["901"]) == "Still here."


def test_an_item_that_is_no_tweet_is_set_aside_without_its_text(read, make):
    members = {"data/tweets.js": file(FINE, json.dumps({"tweet": {"secret": "text"}}), "17")}
    found = read(members)
    assert set(found.posts) == {"900"}
    assert [aside.reason for aside in found.bench.set_asides] == ["unreadable"] * 2
    assert "secret" not in str(found.bench.set_asides) + str(found.bench.findings)


@pytest.mark.parametrize("stamp", ["Mon Mar 04 25:00 +0000 2019", "2019-03-04T25:00 +0000"])
def test_a_time_that_no_day_has_costs_the_date_and_not_the_tweet(read, make, stamp):
    spoilt = FINE.replace('"created_at": ""', f'"created_at": "{stamp}"')
    found = read({"data/tweets.js": file(spoilt, LAST)})
    assert set(found.posts) == {"900", "902"}
    assert found.posts["900"].created == ""
