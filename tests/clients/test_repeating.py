"""A command is done once, however often it is sent; and nothing is lost when nobody answers."""

import socket
from time import monotonic
from uuid import UUID

import pytest

from clients.command_ids import new_command_id
from tests.area import EXPORT, Kind
from tests.clients.typed import CommandLine, at, environment, typed_in_process
from tests.servers import Database
from tests.system import GIVEN_UP_S, running_system


async def test_a_repeated_command_gets_its_first_answer_although_the_iqa_moved_on(iqa: CommandLine) -> None:
    it, command_id = await iqa.system.open("P1"), str(new_command_id())
    select = (
        "select",
        it,
        iqa.system.urn("P1", Kind.ANY_WORK),
        "--work",
        "charging",
        "--command-id",
        command_id,
    )

    first = await iqa.ok(*select, "--json", by="M1")
    await iqa.ok("plan-conversation", it, "--on", "tomorrow", "--mode=video", by="M1")
    again = await iqa.ok(*select, "--json", by="M1")

    assert again.document["version"] == first.document["version"]
    assert (await iqa.system.kinds(it)).count("case_selected") == 1


async def test_an_id_that_was_used_for_something_else_is_a_conflict(iqa: CommandLine) -> None:
    it, command_id = await iqa.system.open("P1"), str(new_command_id())
    urn = iqa.system.urn("P1", Kind.ANY_WORK)

    await iqa.ok("select", it, urn, "--work", "charging", "--command-id", command_id, by="M1")
    other = await iqa("select", it, urn, "--work", "initial_review", "--command-id", command_id, by="M1")

    assert other.code == 6
    assert "command_id_reused" in other.err


async def test_a_refusal_under_json_is_one_document(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")

    refused = await iqa("confirm", it, "--json", by="M1")

    assert refused.document["error"] == "refused"
    assert refused.document["rule"] == "no_case_selected"
    assert UUID(refused.document["command_id"]).version == 7


async def test_without_a_worker_the_client_says_so_in_time_and_repeating_is_safe(
    quiet: None,
    engine: str,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with running_system(engine, database) as system:
        it = await system.open("P1")
    command = ("select", it, system.urn("P1", Kind.ANY_WORK), "--work", "charging", "--as", system.id("M1"))
    at(monkeypatch, environment(system))

    began = monotonic()
    silent = await typed_in_process(capsys, *command, "--json")
    waited = monotonic() - began
    repeat = ["--command-id", silent.document["command_id"], "--seen-version", "1"]
    async with running_system(engine, database, area=system.area):
        answered = await typed_in_process(capsys, *command, *repeat)

    assert silent.code == 7
    assert waited < GIVEN_UP_S
    assert "The step may still take effect" in silent.err
    assert " ".join(repeat) in silent.err
    assert answered.code == 0, answered.err
    assert (await system.kinds(it)).count("case_selected") == 1


@pytest.mark.parametrize(
    ("variables", "what"),
    [
        ({"IQA_DATA": "/nowhere"}, "nothing runs on /nowhere"),
        ({"IQA_DSN": "postgresql://nobody@127.0.0.1:9/none"}, "the database is out of reach"),
        ({"TEMPORAL_ADDRESS": "127.0.0.1:9"}, "Temporal is out of reach"),
    ],
)
async def test_without_server_or_database_the_client_says_so_in_time_with_the_command_id(
    iqa: CommandLine, variables: dict[str, str], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = await iqa.system.open("P1")
    known = {} if "IQA_DATA" in variables else environment(iqa.system)
    at(monkeypatch, known | variables)

    began = monotonic()
    ran = await iqa("comment", it, "--text", "t", "--json", by="P1")

    assert monotonic() - began < GIVEN_UP_S
    assert ran.code == 7
    assert what in ran.err
    assert "The step may still take effect" in ran.err
    assert ran.document["command_id"] in ran.err


async def test_a_look_without_a_database_says_what_is_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, {"IQA_DATA": "/nowhere", "IQA_ACTOR": "M1"})

    ran = await typed_in_process(capsys, "inbox")

    assert ran.code == 7
    assert "start it with `iqa run`" in ran.err


async def test_a_database_without_tables_says_how_to_make_them(
    bare_database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = {"IQA_DSN": bare_database.dsn, "TEMPORAL_ADDRESS": "127.0.0.1:9"}
    at(monkeypatch, both | {"IQA_ACTOR": "M1"})

    looked = await typed_in_process(capsys, "inbox")
    imported = await typed_in_process(capsys, "import", str(EXPORT))

    for ran in (looked, imported):
        assert ran.code == 7
        assert "The database has no tables" in ran.err
        assert "`iqa prepare` makes it" in ran.err


@pytest.mark.parametrize(
    ("name", "form", "what"),
    [
        ("TEMPORAL_ADDRESS", "127.0.0.1:{}", "Temporal is out of reach"),
        ("IQA_DSN", "postgresql://nobody@127.0.0.1:{}/none", "the database is out of reach"),
    ],
)
async def test_a_server_that_takes_a_connection_and_never_answers_is_given_up_in_time(
    iqa: CommandLine, name: str, form: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = await iqa.system.open("P1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        at(monkeypatch, environment(iqa.system) | {name: form.format(silent.getsockname()[1])})

        began = monotonic()
        ran = await iqa("comment", it, "--text", "t", by="P1")

    assert monotonic() - began < GIVEN_UP_S
    assert ran.code == 7
    assert what in ran.err
