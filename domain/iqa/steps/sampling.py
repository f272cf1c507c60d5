"""The second check: drawn or released by the quarter, made blind to no mark, fed back and acknowledged (¶4.13, ¶6.4)."""

from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Decision, Situation, held_on
from domain.policy import DipSample


def draw_for_sample(command: c.DrawForSample, now: Situation) -> Decision:
    """Put the IQA in the sample of somebody who took no part in it."""
    person = now.facts.person(command.sampler)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=command.sampler)
    if command.sampler in {now.iqa.assessor, now.iqa.prosecutor}:
        return Refused(reason=Reason.TOOK_PART, detail=command.sampler)
    if person.role not in now.facts.policy.dip_sample.samplers:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"{command.sampler}: {person.role}")
    return (e.DrawnForSample(sampler=command.sampler, pick=command.pick),)


def release_from_sample(_: c.ReleaseFromSample, __: Situation) -> Decision:
    """The quarter's last draw passed the IQA by."""
    return (e.ReleasedFromSample(),)


def record_dip_sample(command: c.RecordDipSample, now: Situation) -> Decision:
    """Record the check; a question without a re-mark stays "not re-marked"."""
    refused = _unknown(command, now.iqa) or _missing(command, now.iqa, now.facts.policy.dip_sample)
    if refused:
        return refused
    return (
        e.DipSampleRecorded(
            **command.model_dump(include={"comment", "got_right", "missed", "manager_will_do", "case_read"}),
            re_marks=command.re_marks,
            judged_version=command.seen_version,
            feedback_due=now.due(now.facts.policy.working_days.feedback),
        ),
    )


def give_feedback(command: c.GiveFeedback, now: Situation) -> Decision:
    """Record that the manager was given feedback, on a day since the check."""
    recorded_at = now.iqa.sample.recorded_at if now.iqa.sample else None
    earliest = day_of(recorded_at) if recorded_at else now.facts.today
    if refused := held_on(command.on, earliest, now.facts):
        return refused
    due = now.due(now.facts.policy.working_days.acknowledgement)
    return (e.FeedbackGiven(on=command.on, mode=command.mode, content=command.content, acknowledge_due=due),)


def acknowledge_feedback(command: c.AcknowledgeFeedback, _: Situation) -> Decision:
    """The manager has it."""
    return (e.FeedbackAcknowledged(note=command.note),)


def _unknown(command: c.RecordDipSample, iqa: Iqa) -> Refused | None:
    marked = {mark.question for mark in iqa.marks}
    strange = sorted({re_mark.question for re_mark in command.re_marks} - marked)
    if strange:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=", ".join(f"question {n}" for n in strange))
    return None


def _missing(command: c.RecordDipSample, iqa: Iqa, policy: DipSample) -> Refused | None:
    """Ask for the questions that policy always wants re-marked, and for a few more, as far as they were marked."""
    marked = {mark.question for mark in iqa.marks}
    re_marked = {re_mark.question for re_mark in command.re_marks}
    always = set(policy.re_mark_always) & marked
    if always - re_marked:
        return Refused(
            reason=Reason.REMARKS_MISSING,
            detail=", ".join(f"question {n}" for n in sorted(always - re_marked)),
        )
    least = min(len(always) + policy.re_mark_more, len(marked))
    if len(re_marked) < least:
        return Refused(reason=Reason.REMARKS_MISSING, detail=f"{len(re_marked)} of at least {least}")
    return None
