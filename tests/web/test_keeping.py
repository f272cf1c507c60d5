"""What the web client keeps for itself, by its own login: sign-ins and drafts, and nothing of the record."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from infra.postgres import web
from infra.postgres.web import IDLE, LONGEST, Draft
from tests.servers import Database, execute

NOW = datetime(2026, 12, 11, 14, 30, tzinfo=UTC)


async def own(database: Database) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(database.web_dsn)


def draft(words: str, version: int = 0) -> Draft:
    return Draft(version=version, seen_version=4, words=words.encode(), command_id=None, saved_at=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into iqa.ledger select * from iqa.ledger",
        "insert into iqa.commands select * from iqa.commands",
        "update iqa.iqas set stage = 'closed'",
        "update iqa.people set role = 'auditor'",
        "delete from iqa.refusals",
        "update iqa.looks set who = 'nobody'",
        "delete from iqa.looks",
        "insert into iqa.looks_2026_12 select * from iqa.looks_2026_12",
        "insert into iqa.sign_in_codes (code_hash, made_at) values ('x', now())",
        "delete from iqa.sign_ins",
        "select seed from iqa.sample_seeds",
        "create table iqa.of_my_own (one integer)",
    ],
)
async def test_the_web_client_writes_nothing_but_its_own(database: Database, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(database.web_dsn, statement)


async def test_a_code_lets_one_browser_in_once(database: Database) -> None:
    connection = await own(database)
    made = await asyncpg.connect(database.dsn)
    code, old = await web.new_code(made, NOW), await web.new_code(made, NOW - timedelta(hours=13))

    assert await web.use_code(connection, code, NOW)
    assert not await web.use_code(connection, code, NOW)
    assert not await web.use_code(connection, old, NOW)
    assert not await web.use_code(connection, "guessed", NOW)
    await made.close()
    await connection.close()


async def test_a_draft_is_forgotten_thirty_days_later_as_somebody_signs_in(database: Database) -> None:
    connection = await own(database)
    await web.save_draft(connection, "XT-M8", "iqa-8", "marks", draft("Old"))
    for after, kept in ((web.KEPT_FOR, True), (web.KEPT_FOR + timedelta(seconds=1), False)):
        await web.begin_sign_in(connection, "XT-M9", "local_sign_in", NOW + after)
        assert (await web.draft(connection, "XT-M8", "iqa-8", "marks") is not None) is kept
    await connection.close()


async def test_a_sign_in_lasts_while_it_is_used_and_twelve_hours_at_most(database: Database) -> None:
    connection = await own(database)
    token = await web.begin_sign_in(connection, "XT-M1", "local_sign_in", NOW)

    assert await web.admitted(connection, token, NOW + IDLE) is not None
    assert await web.admitted(connection, token, NOW + IDLE + IDLE + timedelta(seconds=1)) is None
    again = await web.begin_sign_in(connection, "XT-M1", "local_sign_in", NOW)
    for hours in range(1, 13):
        assert await web.admitted(connection, again, NOW + timedelta(hours=hours)) is not None
    assert await web.admitted(connection, again, NOW + LONGEST + timedelta(seconds=1)) is None
    await connection.close()


async def test_who_signed_out_is_not_let_in_by_their_token(database: Database) -> None:
    connection = await own(database)
    token = await web.begin_sign_in(connection, "XT-M1", "local_sign_in", NOW)
    await web.end_sign_in(connection, token, NOW)

    assert await web.admitted(connection, token, NOW) is None
    await connection.close()


async def test_tokens_and_codes_stand_in_the_database_as_hashes_alone(database: Database) -> None:
    connection = await own(database)
    token = await web.begin_sign_in(connection, "XT-M1", "local_sign_in", NOW)
    held = await connection.fetchval("select token_hash from iqa.sign_ins")

    assert token.encode() not in held
    assert len(held) == 32
    await connection.close()


async def test_a_draft_is_kept_for_its_writer_and_one_tab_writes_over_no_other(database: Database) -> None:
    connection = await own(database)
    key = ("XT-M1", "iqa-1", "marks")

    first = await web.save_draft(connection, *key, draft("first"))
    second = await web.save_draft(connection, *key, draft("second", version=first or 0))
    stale = await web.save_draft(connection, *key, draft("of another tab", version=first or 0))
    kept = await web.draft(connection, *key)

    assert (first, second, stale) == (1, 2, None)
    assert kept is not None
    assert (kept.words, kept.version, kept.seen_version) == (b"second", 2, 4)
    assert await web.draft(connection, "XT-M2", *key[1:]) is None
    await web.forget_draft(connection, *key)
    assert await web.draft(connection, *key) is None
    await connection.close()


async def test_a_draft_keeps_the_id_of_what_was_sent_of_it(database: Database) -> None:
    connection, sent = await own(database), uuid4()
    await web.save_draft(
        connection, "XT-M1", "iqa-1", "marks", draft("x").model_copy(update={"command_id": sent})
    )

    kept = await web.draft(connection, "XT-M1", "iqa-1", "marks")

    assert kept is not None
    assert kept.command_id == sent
    await connection.close()
