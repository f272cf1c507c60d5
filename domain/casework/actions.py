"""What a case still needs outside any IQA: recorded, taken over, done, handed over, missed (report ¶5.24)."""

from datetime import datetime

from domain import ladder
from domain.assessment import CaseAction
from domain.case_actions import action_due, after_absence, due_refused, keeper, keeper_refused
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.situation import Decision, Situation
from domain.casework.state import CaseActionState, CaseNotes
from domain.errors import Reason, Refused
from domain.escalations import EscalationCommand, EscalationRaised
from domain.facts import CaseFacts
from domain.iqa.state import Step
from domain.people import Role, line_of
from domain.policy import EscalatedMatter


def record(command: c.RecordAction, situation: Situation) -> Decision:
    """Record it for its owner, or for the owner's cover when it is urgent and the owner is away."""
    area, facts = situation.area, situation.facts
    owner = keeper(command.owner, area, facts) if command.urgent else command.owner
    if refused := keeper_refused(owner, area, facts) or due_refused(command.due_on, facts):
        return refused
    action = CaseAction(
        action_id=_next_id(situation.notes),
        urn=command.urn,
        what=command.what,
        owner=owner,
        due_on=command.due_on,
        urgent=command.urgent,
    )
    return (
        e.ActionRecorded(action=action, due=action_due(command.due_on, owner, facts, urgent=command.urgent)),
    )


def take_over(command: c.TakeOverAction, situation: Situation) -> Decision:
    """Chase it from here on, under an id of this case."""
    action = command.action.model_copy(update={"action_id": _next_id(situation.notes)})
    due = _still_due(command.due, action.owner, situation.facts, urgent=action.urgent)
    return (
        e.ActionTakenOver(
            action=action,
            due=due,
            from_iqa=command.from_iqa,
            from_action=command.action.action_id,
            because=command.because,
        ),
    )


def complete(command: c.CompleteAction, situation: Situation) -> Decision:
    """Record the outcome, which settles what was escalated of it; a later review that it cites has taken place."""
    later = command.later_review_on
    if later is not None and later > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=later.isoformat())
    done = e.ActionCompleted(action_id=command.action_id, outcome=command.outcome, later_review_on=later)
    waiting = {
        f"{Step.ACTION}:{one.action.action_id}"
        for one in situation.notes.open_actions
        if one.action.action_id != command.action_id
    }
    settled = ladder.settled(situation.notes.escalations, waiting)
    return (done, settled) if settled else (done,)


def hand_over(command: c.HandOverAction, situation: Situation) -> Decision:
    """Pass it to somebody in post in the Area, with new time when its own has passed."""
    facts = situation.facts
    if refused := keeper_refused(command.to, situation.area, facts):
        return refused
    return tuple(
        e.ActionHandedOver(
            action_id=command.action_id,
            to=command.to,
            because=command.because,
            due=_still_due(state.due, command.to, facts, urgent=state.action.urgent),
        )
        for state in situation.notes.open_actions
        if state.action.action_id == command.action_id
    )


def deadline_passed(command: c.DeadlinePassed, situation: Situation) -> Decision:
    """Miss a deadline that is still pending at that instant, or put it higher; one met or moved gives no event."""
    notes, facts = situation.notes, situation.facts
    deadline = next((d for d in notes.deadlines if (d.name, d.due) == (command.deadline, command.due)), None)
    if deadline is None:
        return ()
    if facts.now < command.due:
        return Refused(
            reason=Reason.NOT_DUE_YET, detail=f"{command.deadline} is due {command.due.isoformat()}"
        )
    state = notes.action(deadline.item)
    if state is None:
        return ladder.climbed(deadline.item, notes.escalations, facts)
    later = None if state.action.urgent else after_absence(state.action.owner, command.due, facts)
    if later:
        return (e.DeadlineMoved(deadline=command.deadline, due=later, because="absence"),)
    missed = e.DeadlineMissed(deadline=command.deadline, due=command.due, whose=state.action.owner)
    return (missed, _escalation(command.deadline, state, notes, facts))


def catch_up(_: c.CatchUp, __: Situation) -> Decision:
    """Nothing happens; the workflow folds what the ledger has."""
    return ()


def answer_escalation(command: EscalationCommand, situation: Situation) -> Decision:
    """Take on what was escalated, or hand it over."""
    asked = situation.notes.escalations, situation.actor, situation.area, situation.facts
    return ladder.asked(command, *asked)


def _next_id(notes: CaseNotes) -> str:
    return f"a{len(notes.actions) + 1}"


def _still_due(due: datetime, owner: str, facts: CaseFacts, *, urgent: bool) -> datetime:
    return due if due > facts.now else action_due(None, owner, facts, urgent=urgent)


def _escalation(
    deadline: str, state: CaseActionState, notes: CaseNotes, facts: CaseFacts
) -> EscalationRaised:
    """What goes up at once; later rungs follow, while nobody takes it on."""
    matter = EscalatedMatter.URGENT_ACTION if state.action.urgent else EscalatedMatter.ACTION
    people = (_person(role, state.action.owner, facts) for role in facts.policy.ladder(matter)[0].to)
    return ladder.raised(notes.case_id, deadline, matter, people, notes.escalations, facts)


def _person(role: Role, owner: str, facts: CaseFacts) -> str:
    """The owner, for a prosecutor; else the one of that role in the owner's line, or the next above."""
    if role is Role.PROSECUTOR:
        return owner
    line = tuple(line_of(owner, facts.person))
    in_role = [person.staff_id for person in line if person.role is role]
    above = [person.staff_id for person in line[1:2]]
    return next(iter((*in_role, *above)), owner)
