"""Second checks that nobody can go on with go to another sampler."""

from datetime import date

import pytest

from domain.calendar import end_of_day
from domain.iqa.commands import DrawForSample, ReplaceSampler
from domain.people import Person, Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.sample.population import Pick
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    ABOVE,
    CHIEF,
    FIRST,
    MANAGERS,
    SEED,
    SENIORS,
    an_open_quarter,
    at,
    confirmed,
    facts,
    given,
    person,
    state,
)
from tests.factories import an_iqa_row

S1, S2 = SENIORS
FRIDAY, MONDAY = end_of_day(date(2026, 10, 2)), end_of_day(date(2026, 10, 5))
OPEN = an_open_quarter(planned=())
IQA = confirmed(1).iqa_id
NEXT = e.PassTaken(pass_due=MONDAY)
DRAWN = e.SampleDrawn(iqa_id=IQA, category=Category.CASEWORK, block=1, sampler="S1")
HEARD = e.Told(telling_ids=("t2.1",))
PAST = (OPEN, DRAWN, HEARD)
CLOSED = e.QuarterClosed(seed=SEED.hex(), drawn=1, released=(), counts=())
NOT_TAKEN, LEFT = e.SecondCheckBecause.NOT_TAKEN, e.SecondCheckBecause.SAMPLER_LEFT


def check(sampler: str | None = None, n: int = 1, **changes: object) -> IqaRow:
    return IqaRow(**(confirmed(n).model_dump() | {"sampler": sampler} | changes))


def world(*checks: IqaRow, people: tuple[Person, ...] = ABOVE, **known: object) -> QuarterFacts:
    return facts(FRIDAY, second_checks=checks, people=people, **known)


def to(sampler: str, because: e.SecondCheckBecause, n: int = 1, **more: object) -> e.SecondCheckReassigned:
    values = {"iqa_id": confirmed(n).iqa_id, "sampler": sampler, "because": because}
    return e.SecondCheckReassigned.model_validate(values | more)


def test_a_check_that_goes_on_stays_with_whoever_has_it() -> None:
    given(*PAST).when(c.TakePass(), world=world(check("S1"))).then(NEXT)


def test_one_that_its_iqa_refused_goes_to_another_and_is_told_as_a_draw() -> None:
    outcome = given(*PAST).when(c.TakePass(), world=world(check()))

    outcome.then(to("S2", NOT_TAKEN), NEXT)
    after = state(*PAST, *outcome.events)
    assert [one.sampler for one in after.drawn] == ["S2"]
    assert [(one.telling_id, one.stream, one.message) for one in after.tellings] == [
        ("t4.1", IQA, DrawForSample(sampler="S2"))
    ]


def test_one_whose_sampler_has_taken_part_meanwhile_goes_to_somebody_who_did_not() -> None:
    took_part = check(assessor="S1", former_assessors=("S2",))

    given(*PAST).when(c.TakePass(), world=world(took_part)).then(to("C1", NOT_TAKEN), NEXT)


def test_one_that_was_refused_as_partly_the_samplers_own_work_goes_to_somebody_who_did_none_of_it() -> None:
    shared = check(done_by=("P1", "S1", "S2"))

    given(*PAST).when(c.TakePass(), world=world(shared)).then(to("C1", NOT_TAKEN), NEXT)


@pytest.mark.parametrize(
    "senior",
    [
        person("S1", Role.SENIOR_MANAGER, "C1", area="XS"),
        person("S1", Role.SENIOR_MANAGER, "C1", to_date=date(2026, 10, 1)),
        person("S1", Role.SENIOR_MANAGER, "C1", to_date=date(2026, 10, 2)),
        None,
    ],
    ids=["moved", "left", "leaves with the day", "unknown"],
)
def test_one_whose_sampler_is_no_longer_in_post_is_given_to_another_in_their_place(
    senior: Person | None,
) -> None:
    saturday = facts(at(date(2026, 10, 3)), second_checks=(check("S1"),))
    people = (CHIEF, S2, *MANAGERS, *([senior] if senior else []))

    outcome = given(*PAST).when(c.TakePass(), world=saturday.model_copy(update={"people": people}))

    outcome.then(to("S2", LEFT), NEXT)
    [told] = state(*PAST, *outcome.events).tellings
    assert told.message == ReplaceSampler(sampler="S2", because="sampler_left")


def test_whoever_has_another_role_by_now_goes_on_with_what_they_have() -> None:
    promoted = person("S1", Role.ADMINISTRATOR, None)

    given(*PAST).when(c.TakePass(), world=world(check("S1"), people=(CHIEF, promoted))).then(NEXT)


def test_where_there_is_nobody_else_the_same_one_is_told_again() -> None:
    given(*PAST).when(c.TakePass(), world=world(check(), people=(S1,))).then(to("S1", NOT_TAKEN), NEXT)


def test_where_nobody_may_sample_it_waits_for_the_next_pass() -> None:
    given(*PAST).when(c.TakePass(), world=world(check(), people=MANAGERS)).then(NEXT)


def test_an_iqa_that_is_still_to_be_told_is_left_for_later() -> None:
    given(OPEN, DRAWN).when(c.TakePass(), world=world(check())).then(NEXT)


def test_several_are_given_out_by_load_and_an_independent_one_stays_independent() -> None:
    drawn = [DRAWN.model_copy(update={"iqa_id": confirmed(n).iqa_id, "block": n}) for n in (1, 2, 3)]
    drawn[2] = drawn[2].model_copy(update={"independent": True, "sampler": "S2"})
    past: tuple[e.QuarterEvent, ...] = (OPEN, *drawn, e.Told(telling_ids=("t2.1", "t3.1", "t4.1")))
    s3 = person("S3", Role.SENIOR_MANAGER, "C1")
    checks = tuple(check(n=n, senior_manager="S4" if n < 3 else "S1") for n in (1, 2, 3))

    outcome = given(*past).when(c.TakePass(), world=world(*checks, people=(CHIEF, S1, S2, s3)))

    outcome.then(to("S3", NOT_TAKEN), to("S2", NOT_TAKEN, 2), to("S3", NOT_TAKEN, 3, independent=True), NEXT)
    after = state(*past, *outcome.events)
    assert [(one.sampler, one.independent) for one in after.drawn] == [
        ("S3", False),
        ("S2", False),
        ("S3", True),
    ]


def test_one_that_was_picked_and_drawn_is_given_on_once_under_its_first_label() -> None:
    picked = DRAWN.model_copy(update={"block": 0, "pick": Pick.RISK})
    past = (OPEN, picked, DRAWN, HEARD)

    outcome = given(*past).when(c.TakePass(), world=world(check()))

    outcome.then(to("S2", NOT_TAKEN), NEXT)
    after = state(*past, *outcome.events)
    assert [one.sampler for one in after.drawn] == ["S2", "S2"]
    assert [one.message for one in after.tellings] == [DrawForSample(sampler="S2", pick="risk")]


def test_after_the_close_it_goes_to_another_too_and_the_quarter_waits_for_it() -> None:
    closed = (*PAST, CLOSED)

    given(*closed).when(c.TakePass(), world=world(check("S1"))).then(NEXT)
    given(*closed).when(c.TakePass(), world=world(check())).then(to("S2", NOT_TAKEN), NEXT)
    given(*closed).when(c.TakePass(), world=world()).then(NEXT, e.QuarterEnded())


def test_whoever_gets_it_in_a_pass_does_not_get_the_iqa_to_assess_in_the_same() -> None:
    """The prosecutor's manager is now S2, to whom the check goes: the IQA stays with its assessor."""
    planned = e.PlannedIqa(iqa_id=IQA, prosecutor="P1", assessor="M1", target_on=FIRST)
    past = (
        an_open_quarter(planned=(planned,)),
        e.Told(telling_ids=(IQA,)),
        DRAWN,
        e.Told(telling_ids=("t3.1",)),
    )
    stands = an_iqa_row(
        iqa_id=IQA,
        category=Category.CASEWORK,
        prosecutor="P1",
        assessor="M1",
        senior_manager="S1",
        stage="opened",
        talk="none",
        target_on=FIRST,
        sampler="S1",
    )
    people = (CHIEF, S2, *MANAGERS, person("P1", reports_to="S2"))
    known = world(check("S1"), people=people, standing=(stands,))

    given(*past).when(c.TakePass(), world=known).then(to("S2", LEFT), NEXT)
