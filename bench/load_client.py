"""The asking half of bench/load.py: connections kept open, each asking its pages one after the other.

Reads on standard input {"port", "seconds", "warm", "pause", "connections": [{"cookie", "asks": [[page,
method, path, body]]}]}; writes {"pages": {page: [milliseconds]}, "errors": {page: {status: count}},
"seconds"}.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter, defaultdict
from typing import Any

Took = dict[str, list[float]]
Errors = dict[str, Counter[str]]


async def connection(
    given: dict[str, Any], told: dict[str, Any], began: float, took: Took, errors: Errors
) -> None:
    """Asks until the time is up. Whatever is not 200 is an error, also a redirect."""
    chance = random.Random(told["number"])
    reader, writer = None, None
    again = False
    at, ends, counts = 0, began + given["warm"] + given["seconds"], began + given["warm"]
    while (now := time.perf_counter()) < ends:
        page, method, path, body = told["asks"][at % len(told["asks"])]
        at += 1
        if given["pause"] and not again:
            await asyncio.sleep(chance.uniform(0, 2 * given["pause"]))
            now = time.perf_counter()
        reused = writer is not None
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", given["port"])
            status, closes = await ask(reader, writer, told["cookie"], method, path, body)
        except (OSError, EOFError, ValueError):
            if reused:  # it was closed while idle: asked anew, at once
                reader, writer, at, again = None, None, at - 1, True
                continue
            status, closes = "broken", True
        again = False
        if closes and writer is not None:
            writer.close()
            reader, writer = None, None
        if now >= counts:
            took[page].append(1000 * (time.perf_counter() - now))
            if status != "200":
                errors[page][status] += 1


async def ask(
    reader: Any, writer: Any, cookie: str, method: str, path: str, body: str
) -> tuple[str, bool]:
    """(status, whether the server closes) of one request, its body read to the end."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
    if method == "POST":
        head += (
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        )
    writer.write((head + "\r\n" + body).encode())
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(answer.partition("content-length: ")[2].partition("\r\n")[0])
    await reader.readexactly(length)
    return answer[9:12], "connection: close" in answer


async def measured(given: dict[str, Any]) -> dict[str, Any]:
    """All connections at once."""
    took: Took = defaultdict(list)
    errors: Errors = defaultdict(Counter)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, each in enumerate(given["connections"]):
            group.create_task(connection(given, each | {"number": number}, began, took, errors))
    return {"pages": took, "errors": errors, "seconds": given["seconds"]}


if __name__ == "__main__":
    json.dump(asyncio.run(measured(json.load(sys.stdin))), sys.stdout)
