"""A pooler that lends its connections by the transaction, as who listens can tell: no notification arrives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

_NOTIFICATION: Final = b"A"
_HEAD: Final = 5


@asynccontextmanager
async def pooled(dsn: str) -> AsyncIterator[str]:
    """The address of a database behind such a pooler."""
    where = urlsplit(dsn)

    async def lend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, to = await asyncio.open_connection(where.hostname, where.port)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_passed_on(reader, to))
                both.create_task(_without_notifications(back, writer))
        except* (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            to.close()
            writer.close()

    server = await asyncio.start_server(lend, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    login = where.netloc.rpartition("@")[0]
    try:
        yield f"{where.scheme}://{login}@127.0.0.1:{port}{where.path}?sslmode=disable"
    finally:
        server.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 5)


async def _passed_on(reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while part := await reader.read(65_536):
        to.write(part)
        await to.drain()
    raise ConnectionResetError


async def _without_notifications(back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass the server's messages on: a kind, a length, and so many bytes."""
    while True:
        head = await back.readexactly(_HEAD)
        body = await back.readexactly(int.from_bytes(head[1:]) - 4)
        if head[:1] != _NOTIFICATION:
            writer.write(head + body)
            await writer.drain()
