"""A desk to try operations at: posts made by hand, and runs whose every change must be declared."""

from pipeline.model.bench import Bench
from pipeline.model.fit import fit
from pipeline.model.handoff import Posts
from pipeline.model.origin import TITLE, Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import Block, Paragraph, Text
from pipeline.model.walk import leaves, own_text, targets, text
from pipeline.shop.conservation import check


def post(id, *blocks, kind="tweet", created="2020-05-01T10:00:00Z", title="", **fields):
    """A post of blocks, inlines or strings, which become paragraphs."""
    made = tuple(_block(at, block, id) for at, block in enumerate(blocks))
    named = (Text(title),) if title else ()
    return Post(str(id), 0, kind, created, made, named, **fields)


def _block(at, block, id):
    origin = (Origin(0, str(id), at),)
    if isinstance(block, str):
        return Paragraph((Text(block),), origin)
    if isinstance(block, tuple):
        return Paragraph(block, origin)
    assert isinstance(block, Block)
    return block


def origin(id, at=0):
    return (Origin(0, str(id), at),)


def posts(*made, handle="ada", media=()):
    return Posts(Profile(handle=handle), made, (), tuple(media))


def ran(operation, given, **options):
    """What an operation gives, with the bench it was run at; undeclared changes fail here."""
    bench = Bench(None)
    after = operation.run(given, fit(options, operation.Options), bench)
    check(operation.__name__, given, after, bench)
    explained(given, after, bench)
    return after, bench


def explained(before, after, bench):
    """Every difference of a leaf's text or targets is one that the bench was told of."""
    was, now = _pieces(before), _pieces(after)
    for at, (old, urls) in was.items():
        if at.item in {aside.item for aside in bench.set_asides}:
            continue
        if at.item in {merge.item for merge in bench.merges}:
            continue
        told = [change for change in bench.changes if change.origin == at]
        for change in told:
            old = change.after if change.before == old else old
            urls = [change.after if url == change.before else url for url in urls]
        new, left = now.get(at, ("", []))
        assert old.split() == new.split(), at
        came = {change.after for change in told if not change.before}
        assert {url for url in urls if url} | came >= set(left), at


def _pieces(handoff):
    found = {}
    for made in handoff.posts:
        found[Origin(made.source, made.id, TITLE)] = (text(made.title), [])
        for leaf in leaves(made.blocks):
            if leaf.origin:
                found[leaf.origin[0]] = (own_text(leaf), targets(leaf))
    return found


def ids(handoff):
    return [made.id for made in handoff.posts]


def said(handoff):
    """What the posts say, leaf by leaf."""
    return [own_text(leaf) for made in handoff.posts for leaf in leaves(made.blocks)]


def reasons(bench):
    return {aside.item: aside.reason for aside in bench.set_asides}
