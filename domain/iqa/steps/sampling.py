"""The second check: drawn or released by the quarter, marked blind perhaps, and recorded (¶4.13, ¶6.4, ¶6.8)."""

from collections.abc import Iterable

from domain.assessment import ReMark, compared
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_sample, asked
from domain.iqa.re_marks import amended_by, re_marks_asked
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Decision, Situation


def draw_for_sample(command: c.DrawForSample, situation: Situation) -> Decision:
    """Put the IQA in the sample of somebody who took no part in it."""
    blind = situation.facts.policy.dip_sample.blind_re_mark
    drawn = e.DrawnForSample(sampler=command.sampler, pick=command.pick, blind=blind)
    return _sampler_refused(command.sampler, situation) or (drawn,)


def replace_sampler(command: c.ReplaceSampler, situation: Situation) -> Decision:
    """Give the check to another who took no part in it."""
    refused = _sampler_refused(command.sampler, situation)
    return refused or (e.SamplerReplaced(sampler=command.sampler, because=command.because),)


def release_from_sample(_: c.ReleaseFromSample, __: Situation) -> Decision:
    """The quarter's last draw passed the IQA by."""
    return (e.ReleasedFromSample(),)


def re_mark_blind(command: c.ReMarkBlind, situation: Situation) -> Decision:
    """Keep the sampler's own answers, but for marks of their own making; blind unless they saw the IQA before."""
    refused = _their_own([answer.question for answer in command.answers], situation)
    seen = situation.facts.looked_before
    return refused or (e.BlindReMarked(answers=command.answers, looked_before=seen),)


def see_marks(_: c.SeeMarks, __: Situation) -> Decision:
    """Show the sampler the marks, who can then no longer mark blind."""
    return (e.MarksSeen(),)


def record_dip_sample(command: c.RecordDipSample, situation: Situation) -> Decision:
    """Record the check; a question without a re-mark stays "not re-marked", and nobody is held up for it (¶6.5)."""
    policy, re_marks = situation.facts.policy, _compared(command, situation.iqa)
    if refused := _their_own([re_mark.question for re_mark in re_marks], situation):
        return refused
    answered = asked(about_sample(command, re_marks, situation), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    recorded = e.DipSampleRecorded(
        comment=command.comment,
        got_right=command.got_right,
        missed=command.missed,
        manager_will_do=command.manager_will_do,
        follows=command.follows,
        judgements=tuple(dict.fromkeys(command.judgements)),
        case_read=command.case_read,
        re_marks=re_marks,
        re_marks_asked=re_marks_asked(situation.iqa, situation.actor, policy.dip_sample),
        judged_version=command.seen_version,
        feedback_due=situation.due(policy.working_days.feedback),
    )
    return recorded, *answered


def _sampler_refused(sampler: str, situation: Situation) -> Refused | None:
    """Refuse somebody unknown, of another Area, who took part, did the work, or whose post does not sample."""
    iqa, facts = situation.iqa, situation.facts
    person = facts.person(sampler)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=sampler)
    if person.area != iqa.area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{sampler}: {person.area}")
    if sampler in {iqa.assessor, iqa.prosecutor, *iqa.former_assessors}:
        return Refused(reason=Reason.TOOK_PART, detail=sampler)
    if sampler in iqa.done_by:
        return Refused(reason=Reason.DID_THE_WORK, detail=sampler)
    if person.role not in facts.policy.dip_sample.samplers:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"{sampler}: {person.role}")
    return None if person.in_post(facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=sampler)


def _compared(command: c.RecordDipSample, iqa: Iqa) -> tuple[ReMark, ...]:
    """The verdicts given, and those that follow where the sampler answered blind and gave none.

    A mark that was taken back since has nothing to be compared with. The answers of somebody who had looked at the IQA
    before are compared all the same, and not kept as blind.
    """
    own_answers = iqa.sample.blind_answers if iqa.sample else ()
    blind = {one.question: one for one in own_answers}
    kept = {} if iqa.sample and iqa.sample.looked_before else {n: one.answer for n, one in blind.items()}
    given = {re_mark.question: re_mark for re_mark in command.re_marks}
    re_marks = {
        number: re_mark.model_copy(update={"blind": kept.get(number)}) for number, re_mark in given.items()
    }
    for number, own in blind.items():
        mark = iqa.mark(number)
        if number not in given and mark is not None:
            verdict = compared(own.answer, mark.answer)
            re_marks[number] = ReMark(
                question=number, verdict=verdict, comment=own.comment, blind=kept.get(number)
            )
    return tuple(re_marks.values())


def _their_own(questions: Iterable[int], situation: Situation) -> Refused | None:
    own = sorted(amended_by(situation.iqa, situation.actor).intersection(questions))
    detail = f"question {own[0]}: amended by {situation.actor}" if own else ""
    return Refused(reason=Reason.TOOK_PART, detail=detail) if own else None
