"""A regular expression from outside: tried in a process of its own, which is ended in time. Some
patterns take longer than the world has been there, and nobody can tell by looking."""

from __future__ import annotations

import json
import subprocess
import sys

from pipeline.commands.change.plan import Declined
from pipeline.style.wording import Rule, pattern

SECONDS = 5.0

_PROGRAM = """
import json, re, sys
said = json.load(sys.stdin)
found = re.compile(said["pattern"], said["flags"])
for text in said["texts"]:
    for match in found.finditer(text):
        pass
"""


def check_pattern(rule: Rule, texts: list[str], seconds: float = SECONDS) -> None:
    """Raises Declined for a pattern that is not done with a book's passages in time."""
    found = pattern(rule)
    said = {"pattern": found.pattern, "flags": found.flags, "texts": texts}
    try:
        subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM],
            input=json.dumps(said).encode(),
            timeout=seconds,
            check=True,
            capture_output=True,
        )
    except subprocess.TimeoutExpired as error:
        raise Declined(
            f"'{rule.find}' takes longer than {seconds:.0f} seconds to look for: a simpler "
            "pattern, or plain words, can be done"
        ) from error
    except subprocess.CalledProcessError as error:
        raise Declined(f"'{rule.find}' cannot be looked for") from error
