"""A terminal of the test's own: a process on it, what its screen shows, and somebody who types."""

import asyncio
import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import pyte

from tests.guards.tree import ROOT

_LINES = 200
_PATIENCE_S = 20.0


class Typist:
    """Reads the screen, and types once what is waited for stands at its end."""

    def __init__(self, terminal: int, columns: int) -> None:
        self.screen = pyte.Screen(columns, _LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._terminal = terminal
        self._said = asyncio.Event()
        asyncio.get_running_loop().add_reader(terminal, self._hear)

    def _hear(self) -> None:
        said = b""
        # The other side of a terminal that is closed ends the reading with an error.
        with suppress(OSError):
            said = os.read(self._terminal, 65_536)
        if not said:
            self.close()
        self._stream.feed(said)
        self._said.set()

    @property
    def shown(self) -> str:
        """The lines of the screen up to where the cursor is, without the blanks at their ends."""
        rows = (self.screen.buffer[row] for row in range(self.screen.cursor.y + 1))
        lines = ("".join(row[column].data for column in range(self.screen.columns)) for row in rows)
        return "\n".join(line.rstrip() for line in lines).rstrip()

    @property
    def words(self) -> str:
        """The same as one line, whatever the width; a line that the terminal broke within a word has a blank there."""
        return " ".join(self.shown.split())

    def has(self, text: str) -> bool:
        """Whether something stands on the screen, wherever the terminal broke it."""
        return _bare(text) in _bare(self.shown)

    async def type(self, text: str, after: str) -> None:
        """Type something once the screen ends in a prompt."""
        await self.sees(after)
        os.write(self._terminal, text.encode())

    async def sees(self, ending: str) -> None:
        """Wait until the screen ends so."""
        until = asyncio.get_running_loop().time() + _PATIENCE_S
        while not _bare(self.shown).endswith(_bare(ending)):
            self._said.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._said.wait(), 1)
            assert asyncio.get_running_loop().time() < until, f"{ending!r} is not the end of:\n{self.shown}"

    def close(self) -> None:
        """Read no more, as a terminal whose window is closed."""
        asyncio.get_running_loop().remove_reader(self._terminal)


def _bare(text: str) -> str:
    return "".join(text.split())


@asynccontextmanager
async def at_a_terminal(
    env: Mapping[str, str], *command: str, columns: int = 80
) -> AsyncIterator[tuple[Typist, asyncio.subprocess.Process]]:
    """The entry point with a command, on a terminal so many columns wide; both end with the block."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, columns, 0, 0))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "starter.py", *command),
        cwd=ROOT,
        env=os.environ | env | {"TERM": "xterm", "NO_COLOR": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    typist = Typist(ours, columns)
    try:
        yield typist, process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        typist.close()
        with suppress(OSError):
            os.close(ours)
