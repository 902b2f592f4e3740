"""Twenty people at a desk's pages, in a process of its own: what each page took, from its first
byte asked to its last byte read. No page is read further than its length and its first line, so
that the clients cost next to nothing. Each of them also listens for news, as an open page does.

Reads who they are from its input, as JSON, and writes the times as JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import Any


async def person(given: dict[str, Any], one: dict[str, Any], found: dict[str, list[float]]) -> None:
    """Look at one's books and at a book in turn, without a pause, until the time is up."""
    choice = random.Random(one["name"])
    line = await asyncio.open_connection("127.0.0.1", given["port"])
    began = time.perf_counter()
    try:
        while (at := time.perf_counter() - began) < given["warm"] + given["seconds"]:
            sort = choice.choice(("view", "book"))
            path = choice.choice(one["views"] if sort == "view" else one["books"])
            started = time.perf_counter()
            await _page(*line, path, one["cookie"])
            took = time.perf_counter() - started
            if at + took > given["warm"]:
                found[f"{one['side']} {sort}"].append(took)
    finally:
        line[1].close()


async def _page(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, cookie: str
) -> bytes:
    writer.write(_asked(path, cookie))
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    if b" 200 " not in head[:20] or b"</html>" not in body[-20:]:
        raise SystemExit(f"{path}: {head[:40]!r}")
    return body


def _asked(path: str, cookie: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()


async def listener(given: dict[str, Any], one: dict[str, Any]) -> None:
    """The stream of news that an open page holds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", given["port"])
    body = await _page(reader, writer, "/", one["cookie"])
    after = body.partition(b'data-after="')[2].partition(b'"')[0].decode()
    writer.write(_asked(f"/live?after={after}", one["cookie"]))
    try:
        while await reader.read(1 << 16):
            pass
    finally:
        writer.close()


async def main() -> None:
    given = json.load(sys.stdin)
    found: dict[str, list[float]] = {
        f"{side} {sort}": [] for side in ("house", "writer") for sort in ("view", "book")
    }
    listening = [asyncio.create_task(listener(given, one)) for one in given["people"]]
    await asyncio.gather(*(person(given, one, found) for one in given["people"]))
    for task in listening:
        task.cancel()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
