"""The real entry point, as a process of its own."""

import asyncio
import os
import sys

import pytest

from clients.cli.frame import app
from clients.cli.look import inbox
from tests.clients.typed import CommandLine, environment, typed_in_a_process, typed_in_process
from tests.guards.tree import ROOT

HEAVY = ("temporalio", "asyncpg", "pydantic", "aiosql")


async def test_help_lists_every_command_and_loads_nothing_heavy() -> None:
    probe = (
        "import sys; from clients.cli.frame.app import run; run(['--help'])\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )

    ran = await typed_in_a_process(program=("-c", probe))

    assert ran.code == 0, ran.err
    assert "inbox: List what waits for you, overdue first." in ran.out
    assert ran.out.endswith("[]\n")


async def test_a_command_that_only_reads_does_not_load_the_engine(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    typed = [["inbox"], ["show", it], ["eligible", it], ["escalations"]]
    probe = (
        "import sys; from clients.cli.frame.app import run\n"
        f"codes = [int(run([*typed, '--as', {iqa.system.id('M1')!r}])) for typed in {typed}]\n"
        "print(codes, 'temporalio' in sys.modules)"
    )

    ran = await typed_in_a_process(program=("-c", probe), env=environment(iqa.system))

    assert ran.out.splitlines()[-1] == "[0, 0, 0, 0] False", ran.err


async def test_a_command_ends_its_process_with_its_exit_code(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    env = environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}

    done = await typed_in_a_process("show", it, "--json", env=env)
    refused = await typed_in_a_process("confirm", it, env=env)
    misused = await typed_in_a_process("confirm", env=env)

    assert [done.code, refused.code, misused.code] == [0, 3, 2]
    assert done.document["iqa_id"] == it


async def test_bytes_that_are_no_text_are_refused_where_they_stand(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")

    ran = await typed_in_a_process(
        *("comment", it, "--text", "caf\udce9", "--as", iqa.system.id("P1")), env=environment(iqa.system)
    )

    assert ran.code == 2
    assert "--text" in ran.err
    assert "bytes that are no text at position 4" in ran.err


@pytest.mark.parametrize("typed", ["--help", "inbox"])
async def test_a_reader_who_has_had_enough_is_no_fault(iqa: CommandLine, typed: str) -> None:
    """As in ``iqa inbox | head``: whoever reads the output closes it early."""
    await iqa.system.open("P1")
    reader, writer = os.pipe()
    os.close(reader)
    env = os.environ | environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "starter.py", typed),
        cwd=ROOT,
        env=env,
        stdout=writer,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writer)
    _, err = await process.communicate()

    assert (process.returncode, err) == (0, b"")


async def test_without_anybody_to_act_a_command_says_how_to_say_who(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("IQA_ACTOR", raising=False)

    ran = await typed_in_process(capsys, "confirm", "iqa-1")

    assert ran.code == 2
    assert "Give your staff id with --as, or set IQA_ACTOR." in ran.err


async def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IQA_DSN", "mysql://x")

    ran = await typed_in_process(capsys, "inbox")

    assert ran.code == 2
    assert "IQA_DSN" in ran.err


async def test_a_bug_is_told_in_a_line_and_shown_in_full_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "build", _raising(ZeroDivisionError()))

    ran = await typed_in_process(capsys, "inbox")
    monkeypatch.setenv("IQA_LOG_LEVEL", "debug")
    code = app.run(["inbox"])

    assert (ran.code, code) == (1, 1)
    assert ran.err.startswith("This is a bug: ZeroDivisionError in test_entry_point.py, line ")
    assert "Traceback" in capsys.readouterr().err


async def test_control_c_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "build", _raising(KeyboardInterrupt()))

    assert (await typed_in_process(capsys, "inbox")).code == 130


async def test_control_c_within_a_command_that_only_looks_ends_with_130_and_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inbox, "at_desk", _raising(KeyboardInterrupt()))

    ran = await typed_in_process(capsys, "inbox", "--as", "XN-M01")

    assert (ran.code, ran.err) == (130, "Interrupted.\n")


def _raising(error: BaseException) -> object:
    def interrupted(*_: object) -> None:
        raise error

    return interrupted


async def test_the_version_is_told() -> None:
    ran = await typed_in_a_process("--version")

    assert ran.code == 0
    assert ran.out.strip()
