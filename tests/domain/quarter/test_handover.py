"""Everything that waits for one person goes to another, recorded; what cannot is named."""

from datetime import date
from uuid import UUID

import pytest

from domain.casework.commands import HandOverRequest
from domain.errors import Reason
from domain.escalations import EscalationHandedOver
from domain.ids import QUARTER
from domain.people import Person, Role
from domain.policy import EscalatedMatter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import OnesAction, OnesEscalation, OnesRequest, OnesWork, QuarterFacts, WorkOf
from domain.quarter.needs import needs
from domain.quarter.state import HandOver
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    ABOVE,
    FIRST,
    ID,
    PROSECUTORS,
    an_open_quarter,
    at,
    facts,
    given,
    person,
    planned,
    state,
)
from tests.factories import an_iqa_row

OPEN = an_open_quarter(planned=(planned(1), planned(2)))
BECAUSE = "On long leave from Monday."
GIVE = c.HandOverWork(whose="M1", to="M2", because=BECAUSE)


def iqa(iqa_id: str = "iqa-1", **changes: object) -> IqaRow:
    known = {
        "iqa_id": iqa_id,
        "area": "XN",
        "category": Category.CASEWORK,
        "prosecutor": "P1",
        "assessor": "M1",
        "senior_manager": "S1",
    }
    return an_iqa_row(**(known | changes))


ACTIONS = (OnesAction(stream="iqa-7", action_id="a1"), OnesAction(stream="case-91XN", action_id="a2"))
HANDED = tuple(e.HandedAction(stream=one.stream, action_id=one.action_id) for one in ACTIONS)
PUT = OnesEscalation(stream="iqa-1", escalation_id="e1", matter=EscalatedMatter.MARKS)
ON_CASE = OnesEscalation(stream="case-91XN", escalation_id="e2", matter=EscalatedMatter.ACTION)
OWN_PACE = OnesEscalation(stream=ID, escalation_id="pace-1", matter=EscalatedMatter.PACE)
EARLIER_PACE = OnesEscalation(
    stream="quarter-2026-27-Q2-XN", escalation_id="pace-0", matter=EscalatedMatter.PACE
)


def handed(*ones: OnesEscalation) -> tuple[e.HandedEscalation, ...]:
    return tuple(e.HandedEscalation(stream=one.stream, escalation_id=one.escalation_id) for one in ones)


def world(people: tuple[Person, ...] = (), **work: object) -> QuarterFacts:
    everybody = {one.staff_id: one for one in (*ABOVE, *PROSECUTORS, *people)}
    return facts(people=tuple(everybody.values()), work=OnesWork.model_validate(work))


def handed_over(whose: str = "M1", to: str = "M2", **changes: object) -> e.WorkHandedOver:
    return e.WorkHandedOver.model_validate({"whose": whose, "to": to, "because": BECAUSE} | changes)


@pytest.mark.parametrize("by", ["S1", "S2", "C1", "A1"])
def test_open_iqas_actions_on_both_kinds_of_stream_and_what_was_escalated_go_to_another_manager(
    by: str,
) -> None:
    has = world(iqas=(iqa(), iqa("iqa-2")), actions=ACTIONS, escalations=(PUT, ON_CASE))

    given(OPEN).when(GIVE, by=by, world=has).then(
        handed_over(iqas=("iqa-1", "iqa-2"), actions=HANDED, escalations=handed(PUT, ON_CASE))
    )


@pytest.mark.parametrize("by", ["M1", "M2", "P1", QUARTER])
def test_nobody_else_hands_over(by: str) -> None:
    given(OPEN).when(GIVE, by=by, world=world(iqas=(iqa(),))).refused(Reason.NOT_PERMITTED)


ASKED = OnesRequest(stream="case-91XN", request_id="r1", prosecutor="P1")
ASKED_AGAIN = OnesRequest(stream="case-91XN", request_id="r2", prosecutor="P2")
TO_ANSWER = tuple(
    e.HandedRequest(stream=one.stream, request_id=one.request_id) for one in (ASKED, ASKED_AGAIN)
)


def test_what_prosecutors_asked_for_goes_to_another_manager_and_is_told_to_the_case() -> None:
    moved = handed_over(requests=TO_ANSWER)

    given(OPEN).when(GIVE, by="S1", world=world(requests=(ASKED, ASKED_AGAIN))).then(moved)
    quarter = state(OPEN, moved)

    assert [(one.stream, one.message) for one in quarter.tellings] == [
        ("case-91XN", HandOverRequest(request_id=each, to="M2")) for each in ("r1", "r2")
    ]
    assert quarter.handed_over[0].requests == TO_ANSWER


def test_a_request_goes_to_no_prosecutor_and_is_named() -> None:
    give = c.HandOverWork(whose="M1", to="P2", because=BECAUSE)
    left = e.Left(stream="case-91XN", what="request", because="not_permitted")

    given(OPEN).when(give, by="S1", world=world(actions=ACTIONS, requests=(ASKED,))).then(
        handed_over(to="P2", actions=HANDED, left=(left,))
    )


@pytest.mark.parametrize(
    "receiver", [person("P1", Role.LEGAL_MANAGER, "S1"), person("M2", Role.LEGAL_MANAGER, "P1")]
)
def test_nobody_answers_what_they_or_their_manager_asked_for(receiver: Person) -> None:
    give = c.HandOverWork(whose="M1", to=receiver.staff_id, because=BECAUSE)
    left = e.Left(stream="case-91XN", what="request", because="own_work")

    given(OPEN).when(give, by="S1", world=world((receiver,), requests=(ASKED, ASKED_AGAIN))).then(
        handed_over(to=receiver.staff_id, requests=TO_ANSWER[1:], left=(left,))
    )


def test_second_checks_go_to_another_senior_manager() -> None:
    give = c.HandOverWork(whose="S1", to="S2", because=BECAUSE)
    checks = (iqa("iqa-3", sampler="S1"), iqa("iqa-4", sampler="S1"))

    given(OPEN).when(give, by="C1", world=world(samples=checks)).then(
        handed_over("S1", "S2", samples=("iqa-3", "iqa-4"))
    )


@pytest.mark.parametrize(("to", "goes"), [("S2", True), ("C1", True), ("M2", False)])
def test_what_was_raised_about_a_managers_pace_goes_to_nobody_below_senior(
    to: str,
    goes: bool,  # noqa: FBT001  a column of the table
) -> None:
    give = c.HandOverWork(whose="S1", to=to, because=BECAUSE)
    left = e.Left(stream=ID, what="escalation", because="not_permitted")
    own = EscalationHandedOver(escalation_id="pace-1", whose="S1", to=to)
    goes_over = handed(PUT, OWN_PACE) if goes else handed(PUT)

    given(OPEN).when(give, by="C1", world=world(escalations=(PUT, OWN_PACE))).then(
        handed_over("S1", to, escalations=goes_over, left=() if goes else (left,)),
        *((own,) if goes else ()),
    )


def test_what_an_earlier_quarter_says_of_somebodys_pace_ends_with_its_close_and_is_named() -> None:
    give = c.HandOverWork(whose="S1", to="S2", because=BECAUSE)
    left = e.Left(stream="quarter-2026-27-Q2-XN", what="escalation", because="settled_at_its_close")

    given(OPEN).when(give, by="C1", world=world(escalations=(PUT, EARLIER_PACE))).then(
        handed_over("S1", "S2", escalations=handed(PUT), left=(left,))
    )


def test_no_prosecutor_is_given_what_was_escalated() -> None:
    give = c.HandOverWork(whose="M1", to="P1", because=BECAUSE)

    given(OPEN).when(give, by="S1", world=world(escalations=(PUT,))).refused(
        Reason.NOTHING_TO_HAND_OVER, "M1: iqa-1"
    )


def test_an_iqa_that_the_receiver_is_about_to_sample_is_left() -> None:
    drawn = e.SampleDrawn(iqa_id="iqa-1", category=Category.CASEWORK, block=1, sampler="S1")
    give = c.HandOverWork(whose="M1", to="S1", because=BECAUSE)

    outcome = given(OPEN, drawn).when(give, by="C1", world=world(iqas=(iqa(), iqa("iqa-2"))))

    outcome.then(
        handed_over(to="S1", iqas=("iqa-2",), left=(e.Left(stream="iqa-1", what="iqa", because="took_part"),))
    )


def test_each_stream_is_told_but_for_the_quarter_itself() -> None:
    put = handed(PUT, ON_CASE, OWN_PACE)
    event = handed_over(iqas=("iqa-1",), samples=("iqa-3",), actions=HANDED, escalations=put)

    quarter = state(OPEN, event)

    assert [(one.stream, one.message.kind) for one in quarter.tellings] == [
        ("iqa-1", "reassign"),
        ("iqa-3", "replace_sampler"),
        ("iqa-7", "hand_over_action"),
        ("case-91XN", "hand_over_action"),
        ("iqa-1", "hand_over_escalation"),
        ("case-91XN", "hand_over_escalation"),
    ]
    assert [one.assessor for one in quarter.planned] == ["M1", "M1"], "the plan knows it as given away"
    [kept] = quarter.handed_over
    assert kept == HandOver(
        whose="M1",
        to="M2",
        at=at(FIRST),
        iqas=("iqa-1",),
        samples=("iqa-3",),
        actions=HANDED,
        escalations=put,
    )


def test_an_iqa_of_the_receivers_own_work_is_left_and_named() -> None:
    promoted = person("P1", Role.LEGAL_MANAGER, "S1")
    give = c.HandOverWork(whose="M1", to="P1", because=BECAUSE)
    has = world((promoted,), iqas=(iqa(), iqa("iqa-2", prosecutor="P3")))

    given(OPEN).when(give, by="S1", world=has).then(
        handed_over(
            to="P1",
            iqas=("iqa-2",),
            left=(e.Left(stream="iqa-1", what="iqa", because="own_work"),),
        )
    )


def test_an_iqa_of_somebody_to_whom_the_receiver_reports_is_left() -> None:
    under = person("M3", Role.LEGAL_MANAGER, "P1")
    give = c.HandOverWork(whose="M1", to="M3", because=BECAUSE)

    outcome = given(OPEN).when(give, by="S1", world=world((under,), iqas=(iqa(),), actions=ACTIONS))

    outcome.then(
        handed_over(to="M3", actions=HANDED, left=(e.Left(stream="iqa-1", what="iqa", because="own_work"),))
    )


def test_what_the_receiver_samples_they_do_not_assess_and_the_other_way_round() -> None:
    give = c.HandOverWork(whose="S1", to="S2", because=BECAUSE)
    has = world(
        iqas=(iqa(assessor="S1", sampler="S2"),),
        samples=(iqa("iqa-3", assessor="S2"), iqa("iqa-4", former_assessors=("S2",)), iqa("iqa-5")),
    )

    given(OPEN).when(give, by="C1", world=has).then(
        handed_over(
            "S1",
            "S2",
            samples=("iqa-5",),
            left=(
                e.Left(stream="iqa-1", what="iqa", because="took_part"),
                e.Left(stream="iqa-3", what="sample", because="took_part"),
                e.Left(stream="iqa-4", what="sample", because="took_part"),
            ),
        )
    )


def test_what_is_partly_the_receivers_own_work_they_neither_assess_nor_sample() -> None:
    give = c.HandOverWork(whose="S1", to="S2", because=BECAUSE)
    has = world(
        iqas=(iqa(assessor="S1", done_by=("P1", "S2")),),
        samples=(iqa("iqa-3", done_by=("S2",)), iqa("iqa-5")),
    )

    given(OPEN).when(give, by="C1", world=has).then(
        handed_over(
            "S1",
            "S2",
            samples=("iqa-5",),
            left=(
                e.Left(stream="iqa-1", what="iqa", because="did_the_work"),
                e.Left(stream="iqa-3", what="sample", because="did_the_work"),
            ),
        )
    )


def test_queries_stay_with_the_line_of_management_and_are_named() -> None:
    give = c.HandOverWork(whose="S1", to="S2", because=BECAUSE)
    has = world(actions=ACTIONS, queries=("iqa-9",))

    [event] = given(OPEN).when(give, by="C1", world=has).events

    assert isinstance(event, e.WorkHandedOver)
    assert event.left == (e.Left(stream="iqa-9", what="query", because="any_senior_manager_answers"),)


ELSEWHERE = person("M8", Role.LEGAL_MANAGER, area="XS")
GONE = person("M9", Role.LEGAL_MANAGER, to_date=date(2026, 9, 30))


@pytest.mark.parametrize(
    ("give", "people", "reason", "detail"),
    [
        ({"whose": "M7"}, (), Reason.UNKNOWN_PERSON, "M7"),
        ({"to": "M7"}, (), Reason.UNKNOWN_PERSON, "M7"),
        ({"whose": "M8"}, (ELSEWHERE,), Reason.OTHER_AREA, "M8: XS"),
        ({"to": "M8"}, (ELSEWHERE,), Reason.OTHER_AREA, "M8: XS"),
        ({"to": "M9"}, (GONE,), Reason.NOT_IN_POST, "M9"),
        ({"to": "M1"}, (), Reason.ALREADY_DONE, "M1"),
        ({"to": "P2"}, (), Reason.NOT_PERMITTED, "P2: prosecutor"),
        ({"to": "C1"}, (), Reason.NOT_PERMITTED, "C1: chief_crown_prosecutor"),
    ],
)
def test_the_two_are_known_here_and_the_receiver_is_in_post_and_may_do_it(
    give: dict[str, str], people: tuple[Person, ...], reason: Reason, detail: str
) -> None:
    command = GIVE.model_copy(update=give)

    given(OPEN).when(command, by="S1", world=world(people, iqas=(iqa(),))).refused(reason, detail)


def test_a_legal_manager_takes_no_second_checks() -> None:
    give = c.HandOverWork(whose="S1", to="M2", because=BECAUSE)

    given(OPEN).when(give, by="C1", world=world(samples=(iqa(sampler="S1"),))).refused(
        Reason.NOT_PERMITTED, "M2: legal_manager"
    )


def test_somebody_who_has_left_hands_over_all_the_same() -> None:
    left = person("M1", Role.LEGAL_MANAGER, "S1", to_date=date(2026, 9, 30))

    given(OPEN).when(GIVE, by="S1", world=world((left,), iqas=(iqa(),))).then(handed_over(iqas=("iqa-1",)))


def test_anybody_in_post_takes_actions_alone() -> None:
    give = c.HandOverWork(whose="P1", to="P2", because=BECAUSE)

    given(OPEN).when(give, by="S1", world=world(actions=ACTIONS)).then(
        handed_over("P1", "P2", actions=HANDED)
    )


def test_with_nothing_to_hand_over_it_is_refused() -> None:
    given(OPEN).when(GIVE, by="S1", world=world()).refused(Reason.NOTHING_TO_HAND_OVER, "M1")


def test_with_nothing_that_the_other_may_have_it_is_refused_and_says_what_there_is() -> None:
    promoted = person("P1", Role.LEGAL_MANAGER, "S1")
    give = c.HandOverWork(whose="M1", to="P1", because=BECAUSE)

    given(OPEN).when(give, by="S1", world=world((promoted,), iqas=(iqa(),))).refused(
        Reason.NOTHING_TO_HAND_OVER, "M1: iqa-1"
    )


def test_a_closed_quarter_still_records_it() -> None:
    closed = e.QuarterClosed(seed="00", drawn=0, released=(), counts=())

    given(OPEN, closed).when(GIVE, by="S1", world=world(actions=ACTIONS)).then(handed_over(actions=HANDED))


def test_it_needs_both_people_and_everything_that_the_one_has() -> None:
    envelope = c.QuarterEnvelope(command_id=UUID(int=1), actor="S1", command=GIVE)

    wanted = needs(envelope, state(OPEN))

    assert wanted.people == {"S1", "M1", "M2"}
    assert wanted.work_of == WorkOf(area="XN", whose="M1")
