"""One tweet -> one post."""

from __future__ import annotations

import re

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.twitter import dates
from pipeline.ingest.readers.twitter.addresses import visible
from pipeline.ingest.readers.twitter.inliner import Inliner, handles
from pipeline.ingest.readers.twitter.media import Pictures
from pipeline.ingest.readers.twitter.members import Prose
from pipeline.ingest.readers.twitter.owner import Owner
from pipeline.ingest.readers.twitter.paragraphs import paragraphs
from pipeline.ingest.readers.twitter.raw import Note, Tweet, Url
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Inline, Text

_RETWEET = re.compile(r"RT [@＠](\w{1,20}):")

_LANGUAGES = {"in": "id", "iw": "he", "ji": "yi", "und": "", "zxx": "", "art": ""}
"""Codes that the platform writes in an older way, or that name no language."""


def retweeted(tweet: Tweet) -> str:
    """The handle whose words a tweet repeats; "" when the words are its own. The archive's own
    flag says "no" of every tweet."""
    if tweet.retweeted_status is not None and tweet.retweeted_status.user is not None:
        return tweet.retweeted_status.user.screen_name or "?"
    found = _RETWEET.match(tweet.words)
    return found[1] if found else ""


def language(code: str | None) -> str:
    """A BCP 47 code; "" where the platform has only a guess at the sort of text (`qme`, `und`)."""
    if not code or (len(code) == 3 and code[0] == "q"):
        return ""
    return _LANGUAGES.get(code, code if code.replace("-", "").isalnum() and code.isascii() else "")


class Converter:
    """Turns the tweets of one archive into posts."""

    def __init__(self, intake: Intake, owner: Owner) -> None:
        self.owner = owner
        self.inliner = Inliner()
        self.linked: dict[str, list[str]] = {}  # by post: ids of the tweets that it links to
        self._intake = intake
        self._pictures = Pictures(intake)

    def post(self, tweet: Tweet, prose: Prose, source: int, note: Note | None = None) -> Post:
        item = tweet.id_str
        author = retweeted(tweet)
        inliner = self.inliner
        inliner.reset()
        if author:
            nodes = self._repeated(tweet, author)
        elif note is not None:
            nodes = self._long(tweet, note)
        else:
            nodes = inliner.tweet(tweet.words, tweet.entities, tweet.media)
        blocks = paragraphs(nodes, source, item)
        if media := (tweet.retweeted_status or tweet).media:
            first = Origin(source, item, len(blocks))
            blocks += self._pictures.blocks(item, media, first, own=not author)
        if inliner.bad or inliner.astray:
            self._report(source, item, prose.member)
        if inliner.statuses and not author:
            self.linked[item] = inliner.statuses
        return Post(
            item,
            source,
            "retweet" if author else prose.kind,
            dates.utc(tweet.created_at, item),
            tuple(blocks),
            author=author,
            url=f"https://twitter.com/{self.owner.handle or 'i'}/status/{item}",
            language=language(tweet.lang),
            tags=() if author else _tags(tweet, note),
            reply_to="" if author else tweet.in_reply_to_status_id_str or "",
            reply_author="" if author else self._answered(tweet),
            visibility=prose.visibility,
        )

    def alone(self, note: Note, source: int, member: str) -> Post:
        """A long text whose tweet the archive does not hold."""
        self.inliner.reset()
        blocks = paragraphs(self.inliner.note(note), source, note.note_tweet_id)
        if self.inliner.bad or self.inliner.astray:
            self._report(source, note.note_tweet_id, member)
        if self.inliner.statuses:
            self.linked[note.note_tweet_id] = self.inliner.statuses
        tags = tuple(dict.fromkeys(clean_text(tag.text) for tag in note.core.hashtags if tag.text))
        created = dates.utc(note.created_at, note.note_tweet_id)
        return Post(note.note_tweet_id, source, "note", created, tuple(blocks), tags=tags)

    def _repeated(self, tweet: Tweet, author: str) -> list[Inline]:
        """A retweet: in full where the archive has the full text, behind the same `RT @name:`."""
        status = tweet.retweeted_status
        if status is None:
            return self.inliner.tweet(tweet.words, tweet.entities, tweet.media)
        head: list[Inline] = [Text("RT "), self.inliner.mention(f"@{author}", author), Text(": ")]
        return head + self.inliner.tweet(status.words, status.entities, status.media)

    def _long(self, tweet: Tweet, note: Note) -> list[Inline]:
        """The long text in place of its stub. Of the stub stay the handles that it answers, which
        long texts leave out, and a link after its cut that the long text does not have."""
        stub = self.inliner.tweet(tweet.words, tweet.entities, tweet.media)
        self.inliner.reset()
        nodes = self.inliner.note(note)
        if not note.core.text.lstrip().startswith(("@", "＠")):
            nodes = handles(stub) + nodes
        for url in _stub_only(tweet, note):
            address = url.expanded_url or url.url
            nodes += [Text("\n"), self.inliner.link(visible(url.display_url, address), address)]
        return nodes

    def _answered(self, tweet: Tweet) -> str:
        """The handle that a tweet answers; "" when it answers no one else."""
        user = tweet.in_reply_to_user_id_str
        if user and user == self.owner.id:
            return ""
        if name := tweet.in_reply_to_screen_name:
            return (
                "" if not user and name.lower() == self.owner.handle.lower() else clean_text(name)
            )
        if not user:
            return ""
        mentions = tweet.entities.user_mentions if tweet.entities else ()
        return next((m.screen_name for m in mentions if m.id_str == user), clean_text(user))

    def _report(self, source: int, item: str, member: str) -> None:
        origin = Origin(source, item, 0)
        bench = self._intake.bench
        if self.inliner.bad:
            many = self.inliner.bad
            bench.find(
                "text.control-character",
                "warning",
                f"{many} character{'s' * (many > 1)} that no book can hold became �.",
                origin,
                place=member,
            )
        if self.inliner.astray:
            bench.find(
                "twitter.entity",
                "warning",
                "A link, name or tag of this tweet points past its place; the text stays as it is.",
                origin,
                place=member,
            )


def _tags(tweet: Tweet, note: Note | None) -> tuple[str, ...]:
    tags = tweet.entities.hashtags if tweet.entities else ()
    if not tags and note is None:
        return ()
    words = [tag.text for tag in tags] + [tag.text for tag in (note.core.hashtags if note else ())]
    return tuple(dict.fromkeys([clean_text(word) for word in words if word]))


def _stub_only(tweet: Tweet, note: Note) -> list[Url]:
    """Links that only the stub has, a quoted tweet's above all; not the one to itself."""
    known = {url.expanded_url for url in note.core.urls}
    return [
        url
        for url in (tweet.entities.urls if tweet.entities else ())
        if url.expanded_url not in known
        and url.url not in note.core.text
        and not (url.expanded_url or "").endswith(f"/status/{tweet.id_str}")
    ]
