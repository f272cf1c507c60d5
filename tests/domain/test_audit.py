"""What an auditor repeats: every fold and every decision, on the facts that were kept beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from domain import words
from domain.audit import (
    Decided,
    Difference,
    Explained,
    Finding,
    NotHere,
    OtherRules,
    Verdict,
    repeat,
    verdict,
)
from domain.errors import Reason, Refused
from domain.ids import QUARTER as QUARTER_SENDS
from domain.iqa import commands as c
from domain.iqa.decide import decide
from domain.iqa.events import IqaEvent, RecordedIqaEvent
from domain.iqa.facts import IqaFacts
from domain.iqa.kind import IQA
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Decision
from domain.mendings import Mended, Mending
from domain.questions import Category
from domain.stream import Answer, Kind
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


TODAYS, FORMER = "a" * 64, "b" * 64
"""The hashes of two sets of rules."""


def asked(
    number: int, actor: str, command: c.IqaCommand, before: Sequence[RecordedIqaEvent] = ()
) -> IqaDecided:
    """A command as the ledger has it, on a stream that held these events."""
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
    answer = Answer(
        command_id=envelope.command_id,
        command_hash=envelope.hash,
        events=tuple(each.kind for each in recorded),
        version=len(before) + len(recorded),
    )
    return Decided(
        where=f"command {number}",
        envelope=envelope,
        sent_hash=envelope.hash,
        command_hash=envelope.hash,
        now=now.now,
        version=len(before),
        events=recorded,
        answer=decision if isinstance(decision, Refused) else answer,
        facts=now.recorded(),
        rules=TODAYS,
    )


def a_ledger() -> list[IqaDecided]:
    """Opened, refused once, selected."""
    opened = asked(1, QUARTER_SENDS, OPENING)
    refused = asked(2, OTHER_MANAGER, select_case(), opened.events)
    return [opened, refused, asked(3, ASSESSOR, select_case(), opened.events)]


def audit(ledger: Sequence[IqaDecided], kind: Kind[c.IqaCommand, Iqa, IqaEvent] = IQA) -> tuple[Finding, ...]:
    return tuple(repeat(kind, IQA_ID, ledger, LIBRARY, TODAYS))


def differences(ledger: Sequence[IqaDecided]) -> tuple[Difference, ...]:
    return tuple(found for found in audit(ledger) if isinstance(found, Difference))


def test_a_ledger_that_nobody_touched_repeats() -> None:
    opened, refused, selected = ledger = a_ledger()

    assert audit(ledger) == ()
    assert (len(opened.events), refused.events, len(selected.events)) == (1, (), 1)
    assert refused.refused is not None


def test_an_event_that_the_rules_would_not_give_is_found() -> None:
    *before, selected = a_ledger()
    [event] = selected.events
    forged = event.model_copy(update={"event": event.event.model_copy(update={"eligible_cases": 99})})

    [found] = differences([*before, replace(selected, events=(forged,))])

    assert found.where == "command 3"
    assert '"eligible_cases": 99' in found.recorded
    assert '"eligible_cases": 99' not in found.repeated


def test_a_refusal_that_the_rules_would_not_give_is_found() -> None:
    opened, refused, selected = a_ledger()
    forged = replace(refused, answer=Refused(reason=Reason.CASE_NOT_LIVE, detail="of old"))

    [found] = differences([opened, forged, selected])

    assert found.recorded == "refused: case_not_live of old"
    assert str(found).startswith("command 2: recorded refused: case_not_live of old, repeated refused: ")


def test_a_refusal_by_a_constraint_across_streams_cannot_be_repeated_and_is_believed() -> None:
    *before, selected = a_ledger()
    lost = Refused(reason=Reason.ALREADY_ASSESSED, detail=IQA_ID)

    assert audit([*before, replace(selected, events=(), answer=lost)]) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 7}, "7"),
        ({"actor": OTHER_MANAGER}, OTHER_MANAGER),
        ({"at": SELECTED}, str(SELECTED.minute)),
    ],
)
def test_an_event_out_of_place_or_of_somebody_else_is_found(change: dict[str, object], said: str) -> None:
    *before, selected = a_ledger()
    [event] = selected.events

    found = differences([*before, replace(selected, events=(event.model_copy(update=change),))])

    assert any(said in difference.recorded for difference in found)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"version": 0}, "command 3, version"),
        ({"command_hash": "0" * 64}, "command 3, hash"),
        ({"now": SELECTED}, "command 3, instant of the facts"),
        (
            {"answer": Answer(command_id=UUID(int=1), command_hash="", events=(), version=9)},
            "command 3, answer",
        ),
    ],
)
def test_what_was_changed_about_a_command_is_found(changes: dict[str, Any], where: str) -> None:
    *before, selected = a_ledger()

    assert where in {found.where for found in differences([*before, replace(selected, **changes)])}


def test_a_command_left_out_is_found() -> None:
    _, *after = a_ledger()

    assert differences(after)


def test_facts_that_cannot_be_read_are_a_difference_and_not_an_error() -> None:
    *before, selected = a_ledger()

    found = differences([*before, replace(selected, facts={"now": "yesterday"})])

    assert any(difference.repeated.startswith("KeyError") for difference in found)


def test_rules_that_fail_are_a_difference_and_not_an_error() -> None:
    def broken(_: c.IqaEnvelope, __: Iqa | None, ___: IqaFacts) -> Decision:
        raise ZeroDivisionError

    found = [each for each in audit(a_ledger(), replace(IQA, decide=broken)) if isinstance(each, Difference)]

    assert len(found) == 3
    assert all(difference.repeated.startswith("ZeroDivisionError") for difference in found)


def test_a_decision_of_other_rules_is_told_apart_and_accuses_nobody() -> None:
    opened, refused, selected = a_ledger()
    then = Refused(reason=Reason.CASE_NOT_LIVE, detail="as those rules had it")

    unlike, alike = audit(
        [opened, replace(refused, rules=FORMER, answer=then), replace(selected, rules=FORMER)]
    )

    assert isinstance(unlike, OtherRules)
    assert (unlike.where, unlike.rules) == ("command 2", FORMER)
    assert (unlike.repeated or "").startswith("refused: not_permitted")
    assert alike == OtherRules(where="command 3", rules=FORMER)


def test_a_decision_with_reference_data_that_is_not_here_accuses_nobody_and_the_others_are_judged() -> None:
    opened, refused, selected = a_ledger()
    elsewhere = replace(selected, facts=dict(selected.facts) | {"policy": "xn-4"})

    assert audit([opened, refused, elsewhere]) == (NotHere(where="command 3", kind="policy", version="xn-4"),)


ALTERED = Difference(where="command 3", recorded="yes", repeated="no")
NOT_HERE = NotHere(where="command 3", kind="policy", version="xn-4")
UNLIKE = OtherRules(where="command 3", rules=FORMER, repeated="otherwise")
ALIKE = OtherRules(where="command 3", rules=FORMER)
EXPLAINED = Explained(
    where="command 3",
    mending=Mending(at=SELECTED, who="iqa@host", kind=Mended.CAUGHT_UP, stream=IQA_ID, ledger=3, folded=1),
)


@pytest.mark.parametrize(
    ("found", "comes_to"),
    [
        ((), Verdict.VERIFIED),
        ((ALIKE,), Verdict.VERIFIED),
        ((ALIKE, EXPLAINED), Verdict.EXPLAINED),
        ((EXPLAINED, UNLIKE), Verdict.NOT_JUDGED),
        ((NOT_HERE, EXPLAINED), Verdict.NOT_JUDGED),
        ((NOT_HERE, ALTERED, EXPLAINED), Verdict.ALTERED),
    ],
)
def test_a_record_comes_to_the_worst_that_was_found(found: tuple[Finding, ...], comes_to: Verdict) -> None:
    assert verdict(found) is comes_to
    assert comes_to.is_sound == (comes_to in {Verdict.VERIFIED, Verdict.EXPLAINED})


def test_what_explains_is_told_with_who_did_it_when() -> None:
    assert words.mending(EXPLAINED.mending).startswith("its workflow was told to catch up, ")
    assert words.mending(EXPLAINED.mending).endswith(", by iqa@host")
