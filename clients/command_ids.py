"""Command ids: made by the client, ordered by time, the same when a command is repeated."""

import secrets
import time
from uuid import UUID


def new_command_id() -> UUID:
    """Return a UUIDv7 (RFC 9562 section 5.7): milliseconds since 1970, then chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    return UUID(
        int=(milliseconds << 80)
        | (0x7 << 76)
        | ((chance >> 62) << 64)
        | (0b10 << 62)
        | (chance & (1 << 62) - 1)
    )
