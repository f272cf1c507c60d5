"""What ``decide`` has to be told before it can judge a command."""

from domain.assessment import CaseAction
from domain.calendar import day_of
from domain.ids import is_system, quarter_id
from domain.iqa import commands as c
from domain.iqa.facts import IqaNeeds, LooksOf
from domain.iqa.state import Iqa, Step
from domain.ladder import CHIEF, told_before
from domain.periods import Quarter


def needs(envelope: c.IqaEnvelope, iqa: Iqa | None) -> IqaNeeds:
    """Return whom, which case and which conversation the decision is about."""
    command = envelope.command
    named = {envelope.actor} if not is_system(envelope.actor) else set()
    if isinstance(command, c.OpenIqa):
        named |= {command.prosecutor, command.assessor}
        return IqaNeeds(people=frozenset(named), policy=command.policy_version, category=command.category)
    if iqa is None:
        return IqaNeeds(people=frozenset(named))
    goes_up = (
        told_before(command.deadline, iqa.escalations)
        if isinstance(command, c.DeadlinePassed)
        else frozenset()
    )
    named |= {iqa.prosecutor, iqa.assessor, iqa.senior_manager} | _named_in(command) | goes_up
    acted_on = _action_due(command, iqa)
    named |= {acted_on.owner} if acted_on else set()
    return IqaNeeds(
        people=frozenset(named),
        urn=_urn(command, iqa),
        pool_of=iqa.prosecutor if isinstance(command, c.SelectCase | c.DrawCase) else None,
        pool_for=iqa.assessor if isinstance(command, c.SelectCase | c.DrawCase) else None,
        draw_for=iqa.iqa_id if isinstance(command, c.DrawCase) else None,
        conversation_id=command.conversation_id if isinstance(command, c.SelectCase) else None,
        request_id=command.request_id if isinstance(command, c.SelectCase) else None,
        policy=iqa.policy,
        question_set=iqa.question_set,
        category=iqa.category,
        area=iqa.area if goes_up else None,
        roles=CHIEF if goes_up else frozenset(),
        named_iqa=command.in_iqa if isinstance(command, c.ReviewDevelopment) else None,
        looks_of=_looks(iqa, envelope.actor) if isinstance(command, c.ReMarkBlind) else None,
    )


def _looks(iqa: Iqa, sampler: str) -> LooksOf | None:
    """Whose looks at the IQA are asked about; before it is confirmed there are no marks to look at."""
    if iqa.confirmed_at is None:
        return None
    confirmed_in = str(Quarter.containing(day_of(iqa.confirmed_at)))
    return LooksOf(iqa_id=iqa.iqa_id, quarter_id=quarter_id(iqa.area, confirmed_in), person=sampler)


def _named_in(command: c.IqaCommand) -> set[str]:
    match command:
        case c.RecordAction(owner=person) | c.HandOverAction(to=person):
            return {person}
        case c.Reassign(assessor=person) | c.DrawForSample(sampler=person) | c.ReplaceSampler(sampler=person):
            return {person}
        case _:
            return set()


def _urn(command: c.IqaCommand, iqa: Iqa) -> str | None:
    selected = iqa.selection.urn if iqa.selection else None
    match command:
        case c.SelectCase(urn=urn) | c.NoteImprovementSeen(urn=urn):
            return urn
        case c.DeadlinePassed():
            acted_on = _action_due(command, iqa)
            return acted_on.urn if acted_on else None
        case c.RecordAction(urn=urn):
            return urn or selected
        case c.RecordMarks() | c.ConfirmAssessment():
            return selected
        case _:
            return None


def _action_due(command: c.IqaCommand, iqa: Iqa) -> CaseAction | None:
    """The case action whose deadline passed."""
    name = command.deadline if isinstance(command, c.DeadlinePassed) else ""
    return next((one.action for one in iqa.actions if name == f"{Step.ACTION}:{one.action.action_id}"), None)
