"""What people are to an IQA, and whether that or their post lets them give a command."""

from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation, put_to
from domain.facts import Facts
from domain.ids import case_id, is_system
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from domain.offices import (
    POSTS,
    SYSTEM,
    Able,
    Allowed,
    Relation,
    forbidden,
    judge_post,
)
from domain.people import Role


def named(command: c.IqaCommand, iqa: Iqa, actor: str) -> Allowed:
    """The actor's relations to the IQA, as its state alone shows them."""
    if is_system(actor):
        return SYSTEM
    people = {
        Relation.ASSESSOR: iqa.assessor,
        Relation.ASSESSED: iqa.prosecutor,
        Relation.OWNER: _owner(command, iqa),
    }
    if iqa.sample:
        people[Relation.SAMPLER] = iqa.sample.sampler
    told = {Relation.TOLD} if actor in put_to(command, iqa.escalations) else set()
    return frozenset(told | {relation for relation, staff_id in people.items() if staff_id == actor})


def screen_access(allowed: Allowed, command: c.IqaCommand, iqa: Iqa, actor: str) -> Refused | None:
    """Refuse an actor whom no post could allow either; ``judge_access`` judges the post, with the facts."""
    if named(command, iqa, actor) & allowed:
        return None
    able = _able(command, iqa, actor)
    if is_system(actor) or not allowed & POSTS:
        return forbidden(allowed, able=able)
    own = _their_own(command, iqa, actor)
    return forbidden(allowed, own, able) if own else None


def judge_access(
    allowed: Allowed, command: c.IqaCommand, iqa: Iqa, actor: str, facts: Facts
) -> Refused | None:
    """Refuse an actor who is unknown, not in post, or whom neither post nor relation allows the command."""
    able = _able(command, iqa, actor)
    return judge_post(actor, allowed, iqa.area, facts, named(command, iqa, actor), able)


def _able(command: c.IqaCommand, iqa: Iqa, actor: str) -> Able:
    """Who it is that may do what an actor may not, as far as the state says; nobody learns here who samples."""
    people: dict[Role | Relation, str | None] = {
        Relation.ASSESSOR: iqa.assessor,
        Relation.ASSESSED: iqa.prosecutor,
        Relation.OWNER: _keeper(command, iqa),
        Role.SENIOR_MANAGER: _senior_for(command, iqa),
    }
    return {what: None if who == actor else who for what, who in people.items()}


def _keeper(command: c.IqaCommand, iqa: Iqa) -> str | None:
    """The owner of what a command names; of a case action that was handed over, its keeper on the case."""
    if isinstance(command, c.CompleteAction | c.HandOverAction):
        handed = (a for a in iqa.actions if a.action.action_id == command.action_id and a.handed_to)
        if one := next(handed, None):
            return f"{one.handed_to} on {case_id(one.action.urn)}"
    return _owner(command, iqa)


def _senior_for(command: c.IqaCommand, iqa: Iqa) -> str | None:
    """The senior manager of the IQA, unless they are one of its two people or may not answer its queries."""
    senior = iqa.senior_manager
    barred = isinstance(command, c.AnswerQuery) and may_not_answer(iqa, senior)
    return None if barred or senior in {iqa.assessor, iqa.prosecutor} else senior


def may_not_answer(iqa: Iqa, person: str) -> Reason | None:
    """Why somebody may not answer a query about a mark, whatever their post; None where nothing forbids it."""
    if person in {iqa.assessor, iqa.prosecutor, *iqa.former_assessors}:
        return Reason.OWN_WORK
    return Reason.DID_THE_WORK if person in iqa.done_by else None


def _their_own(command: c.IqaCommand, iqa: Iqa, actor: str) -> Reason | None:
    """Why no post of an actor counts: their own work or marks are what the command is about."""
    if isinstance(command, AcknowledgeEscalation):
        return None  # whoever is late may be the senior who takes it on
    if isinstance(command, c.AnswerQuery):
        return may_not_answer(iqa, actor)
    if isinstance(command, c.CloseConversationAsImpossible) and actor != iqa.senior_manager:
        return Reason.NOT_PERMITTED if actor in {iqa.assessor, iqa.prosecutor} else None
    return Reason.OWN_WORK if actor in {iqa.assessor, iqa.prosecutor} else None


def _owner(command: c.IqaCommand, iqa: Iqa) -> str | None:
    match command:
        case c.CompleteAction(action_id=action_id) | c.HandOverAction(action_id=action_id):
            return next((a.action.owner for a in iqa.actions if a.action.action_id == action_id), None)
        case c.ReviewManagerTalk(talk_id=talk_id):
            return next((talk.by for talk in iqa.manager_talks if talk.talk_id == talk_id), None)
        case _:
            return None
