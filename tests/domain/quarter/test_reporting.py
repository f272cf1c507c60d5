"""What a quarter came to: counted by definitions that hold for nothing, for one, and for five thousand."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from domain.assessment import Source
from domain.calendar import end_of_day
from domain.escalations import EscalationAcknowledged, EscalationRaised
from domain.ids import document_hash
from domain.policy import EscalatedMatter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.close.report import AreaReport, CategoryReport, Figures, StepCount, StillWaits
from domain.quarter.close.reporting import LISTED, PEOPLE_LISTED, report, report_hash
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.standing import Escalated, PromptStanding, SubjectStanding, WaitStanding
from domain.quarter.sample.population import Pick
from domain.questions import Category, Subject
from domain.rows import IqaRow
from tests.domain.quarter.bdd import CLOSE_DUE, POLICY, SEED, an_open_quarter, at, given, planned, state
from tests.domain.quarter.weeks import done, on, standing, waiting

OPEN = an_open_quarter(planned=())
LAST, CLOSING = date(2026, 12, 31), date(2027, 1, 4)
EARLY = date(2026, 10, 5)


def drawn(iqa: IqaRow, pick: Pick = Pick.RANDOM, block: int = 1) -> e.SampleDrawn:
    return e.SampleDrawn(iqa_id=iqa.iqa_id, category=iqa.category, block=block, sampler="S1", pick=pick)


def told(
    *iqas: IqaRow, past: tuple[e.QuarterEvent, ...] = (), waits: tuple[WaitStanding, ...] = ()
) -> AreaReport:
    return report(state(OPEN, *past), on(CLOSING, *iqas, waits=waits))


def casework(
    *iqas: IqaRow, past: tuple[e.QuarterEvent, ...] = (), waits: tuple[WaitStanding, ...] = ()
) -> CategoryReport:
    (only,) = told(*iqas, past=past, waits=waits).categories
    return only


def closing(*iqas: IqaRow, waits: tuple[WaitStanding, ...] = ()) -> QuarterFacts:
    confirmed = tuple(iqa for iqa in iqas if iqa.confirmed_at and iqa.confirmed_at <= end_of_day(LAST))
    return on(CLOSING, *iqas, confirmed=confirmed, seed_revealed=SEED.hex(), waits=waits)


def closed(world: QuarterFacts, *past: e.QuarterEvent) -> e.QuarterClosed:
    due = c.DeadlinePassed(deadline="close", due=CLOSE_DUE)
    last = given(OPEN, *past).when(due, world=world).events[-1]
    assert isinstance(last, e.QuarterClosed)
    return last


def test_a_quarter_in_which_nothing_was_completed_has_an_empty_report_that_says_so() -> None:
    found = closed(closing(standing(1), standing(2))).report

    assert found
    assert (found.categories, found.not_undertaken, found.withdrawn) == ((), 2, 0)
    assert found.bunching
    assert (found.bunching.confirmed, found.bunching.index) == (0, None)


def test_a_quarter_with_one_completed_iqa_reports_it_drawn() -> None:
    event = closed(closing(done(1, EARLY)))

    assert event.report
    figures = Figures(
        undertaken=1,
        completed=1,
        completed_on_time=1,
        conversations_held=1,
        conversations_over_marks=1,
        conversations_impossible=0,
        conversations_not_held=0,
        left_no_time=0,
        drawn=1,
        picked=0,
        sampled=0,
        fed_back=0,
    )
    nothing: dict[str, object] = dict.fromkeys(Figures.model_fields, 0)
    none = Figures.model_validate(nothing | {"conversations_due_by": None})
    assert event.report.categories == (
        CategoryReport(**dict(figures), category=Category.CASEWORK, without_overridden=figures, themed=none),
    )
    assert (event.counts[0].undertaken, event.counts[0].drawn) == (1, 1)


def test_an_iqa_counts_in_the_quarter_in_whose_days_its_assessment_was_confirmed() -> None:
    last, next_day = end_of_day(LAST), end_of_day(LAST) + timedelta.resolution
    carried_in = done(1, EARLY, quarter="2026-27-Q2")
    in_time, too_late = standing(2, confirmed_at=last), standing(3, confirmed_at=next_day)

    found = told(carried_in, in_time, too_late)

    assert (found.categories[0].undertaken, found.not_undertaken) == (2, 1)


def test_completed_on_time_is_completed_without_a_missed_deadline() -> None:
    found = casework(done(1, EARLY), done(2, EARLY, missed=1), standing(3, confirmed_at=at(EARLY)))

    assert (found.undertaken, found.completed, found.completed_on_time) == (3, 2, 1)


@pytest.mark.parametrize(
    ("talk", "counts"),
    [
        ("open", (0, 0, 1)),
        ("held", (1, 0, 0)),
        ("confirmed", (1, 0, 0)),
        ("differed", (1, 0, 0)),
        ("disputed", (0, 0, 1)),
        ("impossible", (0, 1, 0)),
    ],
)
def test_a_conversation_was_held_or_was_impossible_or_was_not_held(
    talk: str, counts: tuple[int, int, int]
) -> None:
    found = casework(done(1, EARLY, talk=talk))

    held, impossible = found.conversations_held, found.conversations_impossible
    assert (held, impossible, found.conversations_not_held) == counts


def test_a_conversation_that_was_held_is_told_as_before_the_marks_or_as_over_them() -> None:
    before = [done(n, EARLY, talk=talk, before_marks=True) for n, talk in enumerate(("held", "disputed"), 1)]
    over = [done(n, EARLY, talk=talk) for n, talk in enumerate(("held", "confirmed", "impossible"), 3)]

    found = casework(*before, *over)

    told_apart = (found.conversations_before_marks, found.conversations_over_marks)
    assert told_apart == (1, 2)
    assert found.conversations_held == sum(told_apart)


@pytest.mark.parametrize(
    ("how", "not_held", "to_come", "due_by"),
    [
        ({"due": end_of_day(date(2027, 1, 8))}, 0, 1, date(2027, 1, 8)),
        ({"due": end_of_day(LAST)}, 1, 0, None),
        ({"due": end_of_day(date(2027, 1, 8)), "missed": True}, 1, 0, None),
        ({"due": end_of_day(date(2027, 1, 8)), "step": "mark"}, 1, 0, None),
        ({"due": end_of_day(date(2027, 1, 8)), "stream": "iqa-other"}, 1, 0, None),
    ],
    ids=["due later", "overdue", "missed", "another step", "another IQA"],
)
def test_a_conversation_that_is_not_due_yet_is_not_held_yet_and_counts_apart_from_what_is_overdue(
    how: dict[str, object], not_held: int, to_come: int, due_by: date | None
) -> None:
    open_one = standing(1, confirmed_at=at(LAST), talk="open")
    wait = waiting(open_one, "converse").model_copy(update=how)

    found = casework(open_one, waits=(wait,))

    assert (found.conversations_not_held, found.conversations_to_come) == (not_held, to_come)
    assert found.conversations_due_by == due_by


def test_a_completion_that_left_no_time_to_assure_is_counted() -> None:
    found = casework(done(1, date(2026, 12, 8)), done(2, date(2026, 12, 9)))

    assert (found.undertaken, found.left_no_time) == (2, 1)


def test_what_the_checks_of_drawn_ones_came_to_is_counted_and_nobody_is_named() -> None:
    first = done(
        1,
        EARLY,
        sampled_at=at(EARLY),
        re_marked=2,
        re_marks_asked=3,
        case_read=True,
        judgements=("too_early", "action_missing"),
    )
    second = done(2, EARLY, sampled_at=at(EARLY), re_marked=1, re_marks_asked=3, judgements=("too_early",))
    beside = done(3, EARLY, sampled_at=at(EARLY), re_marked=9, re_marks_asked=3, judgements=("too_early",))
    past = (drawn(first), drawn(second, block=2), drawn(beside, Pick.RISK, block=0))

    found = told(first, second, beside, past=past)

    (only,) = found.categories
    assert (only.sampled, only.cases_read, only.re_marked, only.re_marks_asked) == (2, 1, 3, 6)
    assert [(one.judgement, one.count) for one in found.judgements] == [
        ("action_missing", 1),
        ("too_early", 2),
    ]


def test_what_was_picked_is_kept_apart_from_what_was_drawn() -> None:
    checked: dict[str, Any] = {"sampled_at": at(EARLY), "fed_back_at": at(EARLY)}
    first, second, third = done(1, EARLY, **checked), done(2, EARLY, **checked), done(3, EARLY)
    both = done(4, EARLY, **checked)
    past = (
        drawn(first),
        drawn(second, Pick.RISK, 0),
        drawn(third, Pick.COVERAGE, 0),
        drawn(both, Pick.RISK, 0),
        drawn(both, block=2),
    )

    found = casework(first, second, third, both, past=past)

    assert (found.drawn, found.sampled, found.fed_back) == (2, 2, 2)
    assert (found.picked, found.picked_sampled) == (2, 1)


def test_every_figure_stands_with_and_without_those_for_which_a_rule_was_set_aside() -> None:
    checked: dict[str, Any] = {"sampled_at": at(EARLY), "fed_back_at": at(EARLY)}
    plain, aside = done(1, EARLY, **checked), done(2, EARLY, overridden=("case_not_live",), **checked)

    found = casework(plain, aside, past=(drawn(plain), drawn(aside, block=2)))

    assert found.without_overridden
    for figure in ("undertaken", "completed", "conversations_held", "drawn", "sampled", "fed_back"):
        assert (getattr(found, figure), getattr(found.without_overridden, figure)) == (2, 1), figure


def test_themed_assessments_stand_by_themselves_beside_both() -> None:
    found = casework(done(1, EARLY), done(2, EARLY, themed=True))

    assert found.without_overridden
    assert found.themed
    assert (found.undertaken, found.without_overridden.undertaken, found.themed.undertaken) == (2, 2, 1)


def test_what_a_prosecutor_asked_for_is_in_no_figure_but_one_of_its_own() -> None:
    asked = done(2, EARLY, source=Source.ASKED_FOR, themed=True, overridden=("case_not_live",))
    gone = done(3, EARLY, source=Source.ASKED_FOR, withdrawn_at=at(EARLY))

    found = told(done(1, EARLY), asked, gone)

    assert (found.asked_for, found.withdrawn, found.not_undertaken) == (2, 0, 0)
    [line] = found.categories
    assert line.themed
    assert (line.undertaken, line.themed.undertaken) == (1, 0)


def test_it_is_in_all_of_them_where_policy_counts_it() -> None:
    assert not POLICY.planning.model_copy(update={"asked_for_counts": True}).is_outside(Source.ASKED_FOR)
    assert [one for one in (*Source, None) if POLICY.planning.is_outside(one)] == [Source.ASKED_FOR]


def test_each_category_is_told_apart_and_one_without_an_iqa_is_left_out() -> None:
    found = told(done(1, EARLY), done(2, EARLY, category=Category.ADVOCACY))

    assert [(one.category, one.undertaken) for one in found.categories] == [
        (Category.CASEWORK, 1),
        (Category.ADVOCACY, 1),
    ]


def test_withdrawn_ones_and_ones_that_were_never_opened_are_counted() -> None:
    opened = an_open_quarter(planned=(planned(1), planned(2)))
    withdrawn = standing(9, withdrawn_at=at(EARLY))

    found = report(state(opened), on(CLOSING, standing(1, iqa_id="iqa-1"), withdrawn))

    assert (found.withdrawn, found.not_undertaken) == (1, 2)


def test_what_was_asked_first_is_told_without_a_number_where_that_was_in_few_iqas() -> None:
    often = PromptStanding(about="empty_phrase", asked_for=False, iqas=6, asked=8, recorded=3)
    seldom = often.model_copy(update={"about": "same_comment", "iqas": 1})

    event = closed(on(CLOSING, seed_revealed=SEED.hex(), prompts=(often, seldom)))

    assert event.report
    found = {one.prompt: (one.iqas, one.asked, one.recorded) for one in event.report.prompts}
    assert (found["empty_phrase"], found["same_comment"]) == ((6, 8, 3), (None, None, None))
    assert event.report.prompts_told_from == POLICY.selection.told_from


def test_what_is_outstanding_is_told_with_whom_the_soonest_due_first() -> None:
    one, two = standing(1), standing(2)
    waits = (
        waiting(two, "mark"),
        waiting(two, "action", "P2", item="a1", due=end_of_day(CLOSING)),
        waiting(one, "mark", due=end_of_day(LAST)),
    )

    found = told(one, two, waits=waits)

    assert [(o.stream, o.step, o.item, o.who) for o in found.outstanding] == [
        ("iqa-M1-1", "mark", "", "M1"),
        ("iqa-M1-2", "action", "a1", "P2"),
        ("iqa-M1-2", "mark", "", "M1"),
    ]
    assert found.waits == (StepCount(step="action", count=1), StepCount(step="mark", count=2))
    assert found.waits_with == (
        StillWaits(who="M1", step="mark", count=2),
        StillWaits(who="P2", step="action", count=1),
    )
    assert found.outstanding_in_all == 3


def test_escalations_and_those_that_nobody_has_taken_on_are_counted_with_those_of_pace() -> None:
    pace = tuple(
        EscalationRaised(
            escalation_id=f"e{n}", deadline=f"pace:M{n}", to=("S1",), matter=EscalatedMatter.PACE
        )
        for n in (1, 2)
    )
    taken_on = EscalationAcknowledged(escalation_id="e1", by="S1", will_do="I'll call.")
    elsewhere = Escalated(raised=5, not_taken_on=3)

    found = report(state(OPEN, *pace, taken_on), on(CLOSING, escalated=elsewhere))

    assert (found.escalations, found.escalations_open) == (7, 4)


def test_the_frozen_report_verifies_against_its_hash_and_a_changed_one_does_not() -> None:
    event = closed(closing(*(done(n, EARLY) for n in range(1, 12)), done(12, date(2026, 12, 30))))
    kept = json.loads(event.model_dump_json())

    assert event.report
    assert document_hash(kept["report"]) == kept["report_hash"] == report_hash(event.report)
    kept["report"]["categories"][0]["completed_on_time"] += 1
    assert document_hash(kept["report"]) != kept["report_hash"]


def test_a_report_that_a_later_release_wrote_verifies_although_it_says_more() -> None:
    kept = json.loads(told(done(1, EARLY)).model_dump_json()) | {"said_later": [1, 2.5e-7]}

    again = json.loads(json.dumps(kept))

    assert document_hash(again) == document_hash(kept) != report_hash(AreaReport.model_validate(kept))


def test_the_close_of_five_thousand_outstanding_iqas_stays_small_and_loses_no_count() -> None:
    iqas = tuple(
        standing(n, f"XN-M{n % 700:04}", iqa_id=f"iqa-2026-27-Q3-XN-P{n:05}-C1") for n in range(5000)
    )
    waits = tuple(waiting(iqa, step, due=CLOSE_DUE) for iqa in iqas for step in ("select", "converse"))

    event = closed(closing(*iqas, waits=waits))

    assert event.report
    assert len(event.model_dump_json()) < 400_000
    assert len(event.report.outstanding) == LISTED
    assert len(event.report.waits_with) == PEOPLE_LISTED
    assert event.report.outstanding_in_all == 10_000


def test_a_quarter_that_is_closed_with_open_iqas_goes_on_until_the_last_of_them() -> None:
    event = closed(closing(standing(1)))
    opened = an_open_quarter(planned=(), pass_due=end_of_day(date(2027, 1, 5)))
    ended = standing(1, closed_at=at(date(2027, 1, 5)))

    still_open = given(opened, event).when(c.TakePass(), world=on(date(2027, 1, 5), standing(1))).events
    over = given(opened, event).when(c.TakePass(), world=on(date(2027, 1, 5), ended)).events

    assert [one.kind for one in still_open] == ["pass_taken"]
    assert [one.kind for one in over] == ["pass_taken", "quarter_ended"]
    assert state(opened, event, *over).finished


def test_what_is_to_be_covered_in_the_rest_of_the_year_is_told_where_there_is_a_live_case() -> None:
    coverage = (
        SubjectStanding(prosecutor="P1", subject=Subject.DOMESTIC_ABUSE, confirmed=0, live=2),
        SubjectStanding(prosecutor="P2", subject=Subject.DOMESTIC_ABUSE, confirmed=1, live=2),
        SubjectStanding(prosecutor="P3", subject=Subject.DOMESTIC_ABUSE, confirmed=0, live=0),
        SubjectStanding(prosecutor="P4", subject=Subject.RAPE, confirmed=0, live=1),
    )

    found = report(state(OPEN), on(CLOSING, coverage=coverage))

    assert [(one.subject, one.of) for one in found.uncovered] == [("domestic_abuse", "P1"), ("rape", "MC")]
    assert [(one.subject, one.count) for one in found.still_uncovered] == [("domestic_abuse", 1), ("rape", 1)]
