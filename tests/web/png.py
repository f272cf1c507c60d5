"""A picture of a page, small: each colour once, and by its number from then on (PNG, ISO/IEC 15948)."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_COLOURS: Final = 256
_RGB: Final = 3


def small(picture: bytes) -> bytes:
    """A screenshot in as many colours as a byte can number, the rarest as the nearest of the others."""
    width, height, rows = _rows(picture)
    pixels = [bytes(row[at : at + _RGB]) for row in rows for at in range(0, len(row), _RGB)]
    counted: dict[bytes, int] = {}
    for one in pixels:
        counted[one] = counted.get(one, 0) + 1
    palette = sorted(counted, key=lambda one: -counted[one])[:_COLOURS]
    number = {one: _nearest(one, palette) for one in counted}
    drawn = b"".join(
        b"\0" + bytes(number[one] for one in pixels[at : at + width]) for at in range(0, len(pixels), width)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(drawn, 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(
        range(len(palette)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True)),
    )


def _rows(picture: bytes) -> tuple[int, int, Iterable[bytes]]:
    """Width, height and the rows of red, green and blue of a screenshot as Chromium makes it."""
    at, parts = len(_SIGNATURE), dict[bytes, bytes]()
    while at < len(picture):
        [length] = struct.unpack_from(">I", picture, at)
        name = picture[at + 4 : at + 8]
        parts[name] = parts.get(name, b"") + picture[at + 8 : at + 8 + length]
        at += length + 12
    width, height, depth, kind = struct.unpack_from(">IIBB", parts[b"IHDR"])
    assert (depth, kind) == (8, 2), "a screenshot of three colours of a byte each"
    return width, height, _unfiltered(zlib.decompress(parts[b"IDAT"]), width * _RGB)


def _unfiltered(data: bytes, width: int) -> Iterator[bytes]:
    above = bytes(width)
    for start, end in pairwise(range(0, len(data) + 1, width + 1)):
        above = _row(data[start], data[start + 1 : end], above)
        yield above


def _row(kind: int, row: bytes, above: bytes) -> bytes:
    """One row, of which each byte tells how it differs from those before and above it."""
    found = bytearray(row)
    for at, byte in enumerate(row):
        left = found[at - _RGB] if at >= _RGB else 0
        corner = above[at - _RGB] if at >= _RGB else 0
        found[at] = (byte + _guess(kind, left, above[at], corner)) % 256
    return bytes(found)


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    match kind:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
        case 4:
            return min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        case _:
            return 0
