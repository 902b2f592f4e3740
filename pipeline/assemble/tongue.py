"""The tongue that posts are written in, told from their commonest words.

A book needs its language for dates, hyphenation and a screen reader's voice, and many archives do
not say it. This tells apart the languages that the shop can write dates in, and no others.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.model import asian

_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to is was that it for with you this are have not but",
        "fr": "le la les des et est un une du que je pas pour dans qui sur c'est vous",
        "es": "el la los las que y es un una por con para no se lo como pero más",
        "de": "der die und das ich nicht ist ein zu mit den von auf sich eine auch",
        "it": "il che di e per non una sono con del della è più gli anche questo",
        "pt": "o que e do da não um uma os para com é em mais as eu você",
        "nl": "de het een en van ik niet dat is op voor met zijn maar ook te",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENOUGH = 20_000
"""Characters; more of them change nothing."""


def tongue(texts: Iterable[str]) -> str:
    """ "en", "fr", … or "" where no language is clearly ahead."""
    sample: list[str] = []
    size = 0
    for text in texts:
        sample.append(text[:500])
        size += len(sample[-1])
        if size > _ENOUGH:
            break
    whole = " ".join(sample).lower().replace("’", "'")
    if asian.may_hold(whole):
        kana = len(re.findall("[\u3041-\u30ff]", whole))
        han = len(re.findall("[\u4e00-\u9fff]", whole))
        if han + kana > len(whole) / 5:
            return "ja" if kana > len(whole) / 20 else "zh"
    return _by_words(Counter(_WORD.findall(whole)))


def _by_words(counts: Counter[str]) -> str:
    scores = {language: sum([counts[w] for w in words]) for language, words in _COMMON.items()}
    first, second = sorted(scores.values(), reverse=True)[:2]
    if first < max(3, counts.total() / 20) or first < second * 1.2:
        return ""
    return max(scores, key=lambda language: scores[language])
