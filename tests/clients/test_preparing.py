"""Real servers, made ready by whoever may, and what a worker says that finds something missing."""

import asyncio
import os
import re
import shlex
import sys
from itertools import count
from typing import Final
from urllib.parse import urlsplit

import asyncpg
import pytest

from infra.embedded.temporal import temporal_program
from infra.temporal.namespace import SEARCH_ATTRIBUTES
from tests.area import EXPORT
from tests.clients.typed import Ran, at, typed_in_process
from tests.guards.tree import ROOT
from tests.servers import Database, execute

_numbers: Final = count(1)
_PATIENCE_S: Final = 30


def real(engine: str, dsn: str) -> dict[str, str]:
    """Both servers, with a namespace that nobody has made."""
    return {
        "IQA_DSN": dsn,
        "TEMPORAL_ADDRESS": engine,
        "TEMPORAL_NAMESPACE": f"prepared-{os.getpid()}-{next(_numbers)}",
    }


async def worker_that_ends(variables: dict[str, str]) -> Ran:
    """Start a worker, and wait for its end."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("IQA_", "TEMPORAL_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "worker.py"),
        cwd=ROOT,
        env=plain | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(_PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())


async def test_servers_of_ones_own_are_prepared_once_and_then_take_an_import(
    bare_database: Database, engine: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, real(engine, bare_database.owner_dsn))

    first = await typed_in_process(capsys, "prepare")
    again = await typed_in_process(capsys, "prepare")
    imported = await typed_in_process(capsys, "import", str(EXPORT))

    assert [first.code, again.code, imported.code] == [0, 0, 0], first.err
    assert "Made: tables 0001_schema." in first.out
    assert "which keeps closed histories 3650 days" in first.out
    assert first.out.count("Made: search attribute") == len(SEARCH_ATTRIBUTES)
    assert again.out == "Everything is there.\n"


async def test_what_is_printed_prepares_them_by_hand(
    bare_database: Database, engine: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables = real(engine, bare_database.owner_dsn)
    at(monkeypatch, variables)
    printed = (await typed_in_process(capsys, "prepare", "--print")).out
    sql, _, commands = printed.partition("\ntemporal operator")

    await _as_a_script(bare_database.owner_dsn, sql)
    for command in f"temporal operator{commands}".strip().splitlines():
        await _typed_at(engine, command)

    assert (await typed_in_process(capsys, "prepare")).out == "Everything is there.\n"


async def test_a_worker_names_all_that_is_missing_at_once(bare_database: Database, engine: str) -> None:
    ran = await worker_that_ends(real(engine, bare_database.dsn))

    assert ran.code == 7
    assert "The servers are not prepared:" in ran.err
    assert "the database lacks the tables of 0001_schema" in ran.err
    assert re.search(r"the engine has no namespace prepared-\d+", ran.err)
    assert "`iqa prepare` makes it" in ran.err


async def test_a_worker_names_a_missing_search_attribute(
    database: Database, engine: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables = real(engine, database.owner_dsn)
    at(monkeypatch, variables)
    commands = (await typed_in_process(capsys, "prepare", "--print")).out.splitlines()
    for command in commands:
        if command.startswith("temporal") and "--name Stage" not in command:
            await _typed_at(engine, command)

    ran = await worker_that_ends(variables | {"IQA_DSN": database.dsn})

    assert (ran.code, "has no search attribute Stage (Keyword)" in ran.err) == (7, True), ran.err
    assert "DueAt" not in ran.err


async def test_a_worker_without_the_policy_of_an_open_quarter_names_it(
    database: Database, engine: str
) -> None:
    await execute(
        database.owner_dsn,
        "insert into iqa.ledger values ('quarter-2026-27-Q3-XT', 1, 'quarter_opened', 1, "
        """convert_to('{"policy": "gone-1"}', 'UTF8'), 'XT-S1', gen_random_uuid(), 0, now(), now())""",
    )

    ran = await worker_that_ends(real(engine, database.dsn))

    assert ran.code == 7
    assert "open IQAs began with the policy gone-1, whose file is not here" in ran.err


async def test_a_worker_whose_login_may_not_record_says_so(database: Database, engine: str) -> None:
    ran = await worker_that_ends(real(engine, database.web_dsn))

    assert ran.code == 7
    assert "the login in IQA_DSN is no member of the role iqa_app" in ran.err


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"IQA_DSN": ""}, 2, "The setting IQA_DSN can't be used: it is not set, and TEMPORAL_ADDRESS is"),
        (
            {"TEMPORAL_ADDRESS": ""},
            2,
            "The setting TEMPORAL_ADDRESS can't be used: it is not set, and IQA_DSN is",
        ),
        ({"TEMPORAL_ADDRESS": "127.0.0.1"}, 2, "write the engine's address as host:port"),
        (
            {"TEMPORAL_ADDRESS": "127.0.0.1:9"},
            7,
            "Temporal is out of reach: no server answers at 127.0.0.1:9",
        ),
        ({"IQA_DSN": "postgresql://iqa@127.0.0.1:9/iqa"}, 7, "The database is out of reach"),
        ({"IQA_MAIL": "mail.example.test"}, 2, "The setting IQA_MAIL can't be used"),
        ({"IQA_POLICY": "/nowhere/policy.toml"}, 2, "The setting IQA_POLICY can't be used: no such file"),
        ({"IQA_POLICY": str(ROOT / "pyproject.toml")}, 2, "The policy can't be used"),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
async def test_a_worker_that_cannot_serve_ends_with_a_line_that_says_why(
    database: Database, engine: str, changed: dict[str, str], code: int, says: str
) -> None:
    ran = await worker_that_ends(real(engine, database.dsn) | changed)

    assert ran.code == code, ran.err
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert "bug" not in ran.err


async def test_a_wrong_password_is_told_without_the_password(database: Database, engine: str) -> None:
    right = urlsplit(database.dsn).password or ""
    ran = await worker_that_ends(real(engine, database.dsn.replace(right, "wrong-one")))

    assert (ran.code, "password authentication failed" in ran.err) == (7, True)
    assert "wrong-one" not in ran.err


async def test_whoever_does_not_own_the_database_cannot_prepare_it(
    bare_database: Database, engine: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, real(engine, bare_database.dsn))

    ran = await typed_in_process(capsys, "prepare")

    assert ran.code == 7
    assert "The database does not let this login do it: permission denied" in ran.err


async def test_a_newer_database_is_left_alone(
    database: Database, engine: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, real(engine, database.owner_dsn))
    await execute(database.owner_dsn, "insert into iqa.migrations values (9999, 'x', 'x', now())")

    ran = await typed_in_process(capsys, "prepare")

    assert ran.code == 6
    assert "run the newer release" in ran.err


async def test_without_servers_of_ones_own_there_is_nothing_to_prepare(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, {})

    assert (await typed_in_process(capsys, "prepare")).code == 2


async def _as_a_script(dsn: str, sql: str) -> None:
    """Run it as psql would: all of it, with what it quotes."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def _typed_at(engine: str, command: str) -> None:
    program, *arguments = shlex.split(command, comments=True)
    assert program == "temporal"
    process = await asyncio.create_subprocess_exec(
        *(str(temporal_program()), *arguments, "--address", engine),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
