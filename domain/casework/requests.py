"""A prosecutor asks for an assessment or a talk on a case; their manager answers (report ¶2.11, ¶5.15, ¶5.32)."""

from datetime import datetime

from domain.case_actions import keeper_refused
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.situation import Decision, Situation
from domain.errors import Reason, Refused
from domain.facts import CaseFacts


def make(command: c.MakeRequest, situation: Situation) -> Decision:
    """Ask the prosecutor's own manager, or whoever covers them today, about a case on which the prosecutor works."""
    facts, actor = situation.facts, situation.actor
    if facts.case_file is None:
        return Refused(reason=Reason.UNKNOWN_CASE, detail=command.urn)
    if not facts.case_file.is_worked_on_by(actor):
        return Refused(reason=Reason.TOO_LITTLE_OWN_WORK, detail=command.urn)
    person = facts.person(actor)
    above = person.reports_to if person else None
    if above is None:
        return Refused(reason=Reason.NOBODY_ABOVE, detail=actor)
    cover = facts.cover(above)
    manager = above if keeper_refused(cover, situation.area, facts) else cover
    if refused := keeper_refused(manager, situation.area, facts):
        return refused
    return (
        e.RequestMade(
            request_id=f"r{len(situation.notes.requests) + 1}",
            wanted=command.wanted,
            prosecutor=actor,
            manager=manager,
            text=command.text,
            answer_due=_answer_due(facts),
        ),
    )


def answer(command: c.AnswerRequest, situation: Situation) -> Decision:
    """Agree or decline, which settles what was escalated of it."""
    answered = e.RequestAnswered(request_id=command.request_id, answer=command.answer, text=command.text)
    return (answered, *situation.settled(command.request_id))


def hand_over(command: c.HandOverRequest, situation: Situation) -> Decision:
    """Pass it to somebody in post in the Area, with new time when its own has passed."""
    facts = situation.facts
    if refused := keeper_refused(command.to, situation.area, facts):
        return refused
    return tuple(
        e.RequestHandedOver(
            request_id=command.request_id,
            to=command.to,
            due=one.due if one.due > facts.now else _answer_due(facts),
        )
        for one in situation.notes.open_requests
        if one.request_id == command.request_id
    )


def _answer_due(facts: CaseFacts) -> datetime:
    return facts.calendar.due(facts.now, facts.policy.working_days.request_answer)
