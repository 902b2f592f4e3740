"""Builds archive.zip, the sample Twitter archive, from the texts in writing/ and pictures/.

    python sources/twitter/make.py            writes archive.zip beside this file
    python sources/twitter/make.py --check    only says what is too long for its year

The archive has the layout of 2022 and later. Nothing in it depends on the clock or on chance: ids,
short links and the counts of likes come from hashes of the texts. How a text is written down:

    == 2011-03-14 06:52 first     a tweet at that minute (UTC); `first` names it for {first} links
    >>                            a reply to the tweet above, a minute or so later; at:0 for at once
    >> to:vows                    the same, to a named tweet: a branch
    ~~                            an edited version of the tweet above
    !! ember.png | words          a picture of the tweet, and its alt text if it has one
    !missing, !v                  a picture that the archive lost; a film

and after the name `re:handle` (a reply to somebody else), `long` (a text past 280 characters, with
*italic* and **bold**), `bare` (its links are older than t.co).
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HANDLE = "adaquill"
EPOCH = 1288834974657  # milliseconds: where tweet ids start counting
LONGER = datetime(2017, 11, 7, tzinfo=UTC)  # from here on 280 characters, not 140
SECURE = datetime(2014, 1, 1, tzinfo=UTC)  # from here on https://t.co

HEAD = re.compile(r"(==|>>|~~)(?: (\d{4}-\d\d-\d\d \d\d:\d\d))?((?: [\w:-]+)*)\Z")
PICTURE = re.compile(r"!(!|missing|v) (\S+)(?: \| (.*))?\Z")
ENTITY = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?<![\w@/])@(?P<mention>\w{1,15})"
    r"|(?<![\w&/])#(?P<hashtag>\w*[A-Za-z]\w*)"
    r"|(?<![\w$])\$(?P<symbol>[A-Z]{1,6})\b"
)
STYLE = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")

Json = dict[str, Any]


@dataclass
class Picture:
    how: str  # "!" held by the archive, "missing", "v" a film
    name: str
    alt: str


@dataclass
class Tweet:
    at: datetime
    lines: list[str] = field(default_factory=list)
    name: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    answers: Tweet | None = None
    versions: list[Tweet] = field(default_factory=list)
    id: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    @property
    def bare(self) -> bool:
        return "bare" in self.flags

    @property
    def long(self) -> bool:
        return "long" in self.flags


def digest(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:8], "big")


def snowflake(at: datetime, salt: str, millisecond: int | None = None) -> int:
    ms = digest(salt) % 1000 if millisecond is None else millisecond
    return (int(at.timestamp()) * 1000 + ms - EPOCH << 22) + digest("low", salt) % (1 << 22)


def code(*parts: object, length: int = 10) -> str:
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest(), "big")
    return "".join(letters[number // 62**place % 62] for place in range(length))


def short(at: datetime, *parts: object) -> str:
    return ("https" if at >= SECURE else "http") + "://t.co/" + code(*parts)


# -- reading what was written ----------------------------------------------------------------------


def read() -> list[Tweet]:
    """All versions of all tweets, oldest first, with their ids."""
    tweets: list[Tweet] = []
    for path in sorted((HERE / "writing").glob("[0-9]*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            head = HEAD.match(line)
            picture = PICTURE.match(line)
            if head:
                tweets.append(_started(head, tweets))
            elif picture:
                how, name, alt = picture.groups()
                tweets[-1].pictures.append(Picture(how, name, alt or ""))
            else:
                tweets[-1].lines.append(line)
    for number, tweet in enumerate(tweets):
        at_once = 100 + number % 800 if "at" in tweet.flags else None
        tweet.id = snowflake(tweet.at, f"{tweet.at} {tweet.text[:40]}", at_once)
    return sorted(tweets, key=lambda tweet: tweet.id)


def _started(head: re.Match[str], before: list[Tweet]) -> Tweet:
    sign, at, words = head.groups()
    flags: dict[str, str] = {}
    name = ""
    for word in words.split():
        key, _, value = word.partition(":")
        if value or key in ("bare", "long"):
            flags[key] = value
        else:
            name = word
    if sign == "==":
        moment = datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        seconds = digest(at, name) % 60
        return Tweet(moment + timedelta(seconds=seconds), name=name, flags=flags)
    last = before[-1]
    if sign == "~~":
        edited = Tweet(last.at + timedelta(minutes=4, seconds=9), name=last.name, flags=last.flags)
        edited.answers = last.answers
        edited.versions = last.versions = [last, edited]
        return edited
    pause = 0 if "at" in flags else 50 + digest(len(before), last.text) % 200
    reply = Tweet(last.at + timedelta(seconds=pause), name=name, flags=flags)
    named = {tweet.name: tweet for tweet in before}
    reply.answers = named[flags["to"]] if "to" in flags else last
    return reply


@cache
def people() -> dict[str, str]:
    lines = (HERE / "writing" / "people.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(None, 1) for line in lines if not line.startswith("#"))


# -- the text and its entities ---------------------------------------------------------------------


@dataclass
class Spliced:
    """A text as the archive holds it, with entities at code points of that very text."""

    text: str = ""
    urls: list[Json] = field(default_factory=list)
    mentions: list[Json] = field(default_factory=list)
    hashtags: list[Json] = field(default_factory=list)
    symbols: list[Json] = field(default_factory=list)
    styles: list[Json] = field(default_factory=list)


def splice(text: str, at: datetime, *, bare: bool = False, escape: bool = True) -> Spliced:
    """Links shortened, `&<>` escaped, every entity noted with where it then starts and ends."""
    out = Spliced()
    end = 0
    for found in ENTITY.finditer(text):
        if bare and found["url"]:
            continue
        plain = text[end : found.start()]
        out.text += html.escape(plain, quote=False) if escape else plain
        end = found.end()
        link = short(at, found["url"], at) if found["url"] else ""
        start = len(out.text)
        out.text += link or found[0]
        _note(out, found, link, [str(start), str(len(out.text))])
    out.text += html.escape(text[end:], quote=False) if escape else text[end:]
    return out


def _note(out: Spliced, found: re.Match[str], link: str, indices: list[str]) -> None:
    if link:
        shown = re.sub(r"^https?://(www\.)?", "", found["url"])
        shown = shown if len(shown) <= 26 else shown[:25] + "…"
        urls = {"url": link, "expanded_url": found["url"], "display_url": shown}
        out.urls.append(urls | {"indices": indices})
    elif found["mention"]:
        out.mentions.append(_person(found["mention"]) | {"indices": indices})
    elif found["hashtag"]:
        out.hashtags.append({"text": found["hashtag"], "indices": indices})
    else:
        out.symbols.append({"text": found["symbol"], "indices": indices})


def user_id(handle: str) -> str:
    return str(20_000_000 + digest("user", handle) % 400_000_000)


def _person(handle: str) -> Json:
    number = user_id(handle)
    return {
        "name": people().get(handle, handle),
        "screen_name": handle,
        "id_str": number,
        "id": number,
    }


def linked(tweet: Tweet, names: dict[str, Tweet]) -> str:
    """Its text with {name} replaced by the id of the tweet of that name."""
    text = re.sub(r"\{([a-z0-9-]+)\}", lambda m: str(names[m[1]].id), tweet.text)
    if text.startswith("RT @") and len(text) > 140:
        return text[:139] + "…"
    return text


# -- the archive's own records ---------------------------------------------------------------------


def record(tweet: Tweet, names: dict[str, Tweet]) -> Json:
    text = linked(tweet, names)
    if tweet.long:
        text = stub(STYLE.sub(lambda m: m["bold"] or m["italic"], text), tweet.at)
    spliced = splice(text, tweet.at, bare=tweet.bare)
    pictures = [shown(tweet, picture, spliced) for picture in tweet.pictures]
    if pictures:
        spliced.text += (" " if spliced.text else "") + pictures[0]["url"]
    entities: Json = {
        "hashtags": spliced.hashtags,
        "symbols": spliced.symbols,
        "user_mentions": spliced.mentions,
        "urls": spliced.urls,
    }
    made = _frame(tweet, spliced.text, entities) | _answered(tweet)
    if pictures:
        without_film = {k: v for k, v in pictures[0].items() if k != "video_info"}
        entities["media"] = [without_film | {"type": "photo"}]
        made["extended_entities"] = {"media": pictures}
    return made


def _frame(tweet: Tweet, text: str, entities: Json) -> Json:
    number = str(tweet.id)
    app = "Twitter Web Client" if tweet.at < LONGER else "Twitter for Android"
    return {
        "edit_info": edit_info(tweet),
        "retweeted": False,
        "source": f'<a href="https://mobile.twitter.com" rel="nofollow">{app}</a>',
        "entities": entities,
        "display_text_range": ["0", str(len(text))],
        "favorite_count": str(digest("likes", number) % 90),
        "id_str": number,
        "truncated": False,
        "retweet_count": str(digest("again", number) % 12),
        "id": number,
        "created_at": tweet.at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorited": False,
        "full_text": text,
        "lang": "en",
    }


def edit_info(tweet: Tweet) -> Json:
    versions = tweet.versions or [tweet]
    control = {
        "editTweetIds": [str(version.id) for version in versions],
        "editableUntil": _zulu(versions[0].at + timedelta(hours=1)),
        "editsRemaining": str(6 - len(versions)),
        "isEditEligible": tweet.at.year > 2022 and tweet.answers is None,
    }
    if tweet is versions[0]:
        return {"initial": control}
    return {"edit": {"initialTweetId": str(versions[0].id), "editControlInitial": control}}


def _answered(tweet: Tweet) -> Json:
    if tweet.answers:
        handle, number = HANDLE, str(tweet.answers.id)
    elif "re" in tweet.flags:
        handle = tweet.flags["re"]
        number = str(snowflake(tweet.at - timedelta(minutes=17), f"theirs {tweet.at}"))
    else:
        return {}
    return {
        "in_reply_to_status_id_str": number,
        "in_reply_to_status_id": number,
        "in_reply_to_user_id_str": user_id(handle),
        "in_reply_to_user_id": user_id(handle),
        "in_reply_to_screen_name": handle,
    }


def shown(tweet: Tweet, picture: Picture, spliced: Spliced) -> Json:
    """The media entity of a picture; all pictures of a tweet share one short link at its end."""
    link = short(tweet.at, "media", tweet.id)
    start = len(spliced.text) + (1 if spliced.text else 0)
    number = str(snowflake(tweet.at - timedelta(seconds=5), picture.name))
    base, film = code("media", picture.name, length=15), picture.how == "v"
    still = f"pbs.twimg.com/media/{base}." + ("jpg" if film else picture.name.rpartition(".")[2])
    made: Json = {
        "expanded_url": f"https://twitter.com/{HANDLE}/status/{tweet.id}/photo/1",
        "indices": [str(start), str(start + len(link))],
        "url": link,
        "media_url": "http://" + still,
        "id_str": number,
        "id": number,
        "media_url_https": "https://" + still,
        "sizes": {"large": {"w": "1200", "h": "800", "resize": "fit"}},
        "type": "video" if film else "photo",
        "display_url": "pic.twitter.com/" + link.rpartition("/")[2],
    }
    if picture.alt:
        made["ext_alt_text"] = picture.alt
    if film:
        made["video_info"] = _film(base)
    return made


def _film(base: str) -> Json:
    root = f"https://video.twimg.com/ext_tw_video/{base}"
    return {
        "aspect_ratio": ["3", "2"],
        "duration_millis": "40000",
        "variants": [
            {"content_type": "application/x-mpegURL", "url": f"{root}/pl/{base}.m3u8?tag=12"},
            {"bitrate": "832000", "content_type": "video/mp4", "url": f"{root}/{base}.mp4?tag=12"},
        ],
    }


def stub(text: str, at: datetime) -> str:
    """The first words of a long text, as tweets.js holds it."""
    cut = text[:276]
    if len(text) <= len(cut):
        cut = cut[:-12]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"))].rstrip() + "…"


def note(tweet: Tweet, names: dict[str, Tweet]) -> Json:
    """The whole of a long text, as note-tweet.js holds it: not escaped, with its own ids."""
    text = re.sub(r"\A(@\w+ )+", "", linked(tweet, names))
    styles: list[Json] = []
    plain = ""
    end = 0
    for found in STYLE.finditer(text):
        plain += text[end : found.start()]
        style = ("0", "Bold", "BOLD") if found["bold"] else ("1", "Italic", "ITALIC")
        words = found["bold"] or found["italic"]
        styles.append(_styled(style, len(plain), len(plain + words)))
        plain += words
        end = found.end()
    spliced = splice(plain + text[end:], tweet.at, escape=False)
    at = tweet.at + timedelta(seconds=tweet.id % 2)
    return {
        "noteTweetId": str(snowflake(at, f"note {tweet.id}")),
        "updatedAt": _zulu(at),
        "lifecycle": {"value": "1", "name": "Active", "originalName": "Active", "annotations": {}},
        "createdAt": _zulu(at),
        "core": _core(spliced, styles),
    }


def _core(spliced: Spliced, styles: list[Json]) -> Json:
    def place(entity: Json) -> Json:
        return {"fromIndex": entity["indices"][0], "toIndex": entity["indices"][1]}

    keys = {"expandedUrl": "expanded_url", "shortUrl": "url", "displayUrl": "display_url"}
    return {
        "styletags": styles,
        "urls": [{a: u[b] for a, b in keys.items()} | place(u) for u in spliced.urls],
        "text": spliced.text,
        "mentions": [{"screenName": m["screen_name"]} | place(m) for m in spliced.mentions],
        "cashtags": [{"text": s["text"]} | place(s) for s in spliced.symbols],
        "hashtags": [{"text": h["text"]} | place(h) for h in spliced.hashtags],
    }


def _styled(style: tuple[str, str, str], start: int, end: int) -> Json:
    value, name, original = style
    kind = {"value": value, "name": name, "originalName": original, "annotations": {}}
    return {"styleTypes": [kind], "fromIndex": str(start), "toIndex": str(end)}


def _zulu(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


# -- the zip ---------------------------------------------------------------------------------------


def members(tweets: list[Tweet]) -> dict[str, bytes]:
    """Every member of the archive, by its path."""
    names = {tweet.name: tweet for tweet in tweets if tweet.name}
    newest = tweets[::-1]
    tables: dict[str, list[Json]] = {
        "tweets": [{"tweet": record(tweet, names)} for tweet in newest],
        "note_tweet": [{"noteTweet": note(tweet, names)} for tweet in newest if tweet.long],
    }
    private = (HERE / "writing" / "private.json").read_text(encoding="utf-8")
    for handle, sign in ((HANDLE, "@account"), ("bopell", "@bopell")):
        private = private.replace(sign, user_id(handle))
    tables |= json.loads(private)
    files = {f"data/{_file(table)}": _script(table, rows) for table, rows in tables.items()}
    files |= _films_and_pictures(tweets)
    files["data/README.txt"] = (HERE / "writing" / "README.txt").read_bytes()
    files["data/manifest.js"] = _manifest(tables)
    return dict(sorted(files.items()))


def _file(table: str) -> str:
    return table.replace("_", "-") + ".js"


def _script(table: str, rows: list[Json]) -> bytes:
    body = json.dumps(rows, indent=2, ensure_ascii=False, separators=(",", " : "))
    return f"window.YTD.{table}.part0 = {body}".encode()


def _films_and_pictures(tweets: list[Tweet]) -> dict[str, bytes]:
    files = {}
    for tweet in tweets:
        for picture in tweet.pictures:
            name = f"{tweet.id}-{code('media', picture.name, length=15)}"
            name += "." + picture.name.rpartition(".")[2]
            if picture.how != "missing":
                held = HERE / "pictures" / picture.name
                files[f"data/tweets_media/{name}"] = held.read_bytes()
    return files


def _manifest(tables: dict[str, list[Json]]) -> bytes:
    types: Json = {}
    for table, rows in sorted(tables.items()):
        first, *rest = table.split("_")
        kind = first + "".join(word.capitalize() for word in rest)
        file = {"fileName": f"data/{_file(table)}", "globalName": f"YTD.{table}.part0"}
        types[kind] = {"files": [file | {"count": str(len(rows))}]}
    types["tweets"]["mediaDirectory"] = "data/tweets_media"
    made = {
        "userInfo": {
            "accountId": user_id(HANDLE),
            "userName": HANDLE,
            "displayName": people()[HANDLE],
        },
        "archiveInfo": {
            "sizeBytes": "1048576",
            "generationDate": "2024-12-01T09:00:00.000Z",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "readmeInfo": {
            "fileName": "data/README.txt",
            "directory": "data/",
            "name": "README.txt",
        },
        "dataTypes": types,
    }
    return f"window.__THAR_CONFIG = {json.dumps(made, indent=2, ensure_ascii=False)}".encode()


def write(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, date_time=(2024, 12, 1, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, compresslevel=9)


# -- lengths ---------------------------------------------------------------------------------------


def weight(text: str, at: datetime) -> int:
    """The length of a text as the service of that day counted it."""
    text = ENTITY.sub(lambda m: "x" * 23 if m["url"] else m[0], text)
    if at < LONGER:
        return len(text)
    return sum(
        2 if ord(sign) > 0x10FF and not 0x2000 <= ord(sign) <= 0x2037 else 1 for sign in text
    )


def too_long(tweets: list[Tweet]) -> list[str]:
    found = []
    for tweet in tweets:
        limit = 140 if tweet.at < LONGER else 280
        size = weight(re.sub(r"\A(@\w+ )+", "", tweet.text), tweet.at)
        if size > limit and not tweet.long and not tweet.text.startswith("RT @"):
            found.append(f"{tweet.at:%Y-%m-%d} {size - limit:+} {tweet.text}")
    return found


def main() -> int:
    tweets = read()
    long = too_long(tweets)
    print(*long, sep="\n")
    if "--check" not in sys.argv and not long:
        write(HERE / "archive.zip", members(tweets))
    print(f"{len(tweets)} tweets, {sum(t.long for t in tweets)} of them long texts")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())
