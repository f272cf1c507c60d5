"""The facts of a decision: what they tell, and that they can be kept and restored."""

import json
from datetime import date, datetime

import pytest

from domain.assessment import Mode
from domain.calendar import DayRange, NaiveInstant
from domain.cases import MilestoneKind
from domain.facts import UnknownVersion
from domain.iqa.facts import IqaFacts, NotedConversation
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    LIBRARY,
    OTHER_MANAGER,
    PROSECUTOR,
    TODAY,
    TOMORROW,
    URN,
    YESTERDAY,
    a_case_file,
    away,
    end_of,
    facts,
)


def test_today_is_the_day_in_london() -> None:
    summer_night = datetime.fromisoformat("2026-06-30T23:30:00+00:00")

    assert facts(now=summer_night).today == date(2026, 7, 1)


def test_an_instant_without_a_time_zone_is_on_no_day() -> None:
    with pytest.raises(NaiveInstant):
        _ = facts(now=datetime.fromisoformat("2026-06-30T23:30:00")).today


def test_a_person_is_found_by_staff_id() -> None:
    found = facts().person(ASSESSOR)

    assert found is not None
    assert found.staff_id == ASSESSOR
    assert facts().person("XN-X99") is None
    assert facts().person(None) is None


def test_absences_are_told_for_the_people_asked_about() -> None:
    known = facts(absences=(away(ASSESSOR, TODAY), away(COLLEAGUE, YESTERDAY, TODAY)))

    assert known.away(PROSECUTOR, ASSESSOR) == (DayRange(first_day=TODAY),)


@pytest.mark.parametrize(
    ("absences", "keeper"),
    [
        ((), COLLEAGUE),
        ((away(COLLEAGUE, TODAY, TODAY, OTHER_MANAGER),), OTHER_MANAGER),
        ((away(COLLEAGUE, TODAY, TODAY),), COLLEAGUE),
        ((away(COLLEAGUE, TOMORROW, None, OTHER_MANAGER),), COLLEAGUE),
        ((away(ASSESSOR, TODAY, TODAY, OTHER_MANAGER),), COLLEAGUE),
        ((away(COLLEAGUE, TODAY), away(COLLEAGUE, YESTERDAY, None, OTHER_MANAGER)), OTHER_MANAGER),
    ],
)
def test_whoever_covers_an_absence_stands_in_today(absences: tuple[object, ...], keeper: str) -> None:
    assert facts(absences=absences).cover(COLLEAGUE) == keeper


def everything_known() -> IqaFacts:
    noted = NotedConversation(
        conversation_id=f"case-{URN}.c1",
        urn=URN,
        manager=ASSESSOR,
        prosecutor=PROSECUTOR,
        on=YESTERDAY,
        mode=Mode.VIDEO,
        went_well="The review was early.",
    )
    return facts(
        now=end_of(11, 10),
        absences=(away(COLLEAGUE, TODAY, None, OTHER_MANAGER),),
        case_file=a_case_file((MilestoneKind.NEXT_HEARING, TOMORROW)),
        conversation=noted,
    )


@pytest.mark.parametrize("known", [facts(), facts(case_file=None, people=()), everything_known()])
def test_kept_facts_are_restored_as_they_were(known: IqaFacts) -> None:
    kept = json.loads(json.dumps(known.recorded()))

    assert IqaFacts.restored(kept, LIBRARY) == known


def test_reference_data_is_kept_by_version() -> None:
    kept = facts().recorded()

    assert (kept["policy"], kept["question_set"]) == ("default-1", "casework-2025-02")


@pytest.mark.parametrize("kind", ["policy", "calendar", "question_set"])
def test_without_the_reference_data_of_its_time_a_decision_cannot_be_repeated(kind: str) -> None:
    with pytest.raises(UnknownVersion, match="no-such-1"):
        IqaFacts.restored(facts().recorded() | {kind: "no-such-1"}, LIBRARY)
