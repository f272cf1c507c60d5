"""The second check: drawn or released by the quarter, recorded, fed back and acknowledged (¶4.13, ¶6.4)."""

from datetime import date

from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_sample
from domain.iqa.steps.situation import Decision, Situation, mode_refused


def draw_for_sample(command: c.DrawForSample, now: Situation) -> Decision:
    """Put the IQA in the sample of somebody who took no part in it."""
    refused = _sampler_refused(command.sampler, now)
    return refused or (e.DrawnForSample(sampler=command.sampler, pick=command.pick),)


def replace_sampler(command: c.ReplaceSampler, now: Situation) -> Decision:
    """Give the check to another who took no part in it."""
    refused = _sampler_refused(command.sampler, now)
    return refused or (e.SamplerReplaced(sampler=command.sampler, because=command.because),)


def release_from_sample(_: c.ReleaseFromSample, __: Situation) -> Decision:
    """The quarter's last draw passed the IQA by."""
    return (e.ReleasedFromSample(),)


def record_dip_sample(command: c.RecordDipSample, now: Situation) -> Decision:
    """Record the check; a question without a re-mark stays "not re-marked"."""
    refused = _their_own(command, now) or _missing(command, now)
    if refused:
        return refused
    recorded = e.DipSampleRecorded(
        **command.model_dump(include={"comment", "got_right", "missed", "manager_will_do", "case_read"}),
        re_marks=command.re_marks,
        judged_version=command.seen_version,
        feedback_due=now.due(now.facts.policy.working_days.feedback),
    )
    return recorded, *about_sample(command, now.iqa, now.facts)


def give_feedback(command: c.GiveFeedback, now: Situation) -> Decision:
    """Record that the manager was given feedback, on a day since the check."""
    refused = _not_that_day(command.on, now) or mode_refused(command.mode, now.facts)
    if refused:
        return refused
    due = now.due(now.facts.policy.working_days.acknowledgement)
    return (e.FeedbackGiven(on=command.on, mode=command.mode, content=command.content, acknowledge_due=due),)


def acknowledge_feedback(command: c.AcknowledgeFeedback, _: Situation) -> Decision:
    """The manager has it."""
    return (e.FeedbackAcknowledged(note=command.note),)


def _sampler_refused(sampler: str, now: Situation) -> Refused | None:
    """Refuse somebody unknown, of another Area, who took part, or whose post does not sample."""
    person = now.facts.person(sampler)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=sampler)
    if person.area != now.iqa.area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{sampler}: {person.area}")
    if sampler in {now.iqa.assessor, now.iqa.prosecutor, *now.iqa.former_assessors}:
        return Refused(reason=Reason.TOOK_PART, detail=sampler)
    if person.role not in now.facts.policy.dip_sample.samplers:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"{sampler}: {person.role}")
    return None if person.in_post(now.facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=sampler)


def _not_that_day(day: date, now: Situation) -> Refused | None:
    if day > now.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=day.isoformat())
    recorded_at = now.iqa.sample.recorded_at if now.iqa.sample else None
    if recorded_at and day < day_of(recorded_at):
        return Refused(reason=Reason.FEEDBACK_BEFORE_SAMPLE, detail=f"{day} < {day_of(recorded_at)}")
    return None


def _amended_by(sampler: str, now: Situation) -> frozenset[int]:
    """The questions whose marks are the sampler's own, given in answer to a query."""
    return frozenset(query.question for query in now.iqa.queries if query.amended_by(sampler))


def _their_own(command: c.RecordDipSample, now: Situation) -> Refused | None:
    own = sorted(_amended_by(now.actor, now) & {re_mark.question for re_mark in command.re_marks})
    detail = f"question {own[0]}: amended by {now.actor}" if own else ""
    return Refused(reason=Reason.TOOK_PART, detail=detail) if own else None


def _missing(command: c.RecordDipSample, now: Situation) -> Refused | None:
    """Ask for the questions that policy always wants re-marked, and for a few more if there are any."""
    policy = now.facts.policy.dip_sample
    open_to_them = {mark.question for mark in now.iqa.marks} - _amended_by(now.actor, now)
    re_marked = {re_mark.question for re_mark in command.re_marks}
    always = set(policy.re_mark_always) & open_to_them
    if left := sorted(always - re_marked):
        return Refused(reason=Reason.REMARKS_MISSING, detail=", ".join(f"question {n}" for n in left))
    least = min(len(always) + policy.re_mark_more, len(open_to_them))
    if len(re_marked) < least:
        return Refused(reason=Reason.REMARKS_MISSING, detail=f"{len(re_marked)} of at least {least}")
    return None
