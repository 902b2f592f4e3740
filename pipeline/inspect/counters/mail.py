"""Mail: lines that start a letter of a box, and files that are letters."""

import re

from pipeline.inspect.counters.held import Count, Held

_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n(?=>?From |[!-9;-~]+[ \t]*:)")
_EML = re.compile(rb"(?i)\A(?:[!-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:from|date|subject):")
_NO_BOX = re.compile(r"(?i)\.(?!mbox$|mbx$)\w{1,12}$")


def count(held: Held) -> list[Count] | None:
    letters = boxes = 0
    for name in held.names:
        if name.lower().endswith((".eml", ".emlx")) or re.search(r"(^|/)(cur|new)/[^/]+$", name):
            letters += 1
        elif not _NO_BOX.search(name.rsplit("/", 1)[-1]):
            data = held.read(name)
            start = data[:3000].lstrip(b"\xef\xbb\xbf\r\n")
            if start.startswith(b"From "):
                boxes += 1
                letters += len(_FROM.findall(data.lstrip(b"\xef\xbb\xbf\r\n")))
            elif len(held.names) == 1 and _EML.search(start):
                letters += 1
    return [Count("letters", frozenset(), letters)] if letters else None
