"""Words, counted as a publisher counts them."""

import re
from functools import cache

from pipeline.model import asian


def words(text: str, signs: str | None = None) -> int:
    """Words as a publisher counts them: runs between spaces, and each Han, kana or Hangul sign.
    `signs` are those of its characters that are not plain Latin, where they are known."""
    if text.isascii() or not asian.may_hold(text if signs is None else signs):
        return len(text.split())
    spaced, count = _ideograph().subn(" ", text)
    return count + len(spaced.split())


def beyond(text: str) -> str:
    """The characters of a text beyond plain Latin, one after the other. To leave all others out of
    its UTF-8 is twice as quick as to search for them."""
    if text.isascii():
        return ""
    return (
        text.encode("utf-8", "surrogatepass")
        .translate(None, _PLAIN)
        .decode("utf-8", "surrogatepass")
    )


_PLAIN = bytes(range(0x7F))


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
