"""Words, counted as a publisher counts them."""

import re
from functools import cache

from pipeline.model import asian


def words(text: str) -> int:
    """Words as a publisher counts them: runs between spaces, and each Han, kana or Hangul sign."""
    if text.isascii() or not asian.may_hold(text):
        return len(text.split())
    spaced, signs = _ideograph().subn(" ", text)
    return signs + len(spaced.split())


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
