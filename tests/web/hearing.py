"""A page that is open, as its script hears what happens: without a browser, by server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from clients.web.frame.site import Site
from infra.postgres.web import begin_sign_in

WITHIN_S = 10.0


class Hearing:
    """One stream of events; it says itself when it is over."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self._lines = answer.aiter_lines()

    async def next(self) -> dict[str, Any] | None:
        """What is sent next; None where nothing more comes."""
        async with asyncio.timeout(WITHIN_S):
            async for line in self._lines:
                if line.startswith("data: "):
                    said: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    return said
        return None


class Listener:
    """Somebody signed in at a site that is shown, whose pages hear."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    @asynccontextmanager
    async def hears(self, iqa: str, after: int) -> AsyncIterator[Hearing]:
        """Open a stream of an IQA's news."""
        path = f"/iqas/{iqa}/news?after={after}"
        async with self.client.stream("GET", path) as answer:
            yield Hearing(answer)

    async def last(self, iqa: str, after: int) -> str:
        """What stands in the line of news."""
        answer = await self.client.get(f"/iqas/{iqa}/news/last?after={after}")
        says: str = answer.json()["says"]
        return says


@asynccontextmanager
async def listening(site: Site, staff_id: str) -> AsyncIterator[Listener]:
    """Somebody signed in at a site that is shown."""
    async with site.keeping() as connection:
        token = await begin_sign_in(connection, staff_id, "local_sign_in", site.desk.now())
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=site.origin, limits=limits, timeout=WITHIN_S) as client:
        client.cookies.set("iqa", token)
        yield Listener(client)
