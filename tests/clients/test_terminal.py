"""``iqa mark`` in a real terminal, typed line by line, and Ctrl-C while an answer is awaited."""

import asyncio
import os
import pty
import select
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import pytest

from tests.area import Kind
from tests.clients.typed import CommandLine, environment
from tests.guards.tree import ROOT
from tests.servers import soon


async def in_a_terminal(env: dict[str, str], typed: Sequence[bytes], *command: str) -> tuple[int, str]:
    """Run the entry point on a terminal of its own, type an answer at each prompt, and give all that it showed."""
    ours, theirs = pty.openpty()
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
    hanging = asyncio.get_running_loop().call_later(_PATIENCE_S, process.kill)
    shown = await asyncio.to_thread(_converse, ours, typed)
    hanging.cancel()
    os.close(ours)
    return await process.wait(), shown


def _converse(terminal: int, typed: Sequence[bytes]) -> str:
    shown, answers = b"", iter(typed)
    # The other side of a terminal that is closed ends the reading with an error.
    with suppress(OSError):
        while True:
            idle = not select.select([terminal], [], [], _IDLE_S)[0]
            shown += b"" if idle else os.read(terminal, 4096)
            if idle or shown.endswith(b": "):
                os.write(terminal, next(answers, _CTRL_D))
    return shown.decode()


_CTRL_D = b"\x04"
_IDLE_S = 2.0
"""A Ctrl-D that is typed while the line editor is still taking the terminal over is lost: it is typed again."""

_PATIENCE_S = 60.0


async def _is_asking(iqa: CommandLine) -> None:
    """Find the client's own connection: it keeps it while it waits for its answer."""
    sql = "select 1 from pg_stat_activity where application_name = 'iqa-client' and datname = current_database()"
    assert await iqa.system.rows(sql)


async def test_questions_are_asked_and_ctrl_d_records_what_was_answered(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("select", it, iqa.system.urn("P1", Kind.ANY_WORK), "--work", "charging", by="M1")
    typed = (b"y\n", b"Clear reasons\n", b"\n", b"no\n", b"\n", b"Name the witness\n", _CTRL_D)

    code, shown = await in_a_terminal(
        environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}, typed, "mark", it
    )
    state = await iqa.system.state(it)

    assert code == 0, shown
    assert "1. Decision under the Code: The charging or review decision has been made" in shown
    assert f"the work of Priya Nair ({iqa.system.id('P1')})" in shown
    assert "Still to answer: " in shown
    assert [(mark.question, str(mark.answer), mark.improvement) for mark in state.marks] == [
        (1, "yes", None),
        (2, "no", "Name the witness"),
    ]


async def test_whoever_is_asked_first_writes_anew_what_it_is_about_and_keeps_the_rest(
    iqa: CommandLine,
) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("select", it, iqa.system.urn("P1", Kind.ANY_WORK), "--work", "charging", by="M1")
    first = (b"y\n", b"No concerns identified.\n", b"\n", b"no\n", b"\n", b"Name the witness\n")
    notes = (b"\n", b"\n")
    anew = (b"4\n", b"y\n", b"The alternative charge was weighed\n", b"\n", b"\n")
    env = environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}
    both = ("--question", "1", "--question", "2")

    code, shown = await in_a_terminal(env, (*first, *notes, *anew), "mark", it, *both)
    state = await iqa.system.state(it)

    assert code == 0, shown
    assert "The good practice names nothing: what was good? (question 1 Decision under the Code)" in " ".join(
        shown.split()
    )
    assert [(mark.question, mark.good_practice, mark.improvement) for mark in state.marks] == [
        (1, "The alternative charge was weighed", None),
        (2, None, "Name the witness"),
    ]
    assert [(prompt.about, prompt.answer) for prompt in state.prompts] == [("empty_phrase", "heeded")]


async def test_control_d_at_what_is_asked_first_records_nothing_and_says_so(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("select", it, iqa.system.urn("P1", Kind.ANY_WORK), "--work", "charging", by="M1")
    env = environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}

    code, shown = await in_a_terminal(env, (b"y\n", b"ok\n", b"\n", _CTRL_D, _CTRL_D), "mark", it)

    assert code == 3, shown
    assert "Nothing is recorded yet. You are asked first:" in shown
    assert "Traceback" not in shown
    assert "This is a bug" not in shown
    assert (await iqa.system.state(it)).marks == ()


async def test_an_answer_in_the_terminal_is_kept_beside_what_was_recorded(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("select", it, iqa.system.urn("P1", Kind.ANY_WORK), "--work", "charging", by="M1")
    env = environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}
    typed = (b"y\n", b"ok\n", b"\n", b"\n", b"7\n", b"1\n")

    code, shown = await in_a_terminal(env, typed, "mark", it, "--question", "1")

    assert code == 0, shown
    assert "Type one of the numbers." in shown
    assert [prompt.answer for prompt in (await iqa.system.state(it)).prompts] == ["considered"]


@pytest.mark.usefixtures("heard_ctrl_c")
async def test_control_c_while_waiting_says_how_to_go_on(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    env = environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("P1")}
    await iqa.system.execute("update iqa.iqas set iqa_id = iqa_id || '-stuck'")
    await iqa.system.client.start_workflow("iqa", id=f"{it}-stuck", task_queue="nobody-polls-this")

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "starter.py", "comment", f"{it}-stuck", "--text", "t"),
        cwd=ROOT,
        env=os.environ | env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await soon(partial(_is_asking, iqa))
    process.send_signal(signal.SIGINT)
    _, err = await process.communicate()

    assert process.returncode == 130
    assert b"Interrupted before the answer came" in err
    assert b"--command-id" in err
    assert b"Traceback" not in err
