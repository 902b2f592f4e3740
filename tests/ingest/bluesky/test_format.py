"""The three layers of a repository: values, the tree, the file; sound ones and others."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.readers.bluesky.car import Car
from pipeline.ingest.readers.bluesky.cbor import Cid, Malformed, decode
from pipeline.ingest.readers.bluesky.repository import Repository
from pipeline.ingest.readers.bluesky.tree import Tree
from pipeline.model.errors import ArchiveError
from tests.ingest.bluesky.conftest import Reading
from tests.ingest.bluesky.encoder import POST, Maker, car, cid, encode, post, repository, tid

# -- values ----------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
    | st.binary(max_size=30)
    | st.binary(max_size=9).map(cid),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abé🌊"), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x01\x01", b"\x1b\x00", b"\x5f\x41a\xff", b"\x9f\x01\xff", b"\xbf\xff",
        b"\x62\xff\xfe", b"\x7b" + b"\xff" * 8, b"\x9b" + b"\xff" * 8, b"\xbb" + b"\xff" * 8,
        b"\xa1\x01\x02", b"\xa2\x61a\x01\x61a\x02", b"\xc1\x01", b"\xd8\x2a\x01",
        b"\xd8\x2a\x41\x00", b"\xf8\x20", b"\xff", b"\x81" * 100_000 + b"\x01",
    ],
)  # fmt: skip
def test_bytes_that_are_no_value_are_told(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode(data)


@given(st.binary(max_size=80))
def test_no_bytes_whatever_do_more_than_be_refused(data: bytes) -> None:
    with contextlib.suppress(Malformed):
        decode(data)


# -- the tree --------------------------------------------------------------------------------------

VALUE = Cid(bytes.fromhex("01711220") + bytes.fromhex(
    "9d156bc3f3a520066252c708a9361fd3d089223842500e3713d404fdccb33cef"
))  # fmt: skip
ROOTS = {
    (): "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm",
    ("fo",): "bafyreibj4lsc3aqnrvphp5xmrnfoorvru4wynt6lwidqbm2623a6tatzdu",
    ("fx",): "bafyreih7wfei65pxzhauoibu3ls7jgmkju4bspy4t2ha2qdjnzqvoy33ai",
    ("fp", "fr", "fs", "ft", "4fc"): "bafyreicmahysq4n6wfuxo522m6dpiy7z7qzym3dzs756t5n7nfdgccwq7m",
    ("fn", "fo", "fp", "fs", "ft", "fu"): (
        "bafyreifnqrwbk6ffmyaz5qtujqrzf5qmxf7cbxvgzktl4e3gabuxbtatv4"
    ),
}
"""Roots of trees of known keys, as the protocol's own programs compute them."""


@pytest.mark.parametrize("keys", ROOTS)
def test_a_tree_made_here_is_the_one_that_servers_make_and_is_walked_whole(
    keys: tuple[str, ...],
) -> None:
    ends = [key if key[0] == "4" else f"3{key}" for key in keys]
    whole = {f"com.example.record/3jqfcqzm{end}2j": VALUE for end in ends}
    maker = Maker(whole)
    assert str(VALUE) == "bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454"
    assert str(maker.tree) == ROOTS[keys]
    tree = Tree(Car(maker.car()))
    assert [f"{name}/{key}" for name, key, _ in tree.entries(maker.tree)] == sorted(whole)
    assert tree.lost == 0


def test_every_record_of_a_large_tree_comes_by_its_key_and_in_order() -> None:
    records = {f"{POST}/{tid(n)}": post(f"number {n}") for n in range(2000)}
    found = Repository(Car(repository(records)))
    values = [found.record(entry).value for entry in found.entries]
    keys = [f"{name}/{key}" for name, key, _ in found.entries]
    assert keys == sorted(records)
    assert dict(zip(keys, values, strict=True)) == records


def node(left: Any, *entries: Any) -> dict[str, Any]:
    return {"l": left, "e": list(entries)}


def entry(key: bytes, value: Any, shared: Any = 0, then: Any = None) -> dict[str, Any]:
    return {"p": shared, "k": key, "v": value, "t": then}


A = b"app.bsky.feed.post/3a"


@pytest.mark.parametrize(
    ("top", "keys", "lost"),
    [
        (node(None, entry(A, VALUE), entry(b"b", VALUE, len(A) - 1)), ["3a", "3b"], 0),
        (node(None, entry(A, VALUE, then=VALUE)), ["3a"], 1),
        (node(VALUE, entry(A, VALUE)), ["3a"], 1),
        (node(None, entry(b"x", VALUE, 9)), [], 1),
        (node(None, entry(b"x", VALUE, -1)), [], 1),
        (node(None, entry(b"x", VALUE, 10**12)), [], 1),
        (node(None, entry("text", VALUE)), [], 1),
        (node(None, entry(b"no slash", VALUE)), [], 1),
        (node(None, entry(b"a/../../etc", VALUE)), [], 1),
        (node(None, entry(b"a/" + b"x" * 2000, VALUE)), [], 1),
        (node(None, entry(A, 7)), [], 1),
        (node(7, entry(A, VALUE)), [], 1),
        (node(None, "entry"), [], 1),
        ({"e": 7}, [], 1),
        ([], [], 1),
    ],
)
def test_a_node_that_is_not_sound_is_lost_and_no_more(top: Any, keys: list[str], lost: int) -> None:
    data = encode(top)
    tree = Tree(Car(car([cid(data)], [(cid(data), data)])))
    assert [key for _, key, _ in tree.entries(cid(data))] == keys
    assert tree.lost == lost


def test_a_node_reached_twice_and_a_tree_of_any_depth_come_to_an_end() -> None:
    blocks: list[tuple[bytes, bytes]] = []
    below: Cid | None = None
    for _ in range(5000):
        data = encode(node(below, entry(A, VALUE, then=below)))
        below = cid(data)
        blocks.append((below, data))
    assert below is not None
    tree = Tree(Car(car([below], blocks)))
    assert len(list(tree.entries(below))) < 300
    assert tree.lost > 0


# -- the file --------------------------------------------------------------------------------------


def three() -> Maker:
    return Maker({f"{POST}/{tid(n)}": post(f"The lamp {n}.") for n in (1, 2, 3)})


def test_a_damaged_block_is_set_aside_and_the_others_are_read(read: Callable[..., Reading]) -> None:
    data = three().car().replace(b"The lamp 2.", b"The lamb 2.")
    reading = read(data=data)
    assert set(reading.posts) == {tid(1), tid(3)}
    assert reading.aside() == [("skeet", tid(2), "its block is damaged")]
    assert reading.codes() == ["bluesky.block"]
    assert "lam" not in reading.bench.findings[0].message


def test_a_missing_block_is_set_aside(read: Callable[..., Reading]) -> None:
    maker = three()
    gone = maker.records[f"{POST}/{tid(3)}"]
    reading = read(data=maker.car(without=[gone]))
    assert reading.aside() == [("skeet", tid(3), "its block is missing")]


def test_a_record_that_is_none_is_set_aside(read: Callable[..., Reading]) -> None:
    reading = read(
        records={f"{POST}/{tid(1)}": ["not", "a", "record"], f"{POST}/{tid(2)}": b"\xff"}
    )
    assert [reason for *_, reason in reading.aside()] == [
        "its block holds no record",
        "its block cannot be read",
    ]


def test_a_file_that_is_cut_off_says_so(read: Callable[..., Reading]) -> None:
    reading = read(data=three().car()[:-9])
    assert "bluesky.cut-off" in reading.codes()


def test_posts_whose_place_in_the_tree_is_lost_are_counted(read: Callable[..., Reading]) -> None:
    records = {f"{POST}/{tid(n)}": post(f"number {n}") for n in range(300)}
    maker = Maker(records)
    top = decode(maker.blocks[maker.tree])
    child = top["e"][0]["t"] or top["l"]
    reading = read(data=maker.car(without=[child]))
    lost = [one for one in reading.aside() if one[2] == "its place in the repository is lost"]
    assert lost
    assert len(reading.posts) + len(lost) == 300
    assert set(reading.codes()) == {"bluesky.tree", "bluesky.block"}


def test_what_was_deleted_stays_deleted(read: Callable[..., Reading]) -> None:
    maker = three()
    maker.put(post("deleted words"))
    reading = read(data=maker.car())
    assert len(reading.posts) == 3
    assert "deleted" not in repr((reading.posts, reading.bench.set_asides, reading.codes()))


@pytest.mark.parametrize(
    "commit", [{"did": 7}, {"did": "not a did"}, {"data": None}, {"did": "did:plc:" + "x" * 999}]
)
def test_a_head_that_is_none_is_refused_with_what_to_do(
    read: Callable[..., Reading], commit: dict[str, Any]
) -> None:
    with pytest.raises(ArchiveError, match="not the repository of an account") as caught:
        read(data=repository({f"{POST}/{tid(1)}": post("did: words")}, **commit))
    assert "download the repository again" in caught.value.todo


def test_a_damaged_head_is_refused(read: Callable[..., Reading]) -> None:
    data = three().car()
    with pytest.raises(ArchiveError) as caught:
        read(data=data.replace(b"did:plc:ada", b"did:plc:bda"))
    assert "its block is damaged" in caught.value.cause


@given(st.binary(max_size=200))
def test_no_bytes_behind_a_header_break_the_file(data: bytes) -> None:
    head = car([VALUE], [])
    held = Car(head + data)
    list(Tree(held).entries(VALUE))


@pytest.mark.parametrize(
    "data", [b"", b"\x80" * 20, b"\x01\xa0", b"\xff" * 40, encode({"version": 1})]
)
def test_a_file_that_is_no_car_is_told(data: bytes) -> None:
    with pytest.raises(Malformed):
        Car(data)
