"""Small archives of our own, in the layouts of every era."""

import json
import zipfile
from types import SimpleNamespace

import pytest

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import twitter
from pipeline.ingest.unpack import Unpacked
from pipeline.model import walk
from pipeline.model.bench import Bench
from pipeline.model.text import Paragraph

DIGEST = "0" * 64


def tweet(id, text, *, created="Mon Mar 04 21:15:00 +0000 2024", **fields):
    """A tweet as archives from 2022 on write it."""
    entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
    entities |= fields.pop("entities", {})
    return {
        "id_str": str(id),
        "id": str(id),
        "created_at": created,
        "full_text": text,
        "lang": "en",
        "entities": entities,
    } | fields


def note(id, text, created="2024-03-04T21:15:00.000Z", **core):
    return {"noteTweet": {"noteTweetId": id, "createdAt": created, "core": {"text": text} | core}}


def at(text, part):
    """Where a part stands in a text, as the archives of 2022 on say it."""
    start = text.index(part)
    return [str(start), str(start + len(part))]


def wrapped(*tweets, name="tweets", part=0):
    body = json.dumps([{"tweet": one} for one in tweets], ensure_ascii=False)
    return f"window.YTD.{name}.part{part} = {body}"


def notes_file(*notes):
    return f"window.YTD.note_tweet.part0 = {json.dumps(list(notes))}"


def read_path(path):
    """What the reader makes of an archive: its posts by id, and all that it declared."""
    with Unpacked.open(path, digest=DIGEST) as archive:
        bench = Bench(None)
        intake = Intake(archive, bench)
        posts = {post.id: post for post in twitter.read(archive, intake)}
        claim = twitter.claim(archive)
    return SimpleNamespace(posts=posts, bench=bench, intake=intake, claim=claim)


@pytest.fixture
def read(tmp_path):
    """Reads an archive given as members and their text or bytes."""

    def run(members, *, packed=False):
        folder = tmp_path / "archive"
        for name, data in members.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        if not packed:
            return read_path(folder)
        made = tmp_path / "archive.zip"
        with zipfile.ZipFile(made, "w") as file:
            for name in members:
                file.write(folder / name, name)
        return read_path(made)

    return run


@pytest.fixture
def one(read):
    """Reads an archive of one tweet, and gives its post."""

    def run(text, **fields):
        found = read({"data/tweets.js": wrapped(tweet(900, text, **fields))})
        return found.posts["900"]

    return run


def words(post):
    """A post's text, its paragraphs set apart by a blank line."""
    return "\n\n".join(walk.plain(block) for block in post.blocks if isinstance(block, Paragraph))


def codes(found):
    return [finding.code for finding in found.bench.findings]


@pytest.fixture
def make():
    """The makers of archives' members, and what looks at the result."""
    return SimpleNamespace(
        tweet=tweet, note=note, at=at, file=wrapped, notes=notes_file, words=words, codes=codes,
        read_path=read_path,
    )  # fmt: skip
