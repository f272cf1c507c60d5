"""What an auditor repeats: every fold and every decision, on the facts that were kept beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

import pytest

from domain.audit import Decided, Difference, repeat
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.ids import QUARTER as QUARTER_SENDS
from domain.iqa import commands as c
from domain.iqa.decide import decide
from domain.iqa.events import IqaEvent, RecordedIqaEvent
from domain.iqa.kind import IQA
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Decision
from domain.questions import Category
from domain.stream import Kind
from tests.factories import (
    AREA,
    ASSESSOR,
    IQA_ID,
    LIBRARY,
    OTHER_MANAGER,
    PROSECUTOR,
    QUARTER,
    SELECTED,
    TARGET,
    facts,
    select_case,
)

IqaDecided = Decided[c.IqaCommand, IqaEvent]
_IDS = UUID("7b1c4a52-93a4-4a3b-8a53-0d8f5f0f6a11")

OPENING = c.OpenIqa(
    area=AREA,
    quarter=QUARTER,
    category=Category.CASEWORK,
    prosecutor=PROSECUTOR,
    assessor=ASSESSOR,
    target_on=TARGET,
    policy_version="default-1",
)


def asked(
    number: int, actor: str, command: c.IqaCommand, before: Sequence[RecordedIqaEvent] = (), run: int = 1
) -> IqaDecided:
    """A command as a history has it that folded everything before."""
    now = facts(now=SELECTED + timedelta(minutes=number))
    envelope = c.IqaEnvelope(command_id=uuid5(_IDS, f"{number}"), actor=actor, command=command)
    decision = decide(envelope, IQA.fold(None, before, IQA_ID), now)
    events = () if isinstance(decision, Refused) else decision
    recorded = tuple(
        RecordedIqaEvent(
            version=version, at=now.now, actor=actor, command_id=envelope.command_id, event=event
        )
        for version, event in enumerate(events, start=len(before) + 1)
    )
    return Decided(
        where=f"event {number}",
        run=run,
        envelope=envelope,
        now=now.now,
        folded=len(before),
        events=recorded,
        refused=decision if isinstance(decision, Refused) else None,
        facts=now.recorded(),
    )


def a_history() -> list[IqaDecided]:
    """Opened, refused once, selected."""
    opened = asked(1, QUARTER_SENDS, OPENING)
    refused = asked(2, OTHER_MANAGER, select_case(), opened.events)
    return [opened, refused, asked(3, ASSESSOR, select_case(), opened.events)]


def audit(
    history: Sequence[IqaDecided], kind: Kind[c.IqaCommand, Iqa, IqaEvent] = IQA
) -> tuple[Difference, ...]:
    return repeat(kind, IQA_ID, history, LIBRARY)


def test_a_history_that_nobody_touched_repeats() -> None:
    opened, refused, selected = history = a_history()

    assert audit(history) == ()
    assert (len(opened.events), refused.events, len(selected.events)) == (1, (), 1)
    assert refused.refused is not None


def test_an_event_that_the_rules_would_not_give_is_found() -> None:
    *before, selected = a_history()
    [event] = selected.events
    forged = event.model_copy(update={"event": event.event.model_copy(update={"eligible_cases": 99})})

    [found] = audit([*before, replace(selected, events=(forged,))])

    assert found.where == "event 3"
    assert '"eligible_cases": 99' in found.recorded
    assert '"eligible_cases": 99' not in found.repeated


def test_a_refusal_that_the_rules_would_not_give_is_found() -> None:
    opened, refused, selected = a_history()
    forged = replace(refused, refused=Refused(reason=Reason.CASE_NOT_LIVE, detail="of old"))

    [found] = audit([opened, forged, selected])

    assert found.recorded == "refused: case_not_live of old"
    assert str(found).startswith("event 2: recorded refused: case_not_live of old, repeated refused: ")


def test_a_refusal_by_a_constraint_across_streams_cannot_be_repeated_and_is_believed() -> None:
    *before, selected = a_history()
    lost = Refused(reason=Reason.ALREADY_ASSESSED, detail=IQA_ID)

    assert audit([*before, replace(selected, events=(), refused=lost)]) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 7}, "7"),
        ({"actor": OTHER_MANAGER}, OTHER_MANAGER),
        ({"at": SELECTED}, SELECTED.isoformat()),
    ],
)
def test_an_event_out_of_place_or_of_somebody_else_is_found(change: dict[str, object], said: str) -> None:
    *before, selected = a_history()
    [event] = selected.events

    found = audit([*before, replace(selected, events=(event.model_copy(update=change),))])

    assert any(said in difference.recorded for difference in found)


def test_another_version_of_an_event_that_was_folded_before_is_found() -> None:
    opened, _, selected = a_history()
    forged = opened.events[0].model_copy(update={"actor": OTHER_MANAGER})
    again = replace(selected, run=2, folded=0, events=(forged, *selected.events))

    found = audit([opened, again])

    assert [difference.recorded for difference in found] == ["another event"]


def test_a_version_folded_that_is_not_the_last_is_found() -> None:
    *before, selected = a_history()

    assert "folded 0" in {difference.recorded for difference in audit([*before, replace(selected, folded=0)])}


def test_a_second_run_folds_everything_again() -> None:
    history = a_history()
    events = tuple(event for each in history for event in each.events)
    reopened = replace(asked(9, QUARTER_SENDS, OPENING, events, run=2), folded=0, events=events)

    assert audit([*history, reopened]) == ()


def test_a_command_that_comes_again_is_not_judged_by_later_facts() -> None:
    *before, selected = a_history()
    again = replace(selected, now=selected.now + timedelta(days=1), folded=2, events=())

    assert audit([*before, selected, again]) == ()


def test_a_command_answered_again_that_never_came_before_is_found() -> None:
    *before, selected = a_history()

    found = audit([*before, replace(selected, now=selected.now + timedelta(days=1))])

    assert ("answered again", "never asked before") in {(each.recorded, each.repeated) for each in found}


def test_facts_that_cannot_be_read_are_a_difference_and_not_an_error() -> None:
    *before, selected = a_history()

    [found] = audit([*before, replace(selected, facts={"now": "yesterday"})])

    assert found.repeated.startswith("KeyError")


def test_rules_that_fail_are_a_difference_and_not_an_error() -> None:
    def broken(_: c.IqaEnvelope, __: Iqa | None, ___: Facts) -> Decision:
        raise ZeroDivisionError

    found = audit(a_history(), replace(IQA, decide=broken))

    assert len(found) == 3
    assert all(difference.repeated.startswith("ZeroDivisionError") for difference in found)
