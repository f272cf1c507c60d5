"""A person is called by their name where a view shows them, and nowhere else is a name kept."""

import base64
import json
import re
from typing import Any, Final

from clients.desk.desk import opened
from clients.desk.inbox import inbox
from clients.desk.names import called, called_within
from clients.desk.records import record
from clients.desk.story import story
from clients.desk.telling.lines import TABLES
from domain.people import Listed, Person
from tests import clock
from tests.area import EXPORT
from tests.clients.desk.test_telling import CATALOGUE
from tests.clients.desk.world import made
from tests.statements import statements
from tests.system import System

NAMES: Final = {"XT-M1": "Sam Ortiz", "XT-P1": "Priya Nair", "XT-P12": "Ana Silva"}
OF_PEOPLE: Final = frozenset(
    {
        "assessor",
        "by",
        "done_by",
        "manager",
        "opened_by",
        "prosecutor",
        "sampler",
        "senior_manager",
        "tell",
        "to",
        "whose",
    }
)
"""What a field of an event is called that holds staff ids alone."""


def exported() -> tuple[str, ...]:
    """Every name of the example Area."""
    return tuple(line.rsplit(",", 1)[1] for line in (EXPORT / "people.csv").read_text().splitlines()[1:])


def test_whoever_has_no_name_is_called_by_their_id() -> None:
    assert called("XT-M1", NAMES) == "Sam Ortiz (XT-M1)"
    assert called("XT-M9", NAMES) == "XT-M9"


def test_a_name_stands_at_the_person_and_not_within_a_longer_id() -> None:
    told = "iqa-2026-27-Q3-XT-P1-C1 of XT-P1, XT-P12, under XT-M1"

    assert called_within(told, ("XT-P1", "XT-P12"), NAMES) == (
        "iqa-2026-27-Q3-XT-P1-C1 of Priya Nair (XT-P1), Ana Silva (XT-P12), under XT-M1"
    )


def test_every_field_of_an_event_that_holds_people_tells_of_them_as_people() -> None:
    untold = {
        f"{event.__name__}.{name}"
        for kind, event in CATALOGUE
        for name, field in TABLES[kind][event].items()
        if name in OF_PEOPLE and field.people is None
    }

    assert untold == set()


def test_names_are_read_to_show_them_and_to_find_by_and_written_by_the_import_alone() -> None:
    of_people = [one for one in statements() if "iqa.people" in one.sql]
    reading = {one.name for one in of_people if re.search(r"\bname\b|\b(p|above|people)\.\*", one.sql)}

    assert "name" not in Person.model_fields
    assert set(Listed.model_fields) - set(Person.model_fields) == {"name"}
    assert {name for name in reading if not name.startswith("roster_import.")} == {
        "lists.found",
        "roster.names",
        "web.people_who_may_sign_in",
    }


async def test_names_stand_beside_what_is_shown_and_in_no_table_no_history_and_no_mail(
    system: System,
) -> None:
    async with opened(system.settings, now=clock.now) as desk:
        world = await made(system, desk)
        assessor, assessed = world.who("the assessor"), world.who("the assessed")
        shown = await record(desk, assessed, world.iqa)
        waiting = await inbox(desk, assessor)
        told = await story(desk, world.who("a senior manager"), world.iqa)
    kept = await everything_kept(system)
    histories = [await payloads(system, stream) for stream in (world.iqa, world.case, world.of_the_quarter)]

    assert shown.person(assessed.staff_id) == f"Priya Nair ({assessed.staff_id})"
    assert waiting.names[assessor.staff_id] == "Sam Ortiz"
    assert set(told.names) >= {assessor.staff_id, assessed.staff_id}
    assert assessor.staff_id in told.story[0].people
    assert set(exported()) <= set(kept.pop("people").split("\n"))
    assert [table for table, text in kept.items() for name in exported() if name in text] == []
    assert [name for text in histories for name in exported() if name in text] == []


async def everything_kept(system: System) -> dict[str, str]:
    """Everything in each table; of people a line a name."""
    tables = await system.rows("select tablename from pg_tables where schemaname = 'iqa'")
    kept = {}
    for table in (row["tablename"] for row in tables):
        rows = await system.rows(f"select * from iqa.{table}")  # noqa: S608
        kept[table] = "\n".join(_readable(value) for row in rows for value in row.values())
    return kept


def _readable(value: Any) -> str:  # noqa: ANN401  whatever a column holds
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def payloads(system: System, stream: str) -> str:
    """Everything that the engine keeps of a workflow: its history, with each payload as it was written."""
    history = await system.client.get_workflow_handle(stream).fetch_history()
    texts: list[str] = []

    def walk(value: object) -> None:
        match value:
            case dict():
                for key, item in value.items():
                    if key == "data" and isinstance(item, str):
                        texts.append(base64.b64decode(item).decode("utf-8", "replace"))
                    walk(item)
            case list():
                for item in value:
                    walk(item)
            case str():
                texts.append(value)

    walk(json.loads(history.to_json()))
    return "\n".join(texts)
