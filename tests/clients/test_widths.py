"""What is listed, on terminals of every width: ids and commands stand whole, to be copied and typed again."""

import asyncio
import fcntl
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from tests.clients.typed import CommandLine, environment
from tests.guards.tree import ROOT
from tests.workflows.quarters import begin_the_next_quarter, until_day

WIDTHS = (60, 80, 120)
IDS = re.compile(r"\b(?:iqa|quarter|case)-[\w.-]*\w|\b[A-Z][A-Z0-9]+-[A-Z]\d+\b")
"""Ids of streams, of escalations and of people."""
COMMANDS = re.compile(r"\biqa [a-z][a-z-]* \S.*?(?=\)|  |`|$)", re.MULTILINE)


async def on_a_terminal(width: int, env: dict[str, str], lines: Sequence[Sequence[str]]) -> str:
    """Run some commands, one after the other, on a terminal so many columns wide; give all that it was sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    program = f"from clients.cli.frame.app import run\nassert [int(run(one)) for one in {lines}] == {[0] * len(lines)}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"}
        | env
        | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = await asyncio.to_thread(_read, ours)
    assert await process.wait() == 0, shown
    return shown


def _read(terminal: int) -> str:
    sent = b""
    # The other side of a terminal that is closed ends the reading with an error.
    with suppress(OSError):
        while chunk := os.read(terminal, 65_536):
            sent += chunk
    os.close(terminal)
    return sent.decode().replace("\r\n", "\n")


async def test_at_any_width_ids_and_commands_stand_whole_and_nothing_is_cut(iqa: CommandLine) -> None:
    begun = await begin_the_next_quarter(iqa.system)
    await until_day(iqa.system, begun.first_day + timedelta(days=40))
    area, quarter = iqa.system.area, iqa.system.quarter
    manager, senior, chief, national = (iqa.system.id(one) for one in ("M1", "S1", "C1", "I1"))
    lines = [
        ["inbox", "--as", manager],
        ["inbox", "--as", senior],
        ["notices", "--days", "400", "--as", senior],
        ["list", "--team", "--quarter", quarter, "--as", senior],
        ["escalations", "--as", chief],
        ["pace", area, quarter, "--as", senior],
        ["national", quarter, "--as", national],
        ["history", f"quarter-{quarter}-{area}", "--as", senior],
        ["eligible", f"iqa-{quarter}-{area}-P1-C1", "--as", manager],
    ]
    piped = "\n".join([(await iqa.ok(*one)).out for one in lines])
    ids, commands = set(IDS.findall(piped)), {one.strip() for one in COMMANDS.findall(piped)}

    shown = await asyncio.gather(*(on_a_terminal(width, environment(iqa.system), lines) for width in WIDTHS))

    assert len(ids) > 10, piped
    assert len(commands) > 2, piped
    for width, text in zip(WIDTHS, shown, strict=True):
        assert {one for one in ids | commands if one not in text} == set(), width
        assert "…" not in text
        too_long = [line for line in text.split("\n") if len(line) > width]
        assert [line for line in too_long if len(line.split()) > 1 and not COMMANDS.search(line)] == [], width
