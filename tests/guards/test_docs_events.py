"""docs/events.md names every command and every event, and says of them what is so."""

import re
from collections.abc import Collection, Mapping
from typing import get_args

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from domain.casework.events import CaseEvent
from domain.casework.procedures import PROCEDURES as ON_A_CASE
from domain.errors import Reason, Refused
from domain.iqa import events as e
from domain.iqa.commands import IqaCommand
from domain.iqa.procedures import PROCEDURES
from domain.quarter.events import QuarterEvent
from domain.quarter.procedures import PROCEDURES as OF_A_QUARTER
from domain.values import Value
from tests.domain.iqa.test_properties import Commands
from tests.guards.tree import ROOT

PAGE = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
EVENTS: tuple[type[e.IqaEvent], ...] = get_args(e.IqaEvent)
NAME = re.compile(r"`(\w+)`")


def section(title: str, page: str = PAGE) -> str:
    _, _, after = page.partition(f"\n## {title}\n")
    return after.partition("\n## ")[0]


def table(title: str, page: str = PAGE) -> dict[str, list[str]]:
    """The cells of a section's table by the name in the first one."""
    lines = [line for line in section(title, page).splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {NAME.findall(row[0])[0]: row[1:] for row in rows}


COMMAND_ROWS = table("Commands")
EVENT_ROWS = table("Events")
ANY_COMMAND = set(NAME.findall(section("What any command may be refused for")))


def test_every_command_stands_in_the_table_with_those_who_may() -> None:
    said = {name: set(row[0].split(", ")) for name, row in COMMAND_ROWS.items()}

    assert said == {command.__name__: set(procedure.by) for command, procedure in PROCEDURES.items()}


def test_every_event_stands_in_the_table_with_its_fields() -> None:
    said = {kind: NAME.findall(row[1]) for kind, row in EVENT_ROWS.items()}

    assert said == {
        event.model_fields["kind"].default: [name for name in event.model_fields if name != "kind"]
        for event in EVENTS
    }


@pytest.mark.parametrize("kind", EVENT_ROWS)
def test_an_event_says_what_happened_after_which_command_and_why_it_matters(kind: str) -> None:
    happened, _, after, report = EVENT_ROWS[kind]

    assert happened
    assert set(NAME.findall(after)) <= set(COMMAND_ROWS)
    assert NAME.findall(after)
    assert re.search(r"¶\d+\.\d+|Annex [A-D]", report)


@pytest.mark.parametrize("command", COMMAND_ROWS)
def test_a_command_says_what_must_hold_and_is_refused_for_named_reasons(command: str) -> None:
    _, holds, refused = COMMAND_ROWS[command]

    assert holds
    assert set(NAME.findall(refused)) <= set(Reason)
    assert NAME.findall(refused) or refused == "never"


@pytest.mark.parametrize(
    ("title", "who_may"),
    [
        ("Commands of a quarter", {command: procedure.by for command, procedure in OF_A_QUARTER.items()}),
        ("Commands of a case", {command: procedure.by for command, procedure in ON_A_CASE.items()}),
    ],
)
def test_every_other_command_stands_in_its_table_with_those_who_may(
    title: str, who_may: Mapping[type[Value], Collection[str]]
) -> None:
    said = {name: set(row[0].split(", ")) for name, row in table(title).items()}

    assert said == {command.__name__: set(allowed) for command, allowed in who_may.items()}
    assert all(row[1] for row in table(title).values())


@pytest.mark.parametrize(
    ("title", "events"), [("Events of a quarter", QuarterEvent), ("Events of a case", CaseEvent)]
)
def test_every_other_event_stands_in_its_table_with_its_fields(title: str, events: object) -> None:
    said = {kind: NAME.findall(row[1]) for kind, row in table(title).items()}

    assert said == {
        event.model_fields["kind"].default: [name for name in event.model_fields if name != "kind"]
        for event in get_args(events)
    }
    assert all(row[0] for row in table(title).values())


class Witness(Commands):
    """Random commands, looked at by somebody with the page in hand."""

    def send(self, command: IqaCommand, actor: str) -> tuple[e.IqaEvent, ...] | Refused:
        decision = super().send(command, actor)
        name = type(command).__name__
        if isinstance(decision, Refused):
            assert decision.reason in ANY_COMMAND | set(NAME.findall(COMMAND_ROWS[name][2])), name
        else:
            assert all(name in NAME.findall(EVENT_ROWS[event.kind][2]) for event in decision), name
        return decision


def test_what_random_commands_lead_to_is_what_the_page_says() -> None:
    run_state_machine_as_test(Witness, settings=settings(max_examples=40, stateful_step_count=40))


def test_a_planted_row_is_read_and_a_missing_one_is_missed() -> None:
    row = "| `MakeTea` | system | never | `not_open` |"
    page = f"\n## Commands\n\n| command | who may |\n|---|---|\n{row}\n\n## Events\n"

    assert table("Commands", page) == {"MakeTea": ["system", "never", "`not_open`"]}
    assert table("Events", page) == {}
