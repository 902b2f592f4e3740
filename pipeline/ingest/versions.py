"""Items that came more than once: in one archive, or in several of one account.

The rules, in their order:

- Two archives of one account (the same format, and the same handle, address or, for formats whose
  ids are the platform's own, no more than that) speak of the same item by the same id. What the
  archive says that the recipe names later stands; the earlier version is merged into it. What a
  later archive holds back is set aside, though an earlier one showed it.
- The same item twice in one archive is merged where both say the same, else the second is renamed.
- An item that was set aside, of an id by which another is in the book, is set aside by an id of its
  own; where a later archive of its account shows what it held back, it is merged into that.
- Items of different accounts that chance to share an id are different items: the ones of the
  archive that the recipe names later are renamed, so that adding an archive renames nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.handoff import SetAside
from pipeline.model.lineage import with_origins
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile

TWICE = "the same post, received twice"
EARLIER = "an earlier version: a later archive has another"
HELD_BACK = "an earlier version: a later archive shows it"


class Owner(Struct, frozen=True):
    """Whose a row of the table of sources is."""

    archive: int  # as the recipe numbers its sources, from 0
    account: str


def account(format: str, ids_are_global: bool, profile: Profile, archive: int) -> str:
    """The name of an account, the same for each of its archives."""
    known = profile.handle.lower().lstrip("@") or _host(profile.url)
    if ids_are_global:
        return format
    return f"{format} {known or archive}"


def _host(url: str) -> str:
    """Whose an address is; "" for what is none, such as `https://[`."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


class Versions:
    """The items of all archives, each once."""

    def __init__(self, owners: list[Owner], bench: Bench) -> None:
        self.owners = owners
        self.bench = bench
        self.hidden: dict[tuple[str, str], int] = {}  # what an archive holds back: which one

    def hide(self, account: str, items: Iterable[str], archive: int) -> None:
        """Note what an archive of an account holds back."""
        for item in items:
            self.hidden[account, item] = archive

    def single(self, posts: list[Post]) -> list[Post]:
        """The posts, in the same order, with one id each."""
        if self.hidden:
            posts = [post for post in posts if not self._is_hidden(post)]
        groups: dict[str, list[Post]] = defaultdict(list)
        for post in posts:
            groups[post.id].append(post)
        if len(groups) == len(posts):
            return posts
        standing: dict[int, Post] = {}
        taken = set(groups)
        for same in groups.values():
            if len(same) > 1:
                self._settle(same, taken, standing)
            else:
                standing[id(same[0])] = same[0]
        return [standing[id(post)] for post in posts if id(post) in standing]

    def tell_apart(self, posts: list[Post]) -> None:
        """See that no item which was set aside is called what another in the book is called."""
        kept = {(post.kind, post.id): self.owners[post.source] for post in posts}
        aside = self.bench.set_asides
        if not any((one.kind, one.item) in kept for one in aside):
            return
        taken = {post.id for post in posts} | {one.item for one in aside}
        self.bench.set_asides = []
        for one in aside:
            owner = kept.get((one.kind, one.item))
            if owner is None:
                self.bench.set_asides.append(one)
            elif self._is_of_earlier(one, owner):
                self.bench.merge(one.kind, one.item, one.source, one.item, HELD_BACK)
            else:
                self.bench.set_asides.append(replace(one, item=_free(one.item, taken)))

    def _is_of_earlier(self, aside: SetAside, owner: Owner) -> bool:
        """Whether what was set aside is of the same account, in an archive before."""
        mine = self.owners[aside.source]
        return mine.account == owner.account and mine.archive < owner.archive

    def _is_hidden(self, post: Post) -> bool:
        owner = self.owners[post.source]
        if self.hidden.get((owner.account, post.id), -1) <= owner.archive:
            return False
        reason = "not public in a later archive"
        self.bench.set_aside(post.kind, post.id, post.source, reason)
        return True

    def _settle(self, same: list[Post], taken: set[str], standing: dict[int, Post]) -> None:
        """Which of the posts of one id stand, and by what ids."""
        accounts: dict[str, list[Post]] = defaultdict(list)
        for post in sorted(same, key=lambda post: self.owners[post.source].archive):
            accounts[self.owners[post.source].account].append(post)
        stand: list[Post] = []
        for posts in accounts.values():
            for post in self._of_account(posts):
                if any(same_but_for_source(post, other) for other in stand):
                    self._merge(post, stand[0].id, TWICE)
                    continue
                standing[id(post)] = self._another(post, taken) if stand else post
                stand.append(post)

    def _of_account(self, posts: list[Post]) -> list[Post]:
        """Of one account's posts of one id, those of its latest archive, each text once."""
        latest = self.owners[posts[-1].source].archive
        kept: list[Post] = []
        for post in posts:
            if self.owners[post.source].archive == latest and not any(
                same_but_for_source(post, other) for other in kept
            ):
                kept.append(post)
        # Where both archives say the same, the earlier is where the text came from first.
        first = posts[0]
        if len(kept) == 1 and same_but_for_source(first, kept[0]):
            kept = [first]
        stays = {id(post) for post in kept}
        for post in posts:
            if id(post) not in stays:
                alike = any(same_but_for_source(post, other) for other in kept)
                self._merge(post, kept[0].id, TWICE if alike else EARLIER)
        return kept

    def _merge(self, post: Post, into: str, why: str) -> None:
        self.bench.merge(post.kind, post.id, post.source, into, why)

    def _another(self, post: Post, taken: set[str]) -> Post:
        new = _free(post.id, taken)
        self.bench.find(
            "ingest.id-twice",
            "warning",
            f"Two different items have the id '{post.id}'; the second is called '{new}' here.",
            Origin(post.source, new, 0),
            todo="see whether both belong in the book",
        )
        return renamed(post, new)


def _free(id: str, taken: set[str]) -> str:
    """An id like this one that is not taken; from now on it is."""
    at = 2
    while f"{id}-{at}" in taken:
        at += 1
    taken.add(f"{id}-{at}")
    return f"{id}-{at}"


def same_but_for_source(post: Post, other: Post) -> bool:
    """Whether two posts are equal but for the archive or the member that held them."""
    if (post.kind, post.created, post.title) != (other.kind, other.created, other.title):
        return False
    return _placed(post, other.source, other.id) == other


def renamed(post: Post, id: str) -> Post:
    """A post by another id, which its blocks carry as well."""
    return _placed(post, post.source, id)


def _placed(post: Post, source: int, id: str) -> Post:
    """A post as if it had come by this row of the table of sources, by this id."""

    def origin(old: Origin) -> Origin:
        return Origin(source, id, old.block) if old.item == post.id else old

    return replace(with_origins(post, origin), id=id, source=source)
