"""A senior manager talks with the manager about an assessment, sampled or not, and looks what came of it (¶6.10)."""

from domain.calendar import day_of, end_of_day
from domain.case_actions import due_refused
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa.manager_talks import ManagerTalkNoted, ManagerTalkReviewed
from domain.iqa.steps.situation import Decision, Situation


def note_manager_talk(command: c.NoteManagerTalk, situation: Situation) -> Decision:
    """Note it, on a day since the assessment was confirmed; what is to be tried is looked at by a day."""
    refused = _not_that_day(command, situation) or due_refused(command.look_on, situation.facts)
    if refused:
        return refused
    usual = situation.due(situation.facts.policy.working_days.manager_talk)
    noted = ManagerTalkNoted(
        talk_id=f"m{len(situation.iqa.manager_talks) + 1}",
        on=command.on,
        text=command.text,
        to_try=command.to_try,
        look_due=end_of_day(command.look_on) if command.look_on else usual,
    )
    return (noted,)


def review_manager_talk(command: c.ReviewManagerTalk, _: Situation) -> Decision:
    """Say what came of it."""
    return (ManagerTalkReviewed(talk_id=command.talk_id, outcome=command.outcome),)


def _not_that_day(command: c.NoteManagerTalk, situation: Situation) -> Refused | None:
    if command.on > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=command.on.isoformat())
    confirmed_at = situation.iqa.confirmed_at
    if confirmed_at and command.on < day_of(confirmed_at):
        return Refused(
            reason=Reason.TALK_BEFORE_CONFIRMATION, detail=f"{command.on} < {day_of(confirmed_at)}"
        )
    return None
