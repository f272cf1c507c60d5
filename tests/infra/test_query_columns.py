"""A query's columns are the fields of what it fills: none is lost on the way, and none read that nobody shows."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

import asyncpg
import pytest
import pytest_asyncio

from activities.ports import StoredCommand, StoredEvent
from domain.cases import Case, Contribution, Milestone
from domain.custody import CustodyAway
from domain.looks import Look
from domain.mendings import Mending
from domain.people import Absence, Person
from domain.post import AreaPost
from domain.quarter.facts import LeftBehind, LeftUnanswered, OnesAction, OnesEscalation, OnesRequest
from domain.quarter.pace.standing import SubjectStanding, WaitStanding
from domain.reference.kept import Document
from domain.refusals import RefusedAttempt
from domain.rows import ClaimRow, ConversationRow, EscalationRow, IqaRow, Rows, WaitRow
from domain.values import Value
from infra.post_queue import Queue, Trouble
from infra.postgres.connections import Connection
from infra.postgres.quarter_views import AreaOpened
from infra.postgres.read_models import RuleCount, Waiting
from infra.postgres.roster import AwayNow
from infra.postgres.sendings import SentForm
from infra.postgres.sign_ins import HeldSignIn
from infra.postgres.verifications import Verifying
from infra.postgres.web import Admitted, Draft, KeptForm, RanOut, SignsIn
from tests.servers import Database
from tests.statements import statements

Model = type[Value] | type[StoredCommand] | type[StoredEvent]

FILLS: Final[Mapping[str, Model]] = {
    "custody.custody_while_away": CustodyAway,
    "ledger.command": StoredCommand,
    "ledger.commands_of": StoredCommand,
    "ledger.events": StoredEvent,
    "ledger.opening": StoredCommand,
    "lists.below": IqaRow,
    "lists.concerning": IqaRow,
    "lists.ending": IqaRow,
    "lists.found": IqaRow,
    "lists.iqas_named": IqaRow,
    "lists.of_area": IqaRow,
    "lists.waits_asked_on_cases": WaitRow,
    "lists.waits_of": WaitRow,
    "post.areas": AreaPost,
    "post.queue": Queue,
    "post.troubles": Trouble,
    "quarter.actions_of": OnesAction,
    "quarter.area_people": Person,
    "quarter.left_behind": LeftBehind,
    "quarter.left_unanswered": LeftUnanswered,
    "quarter.confirmed": IqaRow,
    "quarter.coverage": SubjectStanding,
    "quarter.elsewhere": IqaRow,
    "quarter.escalations_of": OnesEscalation,
    "quarter.iqas_of": IqaRow,
    "quarter.requests_of": OnesRequest,
    "quarter.samples_of": IqaRow,
    "quarter.second_checks": IqaRow,
    "quarter.standing": IqaRow,
    "quarter.unsampled": IqaRow,
    "quarter.waiting": WaitStanding,
    "read_models.areas_with_prosecutors": AreaOpened,
    "read_models.claims_of": ClaimRow,
    "read_models.conversations": ConversationRow,
    "read_models.escalation": EscalationRow,
    "read_models.escalations_in": EscalationRow,
    "read_models.escalations_of": EscalationRow,
    "read_models.exceptions_counted": RuleCount,
    "read_models.exceptions_of": IqaRow,
    "read_models.inbox": Waiting,
    "read_models.iqa": IqaRow,
    "looks.looks": Look,
    "mendings.mendings_of": Mending,
    "rebuild.rows_of": Rows,
    "reference_data.documents": Document,
    "refusals.refused_since": RefusedAttempt,
    "roster.absences_of": Absence,
    "roster.away_near": AwayNow,
    "roster.cancel_absence": Absence,
    "roster.cases": Case,
    "roster.cases_of": Case,
    "roster.contributions_to": Contribution,
    "roster.milestones_of": Milestone,
    "roster.people_of": Person,
    "roster.person": Person,
    "roster.person_alike": Person,
    "roster.reports_of": Person,
    "sendings.sent_by": SentForm,
    "sign_ins.sign_ins_of": HeldSignIn,
    "verifications.verification": Verifying,
    "verifications.verifying": Verifying,
    "web.draft": Draft,
    "web.people_who_may_sign_in": SignsIn,
    "web.sign_in": Admitted,
    "web.sign_in_unseen": Admitted,
    "web.unsent": KeptForm,
    "web.whose_ran_out": RanOut,
}
"""What the rows of a query are made into, all columns at once."""

BY_NAME: Final = frozenset(
    {
        "audit.streams_after",
        "audit.unknown_streams",
        "cluster.name_login",
        "facts.case_files",
        "facts.conversations",
        "facts.people_and_absences",
        "facts.requests",
        "ledger.begin_decision",
        "ledger.streams",
        "lists.begun_by",
        "limits.count_request",
        "lists.cases_ending",
        "lists.changed",
        "lists.people_ending",
        "mendings.recorded_at",
        "migrate.applied",
        "national.counted",
        "national.escalated",
        "national.happened",
        "national.judged",
        "national.uncovered",
        "national.waiting",
        "news.reached",
        "operations.open_streams",
        "operations.overdue",
        "operations.policies_in_use",
        "operations.recorded_lately",
        "post.due",
        "post.next_message",
        "post.notices_in",
        "post.notices_of",
        "post.round_made",
        "prompts.asked_first",
        "quarter.queries_of",
        "quarter.seed",
        "read_models.acknowledgements",
        "read_models.closings",
        "read_models.requests_on",
        "read_models.selections_of",
        "read_models.numberings",
        "read_models.themed_counted",
        "sign_ins.end_binding",
        "sign_ins.end_handshake",
        "sign_ins.end_sign_ins",
        "sign_ins.never_bound_by_email",
        "read_models.undertaken",
        "rebuild.streams",
        "roster.names",
        "roster_import.managers",
        "roster_import.remove_absences",
        "roster_import.remove_contributions",
        "roster_import.remove_milestones",
        "roster_import.urns_on_record",
    }
)
"""Queries whose columns are read one by one, each by its name: one that is not there is an error by itself."""

AS_A_WHOLE: Final[Mapping[str, type[Value]]] = {
    "iqas": IqaRow,
    "waits": WaitRow,
    "escalations": EscalationRow,
    "case_claims": ClaimRow,
    "noted_conversations": ConversationRow,
}
"""Read tables, whose columns are the fields of their rows."""

MORE_THAN_READ: Final[Mapping[str, type[Value]]] = {
    "people": Person,
    "absences": Absence,
    "cases": Case,
    "contributions": Contribution,
    "milestones": Milestone,
}
"""Tables of which whole rows are read as JSON; what tells two alike apart is for the table alone."""

ALSO_BY_HAND: Final = frozenset({Person, Absence, Case, CustodyAway, Rows})
"""Models that are made elsewhere too, where some of it may be left out.

A row that facts are kept with joins them when it gets a field after the first release: older facts have none.
"""


QUERIES: Final = tuple(statement for statement in statements() if statement.gives_rows)


def fields(model: Model) -> tuple[str, ...]:
    return tuple(model.model_fields) if issubclass(model, Value) else model._fields


async def columns(connection: Connection, sql: str) -> set[str]:
    return {attribute.name for attribute in (await connection.prepare(sql)).get_attributes()}


async def unlike(connection: Connection, sql: str, model: Model) -> set[str]:
    """The columns without a field, and the fields without a column."""
    return await columns(connection, sql) ^ set(fields(model))


@pytest_asyncio.fixture(loop_scope="session")
async def connection(database: Database) -> AsyncIterator[Connection]:
    opened = await asyncpg.connect(database.dsn)
    yield opened
    await opened.close()


def test_of_every_query_it_is_said_what_its_rows_are_made_into() -> None:
    assert {query.name for query in QUERIES} == set(FILLS) | BY_NAME
    assert set(FILLS).isdisjoint(BY_NAME)


async def test_the_columns_of_every_query_are_the_fields_of_its_model(connection: Connection) -> None:
    found = {
        query.name: await unlike(connection, query.sql, FILLS[query.name])
        for query in QUERIES
        if query.name in FILLS
    }

    assert {name: names for name, names in found.items() if names} == {}


async def test_the_columns_of_every_read_table_are_the_fields_of_its_rows(connection: Connection) -> None:
    found = {
        table: await unlike(connection, f"select * from iqa.{table}", model)  # noqa: S608  the names stand above
        for table, model in AS_A_WHOLE.items()
    }
    read = {
        table: set(fields(model)) - await columns(connection, f"select * from iqa.{table}")  # noqa: S608  as above
        for table, model in MORE_THAN_READ.items()
    }

    assert {table: names for table, names in (found | read).items() if names} == {}
    assert {table.removesuffix("s") if table == "iqas" else table for table in AS_A_WHOLE} == set(
        fields(Rows)
    )


@pytest.mark.parametrize("model", sorted(set(FILLS.values()) - ALSO_BY_HAND, key=str))
def test_what_a_query_fills_has_no_defaults(model: Model) -> None:
    optional = (
        [name for name, field in model.model_fields.items() if not field.is_required()]
        if issubclass(model, Value)
        else list(model._field_defaults)
    )

    assert optional == []


async def test_a_planted_query_that_loses_a_column_is_found(connection: Connection) -> None:
    forgetful = "select stream, step, item, who, due, missed, 1 as extra from iqa.waits"

    assert await unlike(connection, forgetful, WaitRow) == {"urgent", "extra"}
