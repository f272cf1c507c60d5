"""A senior manager talks with the manager about an assessment, sampled or not, and somebody says what came of it."""

from datetime import date, timedelta
from typing import Final

import pytest

from domain.errors import Reason
from domain.ids import QUARTER, TIMER
from domain.iqa.commands import (
    DeadlinePassed,
    NoteManagerTalk,
    ReleaseFromSample,
    ReviewManagerTalk,
    Withdraw,
)
from domain.iqa.events import (
    DeadlineMissed,
    IqaClosed,
    ReleasedFromSample,
)
from domain.iqa.manager_talks import ManagerTalkNoted, ManagerTalkReviewed
from domain.iqa.sight import Part, judge_sight, may_read, part_of
from domain.people import Role
from tests.bdd import Done, given
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    CHIEF,
    NOW,
    OTHER_MANAGER,
    PROSECUTOR,
    SENIOR,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_completed_iqa,
    a_confirmed_iqa,
    a_marked_iqa,
    an_open_iqa,
    end_of,
    facts,
    person,
    policy,
)

ABOUT: Final = "How a strategy reads that meets the defence."
TO_TRY: Final = "Ask for one at charge."
TALK: Final = NoteManagerTalk(on=TODAY, text=ABOUT, to_try=TO_TRY)
NOTED: Final = ManagerTalkNoted(talk_id="m1", on=TODAY, text=ABOUT, to_try=TO_TRY, look_due=end_of(12, 8))
PAST: Final = (*a_completed_iqa(), Done(NOTED, SENIOR, NOW))
CAME_OF_IT: Final = ReviewManagerTalk(talk_id="m1", outcome="The last two reviews have one.")


def test_it_needs_no_sample_and_is_looked_at_within_policys_days() -> None:
    outcome = given(*a_completed_iqa()).when(TALK, by=SENIOR)

    outcome.then(NOTED)
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "manager_talk:m1": SENIOR}
    [talk] = outcome.iqa.manager_talks
    assert (talk.by, talk.manager, talk.outcome) == (SENIOR, ASSESSOR, None)


def test_a_day_may_be_named_by_which_to_look() -> None:
    named = TALK.model_copy(update={"look_on": date(2026, 11, 20)})

    assert given(*a_confirmed_iqa()).when(named, by=CHIEF).iqa.deadline("manager_talk:m1") is not None
    given(*a_confirmed_iqa()).when(named.model_copy(update={"look_on": YESTERDAY}), by=SENIOR).refused(
        Reason.DUE_IN_PAST
    )


def test_policy_says_how_long_otherwise() -> None:
    few = facts(policy=policy(working_days__manager_talk=1))

    pending = given(*a_confirmed_iqa()).when(TALK, by=SENIOR, facts=few).iqa.deadline("manager_talk:m1")

    assert pending is not None
    assert pending.due == end_of(11, 11)


@pytest.mark.parametrize(
    ("day", "reason"),
    [(TOMORROW, Reason.DAY_TO_COME), (TODAY - timedelta(days=30), Reason.TALK_BEFORE_CONFIRMATION)],
)
def test_it_took_place_on_a_day_since_the_assessment_was_confirmed(day: date, reason: Reason) -> None:
    given(*a_confirmed_iqa()).when(TALK.model_copy(update={"on": day}), by=SENIOR).refused(reason)


@pytest.mark.parametrize("by", [ASSESSOR, PROSECUTOR, OTHER_MANAGER, ADMINISTRATOR])
def test_somebody_above_notes_it(by: str) -> None:
    outcome = given(*a_confirmed_iqa()).when(TALK, by=by)

    outcome.refused(Reason.OWN_WORK if by in {ASSESSOR, PROSECUTOR} else Reason.NOT_PERMITTED)


def test_there_is_an_assessment_to_talk_about() -> None:
    given(*a_marked_iqa()).when(TALK, by=SENIOR).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


@pytest.mark.parametrize("by", [SENIOR, CHIEF, ASSESSOR])
def test_either_of_them_says_what_came_of_it(by: str) -> None:
    outcome = given(*PAST).when(CAME_OF_IT, by=by)

    outcome.then(ManagerTalkReviewed(talk_id="m1", outcome="The last two reviews have one."))
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR}
    assert outcome.iqa.manager_talks[0].outcome == "The last two reviews have one."
    assert outcome.iqa.deadline("manager_talk:m1") is None


def test_one_talk_looked_at_leaves_the_other_open() -> None:
    two = (*PAST, Done(NOTED.model_copy(update={"talk_id": "m2"}), SENIOR, NOW))

    assert [talk.talk_id for talk in given(*two).when(CAME_OF_IT, by=SENIOR).iqa.open_manager_talks] == ["m2"]


def test_it_is_said_once_and_of_a_talk_that_is_there() -> None:
    reviewed = ManagerTalkReviewed(talk_id="m1", outcome="It shows.")

    given(*PAST, reviewed).when(CAME_OF_IT, by=SENIOR).refused(Reason.ALREADY_DONE, "m1")
    given(*a_completed_iqa()).when(CAME_OF_IT, by=SENIOR).refused(Reason.UNKNOWN_MANAGER_TALK, "m1")


def test_the_iqa_stays_open_for_it_and_closes_with_it() -> None:
    released = given(*PAST).when(ReleaseFromSample(), by=QUARTER)

    released.then(ReleasedFromSample())
    assert released.and_when(CAME_OF_IT, by=SENIOR).kinds == ["manager_talk_reviewed", "iqa_closed"]


def test_what_nobody_looked_at_is_missed_by_who_noted_it_and_goes_up() -> None:
    late = DeadlinePassed(deadline="manager_talk:m1", due=end_of(12, 8))

    outcome = given(*PAST).when(late, by=TIMER, at=end_of(12, 8) + timedelta(seconds=1))

    assert outcome.events[0] == DeadlineMissed(deadline="manager_talk:m1", due=end_of(12, 8), whose=SENIOR)
    assert outcome.kinds == ["deadline_missed", "escalation_raised"]
    assert outcome.waiting["manager_talk:m1"] == SENIOR


def test_with_the_iqa_withdrawn_nobody_looks_any_more() -> None:
    gone = given(*a_confirmed_iqa(), Done(NOTED, SENIOR, NOW)).when(Withdraw(because="other"), by=SENIOR)

    assert gone.kinds[-1] == IqaClosed().kind
    assert gone.waiting == {}


def test_an_iqa_holds_twenty() -> None:
    many = tuple(Done(NOTED.model_copy(update={"talk_id": f"m{n}"}), SENIOR, NOW) for n in range(1, 21))

    given(*a_confirmed_iqa(), *many).when(TALK, by=SENIOR).refused(Reason.TOO_MANY, "talks with the manager")


def test_the_assessed_prosecutor_reads_nothing_of_it_and_the_manager_all() -> None:
    iqa = given(*PAST).iqa
    assert iqa is not None

    assert part_of(NOTED, iqa) is Part.OVERSIGHT
    assert Part.OVERSIGHT in may_read(person(ASSESSOR, Role.LEGAL_MANAGER, SENIOR), iqa)
    assert judge_sight(person(PROSECUTOR, Role.PROSECUTOR, ASSESSOR), iqa, Part.OVERSIGHT)


def test_before_anything_is_confirmed_there_are_none() -> None:
    iqa = given(*an_open_iqa()).iqa

    assert iqa is not None
    assert iqa.manager_talks == ()
