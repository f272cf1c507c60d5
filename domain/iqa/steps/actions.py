"""What the case still needs: recorded, done, handed over, or nothing (report ¶4.11, ¶5.24)."""

from domain.assessment import CaseAction
from domain.case_actions import action_due, due_refused, keeper, keeper_refused
from domain.cases import CaseFile
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_action, asked
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
    answered = asked(about_action(command, situation), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    action = CaseAction(
        what=command.what,
        due_on=command.due_on,
        urgent=command.urgent,
        action_id=f"a{len(situation.iqa.actions) + 1}",
        urn=facts.case_file.case.urn,
        owner=keeper(command.owner, situation.iqa.area, facts) if command.urgent else command.owner,
    )
    return (
        e.ActionRecorded(
            action=action, due=action_due(command.due_on, action.owner, facts, urgent=command.urgent)
        ),
        *answered,
    )


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


def _other_area(case_file: CaseFile, area: str) -> Refused | None:
    there = case_file.case.area
    return None if there == area else Refused(reason=Reason.OTHER_AREA, detail=there)
