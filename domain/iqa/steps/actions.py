"""What the case still needs: recorded, done, handed over, or nothing (report ¶4.11, ¶5.24)."""

from datetime import date, datetime

from domain.assessment import CaseAction
from domain.calendar import day_of, end_of_day
from domain.cases import CaseFile, MilestoneKind
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.situation import Decision, Situation


def record_action(command: c.RecordAction, situation: Situation) -> Decision:
    """Record it for its owner, or for the owner's cover when it is urgent and the owner is away."""
    facts = situation.facts
    if facts.case_file is None:
        return Refused(reason=Reason.UNKNOWN_CASE, detail=command.urn or "")
    refused = (
        _other_area(facts.case_file, situation.iqa.area)
        or keeper_refused(command.owner, situation.iqa.area, facts)
        or due_refused(command.due_on, facts)
    )
    if refused:
        return refused
    action = CaseAction(
        **command.model_dump(include={"what", "due_on", "urgent"}),
        action_id=f"a{len(situation.iqa.actions) + 1}",
        urn=facts.case_file.case.urn,
        owner=keeper(command.owner, situation.iqa.area, facts) if command.urgent else command.owner,
    )
    return (e.ActionRecorded(action=action, due=action_due(command.due_on, facts, urgent=command.urgent)),)


def record_no_actions(_: c.RecordNoActions, __: Situation) -> Decision:
    """Record that the case needs nothing."""
    return (e.NoActionsRequired(),)


def complete_action(command: c.CompleteAction, situation: Situation) -> Decision:
    """Record the outcome."""
    later = command.later_review_on
    if later is not None and later > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=later.isoformat())
    return (e.ActionCompleted(action_id=command.action_id, outcome=command.outcome, later_review_on=later),)


def hand_over_action(command: c.HandOverAction, situation: Situation) -> Decision:
    """Pass it to somebody in post in the Area."""
    if refused := keeper_refused(command.to, situation.iqa.area, situation.facts):
        return refused
    return (e.ActionHandedOver(action_id=command.action_id, to=command.to, because=command.because),)


def keeper_refused(staff_id: str, area: str, facts: Facts) -> Refused | None:
    """Refuse somebody who cannot keep an action: unknown, in another Area, or not in post today."""
    person = facts.person(staff_id)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=staff_id)
    if person.area != area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{staff_id}: {person.area}")
    return None if person.in_post(facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=staff_id)


def keeper(owner: str, area: str, facts: Facts) -> str:
    """Return who keeps an urgent action today: the owner, or whoever covers the owner's absence and can."""
    cover = facts.cover(owner)
    return owner if keeper_refused(cover, area, facts) else cover


def due_refused(due_on: date | None, facts: Facts) -> Refused | None:
    """Refuse a due date that is past, or so far off that nothing is known of its working days."""
    if due_on is None:
        return None
    if due_on < facts.today:
        return Refused(reason=Reason.DUE_IN_PAST, detail=due_on.isoformat())
    beyond = due_on > facts.calendar.last_day
    return Refused(reason=Reason.BEYOND_CALENDAR, detail=due_on.isoformat()) if beyond else None


def action_due(due_on: date | None, facts: Facts, *, urgent: bool) -> datetime:
    """Return the end of the day asked for, or of policy's; an urgent one is due before a hearing."""
    if due_on is not None:
        return end_of_day(due_on)
    days = facts.policy.working_days
    due = facts.calendar.due(facts.now, days.urgent_action if urgent else days.action)
    hearing = _next_hearing(facts.case_file, facts.today) if urgent and facts.case_file else None
    if hearing is None or hearing > day_of(due):
        return due
    eve = max(facts.calendar.add_working_days(hearing, -1), facts.today)
    return end_of_day(eve)


def _next_hearing(case_file: CaseFile, today: date) -> date | None:
    listed = (m.on_date for m in case_file.milestones if m.kind is MilestoneKind.NEXT_HEARING)
    hearings = (*listed, case_file.case.first_hearing_on, case_file.case.trial_on)
    return min((day for day in hearings if day is not None and day >= today), default=None)


def _other_area(case_file: CaseFile, area: str) -> Refused | None:
    there = case_file.case.area
    return None if there == area else Refused(reason=Reason.OTHER_AREA, detail=there)
