"""Mark, be asked for a second look where it is called for, confirm, revise, and see later what was to be improved."""

from collections.abc import Iterable
from datetime import datetime

from domain.assessment import Mark, replaced
from domain.calendar import day_of
from domain.errors import Reason, Refused, See
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_marks, asked
from domain.iqa.steps.selection import relaxed_by_theme, stands_in_the_way, who_did
from domain.iqa.steps.situation import Decision, Situation
from domain.questions import PresetKind


def record_marks(command: c.RecordMarks, situation: Situation) -> Decision:
    """Record answers, once the person has answered the prompts that they call for."""
    marks = replaced(situation.iqa.marks, command.marks)
    if refused := improvement_missing(command.marks, situation):
        return refused
    if refused := _victims_note_misplaced(command, marks, situation):
        return refused
    answered = asked(about_marks(marks, situation), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    recorded = e.MarksRecorded(
        marks=command.marks, victims_note=command.victims_note, team_learning=command.team_learning
    )
    return recorded, *answered


def confirm_assessment(command: c.ConfirmAssessment, situation: Situation) -> Decision:
    """Check the case again, then let the marks stand; what was set aside at selection stays set aside."""
    case_file, selection = situation.facts.case_file, situation.selection
    if case_file is None:
        return Refused(reason=Reason.UNKNOWN_CASE, detail=selection.urn)
    themed = relaxed_by_theme(situation) if selection.theme else frozenset()
    relaxed = themed | frozenset(selection.overridden)
    if refused := stands_in_the_way(case_file, selection.work, command.overrides, relaxed, situation):
        return refused.model_copy(update={"instead": See.REPLACE})
    talk_due, reminder_due = _talk(situation)
    return (
        e.AssessmentConfirmed(
            overrides=command.overrides,
            done_by=who_did(selection.work, case_file, situation),
            conversation_due=talk_due,
            reminder_due=reminder_due,
            comment_until=situation.comment_until(),
        ),
    )


def revise_marks(command: c.ReviseMarks, situation: Situation) -> Decision:
    """Change confirmed marks with a reason."""
    if refused := improvement_missing(command.marks, situation):
        return refused
    until = situation.comment_until()
    return (e.MarksRevised(marks=command.marks, because=command.because, comment_until=until),)


def note_improvement_seen(command: c.NoteImprovementSeen, situation: Situation) -> Decision:
    """Note that it is seen in a review since the assessment was confirmed, on a case on which the prosecutor works."""
    iqa, facts = situation.iqa, situation.facts
    if facts.case_file is None:
        return Refused(reason=Reason.UNKNOWN_CASE, detail=command.urn)
    if not facts.case_file.is_worked_on_by(iqa.prosecutor):
        return Refused(reason=Reason.TOO_LITTLE_OWN_WORK, detail=command.urn)
    if command.on > facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=command.on.isoformat())
    if iqa.confirmed_at and command.on < day_of(iqa.confirmed_at):
        return Refused(reason=Reason.REVIEW_NOT_LATER, detail=command.on.isoformat())
    return (e.ImprovementSeen(question=command.question, urn=command.urn, on=command.on, note=command.note),)


def improvement_missing(marks: Iterable[Mark], situation: Situation) -> Refused | None:
    """Refuse a no that says nothing of what to improve, where policy asks for it (report ¶5.30)."""
    if not situation.facts.policy.marking.no_without_improvement_refused:
        return None
    bare = (mark for mark in marks if mark.answer.finds_fault and mark.improvement is None)
    first = next(bare, None)
    return Refused(reason=Reason.NO_NEEDS_IMPROVEMENT, detail=f"question {first.question}") if first else None


def _victims_note_misplaced(
    command: c.RecordMarks, marks: Iterable[Mark], situation: Situation
) -> Refused | None:
    """Refuse a note on victims and witnesses where no question that takes it is on or answered (¶4.17)."""
    if command.victims_note is None:
        return None
    takes_it = {each.number for each in situation.facts.question_set.questions if each.takes_victims_note}
    on = {preset.number for preset in situation.selection.presets if preset.kind is not PresetKind.OFF}
    answered = {mark.question for mark in marks if mark.answer.applies}
    here = takes_it & (on | answered)
    return None if here else Refused(reason=Reason.QUESTION_NOT_ON, detail="victims_note")


def _talk(situation: Situation) -> tuple[datetime | None, datetime | None]:
    """When the conversation and its reminder are due, unless it was held already."""
    if situation.iqa.talked:
        return None, None
    days = situation.facts.policy.working_days
    talk_due = situation.talk_due(days.conversation_after_confirmation)
    return talk_due, situation.reminder_due()
