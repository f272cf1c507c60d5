"""The second check: drawn or released by the quarter, marked blind perhaps, and recorded (¶4.13, ¶6.4, ¶6.8)."""

from collections.abc import Iterable

from domain.assessment import ReMark, compared
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_sample, asked
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
    """Keep the sampler's own answers, but for marks of their own making."""
    refused = _their_own([answer.question for answer in command.answers], situation)
    return refused or (e.BlindReMarked(answers=command.answers),)


def see_marks(_: c.SeeMarks, __: Situation) -> Decision:
    """Show the sampler the marks, who can then no longer mark blind."""
    return (e.MarksSeen(),)


def record_dip_sample(command: c.RecordDipSample, situation: Situation) -> Decision:
    """Record the check; a question without a re-mark stays "not re-marked"."""
    re_marks = _compared(command, situation.iqa)
    questions = [re_mark.question for re_mark in re_marks]
    refused = _their_own(questions, situation) or _missing(frozenset(questions), situation)
    if refused:
        return refused
    answered = asked(about_sample(command, re_marks), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    recorded = e.DipSampleRecorded(
        comment=command.comment,
        got_right=command.got_right,
        missed=command.missed,
        manager_will_do=command.manager_will_do,
        case_read=command.case_read,
        re_marks=re_marks,
        judged_version=command.seen_version,
        feedback_due=situation.due(situation.facts.policy.working_days.feedback),
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


def _amended_by(sampler: str, situation: Situation) -> frozenset[int]:
    """The questions whose marks are the sampler's own, given in answer to a query."""
    return frozenset(query.question for query in situation.iqa.queries if query.amended_by(sampler))


def _compared(command: c.RecordDipSample, iqa: Iqa) -> tuple[ReMark, ...]:
    """The verdicts given, and those that follow where the sampler answered blind and gave none.

    A mark that was taken back since has nothing to be compared with.
    """
    blind = {one.question: one for one in iqa.sample.blind_answers} if iqa.sample else {}
    given = {re_mark.question: re_mark for re_mark in command.re_marks}
    re_marks = {
        number: re_mark.model_copy(update={"blind": blind[number].answer if number in blind else None})
        for number, re_mark in given.items()
    }
    for number, own in blind.items():
        mark = iqa.mark(number)
        if number not in given and mark is not None:
            verdict = compared(own.answer, mark.answer)
            re_marks[number] = ReMark(question=number, verdict=verdict, comment=own.comment, blind=own.answer)
    return tuple(re_marks.values())


def _their_own(questions: Iterable[int], situation: Situation) -> Refused | None:
    own = sorted(_amended_by(situation.actor, situation).intersection(questions))
    detail = f"question {own[0]}: amended by {situation.actor}" if own else ""
    return Refused(reason=Reason.TOOK_PART, detail=detail) if own else None


def _missing(re_marked: frozenset[int], situation: Situation) -> Refused | None:
    """Ask for the questions that policy always wants re-marked, and for a few more if there are any."""
    policy = situation.facts.policy.dip_sample
    open_to_them = {mark.question for mark in situation.iqa.marks} - _amended_by(situation.actor, situation)
    always = set(policy.re_mark_always) & open_to_them
    if left := sorted(always - re_marked):
        return Refused(reason=Reason.REMARKS_MISSING, detail=", ".join(f"question {n}" for n in left))
    least = min(len(always) + policy.re_mark_more, len(open_to_them))
    if len(re_marked) < least:
        return Refused(reason=Reason.REMARKS_MISSING, detail=f"{len(re_marked)} of at least {least}")
    return None
