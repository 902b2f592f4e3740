"""Paragraphs that nobody wrote to be read."""

import pytest

from pipeline.clean import duplicates, hashtags, links, noise, redactions, repair, selection
from pipeline.model.text import Emph, Hashtag, LineBreak, Link, Mention, Text
from tests.clean.desk import post, posts, ran

OPERATIONS = [
    (selection, {"least_words": 3}),
    (duplicates, {}),
    (noise, {}),
    (links, {"show": "footnote"}),
    (repair, {"mojibake": True}),
    (redactions, {"words": [{"find": "lamp"}]}),
    (hashtags, {"show": "strip-trailing"}),
]
STUB = Link((Text("t.co/x"),), "https://t.co/x")
PARAGRAPHS = {
    "a megabyte of suspects": (Text(" \u00a0\u00ad@a.&amp;â€™e\u0301" * 60_000),),
    "half addresses": (Text("http://a.http://" * 40_000 + "a.a@" * 40_000 + "&" * 99_999),),
    "closing brackets": (Text("https://a.example/" + ")" * 300_000),),
    "open directions": (Text("\u202a" * 100_000 + "\u2069" * 100_000 + "\u2066\u202c" * 50_000),),
    "thousands of nodes": (Emph((Text(" a "),)), STUB, LineBreak(), Mention("@ada")) * 3000,
    "white nodes at the end": (Text("a"), Hashtag("#a"), STUB) + (Text(" "), LineBreak()) * 5000,
}  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", PARAGRAPHS)
@pytest.mark.parametrize(("operation", "options"), OPERATIONS)
def test_no_paragraph_takes_long_or_loses_anything(operation, options, name):
    ran(operation, posts(post(1, PARAGRAPHS[name]), post(2, "text", reply_to="1")), **options)
