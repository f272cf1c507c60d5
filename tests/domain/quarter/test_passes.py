from datetime import date, datetime, timedelta

import pytest

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.people import Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.sample import lottery
from domain.quarter.sample.population import Pick
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    CHIEF,
    CLOSE_DUE,
    FIRST,
    ID,
    PROSECUTORS,
    an_open_quarter,
    at,
    away,
    confirmed,
    facts,
    given,
    keyed,
    lowest,
    numbered,
    person,
    state,
)

FRIDAY, MONDAY = end_of_day(date(2026, 10, 2)), end_of_day(date(2026, 10, 5))
OPEN = an_open_quarter()
TEN = tuple(confirmed(n) for n in range(1, 11))
NEXT = e.PassTaken(pass_due=MONDAY)


def world(*iqas: IqaRow, now: datetime = FRIDAY, **known: object) -> QuarterFacts:
    return facts(now, confirmed=iqas, sample_keys=keyed(*TEN), **known)


def drawn(iqa_id: str, block: int = 1, sampler: str = "S1") -> e.SampleDrawn:
    return e.SampleDrawn(iqa_id=iqa_id, category=Category.CASEWORK, block=block, sampler=sampler)


def test_a_pass_on_which_nothing_is_new_sets_the_next_one() -> None:
    given(OPEN).when(c.TakePass(), world=world()).then(NEXT)


def test_a_passed_deadline_of_that_name_is_a_pass() -> None:
    given(OPEN).when(c.DeadlinePassed(deadline="pass", due=FRIDAY), world=world()).then(NEXT)


@pytest.mark.parametrize(("deadline", "due"), [("pass", MONDAY), ("tea", FRIDAY)])
def test_a_deadline_that_moved_or_never_was_gives_no_event(deadline: str, due: datetime) -> None:
    given(OPEN).when(c.DeadlinePassed(deadline=deadline, due=due), world=world(TEN[0])).then()


def test_a_timer_that_fires_early_is_refused() -> None:
    early = world(now=FRIDAY - timedelta(seconds=1))

    given(OPEN).when(c.DeadlinePassed(deadline="pass", due=FRIDAY), world=early).refused(Reason.NOT_DUE_YET)


@pytest.mark.parametrize(
    ("now", "pass_due"),
    [
        (FRIDAY - timedelta(hours=9), FRIDAY),
        (FRIDAY + timedelta(hours=9), MONDAY),
        (MONDAY - timedelta(microseconds=1), MONDAY),
        (MONDAY, end_of_day(date(2026, 10, 6))),
        (at(date(2026, 10, 20)), end_of_day(date(2026, 10, 21))),
    ],
    ids=["out of turn", "over the weekend", "a moment before the next", "at the next", "after a long outage"],
)
def test_a_pass_is_due_on_every_working_day_however_late_one_is_taken(
    now: datetime, pass_due: datetime
) -> None:
    given(OPEN).when(c.TakePass(), world=world(now=now)).then(e.PassTaken(pass_due=pass_due))


def test_newly_confirmed_iqas_are_numbered_by_category() -> None:
    advocate = confirmed(1, Category.ADVOCACY)

    given(OPEN).when(c.TakePass(), world=world(TEN[0], advocate, TEN[1])).then(
        numbered(TEN[0], TEN[1]), numbered(advocate), NEXT
    )


def test_numbers_follow_on_and_what_is_numbered_is_not_numbered_again() -> None:
    given(OPEN, numbered(*TEN[:2])).when(c.TakePass(), world=world(*TEN[:4])).then(
        numbered(*TEN[2:4], start=3), NEXT
    )


def test_nine_are_not_drawn_from() -> None:
    given(OPEN).when(c.TakePass(), world=world(*TEN[:9])).then(numbered(*TEN[:9]), NEXT)


def test_the_tenth_fills_the_block_and_the_lowest_key_is_drawn() -> None:
    given(OPEN, numbered(*TEN[:9])).when(c.TakePass(), world=world(*TEN)).then(
        numbered(TEN[9], start=10), drawn(lowest(*TEN)), NEXT
    )


def test_a_block_is_drawn_from_once() -> None:
    past = (OPEN, numbered(*TEN), drawn(lowest(*TEN)))

    given(*past).when(c.TakePass(), world=world()).then(NEXT)


def test_the_sampler_is_found_among_the_people_as_they_are_at_the_draw() -> None:
    reassigned = tuple(iqa.model_copy(update={"senior_manager": "S2"}) for iqa in TEN)

    outcome = given(OPEN, numbered(*TEN[:9])).when(c.TakePass(), world=world(*reassigned))

    outcome.then(numbered(TEN[9], start=10), drawn(lowest(*TEN), sampler="S2"), NEXT)


def test_somebody_away_today_does_not_sample() -> None:
    absent = world(*TEN, absences=(away("S1", date(2026, 10, 2)), away("S2", date(2026, 10, 3))))

    given(OPEN).when(c.TakePass(), world=absent).then(numbered(*TEN), drawn(lowest(*TEN), sampler="S2"), NEXT)


@pytest.mark.parametrize(
    "senior",
    [
        person("S1", Role.SENIOR_MANAGER, area="XS"),
        person("S1", Role.SENIOR_MANAGER, to_date=date(2026, 10, 1)),
        person("S1", Role.LEGAL_ASSURANCE),
    ],
    ids=["another Area", "left", "another role"],
)
def test_only_those_whom_policy_names_in_the_area_and_in_post_sample(senior: object) -> None:
    outcome = given(OPEN).when(c.TakePass(), world=world(*TEN, people=(CHIEF, senior)))

    outcome.then(numbered(*TEN), drawn(lowest(*TEN), sampler="C1"), NEXT)


def test_where_nobody_may_sample_nothing_is_numbered_yet_and_the_pass_goes_on() -> None:
    given(OPEN).when(c.TakePass(), world=world(*TEN, people=PROSECUTORS)).then(NEXT)


def test_the_next_pass_at_which_somebody_may_sample_draws_the_block() -> None:
    later = given(OPEN, NEXT).when(c.TakePass(), world=world(*TEN, now=at(date(2026, 10, 6))))

    assert [one.iqa_id for one in later.events if isinstance(one, e.SampleDrawn)] == [lowest(*TEN)]


def test_the_pass_at_a_weeks_end_gives_no_sample_to_whoever_is_away_from_monday() -> None:
    saturday = FRIDAY + timedelta(hours=1)
    from_monday = world(*TEN, now=saturday, absences=(away("S1", date(2026, 10, 5)),))
    events = given(OPEN).when(c.TakePass(), world=from_monday).events

    assert [one.sampler for one in events if isinstance(one, e.SampleDrawn)] == ["S2"]


@pytest.mark.parametrize("commitment", [None, lottery.commitment(bytes(32))], ids=["no seed", "another"])
def test_nothing_is_drawn_under_another_seed_than_the_one_committed_to(commitment: str | None) -> None:
    lost = world(*TEN, seed_commitment=commitment)

    given(OPEN).when(c.TakePass(), world=lost).refused(Reason.SEED_NOT_COMMITTED, ID)


def test_a_larger_share_makes_smaller_blocks() -> None:
    outcome = given(an_open_quarter(one_in=2)).when(c.TakePass(), world=world(*TEN[:5]))

    outcome.then(numbered(*TEN[:5]), drawn(lowest(*TEN[:2])), drawn(lowest(*TEN[2:4]), block=2), NEXT)


@pytest.mark.parametrize("command", [c.TakePass(), c.ReviewWeek(), c.CatchUp()])
def test_no_person_does_what_the_system_does(command: c.QuarterCommand) -> None:
    given(OPEN).when(command, by="C1").refused(Reason.NOT_PERMITTED, "allowed: system")


def test_catching_up_changes_nothing() -> None:
    given(OPEN).when(c.CatchUp(), world=world(*TEN)).then()


def test_a_pass_beyond_the_calendar_is_refused() -> None:
    last = end_of_day(date(2028, 12, 29))
    late = an_open_quarter(pass_due=last)

    given(late).when(c.TakePass(), world=world(now=last)).refused(Reason.BEYOND_CALENDAR)


def test_the_folded_state_keeps_numbers_draws_and_the_next_pass() -> None:
    quarter = state(OPEN, numbered(*TEN), drawn(lowest(*TEN)), NEXT)

    assert [place.number for place in quarter.numbered] == list(range(1, 11))
    assert [(one.iqa_id, one.block, one.sampler) for one in quarter.drawn] == [(lowest(*TEN), 1, "S1")]
    assert [(one.name, one.due) for one in quarter.deadlines] == [("pass", MONDAY), ("close", CLOSE_DUE)]
    assert quarter.version == 4
    assert len(quarter.command_ids) == 4


def test_a_quarter_whose_close_comes_first_waits_for_that() -> None:
    quarter = state(OPEN, e.PassTaken(pass_due=CLOSE_DUE + timedelta(days=1)))

    assert [one.name for one in quarter.deadlines] == ["close", "pass"]


def withdrawn(*numbers: int) -> tuple[IqaRow, ...]:
    return tuple(
        iqa.model_copy(update={"withdrawn_at": at(FIRST) if n in numbers else None})
        for n, iqa in enumerate(TEN, start=1)
    )


def test_one_that_was_withdrawn_before_the_draw_is_passed_over_and_the_next_key_is_drawn() -> None:
    first = TEN.index(next(iqa for iqa in TEN if iqa.iqa_id == lowest(*TEN))) + 1
    left = tuple(iqa for n, iqa in enumerate(TEN, start=1) if n != first)

    given(OPEN).when(c.TakePass(), world=world(*withdrawn(first))).then(
        numbered(*TEN),
        drawn(lowest(*left)).model_copy(update={"passed_over": (lowest(*TEN),)}),
        NEXT,
    )


def test_a_block_whose_members_were_all_withdrawn_draws_nothing_and_says_so() -> None:
    ids = tuple(iqa.iqa_id for iqa in TEN)
    passed_over = e.BlockPassedOver(category=Category.CASEWORK, block=1, passed_over=ids)

    outcome = given(OPEN).when(c.TakePass(), world=world(*withdrawn(*range(1, 11))))

    outcome.then(numbered(*TEN), passed_over, NEXT)
    assert state(OPEN, *outcome.events).passed_over[0].iqa_ids == ids


def test_every_fourth_draw_of_the_quarter_is_independent_across_its_passes() -> None:
    sharing = an_open_quarter(one_in=1, independent_percent=25)
    first = given(sharing).when(c.TakePass(), world=world(*TEN[:3])).events
    second = given(sharing, *first).when(c.TakePass(), world=world(*TEN[:9])).events

    given_out = [one for one in (*first, *second) if isinstance(one, e.SampleDrawn)]
    assert [(one.sampler, one.independent) for one in given_out] == [
        *[("S1", False)] * 3,
        ("S2", True),
        *[("S1", False)] * 3,
        ("S2", True),
        ("S1", False),
    ]


def test_former_assessors_never_sample() -> None:
    former = tuple(iqa.model_copy(update={"former_assessors": ("S1",)}) for iqa in TEN)

    outcome = given(OPEN).when(c.TakePass(), world=world(*former))

    outcome.then(numbered(*TEN), drawn(lowest(*TEN), sampler="S2"), NEXT)


def test_a_draw_never_gives_an_iqa_to_whoever_did_some_of_the_work_assessed() -> None:
    shared = tuple(iqa.model_copy(update={"done_by": ("S1",)}) for iqa in TEN)

    outcome = given(OPEN).when(c.TakePass(), world=world(*shared))

    outcome.then(numbered(*TEN), drawn(lowest(*TEN), sampler="S2"), NEXT)


def test_one_that_was_picked_before_its_block_was_full_is_drawn_all_the_same_and_keeps_its_sampler() -> None:
    picked = drawn(lowest(*TEN), block=0, sampler="S2").model_copy(
        update={"pick": Pick.RISK, "because": "new_manager"}
    )
    past = (OPEN, numbered(*TEN[:9]), picked)

    outcome = given(*past).when(c.TakePass(), world=world(*TEN))

    outcome.then(numbered(TEN[9], start=10), drawn(lowest(*TEN), sampler="S2"), NEXT)
    after = state(*past, *outcome.events)
    assert [one.pick for one in after.drawn] == [Pick.RISK, Pick.RANDOM]
    assert [one.stream for one in after.tellings] == [lowest(*TEN)]
