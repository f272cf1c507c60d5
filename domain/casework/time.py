"""What time does on a case: a deadline passes, and what nobody takes on goes up (report ¶2.10, ¶5.24)."""

from datetime import datetime

from domain import ladder
from domain.case_actions import after_absence
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.situation import Decision, Situation
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.escalations import EscalationCommand
from domain.facts import CaseFacts
from domain.iqa.state import Deadline
from domain.people import Role, line_of
from domain.policy import EscalatedMatter


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
    late = _late(notes, deadline)
    if late is None:
        return ladder.climbed(deadline.item, notes.escalations, facts)
    whose, matter = late
    if later := _after_absence(deadline, matter, situation):
        return (e.DeadlineMoved(deadline=command.deadline, due=later, because="absence"),)
    missed = e.DeadlineMissed(deadline=command.deadline, due=command.due, whose=whose)
    people = (_person(role, whose, facts) for role in facts.policy.ladder(matter)[0].to)
    return (
        missed,
        ladder.raised(notes.case_id, command.deadline, matter, people, notes.escalations, facts),
    )


def catch_up(_: c.CatchUp, __: Situation) -> Decision:
    """Nothing happens; the workflow folds what the ledger has."""
    return ()


def answer_escalation(command: EscalationCommand, situation: Situation) -> Decision:
    """Take on what was escalated, or hand it over."""
    asked = situation.notes.escalations, situation.actor, situation.area, situation.facts
    return ladder.asked(command, *asked)


def _late(notes: CaseNotes, deadline: Deadline) -> tuple[str, EscalatedMatter] | None:
    """Who is late with what; None for what is before somebody above already."""
    if state := notes.action(deadline.item):
        urgent = state.action.urgent
        return state.action.owner, EscalatedMatter.URGENT_ACTION if urgent else EscalatedMatter.ACTION
    request = notes.request(deadline.item)
    return (request.manager, EscalatedMatter.QUERY) if request else None


def _after_absence(deadline: Deadline, matter: EscalatedMatter, situation: Situation) -> datetime | None:
    """The later instant of an action that is not urgent and whose owner is long away (¶5.24)."""
    state = situation.notes.action(deadline.item)
    waits = state is not None and matter is EscalatedMatter.ACTION
    return after_absence(state.action.owner, deadline.due, situation.facts) if state and waits else None


def _person(role: Role, whose: str, facts: CaseFacts) -> str:
    """Whoever is late, for a prosecutor; else the one of that role in their line, or the next above."""
    if role is Role.PROSECUTOR:
        return whose
    line = tuple(line_of(whose, facts.person))
    in_role = [person.staff_id for person in line if person.role is role]
    above = [person.staff_id for person in line[1:2]]
    return next(iter((*in_role, *above)), whose)
