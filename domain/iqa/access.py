"""Who may do what to an IQA: one table, from commands to the relations that allow them.

A relation is either named in the state (assessor, prosecutor, sampler, owner, a part of the system) or
follows from a person's post (senior manager of the Area, its chief crown prosecutor, an administrator).
"""

from enum import StrEnum
from typing import Final

from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.ids import is_system
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from domain.people import Person, Role
from domain.policy import PromptKind


class Relation(StrEnum):
    """What a person is to one IQA; the owner keeps the case action or the prompt that a command names.

    To an escalated matter, those told are whoever it was put to.
    """

    ASSESSOR = "assessor"
    PROSECUTOR = "prosecutor"
    OWNER = "owner"
    SAMPLER = "sampler"
    TOLD = "told"
    SYSTEM = "system"
    SENIOR = "senior_manager"
    CHIEF = "chief_crown_prosecutor"
    ADMINISTRATOR = "administrator"


BY_POST: Final = {
    Role.SENIOR_MANAGER: Relation.SENIOR,
    Role.CHIEF_CROWN_PROSECUTOR: Relation.CHIEF,
    Role.ADMINISTRATOR: Relation.ADMINISTRATOR,
}

_ASSESSOR = frozenset({Relation.ASSESSOR})
_PROSECUTOR = frozenset({Relation.PROSECUTOR})
_OWNER = frozenset({Relation.OWNER})
_SAMPLER = frozenset({Relation.SAMPLER})
_SYSTEM = frozenset({Relation.SYSTEM})
_SENIORS = frozenset({Relation.SENIOR, Relation.CHIEF})

WHO_MAY: Final[dict[type[c.IqaCommand], frozenset[Relation]]] = {
    c.OpenIqa: _SYSTEM,
    c.SelectCase: _ASSESSOR,
    c.ReplaceCase: _ASSESSOR,
    c.RecordMarks: _ASSESSOR,
    c.DismissPrompt: _OWNER,
    c.ConfirmAssessment: _ASSESSOR,
    c.PlanConversation: _ASSESSOR,
    c.HoldConversation: _ASSESSOR,
    c.ReviseMarks: _ASSESSOR,
    c.ConfirmConversation: _PROSECUTOR,
    c.DisputeConversation: _PROSECUTOR,
    c.CloseConversationAsImpossible: _SENIORS,
    c.RecordAction: _ASSESSOR | _SAMPLER | _SENIORS,
    c.RecordNoActions: _ASSESSOR,
    c.CompleteAction: _OWNER | _ASSESSOR,
    c.HandOverAction: _OWNER | _ASSESSOR | _SENIORS | _SYSTEM,
    c.Comment: _PROSECUTOR,
    c.QueryMark: _PROSECUTOR,
    c.AnswerQuery: _SENIORS,
    c.ReMarkBlind: _SAMPLER,
    c.SeeMarks: _SAMPLER,
    c.RecordDipSample: _SAMPLER,
    c.GiveFeedback: _SAMPLER,
    c.AcknowledgeFeedback: _ASSESSOR,
    c.ReviewDevelopment: _SAMPLER,
    c.Withdraw: _ASSESSOR | _SENIORS | _SYSTEM,
    c.Reassign: _SENIORS | {Relation.ADMINISTRATOR} | _SYSTEM,
    c.MoveTarget: _SYSTEM,
    c.ReplaceSampler: _SENIORS | _SYSTEM,
    c.DeadlinePassed: _SYSTEM,
    c.CatchUp: _SYSTEM,
    c.DrawForSample: _SYSTEM,
    c.ReleaseFromSample: _SYSTEM,
}

_NAMED = frozenset(Relation) - frozenset(BY_POST.values())


def named(command: c.IqaCommand, iqa: Iqa | None, actor: str) -> frozenset[Relation]:
    """The actor's relations that the state alone shows."""
    if is_system(actor):
        return _SYSTEM
    if iqa is None:
        return frozenset()
    people = {
        Relation.ASSESSOR: iqa.assessor,
        Relation.PROSECUTOR: iqa.prosecutor,
        Relation.OWNER: _owner(command, iqa),
    }
    if iqa.sample:
        people[Relation.SAMPLER] = iqa.sample.sampler
    return frozenset(relation for relation, staff_id in people.items() if staff_id == actor)


def screen_access(command: c.IqaCommand, iqa: Iqa | None, actor: str) -> Refused | None:
    """Refuse an actor whom no post could allow either; ``judge_access`` judges the post, with the facts."""
    allowed = WHO_MAY[type(command)]
    if named(command, iqa, actor) & allowed:
        return None
    if is_system(actor) or allowed <= _NAMED:
        return _not_permitted(allowed)
    if iqa and actor in _their_own(command, iqa):
        return Refused(reason=Reason.OWN_WORK, detail=f"allowed: {_listed(allowed)}")
    return None


def _their_own(command: c.IqaCommand, iqa: Iqa) -> frozenset[str]:
    """Those whose own work or marks the command is about, so that no post of theirs counts."""
    own = frozenset({iqa.assessor, iqa.prosecutor})
    return own | set(iqa.former_assessors) if isinstance(command, c.AnswerQuery) else own


def judge_access(command: c.IqaCommand, iqa: Iqa | None, actor: str, facts: Facts) -> Refused | None:
    """Refuse an actor who is unknown, not in post, or has no relation that allows the command."""
    if is_system(actor):
        return None
    person = facts.person(actor)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=actor)
    if not person.in_post(facts.today):
        return Refused(reason=Reason.NOT_IN_POST, detail=actor)
    allowed = WHO_MAY[type(command)]
    if (named(command, iqa, actor) | by_post(person, iqa)) & allowed:
        return None
    return _not_permitted(allowed)


def by_post(person: Person, iqa: Iqa | None) -> frozenset[Relation]:
    """The person's relations that follow from a post in the IQA's Area."""
    relation = BY_POST.get(person.role)
    if relation is None or (iqa is not None and person.area != iqa.area):
        return frozenset()
    return frozenset({relation})


def _owner(command: c.IqaCommand, iqa: Iqa) -> str | None:
    match command:
        case c.CompleteAction(action_id=action_id) | c.HandOverAction(action_id=action_id):
            return next((a.action.owner for a in iqa.actions if a.action.action_id == action_id), None)
        case c.DismissPrompt(prompt=prompt):
            about = next((p.about for p in iqa.prompts if p.prompt == prompt), None)
            to_sampler = about == PromptKind.ONLY_ABOUT_PROSECUTOR
            return iqa.sample.sampler if iqa.sample and to_sampler else iqa.assessor
        case _:
            return None


def _not_permitted(allowed: frozenset[Relation]) -> Refused:
    return Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {_listed(allowed)}")


def _listed(allowed: frozenset[Relation]) -> str:
    """Name those who are allowed; the system only where nobody else is."""
    return ", ".join(sorted(allowed - _SYSTEM or allowed))


class Part(StrEnum):
    """The parts of an IQA's record that some may read and others not."""

    RECORD = "record"
    TALK = "talk"
    MARKS = "marks"
    PROMPTS = "prompts"
    ACTIONS = "actions"
    SAMPLE = "sample"


NATIONAL: Final = frozenset({Role.LEGAL_ASSURANCE, Role.AUDITOR})
"""Posts that read in every Area (report ¶6.13)."""


def may_read(person: Person, iqa: Iqa) -> frozenset[Part]:
    """The parts that a person may read; the prosecutor reads marks once confirmed, never the second check.

    A sampler who can still mark blind reads neither marks nor what was said of them, whatever their post.
    """
    if person.staff_id == iqa.prosecutor:
        marks = {Part.MARKS} if iqa.confirmed_at else set()
        return frozenset({Part.RECORD, Part.TALK, Part.ACTIONS} | marks)
    sampler = iqa.sample.sampler if iqa.sample else None
    if iqa.sample and person.staff_id == sampler and iqa.sample.hides_marks:
        return frozenset({Part.RECORD, Part.ACTIONS, Part.SAMPLE})
    if person.staff_id in {iqa.assessor, sampler} or person.role in NATIONAL or by_post(person, iqa):
        return frozenset(Part)
    keeps = any(action.action.owner == person.staff_id for action in iqa.actions)
    return frozenset({Part.ACTIONS}) if keeps else frozenset()
