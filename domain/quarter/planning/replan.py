"""What a quarter plans otherwise when something about its people has changed (report ¶3.4, ¶6.11).

Each change is one event with its reason. What is done stays: a confirmed assessment is never withdrawn, and only an
IQA without a selected case gets another day. The same people give no change a second time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from domain.calendar import day_of
from domain.people import Person
from domain.periods import Quarter
from domain.post import first_due
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.planning.coverage import asking
from domain.quarter.planning.open_plan import OpenIqa, open_plan, to_be_opened
from domain.quarter.planning.plan import planned_for
from domain.quarter.planning.staff import Staff
from domain.quarter.planning.targets import Held, Slot
from domain.quarter.state import AreaQuarter

AT_MOST: Final = 200
"""How many changes one pass makes, and for how many people it plans; the next pass goes on with the others."""


def replan(
    quarter: AreaQuarter, facts: QuarterFacts, drawn: Sequence[e.SampleDrawn | e.SecondCheckReassigned] = ()
) -> tuple[e.PlanEvent, ...]:
    """Return what changes in the plan of what is open: nothing where everybody is as planned.

    ``drawn`` are second checks that the state does not hold yet: whoever samples an IQA is not given it to assess.

    Targets are moved to days after the one on which that can be read (``domain.post``), and nothing is planned
    otherwise once the quarter's last day is over.
    """
    period = Quarter.parse(quarter.quarter)
    if facts.today > period.last_day:
        return ()
    since = first_due(facts.now, facts.policy.notices, facts.calendar)
    staff = Staff(quarter.area, period, facts, since)
    held = Held(staff)
    iqas = [_Replanned(iqa, staff, held, facts) for iqa in open_plan(quarter, facts, drawn)]
    for iqa in to_be_opened(quarter, facts):
        held.add(iqa.assessor, iqa.target_on)
    changes = tuple(islice(_changes(iqas), AT_MOST))
    withdrawn = {one.iqa_id for one in changes if one.change is e.Change.WITHDRAWN}
    return (*changes, *_more(quarter, withdrawn, staff, held, facts))


def _changes(iqas: Sequence["_Replanned"]) -> Iterator[e.PlanChanged]:
    """Give what changes; a manager's leave comes last, and again while one move gives room for another."""
    for iqa in iqas:
        yield from iqa.changes()
    changed = True
    while changed:
        changed = False
        for iqa in iqas:
            for change in iqa.manager_away():
                changed = True
                yield change


class _Replanned:
    """One open IQA: who assesses it and by which day, as its people change."""

    def __init__(self, iqa: OpenIqa, staff: Staff, held: Held, facts: QuarterFacts) -> None:
        self._iqa = iqa
        self._staff = staff
        self._held = held
        self._facts = facts
        self._assessor = iqa.assessor
        self._target_on = iqa.target_on
        self._is_withdrawn = False
        held.add(iqa.assessor, iqa.target_on)

    def changes(self) -> Iterator[e.PlanChanged]:
        """Give what changes, in the order in which it is to be told."""
        iqa, staff = self._iqa, self._staff
        prosecutor = staff.prosecutor(iqa.prosecutor)
        if prosecutor is None:
            if not iqa.confirmed:
                yield self._withdrawn(e.ChangedBecause.PROSECUTOR_LEFT)
            return
        yield from self._other_manager(prosecutor)
        if iqa.selected:
            return
        because = self._unable(prosecutor)
        if because and not staff.days_of(prosecutor):
            yield self._withdrawn(because)
            return
        if because:
            yield from self._moved(prosecutor, because)

    def manager_away(self) -> Iterator[e.PlanChanged]:
        """Move it a little, or give it to the manager's cover; else it stays, and a senior hears when it is late."""
        prosecutor = self._staff.prosecutor(self._iqa.prosecutor)
        if prosecutor is None or self._is_withdrawn or self._iqa.selected:
            return
        if self._target_on < self._facts.today or not self._staff.away(self._assessor, self._target_on):
            return
        near = self._staff.within(self._target_on, self._staff.planning.days_moved_for_manager)
        slot = self._slot(prosecutor)
        days = tuple(day for day in slot.days if day in near and self._held.has_room(self._assessor, day))
        cover = self._staff.cover(self._assessor, self._target_on)
        if days:
            yield from self._moved_to(slot._replace(days=days), e.ChangedBecause.MANAGER_AWAY)
        elif cover and cover not in {prosecutor.staff_id, self._iqa.sampler}:
            yield self._reassigned(cover, e.ChangedBecause.MANAGER_AWAY)

    def _other_manager(self, prosecutor: Person) -> Iterator[e.PlanChanged]:
        """To whoever manages now: when the assessor left whatever waits for them, else what is not begun.

        An IQA that was given to somebody else on purpose stays there as long as they can assess; whoever samples it or
        did some of the work assessed is not given it.
        """
        new = self._staff.assessor(prosecutor.reports_to)
        if new is None or new.staff_id in {self._assessor, self._iqa.sampler, *self._iqa.done_by}:
            return
        left = self._staff.assessor(self._assessor) is None
        changed = prosecutor.reports_to != self._iqa.manager and not self._iqa.given_away
        if left:
            yield self._reassigned(new.staff_id, e.ChangedBecause.MANAGER_LEFT)
        elif changed and not self._iqa.selected:
            yield self._reassigned(new.staff_id, e.ChangedBecause.MANAGER_CHANGED)
        else:
            return
        if not self._iqa.selected and self._held.over(self._assessor, self._target_on):
            because = e.ChangedBecause.MANAGER_LEFT if left else e.ChangedBecause.MANAGER_CHANGED
            yield from self._moved(prosecutor, because)

    def _unable(self, prosecutor: Person) -> e.ChangedBecause | None:
        """Why the prosecutor cannot be assessed at the target: gone by then, or long away and not back yet."""
        if prosecutor.to_date is not None and prosecutor.to_date < self._target_on:
            return e.ChangedBecause.PROSECUTOR_LEAVES
        long_away = self._staff.still_long_away(prosecutor.staff_id, self._target_on)
        return e.ChangedBecause.PROSECUTOR_AWAY if long_away else None

    def _moved(self, prosecutor: Person, because: e.ChangedBecause) -> Iterator[e.PlanChanged]:
        slot = self._slot(prosecutor)
        days = slot.days or self._staff.days_of(prosecutor)
        if days:
            yield from self._moved_to(slot._replace(days=days), because)

    def _moved_to(self, slot: Slot, because: e.ChangedBecause) -> Iterator[e.PlanChanged]:
        self._held.add(self._assessor, self._target_on, -1)
        day = self._held.best(slot)
        self._held.add(self._assessor, day)
        if day != self._target_on:
            self._target_on = day
            yield self._change(e.Change.MOVED, because, target_on=day)

    def _slot(self, prosecutor: Person) -> Slot:
        there = self._staff.there(self._assessor, self._staff.days_of(prosecutor))
        return Slot(self._iqa.iqa_id, self._assessor, there, self._target_on)

    def _reassigned(self, assessor: str, because: e.ChangedBecause) -> e.PlanChanged:
        self._held.add(self._assessor, self._target_on, -1)
        self._held.add(assessor, self._target_on)
        self._assessor = assessor
        return self._change(e.Change.REASSIGNED, because, assessor=assessor)

    def _withdrawn(self, because: e.ChangedBecause) -> e.PlanChanged:
        self._held.add(self._assessor, self._target_on, -1)
        self._is_withdrawn = True
        return self._change(e.Change.WITHDRAWN, because)

    def _change(self, change: e.Change, because: e.ChangedBecause, **to: object) -> e.PlanChanged:
        return e.PlanChanged.model_validate(
            {"iqa_id": self._iqa.iqa_id, "change": change, "because": because, **to}
        )


def _more(
    quarter: AreaQuarter, withdrawn: Iterable[str], staff: Staff, held: Held, facts: QuarterFacts
) -> Iterator[e.IqasPlanned]:
    """Plan for those who have no IQA and enough of the quarter before them; one event for each reason."""
    settled = frozenset((*quarter.withdrawn, *withdrawn))
    before = tuple(iqa for iqa in quarter.planned if iqa.iqa_id not in settled)
    outside = {one.iqa_id for one in facts.standing if staff.planning.is_outside(one.source)}
    have_one = {iqa.prosecutor for iqa in before if iqa.iqa_id not in outside}
    have_one |= {iqa.prosecutor for iqa in facts.elsewhere if iqa.undertaken}
    without = (
        person
        for person in staff.prosecutors()
        if person.staff_id not in have_one and _can_begin(person, staff, facts)
    )
    people = tuple(islice(without, AT_MOST))
    left_out = {one.prosecutor: one.because for one in quarter.left_out}
    asked = {iqa.prosecutor for iqa in before if iqa.iqa_id in outside}
    because = {
        person.staff_id: e.PlannedBecause.ASKED_FOR
        if person.staff_id in asked
        else _because(person, left_out, quarter)
        for person in people
    }
    fresh = planned_for(people, quarter.planned, staff, facts, held)
    items = asking(fresh, before, facts)
    for reason in e.PlannedBecause:
        of_it = tuple(iqa for iqa in items if because[iqa.prosecutor] is reason)
        if of_it:
            yield e.IqasPlanned(items=of_it, because=reason)


def _can_begin(person: Person, staff: Staff, facts: QuarterFacts) -> bool:
    """Tell whether somebody in post has a manager who can assess, and a part of the quarter that is long enough."""
    ready = person.in_post(facts.today) and staff.assessor(person.reports_to) is not None
    return (
        ready
        and staff.planning.plans_for(person.unit)
        and staff.has_part(person, staff.first)
        and bool(staff.days_of(person))
    )


def _because(
    person: Person, all_left_out: Mapping[str, e.LeftOutBecause], quarter: AreaQuarter
) -> e.PlannedBecause:
    """Why somebody is planned for now and was not before."""
    left_out = all_left_out.get(person.staff_id)
    if left_out is e.LeftOutBecause.NO_MANAGER:
        return e.PlannedBecause.MANAGER_FOUND
    if left_out is e.LeftOutBecause.AWAY or any(one.prosecutor == person.staff_id for one in quarter.planned):
        return e.PlannedBecause.RETURNED
    known = left_out in {None, e.LeftOutBecause.UNIT_NOT_PLANNED_FOR} and person.from_date <= day_of(
        quarter.opened_at
    )
    return (
        e.PlannedBecause.POLICY_APPLIED if known and quarter.policy_applied_at else e.PlannedBecause.STARTED
    )
