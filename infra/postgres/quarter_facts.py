"""Gathers what a quarter decides on: its people, its population and its seed."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.calendar import day_of
from domain.quarter.facts import (
    LeftBehind,
    LeftUnanswered,
    OnesAction,
    OnesEscalation,
    OnesRequest,
    OnesWork,
    QuarterFacts,
    QuarterNeeds,
    WorkOf,
)
from domain.quarter.pace.standing import (
    Escalated,
    PromptStanding,
    QuarterOf,
    SubjectStanding,
    WaitStanding,
    YearOf,
)
from domain.quarter.sample import lottery
from domain.quarter.sample.population import CoverageOf, Population
from domain.rows import IqaRow
from infra.postgres.connections import Connection
from infra.postgres.custody import custody_while_away
from infra.postgres.shared_facts import shared_facts
from infra.postgres.sql import queries
from infra.reference import Library

_SEED_BYTES = 32


async def quarter_facts(
    connection: Connection, library: Library, needs: QuarterNeeds, now: datetime
) -> QuarterFacts:
    """Load what a decision of a quarter needs; raises ``UnknownVersion``."""
    shared = await shared_facts(connection, library, needs, now)
    ahead = timedelta(days=shared["policy"].planning.custody_cover_days)
    today = day_of(now)
    return QuarterFacts(
        **shared,
        policy_installed=needs.policy_asked if needs.policy_asked in library.policies else None,
        custody=await custody_while_away(connection, today, today + ahead, area=needs.custody_in),
        **await _of_quarter(connection, needs, now),
    )


async def _of_quarter(connection: Connection, needs: QuarterNeeds, now: datetime) -> dict[str, Any]:
    """What was asked of the Area; the seed itself only where it may be revealed."""
    found: dict[str, Any] = {}
    opens = needs.seed_of is not None and needs.population is None
    seed = await _seed(connection, needs.seed_of, make=opens) if needs.seed_of else None
    if seed is not None:
        found["seed_commitment"] = lottery.commitment(seed)
        if needs.population:
            confirmed = await _confirmed(connection, needs.population)
            found["confirmed"] = confirmed
            found["sample_keys"] = lottery.keys(seed, needs.population, confirmed)
        if needs.seed_revealed_from and now >= needs.seed_revealed_from:
            found["seed_revealed"] = seed.hex()
    if needs.standing_of:
        found["standing"] = await _standing(connection, needs.standing_of)
        found["escalated"] = await _escalated(connection, needs.standing_of)
        found["elsewhere"] = await _elsewhere(connection, needs.standing_of)
        found["waiting"] = await _waiting(connection, needs.standing_of)
    if needs.prompts_of:
        found["prompts"] = await _prompts(connection, needs.prompts_of)
    if needs.coverage_of:
        found["coverage"] = await _coverage(connection, needs.coverage_of)
    return found | await _named(connection, needs, now)


async def _named(connection: Connection, needs: QuarterNeeds, now: datetime) -> dict[str, Any]:
    """What is asked for by name: an IQA, one person's work, second checks, the managers of whom nobody was sampled.

    What leavers left behind is asked for by the Area.
    """
    found: dict[str, Any] = {}
    if needs.unsampled_in:
        found["unsampled"] = await _unsampled(connection, needs.unsampled_in)
    if needs.named_iqa:
        found["named_iqa"] = await named_iqa(connection, needs.named_iqa)
    if needs.second_checks_of:
        found["second_checks"] = await _second_checks(connection, needs.second_checks_of)
    if needs.work_of:
        found["work"] = await _work(connection, needs.work_of)
    if needs.left_in:
        found["left_behind"] = await _left_behind(connection, needs.left_in, day_of(now))
        found["left_unanswered"] = await _left_unanswered(connection, needs.left_in, day_of(now))
    return found


async def named_iqa(connection: Connection, iqa_id: str | None) -> IqaRow | None:
    """Return the IQA of that id, of whatever Area."""
    row = await queries("read_models").iqa(connection, iqa_id=iqa_id) if iqa_id else None
    return IqaRow.model_validate(dict(row)) if row else None


async def _seed(connection: Connection, stream: str, *, make: bool) -> bytes | None:
    """The quarter's seed: made at its opening and never again, for a lost seed must not be replaced in silence."""
    sql = queries("quarter")
    row = await sql.seed(connection, stream=stream)
    if row is None and make:
        fresh = secrets.token_bytes(_SEED_BYTES)
        await sql.keep_seed(connection, stream=stream, seed=fresh, commitment=lottery.commitment(fresh))
        return fresh
    return row["seed"] if row else None


async def _confirmed(connection: Connection, population: Population) -> tuple[IqaRow, ...]:
    rows = queries("quarter").confirmed(
        connection,
        area=population.area,
        since=population.since,
        until=population.until,
        settled=list(population.settled),
    )
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


async def _unsampled(connection: Connection, of: CoverageOf) -> tuple[IqaRow, ...]:
    rows = queries("quarter").unsampled(
        connection,
        area=of.area,
        since=of.since,
        until=of.until,
        window_since=of.window,
        begun_by=of.begun_by,
        drawn=list(of.drawn),
    )
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


async def _second_checks(connection: Connection, drawn: Sequence[str]) -> tuple[IqaRow, ...]:
    rows = queries("quarter").second_checks(connection, drawn=list(drawn))
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


async def _work(connection: Connection, of: WorkOf) -> OnesWork:
    """Everything that one person has in an Area, of whatever quarter."""
    sql, asked = queries("quarter"), {"area": of.area, "whose": of.whose}
    iqas = [IqaRow.model_validate(dict(row)) async for row in sql.iqas_of(connection, **asked)]
    samples = [IqaRow.model_validate(dict(row)) async for row in sql.samples_of(connection, **asked)]
    actions = [OnesAction.model_validate(dict(row)) async for row in sql.actions_of(connection, **asked)]
    asked_for = [OnesRequest.model_validate(dict(row)) async for row in sql.requests_of(connection, **asked)]
    put = [OnesEscalation.model_validate(dict(row)) async for row in sql.escalations_of(connection, **asked)]
    waiting = [row["stream"] async for row in sql.queries_of(connection, **asked)]
    return OnesWork(
        iqas=tuple(iqas),
        samples=tuple(samples),
        actions=tuple(actions),
        requests=tuple(asked_for),
        escalations=tuple(put),
        queries=tuple(waiting),
    )


async def _left_behind(connection: Connection, area: str, today: date) -> tuple[LeftBehind, ...]:
    rows = queries("quarter").left_behind(connection, area=area, today=today)
    return tuple([LeftBehind.model_validate(dict(row)) async for row in rows])


async def _left_unanswered(connection: Connection, area: str, today: date) -> tuple[LeftUnanswered, ...]:
    rows = queries("quarter").left_unanswered(connection, area=area, today=today)
    return tuple([LeftUnanswered.model_validate(dict(row)) async for row in rows])


async def _escalated(connection: Connection, of: QuarterOf) -> Escalated:
    found = await queries("quarter").escalated(connection, area=of.area, quarter=of.quarter)
    return Escalated.model_validate_json(found)


async def _standing(connection: Connection, of: QuarterOf) -> tuple[IqaRow, ...]:
    rows = queries("quarter").standing(connection, **of.model_dump())
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


async def _elsewhere(connection: Connection, of: QuarterOf) -> tuple[IqaRow, ...]:
    rows = queries("quarter").elsewhere(connection, area=of.area, quarter=of.quarter)
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


async def _waiting(connection: Connection, of: QuarterOf) -> tuple[WaitStanding, ...]:
    rows = queries("quarter").waiting(connection, **of.model_dump())
    return tuple([WaitStanding.model_validate(dict(row)) async for row in rows])


async def _prompts(connection: Connection, of: QuarterOf) -> tuple[PromptStanding, ...]:
    rows = queries("prompts").asked_first(connection, areas=[of.area], since=of.since, until=of.until)
    return tuple([PromptStanding.model_validate(dict(row)) async for row in rows])


async def _coverage(connection: Connection, of: YearOf) -> tuple[SubjectStanding, ...]:
    rows = queries("quarter").coverage(connection, area=of.area, since=of.since, until=of.until)
    return tuple([SubjectStanding.model_validate(dict(row)) async for row in rows])
