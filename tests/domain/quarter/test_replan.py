"""People start, leave, change managers and are away while the quarter runs: what is open is planned otherwise."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain.assessment import Source
from domain.ids import iqa_id
from domain.iqa import commands as iqa
from domain.people import Absence, AbsenceKind, Person, Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.events import Change, ChangedBecause, LeftOut, LeftOutBecause, PlannedBecause
from domain.quarter.evolve import evolve
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.standing import SubjectStanding
from domain.quarter.planning import replan as module
from domain.quarter.planning.replan import replan
from domain.quarter.state import AreaQuarter
from domain.questions import Category, Subject
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    ABOVE,
    CALENDAR,
    FIRST,
    ID,
    LAST,
    POLICY,
    SEED,
    an_open_quarter,
    at,
    facts,
    given,
    person,
    recorded,
    state,
)
from tests.factories import an_iqa_row

TODAY = date(2026, 11, 2)
TARGET = date(2026, 11, 18)
LIMIT = POLICY.planning.max_per_manager_per_week
P1 = iqa_id("2026-27-Q3", "P1", Category.CASEWORK)
M3 = person("M3", Role.LEGAL_MANAGER, "S1")


def planned(
    who: str = "P1", assessor: str = "M1", target_on: date = TARGET, ordinal: int = 1
) -> e.PlannedIqa:
    name = iqa_id("2026-27-Q3", who, Category.CASEWORK, ordinal)
    return e.PlannedIqa(iqa_id=name, prosecutor=who, assessor=assessor, target_on=target_on)


def stands(one: e.PlannedIqa, **how: object) -> IqaRow:
    row = {
        "iqa_id": one.iqa_id,
        "category": one.category,
        "prosecutor": one.prosecutor,
        "assessor": one.assessor,
        "senior_manager": "S1",
        "stage": "selection",
        "talk": "open",
        "target_on": one.target_on,
    }
    return an_iqa_row(**(row | how))


def quarter(*iqas: e.PlannedIqa, left_out: tuple[LeftOut, ...] = (), **opened: object) -> AreaQuarter:
    opening = an_open_quarter(planned=iqas, left_out=left_out, **opened)
    return state(opening, e.Told(telling_ids=tuple(one.iqa_id for one in iqas)))


def world(
    *people: Person,
    standing: Iterable[IqaRow] = (),
    absences: Iterable[Absence] = (),
    day: date = TODAY,
    **known: object,
) -> QuarterFacts:
    return facts(
        at(day), people=(*ABOVE, M3, *people), standing=tuple(standing), absences=tuple(absences), **known
    )


def away(who: str, first: date, last: date | None = None, cover: str | None = None) -> Absence:
    return Absence(staff_id=who, from_date=first, to_date=last, kind=AbsenceKind.OTHER, cover=cover)


def changed(change: Change, because: ChangedBecause, one: str = P1, **to: object) -> e.PlanChanged:
    return e.PlanChanged.model_validate({"iqa_id": one, "change": change, "because": because} | to)


def after(quarter: AreaQuarter, events: Iterable[e.QuarterEvent]) -> AreaQuarter:
    for event in events:
        one = recorded(event)[0].model_copy(update={"version": quarter.version + 1})
        quarter = evolve(quarter, one, ID)
    return quarter


ONE = quarter(planned())
OPEN = (stands(planned()),)


def test_nothing_changes_where_everybody_is_as_planned() -> None:
    assert replan(ONE, world(person("P1"), standing=OPEN)) == ()


def test_nothing_is_planned_otherwise_once_the_quarter_is_over() -> None:
    left = person("P1", to_date=LAST)

    assert replan(ONE, world(left, standing=OPEN, day=LAST + timedelta(days=1))) == ()


class TestLeavers:
    @pytest.mark.parametrize(
        "people",
        [
            (person("P1", to_date=TODAY - timedelta(days=1)),),
            (person("P1", Role.LEGAL_MANAGER, "S1"),),
            (person("P1", area="XS"),),
            (),
        ],
        ids=["left", "another post", "another Area", "not known here"],
    )
    def test_what_is_not_confirmed_is_withdrawn(self, people: tuple[Person, ...]) -> None:
        begun = [stands(planned(), selected_at=at(TODAY))]

        found = replan(ONE, world(*people, standing=begun))

        assert found == (changed(Change.WITHDRAWN, ChangedBecause.PROSECUTOR_LEFT),)
        assert after(ONE, found).tellings[-1].message == iqa.Withdraw(because="left")

    def test_a_confirmed_assessment_stays(self) -> None:
        done = [stands(planned(), selected_at=at(TODAY), confirmed_at=at(TODAY))]

        assert replan(ONE, world(person("P1", to_date=TODAY - timedelta(days=1)), standing=done)) == ()

    @pytest.mark.parametrize("end", ["closed_at", "withdrawn_at", "completed_at"])
    def test_what_is_over_stays(self, end: str) -> None:
        over = [stands(planned(), **{end: at(TODAY)})]

        assert replan(ONE, world(standing=over)) == ()

    def test_the_last_day_in_post_counts(self) -> None:
        late = quarter(planned(target_on=TODAY))

        assert (
            replan(late, world(person("P1", to_date=TODAY), standing=[stands(planned(target_on=TODAY))]))
            == ()
        )

    def test_who_leaves_before_the_target_is_assessed_earlier_where_it_can_be_finished(self) -> None:
        leaves = TARGET - timedelta(days=1)

        (found,) = replan(ONE, world(person("P1", to_date=leaves), standing=OPEN))

        target_on = CALENDAR.add_working_days(leaves, -POLICY.planning.days_to_finish)
        assert found == changed(Change.MOVED, ChangedBecause.PROSECUTOR_LEAVES, target_on=target_on)

    def test_and_not_at_all_where_it_cannot(self) -> None:
        leaves = TODAY + timedelta(days=8)

        found = replan(ONE, world(person("P1", to_date=leaves), standing=OPEN))

        assert found == (changed(Change.WITHDRAWN, ChangedBecause.PROSECUTOR_LEAVES),)
        assert after(ONE, found).tellings[-1].message == iqa.Withdraw(because="left")

    def test_with_a_case_selected_they_have_until_they_leave(self) -> None:
        begun = [stands(planned(), selected_at=at(TODAY))]

        assert replan(ONE, world(person("P1", to_date=TARGET - timedelta(days=1)), standing=begun)) == ()


class TestStarters:
    def test_who_has_started_has_an_iqa(self) -> None:
        (found,) = replan(quarter(), world(person("P9", from_date=date(2026, 10, 26))))

        assert isinstance(found, e.IqasPlanned)
        assert found.because is PlannedBecause.STARTED
        assert [(one.iqa_id, one.assessor) for one in found.items] == [("iqa-2026-27-Q3-P9-C1", "M1")]
        assert TODAY < found.items[0].target_on <= LAST

    def test_not_before_they_are_in_post(self) -> None:
        assert replan(quarter(), world(person("P9", from_date=TODAY + timedelta(days=1)))) == ()

    def test_not_when_too_little_of_the_quarter_is_left(self) -> None:
        assert replan(quarter(), world(person("P9"), day=date(2026, 11, 27))) != ()
        assert replan(quarter(), world(person("P9"), day=date(2026, 11, 30))) == ()

    def test_not_without_a_manager_and_with_that_reason_once_there_is_one(self) -> None:
        without = quarter(left_out=(LeftOut(prosecutor="P9", because=LeftOutBecause.NO_MANAGER),))

        assert replan(without, world(person("P9", reports_to=None))) == ()
        (found,) = replan(without, world(person("P9")))
        assert isinstance(found, e.IqasPlanned)
        assert found.because is PlannedBecause.MANAGER_FOUND
        assert after(without, (found,)).left_out == ()

    @pytest.mark.parametrize("undertaken", [False, True])
    def test_who_moved_here_gets_an_iqa_of_another_name_unless_theirs_was_undertaken(
        self,
        undertaken: bool,  # noqa: FBT001  a column of the table
    ) -> None:
        first = an_iqa_row(
            iqa_id=planned("P9").iqa_id,
            category=Category.CASEWORK,
            prosecutor="P9",
            confirmed_at=at(FIRST) if undertaken else None,
        )
        moved = world(person("P9", from_date=date(2026, 10, 26)), elsewhere=(first,))
        found = [one for one in replan(quarter(), moved) if isinstance(one, e.IqasPlanned)]

        again = [item.iqa_id for one in found for item in one.items]
        assert again == ([] if undertaken else [planned("P9", ordinal=2).iqa_id])

    def test_a_policy_that_plans_for_more_people_applies_to_those_who_were_there_before(self) -> None:
        planning = POLICY.planning.model_copy(update={"casework_per_quarter_elsewhere": 1})
        policy = POLICY.model_copy(update={"planning": planning, "version": "other-1"})
        people = (person("P8", unit="RASSO"), person("P9", unit="RASSO", from_date=date(2026, 10, 26)))
        left_out = (LeftOut(prosecutor="P8", because=LeftOutBecause.UNIT_NOT_PLANNED_FOR),)
        applied = after(quarter(left_out=left_out), (e.PolicyApplied(policy="other-1", by="S1"),))

        assert replan(applied, world(*people)) == ()
        found = replan(applied, world(*people, policy=policy))

        more = [one for one in found if isinstance(one, e.IqasPlanned)]
        assert [(one.because, [item.prosecutor for item in one.items]) for one in more] == [
            (PlannedBecause.STARTED, ["P9"]),
            (PlannedBecause.POLICY_APPLIED, ["P8"]),
        ]

    def test_whose_planned_iqa_went_to_what_they_asked_for_has_another_unless_policy_counts_it(self) -> None:
        asked = tuple(one.model_copy(update={"source": Source.ASKED_FOR}) for one in OPEN)
        planning = POLICY.planning.model_copy(update={"asked_for_counts": True})

        (found,) = replan(ONE, world(person("P1"), standing=asked))
        counts = POLICY.model_copy(update={"planning": planning})

        assert isinstance(found, e.IqasPlanned)
        assert found.because is PlannedBecause.ASKED_FOR
        assert [one.iqa_id for one in found.items] == [planned(ordinal=2).iqa_id]
        assert replan(ONE, world(person("P1"), standing=asked, policy=counts)) == ()
        assert replan(after(ONE, (found,)), world(person("P1"), standing=asked)) == ()

    def test_they_are_asked_for_what_their_unit_still_owes(self) -> None:
        rape = SubjectStanding(prosecutor="P9", subject=Subject.RAPE, confirmed=0, live=1)
        asks = quarter(planned().model_copy(update={"asks_for": (Subject.RAPE,)}))
        gone = world(person("P9"), standing=OPEN, coverage=(rape,))
        there = world(person("P1"), person("P9"), standing=OPEN, coverage=(rape,))

        assert [one.items[0].asks_for for one in replan(asks, gone) if isinstance(one, e.IqasPlanned)] == [
            (Subject.RAPE,)
        ]
        assert [one.items[0].asks_for for one in replan(asks, there) if isinstance(one, e.IqasPlanned)] == [
            ()
        ]

    @pytest.mark.parametrize(("n", "most"), [(24, LIMIT), (27, LIMIT + 1), (33, LIMIT + 1)])
    def test_their_targets_keep_to_weeks_that_have_room_and_else_exceed_the_limit_evenly(
        self, n: int, most: int
    ) -> None:
        full = [planned(f"F{n}", target_on=TARGET) for n in range(LIMIT)]
        people = [person(one.prosecutor) for one in full]
        starters = [person(f"N{place:02}") for place in range(n)]

        (found,) = replan(quarter(*full), world(*people, *starters, standing=[stands(full[0])]))

        assert isinstance(found, e.IqasPlanned)
        assert len(found.items) == n
        weeks = [one.target_on.isocalendar()[:2] for one in (*full, *found.items)]
        assert max(map(weeks.count, weeks)) == most


class TestManagers:
    def test_a_change_of_manager_takes_what_is_not_begun_along(self) -> None:
        found = replan(ONE, world(person("P1", reports_to="M2"), standing=OPEN))

        assert found == (changed(Change.REASSIGNED, ChangedBecause.MANAGER_CHANGED, assessor="M2"),)
        assert after(ONE, found).tellings[-1].message == iqa.Reassign(
            assessor="M2", because="manager_changed"
        )

    def test_what_is_begun_stays_with_whoever_began_it(self) -> None:
        begun = [stands(planned(), selected_at=at(TODAY))]

        assert replan(ONE, world(person("P1", reports_to="M2"), standing=begun)) == ()

    def test_what_somebody_gave_to_another_on_purpose_stays_there(self) -> None:
        given_away = [stands(planned(), assessor="M3")]

        assert replan(ONE, world(person("P1", reports_to="M2"), standing=given_away)) == ()

    def test_work_that_is_being_handed_over_stays_with_whom_it_goes_to(self) -> None:
        handed = after(ONE, (e.WorkHandedOver(whose="M1", to="M3", because="Leave", iqas=(P1,)),))

        assert replan(handed, world(person("P1", reports_to="M2"), standing=OPEN)) == ()

    @pytest.mark.parametrize("reports_to", ["C1", "M9", None])
    def test_a_manager_who_cannot_assess_changes_nothing(self, reports_to: str | None) -> None:
        assert replan(ONE, world(person("P1", reports_to=reports_to), standing=OPEN)) == ()

    @pytest.mark.parametrize("steps", [(), ("selected_at",), ("selected_at", "confirmed_at")])
    def test_of_a_manager_who_left_everything_that_waits_goes_to_whoever_manages_now(
        self, steps: tuple[str, ...]
    ) -> None:
        theirs = planned(assessor="M9")
        open_ = [stands(theirs, **dict.fromkeys(steps, at(TODAY)))]

        found = replan(quarter(theirs), world(person("P1", reports_to="M2"), standing=open_))

        assert found == (changed(Change.REASSIGNED, ChangedBecause.MANAGER_LEFT, assessor="M2"),)

    def test_where_nobody_manages_it_is_left_for_a_senior(self) -> None:
        theirs = planned(assessor="M9")

        assert replan(quarter(theirs), world(person("P1", reports_to="M9"), standing=[stands(theirs)])) == ()

    def test_who_samples_it_does_not_assess_it_too(self) -> None:
        theirs = planned(assessor="M9")
        sampled = [stands(theirs, selected_at=at(TODAY), confirmed_at=at(TODAY), sampler="S1")]

        assert replan(quarter(theirs), world(person("P1", reports_to="S1"), standing=sampled)) == ()

    def test_who_did_some_of_the_work_is_not_given_it_to_assess(self) -> None:
        theirs = planned(assessor="M9")
        shared = [stands(theirs, selected_at=at(TODAY), done_by=("P1", "M2"))]

        assert replan(quarter(theirs), world(person("P1", reports_to="M2"), standing=shared)) == ()

    def test_a_new_manager_whose_week_is_full_gets_another_day(self) -> None:
        theirs = [planned(f"F{n}", "M2") for n in range(LIMIT)]
        people = [person(one.prosecutor, reports_to="M2") for one in theirs]
        standing = [*OPEN, *map(stands, theirs)]

        reassigned, moved = replan(
            quarter(planned(), *theirs), world(person("P1", reports_to="M2"), *people, standing=standing)
        )

        assert reassigned == changed(Change.REASSIGNED, ChangedBecause.MANAGER_CHANGED, assessor="M2")
        assert isinstance(moved, e.PlanChanged)
        assert (moved.change, moved.because) == (Change.MOVED, ChangedBecause.MANAGER_CHANGED)
        assert moved.target_on is not None
        assert moved.target_on.isocalendar()[1] in {TARGET.isocalendar()[1] - 1, TARGET.isocalendar()[1] + 1}

    @pytest.mark.parametrize(
        ("absences", "more"),
        [((), []), ((away("P1", TODAY),), [Change.WITHDRAWN])],
        ids=["there", "long away"],
    )
    def test_where_every_week_is_full_the_day_stays(
        self, absences: tuple[Absence, ...], more: list[Change]
    ) -> None:
        days = CALENDAR.working_days(TODAY + timedelta(days=1), LAST)[::5]
        theirs = [planned(f"F{n}", "M2", day, k) for n, day in enumerate(days) for k in range(LIMIT)]
        people = [person(one.prosecutor, reports_to="M2") for one in theirs]
        standing = [*OPEN, *map(stands, theirs)]

        first, *others = replan(
            quarter(planned(), *theirs),
            world(person("P1", reports_to="M2"), *people, standing=standing, absences=absences),
        )

        assert first == changed(Change.REASSIGNED, ChangedBecause.MANAGER_CHANGED, assessor="M2")
        assert [one.change for one in others if isinstance(one, e.PlanChanged)] == more


class TestAbsences:
    def test_a_target_in_a_long_absence_moves_to_some_days_after_the_return(self) -> None:
        back = date(2026, 11, 27)

        (found,) = replan(ONE, world(person("P1"), standing=OPEN, absences=[away("P1", TODAY, back)]))

        target_on = CALENDAR.add_working_days(back, POLICY.planning.days_after_return)
        assert found == changed(Change.MOVED, ChangedBecause.PROSECUTOR_AWAY, target_on=target_on)
        assert after(ONE, (found,)).tellings[-1].message == iqa.MoveTarget(
            target_on=target_on, because="prosecutor_away"
        )

    def test_a_short_one_moves_nothing(self) -> None:
        short = away("P1", TARGET, TARGET + timedelta(days=10))

        assert replan(ONE, world(person("P1"), standing=OPEN, absences=[short])) == ()

    def test_one_that_is_over_moves_nothing(self) -> None:
        late = planned(target_on=FIRST)
        over = away("P1", FIRST, TODAY - timedelta(days=1))

        assert replan(quarter(late), world(person("P1"), standing=[stands(late)], absences=[over])) == ()

    def test_with_a_case_selected_the_target_stays(self) -> None:
        begun = [stands(planned(), selected_at=at(TODAY))]

        assert replan(ONE, world(person("P1"), standing=begun, absences=[away("P1", TODAY)])) == ()

    @pytest.mark.parametrize("last", [None, LAST, date(2026, 12, 21)])
    def test_one_that_leaves_no_time_withdraws_the_iqa(self, last: date | None) -> None:
        found = replan(ONE, world(person("P1"), standing=OPEN, absences=[away("P1", TODAY, last)]))

        assert found == (changed(Change.WITHDRAWN, ChangedBecause.PROSECUTOR_AWAY),)
        assert after(ONE, found).tellings[-1].message == iqa.Withdraw(because="long_absence")

    def test_who_is_back_again_has_another_iqa_with_another_id(self) -> None:
        gone = after(ONE, (changed(Change.WITHDRAWN, ChangedBecause.PROSECUTOR_AWAY),))
        still = world(person("P1"), absences=[away("P1", TODAY)])

        assert replan(gone, still) == ()
        (found,) = replan(
            gone, world(person("P1"), absences=[away("P1", TODAY, TODAY)], day=date(2026, 11, 9))
        )
        assert isinstance(found, e.IqasPlanned)
        assert found.because is PlannedBecause.RETURNED
        assert [one.iqa_id for one in found.items] == ["iqa-2026-27-Q3-P1-C2"]

    def test_so_has_who_was_away_when_the_quarter_was_opened(self) -> None:
        without = quarter(left_out=(LeftOut(prosecutor="P1", because=LeftOutBecause.AWAY),))

        (found,) = replan(without, world(person("P1")))

        assert isinstance(found, e.IqasPlanned)
        assert found.because is PlannedBecause.RETURNED

    def test_a_managers_leave_moves_a_target_a_little(self) -> None:
        leave = away("M1", TARGET, TARGET + timedelta(days=1))

        (found,) = replan(ONE, world(person("P1"), standing=OPEN, absences=[leave]))

        day_before = TARGET - timedelta(days=1)
        assert found == changed(Change.MOVED, ChangedBecause.MANAGER_AWAY, target_on=day_before)

    def test_a_long_one_gives_it_to_the_cover_and_the_return_takes_nothing_back(self) -> None:
        leave = away("M1", TODAY, LAST, cover="M2")

        found = replan(ONE, world(person("P1"), standing=OPEN, absences=[leave]))

        assert found == (changed(Change.REASSIGNED, ChangedBecause.MANAGER_AWAY, assessor="M2"),)
        covered = after(ONE, found)
        assert replan(covered, world(person("P1"), standing=[stands(planned(), assessor="M2")])) == ()
        elsewhere = world(person("P1", reports_to="M3"), standing=[stands(planned(), assessor="M2")])
        assert replan(covered, elsewhere) == (
            changed(Change.REASSIGNED, ChangedBecause.MANAGER_CHANGED, assessor="M3"),
        )

    @pytest.mark.parametrize(
        "absences",
        [
            [away("M1", TODAY, LAST)],
            [away("M1", TODAY, LAST, cover="P2")],
            [away("M1", TODAY, LAST, cover="M2"), away("M2", TARGET, TARGET)],
        ],
        ids=["no cover", "no manager", "away as well"],
    )
    def test_without_a_cover_who_could_assess_it_stays_and_a_senior_hears_when_it_is_late(
        self, absences: list[Absence]
    ) -> None:
        people = (person("P1"), person("P2"))

        assert (
            replan(quarter(planned(), planned("P2", "M2")), world(*people, standing=OPEN, absences=absences))
            == ()
        )

    @pytest.mark.parametrize(
        "how", [{"selected_at": at(TODAY)}, {"target_on": FIRST}], ids=["begun", "late already"]
    )
    def test_a_managers_leave_moves_nothing_that_is_begun_or_late_already(
        self, how: dict[str, object]
    ) -> None:
        one = planned(target_on=FIRST) if "target_on" in how else planned()

        found = replan(
            quarter(one),
            world(person("P1"), standing=[stands(one, **how)], absences=[away("M1", FIRST, LAST)]),
        )

        assert found == ()


def test_one_pass_makes_so_many_changes_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_MOST", 2)
    iqas = [planned(f"P{n}") for n in range(3)]
    left = world(standing=map(stands, iqas))

    first = replan(quarter(*iqas), left)
    second = replan(after(quarter(*iqas), first), left)

    assert [len(first), len(second)] == [2, 1]


DAYS = st.integers(0, 100).map(lambda n: FIRST + timedelta(days=n - 5))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[AreaQuarter, QuarterFacts]:
    people, iqas, standing, absences = [], [], [], []
    managers = st.sampled_from(["M1", "M2", "M3", "S1", "M9", None])
    for n in range(draw(st.integers(0, 12))):
        who = f"P{n}"
        leaves, starts = draw(st.none() | DAYS), draw(st.none() | DAYS)
        starts = starts if starts and (leaves is None or starts <= leaves) else date(2020, 1, 6)
        people.append(person(who, reports_to=draw(managers), from_date=starts, to_date=leaves))
        if draw(st.booleans()):
            one = planned(who, draw(st.sampled_from(["M1", "M2", "M9"])), draw(DAYS))
            iqas.append(one)
            steps = ("selected_at", "confirmed_at", "completed_at")[
                : draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
            ]
            standing.append(stands(one, **dict.fromkeys(steps, at(FIRST))))
    for who in draw(st.lists(st.sampled_from(["M1", "M2", *(one.staff_id for one in people)]), max_size=5)):
        first, last = sorted([draw(DAYS), draw(DAYS)])
        cover = draw(st.sampled_from([None, "M2", "M3"]))
        absences.append(
            away(who, first, draw(st.sampled_from([last, None])), None if cover == who else cover)
        )
    known = world(*people, standing=standing, absences=absences, day=draw(DAYS))
    return quarter(*iqas), known


@settings(max_examples=120)
@supposing(worlds())
def test_the_same_people_give_no_change_a_second_time(drawn: tuple[AreaQuarter, QuarterFacts]) -> None:
    before, known = drawn

    found = replan(before, known)

    again = after(before, found)
    assert replan(again, known) == ()
    assert len({one.iqa_id for one in again.planned}) == len(again.planned)


@settings(max_examples=60)
@supposing(worlds())
def test_what_is_done_is_never_undone_and_no_target_lies_where_it_cannot_be_met(
    drawn: tuple[AreaQuarter, QuarterFacts],
) -> None:
    before, known = drawn
    done = {one.iqa_id: one for one in known.standing}

    for change in replan(before, known):
        items = change.items if isinstance(change, e.IqasPlanned) else ()
        if isinstance(change, e.PlanChanged):
            assert done[change.iqa_id].completed_at is None
            if change.change is Change.WITHDRAWN:
                assert done[change.iqa_id].confirmed_at is None
            if change.change is Change.MOVED:
                assert done[change.iqa_id].selected_at is None
        moved = [change.target_on] if isinstance(change, e.PlanChanged) and change.target_on else []
        for day in (*moved, *(item.target_on for item in items)):
            assert known.today < day <= LAST
            assert CALENDAR.is_working_day(day)


def test_a_pass_plans_otherwise_and_a_pass_after_the_close_does_not() -> None:
    past = (an_open_quarter(planned=(planned(),)), e.Told(telling_ids=(P1,)))
    closed = e.QuarterClosed(seed=SEED.hex(), drawn=0, released=(), counts=())
    left = world(standing=OPEN)

    during, after_it = (
        given(*some).when(c.TakePass(), world=left).events for some in (past, (*past, closed))
    )

    assert [event.kind for event in during] == ["plan_changed", "pass_taken"]
    assert "plan_changed" not in {event.kind for event in after_it}
