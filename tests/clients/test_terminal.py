"""``iqa mark`` in a real terminal, typed line by line, and Ctrl-C while an answer is awaited."""

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.area import Kind
from tests.clients.typed import CommandLine, environment
from tests.clients.typing_at import Typist, at_a_terminal
from tests.guards.tree import ROOT
from tests.servers import soon

ANSWER, GOOD, IMPROVE, SUMMARY = "na (Enter leaves it):", "Good practice:", "Improvement:", "< goes back:"
LONG = "The disclosure schedule was reviewed with care and the comments say which item was asked for and why it was"
CTRL_C, CTRL_D, RUBOUT = "\x03", "\x04", "\x7f"


async def begun(iqa: CommandLine, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """An IQA whose case is selected, and the variables of whoever marks it."""
    it = await iqa.system.open("P1")
    await iqa.ok("select", it, iqa.system.urn("P1", Kind.ANY_WORK), "--work", "charging", by="M1")
    who = {"IQA_ACTOR": iqa.system.id("M1"), "XDG_STATE_HOME": str(tmp_path)}
    return it, environment(iqa.system) | who


def kept(folder: Path) -> list[Path]:
    """The files of marks that are begun."""
    return list(folder.rglob("*.json"))


async def question(person: Typist, answer: str, good: str = "", improve: str = "") -> None:
    """Answer one question."""
    await person.type(f"{answer}\r", ANSWER)
    await person.type(f"{good}\r", GOOD)
    await person.type(f"{improve}\r", IMPROVE)


async def _is_asking(iqa: CommandLine) -> None:
    """Find the client's own connection: it keeps it while it waits for its answer."""
    sql = "select 1 from pg_stat_activity where application_name = 'iqa-client' and datname = current_database()"
    assert await iqa.system.rows(sql)


async def test_what_is_shown_is_what_is_recorded_however_it_wraps_and_was_changed(
    iqa: CommandLine, tmp_path: Path
) -> None:
    it, env = await begun(iqa, tmp_path)

    async with at_a_terminal(env, "mark", it, columns=60) as (person, process):
        await person.type("y\r", ANSWER)
        await person.type(f"{LONG} wrong{RUBOUT * 6}", GOOD)
        await person.sees(LONG)
        shown = person.has(f"Good practice: {LONG}") and not person.has("wrong")
        await person.type("\r", LONG)
        await person.type("\r", IMPROVE)
        await person.type("<\r", ANSWER)
        await person.type("\r", "na (Enter keeps yes):")
        await question(person, "n", "", "Name the witness")
        await person.type(f"{CTRL_D}", "Victims and witnesses at this stage:")
        await person.type("\r", SUMMARY)
        code = await process.wait()
        said = person.words
    state = await iqa.system.state(it)

    assert code == 0, said
    assert shown
    assert "Question 1 of 6" in said
    assert f"the work of Priya Nair ({iqa.system.id('P1')})" in said
    assert f"Good practice: {LONG}" in said[said.index("This is what you answered:") :]
    assert "Still to answer: " in said
    assert [
        (mark.question, str(mark.answer), mark.good_practice, mark.improvement) for mark in state.marks
    ] == [
        (1, "yes", LONG, None),
        (2, "no", None, "Name the witness"),
    ]
    assert kept(tmp_path) == []


async def test_what_was_cut_short_at_any_key_is_offered_again_and_recorded_once(
    iqa: CommandLine, tmp_path: Path
) -> None:
    it, env = await begun(iqa, tmp_path)

    async with at_a_terminal(env, "mark", it) as (person, process):
        await person.type("y\r", ANSWER)
        await person.type("Half a sen", GOOD)
        await person.type(CTRL_C, "Half a sen")
        interrupted = await process.wait()
        told = person.words
    async with at_a_terminal(env, "mark", it) as (person, process):
        await person.type("y\r", "Go on with it, y or n:")
        await person.type("y\r", "na (Enter keeps yes):")
        await person.type("tence", "Good practice: Half a sen")
        await person.sees("Half a sentence")
        process.kill()
        await process.wait()
    async with at_a_terminal(env, "mark", it) as (person, process):
        await person.type("y\r", "Go on with it, y or n:")
        await person.type(CTRL_D, "na (Enter keeps yes):")
        await person.type("\r", SUMMARY)
        done = await process.wait()

    assert (interrupted, done) == (130, 0)
    assert "Interrupted: nothing is recorded." in told
    assert f"`iqa mark {it}` offers it again." in told
    assert [mark.good_practice for mark in (await iqa.system.state(it)).marks] == ["Half a sentence"]
    assert kept(tmp_path) == []


async def test_whoever_is_asked_first_writes_anew_what_it_is_about_and_keeps_the_rest(
    iqa: CommandLine, tmp_path: Path
) -> None:
    it, env = await begun(iqa, tmp_path)
    both = ("--question", "1", "--question", "2")

    async with at_a_terminal(env, "mark", it, *both) as (person, process):
        await question(person, "y", "No concerns identified.")
        await question(person, "n", "", "Name the witness")
        await person.type("\r", "Victims and witnesses at this stage:")
        await person.type("\r", "Learning for the team:")
        await person.type("\r", SUMMARY)
        await person.type("4\r", "Which:")
        await person.type("y\r", "na (Enter keeps yes):")
        await person.type(f"\x15{'The alternative charge was weighed'}\r", "No concerns identified.")
        await person.type("\r", IMPROVE)
        await person.type("\r", "Learning for the team:")
        await person.type("\r", SUMMARY)
        code = await process.wait()
        said = person.words
    state = await iqa.system.state(it)

    assert code == 0, said
    assert "The good practice names nothing: what was good? (question 1 Decision under the Code)" in said
    assert [(mark.question, mark.good_practice, mark.improvement) for mark in state.marks] == [
        (1, "The alternative charge was weighed", None),
        (2, None, "Name the witness"),
    ]
    assert [(prompt.about, prompt.answer) for prompt in state.prompts] == [("empty_phrase", "heeded")]


async def test_control_d_at_what_is_asked_first_records_nothing_and_says_so_and_an_answer_is_kept_beside_the_marks(
    iqa: CommandLine, tmp_path: Path
) -> None:
    it, env = await begun(iqa, tmp_path)

    async with at_a_terminal(env, "mark", it, "--question", "1") as (person, process):
        await question(person, "y", "ok")
        await person.type(CTRL_D, "Learning for the team:")
        await person.type("\r", SUMMARY)
        await person.type(CTRL_D, "Which:")
        left = await process.wait()
        told = person.words
    unrecorded = (await iqa.system.state(it)).marks
    async with at_a_terminal(env, "mark", it, "--question", "1") as (person, process):
        await person.type("y\r", "Go on with it, y or n:")
        await person.type("\r", "na (Enter keeps yes):")
        await person.type(CTRL_D, "Learning for the team:")
        await person.type("\r", SUMMARY)
        await person.type("7\r", "Which:")
        await person.type("1\r", "Type one of the numbers. Which:")
        done = await process.wait()

    assert (left, unrecorded, done) == (3, (), 0)
    assert "Nothing is recorded yet. You are asked first:" in told
    assert "Traceback" not in told
    assert "This is a bug" not in told
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
