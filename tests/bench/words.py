"""A blog of a million words, made up from a few dozen phrases: the same one every time."""

from __future__ import annotations

import random
from html import escape

WHO = "The keeper|My grandmother|A surveyor|The ferry's mate|Nobody|The harbour office|An old chart"
DID = (
    "counted the lamps twice|wrote the weather down|would not say what the fog had hidden|"
    "kept a second log under the bed|sold the lens to a museum|taught us to read the tide tables|"
    "walked the long way round to the signal house|left a note for whoever came next"
)
WHEN = (
    "before the war|in the year of the two comets|on every Thursday of that winter|"
    "until the road was built|when the wind stood in the north-west|long after the others had gone"
)
AND = (
    'and that, she said, was "enough for one life"|but it\'s hard to be sure now|'
    "which explains the odd marks in the margin -- all of them in pencil|"
    "so we don't speak of it at dinner|and the bell rang 'til morning...|though nobody asked"
)
TOPICS = ["lamps", "weather", "ferries", "charts", "bread", "letters"]


def posts(words: int, seed: int = 7) -> list[tuple[str, str, list[str]]]:
    """(title, HTML, tags) of posts that come to about so many words."""
    dice = random.Random(seed)
    made, total = [], 0
    while total < words:
        body, count = _body(dice)
        number = len(made) + 1
        made.append((f"{dice.choice(TOPICS).title()}, part {number}", body, [dice.choice(TOPICS)]))
        total += count
    return made


def _body(dice: random.Random) -> tuple[str, int]:
    parts, count = [], 0
    for at in range(dice.randint(5, 8)):
        sentences = [_sentence(dice) for _ in range(dice.randint(3, 6))]
        text = " ".join(sentences)
        count += len(text.split())
        parts.append(_marked(text, at, dice))
    return "\n".join(parts), count


def _sentence(dice: random.Random) -> str:
    pick = [dice.choice(part.split("|")) for part in (WHO, DID, WHEN, AND)]
    return f"{pick[0]} {pick[1]} {pick[2]}, {pick[3]}."


def _marked(text: str, at: int, dice: random.Random) -> str:
    words = [escape(word, quote=False) for word in text.split(" ")]
    for mark in ("em", "strong"):
        if dice.random() < 0.5:
            spot = dice.randrange(len(words))
            words[spot] = f"<{mark}>{words[spot]}</{mark}>"
    if dice.random() < 0.4:
        spot = dice.randrange(len(words))
        words[spot] = f'<a href="https://lights.example/log/{spot}">{words[spot]}</a>'
    line = " ".join(words)
    match at:
        case 2 if dice.random() < 0.3:
            return f"<h3>{' '.join(words[:4])}</h3>\n<p>{line}</p>"
        case 3 if dice.random() < 0.3:
            return f"<blockquote><p>{line}</p></blockquote>"
        case 4 if dice.random() < 0.2:
            items = "".join(f"<li>{word}</li>" for word in line.split(". "))
            return f"<ul>{items}</ul>"
        case _:
            return f"<p>{line}</p>"


def wxr(made: list[tuple[str, str, list[str]]]) -> str:
    """The posts as a WordPress export."""
    items = "\n".join(_item(number, *one) for number, one in enumerate(made, start=1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>A Million Words</title><link>https://lights.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version>
{items}
</channel></rss>"""


def _item(number: int, title: str, body: str, tags: list[str]) -> str:
    day = f"{2005 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02} 09:{number % 60:02}:00"
    marks = "".join(
        f'<category domain="post_tag" nicename="{tag}"><![CDATA[{tag}]]></category>' for tag in tags
    )
    return f"""<item><title>{title}</title><link>https://lights.example/?p={number}</link>
<dc:creator><![CDATA[keeper]]></dc:creator><guid isPermaLink="false">https://lights.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date><![CDATA[{day}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{day}]]></wp:post_date_gmt><wp:status><![CDATA[publish]]></wp:status>
<wp:post_parent>0</wp:post_parent><wp:post_type><![CDATA[post]]></wp:post_type>
<wp:post_password><![CDATA[]]></wp:post_password>{marks}</item>"""


def page(made: list[tuple[str, str, list[str]]]) -> str:
    """The same posts as one HTML file."""
    body = "\n".join(f"<h1>{title}</h1>\n{html}" for title, html, _ in made)
    head = "<!doctype html><html><head><meta charset='utf-8'><title>A Million Words</title></head>"
    return f"{head}<body>{body}</body></html>"
