"""What must hold in the state before a command: the order of the steps, the shape of what is written.

Each check refuses where its first line is not so; ``domain/iqa/procedures.py`` says which command it stands before.
"""

from collections.abc import Iterable
from typing import Final, assert_never

from domain import escalations
from domain.assessment import BlindReMark, Mark, Source, TalkedOver
from domain.errors import Reason, Refused
from domain.escalations import EscalationCommand
from domain.ids import case_id
from domain.iqa import commands as c
from domain.iqa.known import known
from domain.iqa.state import HELD, Iqa, Talk
from domain.policy import Order
from domain.questions import PresetKind

MOST_ACTIONS: Final = 50
MOST_QUERIES: Final = 24
MOST_COMMENTS: Final = 50
MOST_DEVELOPMENT: Final = 10
MOST_DRAWS: Final = 20
MOST_SEEN_LATER: Final = 50
MOST_MANAGER_TALKS: Final = 20
"""How much one IQA holds, so that no history outgrows the engine."""


def selected(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """A case is selected."""
    return None if iqa.selection else Refused(reason=Reason.NO_CASE_SELECTED)


def not_selected(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """No case is selected."""
    selected = iqa.selection
    return Refused(reason=Reason.CASE_SELECTED, detail=selected.urn) if selected else None


def work_named(command: c.SelectCase, _: Iqa) -> Refused | None:
    """The work to be assessed is named."""
    return None if command.work else Refused(reason=Reason.NO_WORK_NAMED)


def room_for_draw(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The IQA holds one more draw."""
    return Refused(reason=Reason.TOO_MANY, detail="draws") if len(iqa.draws) >= MOST_DRAWS else None


def drawn_last(command: c.SelectCase, iqa: Iqa) -> Refused | None:
    """What is selected as drawn is the case that was drawn last."""
    last = iqa.draws[-1].urn if iqa.draws else None
    if command.source is not Source.DRAWN or command.urn == last:
        return None
    return Refused(reason=Reason.CASE_NOT_DRAWN, detail=f"drawn last: {last or 'none'}")


def confirmed(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The assessment is confirmed."""
    return None if iqa.confirmed_at else Refused(reason=Reason.ASSESSMENT_NOT_CONFIRMED)


def not_confirmed(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The assessment is not confirmed."""
    return Refused(reason=Reason.ASSESSMENT_CONFIRMED) if iqa.confirmed_at else None


def not_completed(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The IQA is not completed."""
    return Refused(reason=Reason.ALREADY_DONE, detail="completed") if iqa.completed_at else None


def may_talk_now(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """Under assessment-first the assessment is confirmed."""
    if iqa.order is Order.ASSESSMENT_FIRST and not iqa.confirmed_at:
        return Refused(reason=Reason.ASSESSMENT_NOT_CONFIRMED)
    return None


def not_talked(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The conversation was neither held nor closed as impossible."""
    return Refused(reason=Reason.CONVERSATION_HELD, detail=iqa.talk) if iqa.talked else None


def talk_recorded(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The conversation is recorded as held."""
    return None if iqa.talk in HELD else Refused(reason=Reason.CONVERSATION_NOT_HELD, detail=iqa.talk)


def something_said(command: TalkedOver, _: Iqa) -> Refused | None:
    """Something is said of what went well, what to do differently, or how the prosecutor sees it."""
    return None if command.said else Refused(reason=Reason.NOTHING_WRITTEN)


def talk_unanswered(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The conversation is recorded as held, and the prosecutor has not answered yet."""
    if iqa.talk is Talk.HELD:
        return None
    reason = Reason.ALREADY_DONE if iqa.talk in HELD else Reason.CONVERSATION_NOT_HELD
    return Refused(reason=reason, detail=iqa.talk)


def talk_came_first(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """Under conversation-first the conversation was held or closed as impossible."""
    if iqa.order is Order.CONVERSATION_FIRST and not iqa.talked:
        return Refused(reason=Reason.CONVERSATION_FIRST)
    return None


def all_answered(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """There are questions at all, and every one that is on has its answer."""
    if iqa.selection and not iqa.selection.presets:
        return Refused(reason=Reason.NO_QUESTIONS, detail=iqa.question_set)
    unanswered = iqa.unanswered()
    if unanswered:
        return Refused(reason=Reason.QUESTIONS_UNANSWERED, detail=", ".join(map(str, unanswered)))
    return None


def something_written(command: c.RecordMarks | c.ReviseMarks, _: Iqa) -> Refused | None:
    """Something is written at all."""
    match command:
        case c.RecordMarks(marks=(), victims_note=None, team_learning=None) | c.ReviseMarks(marks=()):
            return Refused(reason=Reason.NOTHING_WRITTEN)
        case _:
            return None


def change_explained(command: c.HoldConversation, _: Iqa) -> Refused | None:
    """Marks that the conversation changed come with a reason."""
    unexplained = command.revised_marks and command.revised_because is None
    return Refused(reason=Reason.REVISION_NEEDS_REASON) if unexplained else None


Marking = c.RecordMarks | c.ReviseMarks | c.HoldConversation | c.AnswerQuery
"""The commands that bring marks."""


def marks_fit(command: Marking, iqa: Iqa) -> Refused | None:
    """Each mark is of one of the questions, given once and complete."""
    marks = _marks_of(command)
    fits = (refused for mark in marks if (refused := _mark_fits(mark, iqa)))
    return _each_once(mark.question for mark in marks) or next(fits, None)


def said_of_marks(command: c.HoldConversation | c.CorrectConversation, iqa: Iqa) -> Refused | None:
    """What is said of a question is of one that is marked, and is said once."""
    strange = [one.question for one in command.said_of if iqa.mark(one.question) is None]
    if strange:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=f"question {strange[0]}")
    return _each_once(one.question for one in command.said_of)


def _each_once(questions: Iterable[int]) -> Refused | None:
    seen: set[int] = set()
    for question in questions:
        if question in seen:
            return Refused(reason=Reason.QUESTION_TWICE, detail=f"question {question}")
        seen.add(question)
    return None


def _marks_of(command: Marking) -> tuple[Mark, ...]:
    match command:
        case c.HoldConversation():
            return command.revised_marks
        case c.AnswerQuery():
            return (command.amended,) if command.amended else ()
        case c.RecordMarks() | c.ReviseMarks():
            return command.marks
        case never:
            assert_never(never)


def _mark_fits(mark: Mark, iqa: Iqa) -> Refused | None:
    preset = iqa.selection.preset(mark.question) if iqa.selection else None
    detail = f"question {mark.question}"
    if preset is None:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=detail)
    if not mark.answer.applies:
        has_reason = mark.not_applicable is not None
        return None if has_reason else Refused(reason=Reason.NOT_APPLICABLE_NEEDS_REASON, detail=detail)
    if preset.kind is PresetKind.OFF and mark.preset_changed_because is None:
        return Refused(reason=Reason.QUESTION_NOT_ON, detail=f"{detail}: {preset.reason}")
    return None


def to_be_improved(command: c.NoteImprovementSeen, iqa: Iqa) -> Refused | None:
    """The question has an area for improvement, which was not seen in a review of that case on that day yet."""
    mark = iqa.mark(command.question)
    if mark is None or mark.improvement is None:
        return Refused(reason=Reason.NOTHING_TO_IMPROVE, detail=f"question {command.question}")
    known = {(one.question, one.urn, one.on) for one in iqa.seen_later}
    again = (command.question, command.urn, command.on) in known
    if again or len(iqa.seen_later) >= MOST_SEEN_LATER:
        return Refused(reason=Reason.ALREADY_DONE if again else Reason.TOO_MANY, detail=command.urn)
    return None


def action_open(command: c.CompleteAction | c.HandOverAction, iqa: Iqa) -> Refused | None:
    """The case action is there and open."""
    action = next((a for a in iqa.actions if a.action.action_id == command.action_id), None)
    if action is None:
        return Refused(reason=Reason.UNKNOWN_ACTION, detail=command.action_id)
    if action.is_open:
        return None
    now = f": {action.handed_to} has it, on {case_id(action.action.urn)}" if action.handed_to else ""
    return Refused(reason=Reason.ALREADY_DONE, detail=f"{command.action_id}{now}")


def room_for_action(command: c.RecordAction, iqa: Iqa) -> Refused | None:
    """A case is known to act on, and the IQA holds one more action."""
    if command.urn is None and iqa.selection is None:
        return Refused(reason=Reason.NO_CASE_SELECTED)
    return Refused(reason=Reason.TOO_MANY, detail="actions") if len(iqa.actions) >= MOST_ACTIONS else None


def no_actions_yet(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """No action is recorded on the case, nor that none is required."""
    if on_case := iqa.actions_on_case:
        return Refused(reason=Reason.ACTIONS_RECORDED, detail=str(len(on_case)))
    return Refused(reason=Reason.ALREADY_DONE) if iqa.no_actions else None


def room_for_comment(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The IQA holds one more comment."""
    return Refused(reason=Reason.TOO_MANY, detail="comments") if len(iqa.comments) >= MOST_COMMENTS else None


def queryable(command: c.QueryMark, iqa: Iqa) -> Refused | None:
    """The question is marked, and the IQA holds one more query."""
    if iqa.mark(command.question) is None:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=f"question {command.question}")
    return Refused(reason=Reason.TOO_MANY, detail="queries") if len(iqa.queries) >= MOST_QUERIES else None


def query_open(command: c.AnswerQuery, iqa: Iqa) -> Refused | None:
    """The query is there and open, and an amended mark is of its question."""
    query = next((q for q in iqa.queries if q.query_id == command.query_id), None)
    if query is None:
        return Refused(reason=Reason.UNKNOWN_QUERY, detail=command.query_id)
    if query.outcome is not None:
        return Refused(reason=Reason.ALREADY_DONE, detail=command.query_id)
    if command.amended is not None and command.amended.question != query.question:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=f"the query is about question {query.question}")
    return None


def amendment_fits(command: c.AnswerQuery, iqa: Iqa) -> Refused | None:
    """An upheld query changes the mark, wholly or in part, and one that is not upheld changes nothing."""
    amended = command.amended
    changed = amended is not None and amended != iqa.mark(amended.question)
    fits = changed if command.outcome.changes_mark else amended is None
    return None if fits else Refused(reason=Reason.AMENDMENT_DOES_NOT_FIT, detail=command.outcome)


def sampled(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The IQA was drawn for a second check."""
    return None if iqa.sample else Refused(reason=Reason.NOT_SAMPLED)


def sample_started(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The second check has started."""
    started = iqa.sample is not None and iqa.sample.started
    return None if started else Refused(reason=Reason.SAMPLE_NOT_STARTED)


def sample_unrecorded(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The second check is not recorded."""
    recorded = iqa.sample is not None and iqa.sample.recorded_at
    return Refused(reason=Reason.ALREADY_DONE, detail="dip sample") if recorded else None


def re_marks_fit(command: c.RecordDipSample | c.ReMarkBlind, iqa: Iqa) -> Refused | None:
    """Each re-mark is of a marked question and given once."""
    given = command.answers if isinstance(command, c.ReMarkBlind) else command.re_marks
    strange = [each.question for each in given if iqa.mark(each.question) is None]
    if strange:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=f"question {strange[0]}")
    return _each_once(each.question for each in given)


def follows_from_known(command: c.RecordDipSample, iqa: Iqa) -> Refused | None:
    """What follows is said of facts that the record shows, once of each."""
    said, shown = [one.fact for one in command.follows], {one.fact for one in known(iqa)}
    if strange := [fact for fact in said if fact not in shown]:
        return Refused(reason=Reason.UNKNOWN_FACT, detail=strange[0])
    twice = [fact for fact in shown if said.count(fact) > 1]
    return Refused(reason=Reason.QUESTION_TWICE, detail=twice[0]) if twice else None


def something_answered(command: c.ReMarkBlind, _: Iqa) -> Refused | None:
    """Some question is answered."""
    return None if command.answers else Refused(reason=Reason.NOTHING_WRITTEN)


def still_blind(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The marks are still kept from the sampler."""
    hidden = iqa.sample is not None and iqa.sample.hides_marks
    return None if hidden else Refused(reason=Reason.NOT_BLIND)


def marked_first(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """Where policy wants it, nothing is seen or judged before the sampler's own answers are in."""
    sample = iqa.sample
    owed = sample is not None and sample.blind is BlindReMark.REQUIRED and sample.hides_marks
    return Refused(reason=Reason.BLIND_RE_MARK_FIRST) if owed else None


def development_open(command: c.ReviewDevelopment, iqa: Iqa) -> Refused | None:
    """What was to be developed is there and still to be looked at."""
    known = iqa.sample.development if iqa.sample else ()
    one = next((one for one in known if one.action.action_id == command.action_id), None)
    if one is None:
        return Refused(reason=Reason.UNKNOWN_DEVELOPMENT, detail=command.action_id)
    return None if one.is_open else Refused(reason=Reason.ALREADY_DONE, detail=command.action_id)


def shown_somewhere(command: c.ReviewDevelopment, iqa: Iqa) -> Refused | None:
    """What is shown is shown in another IQA than this; what is shown in full is not looked at again."""
    named = command.in_iqa is not None or not command.shown.somewhere
    if not named or command.in_iqa == iqa.iqa_id:
        return Refused(reason=Reason.NOT_NEXT_IQA, detail=command.in_iqa or f"{command.shown}: in which IQA")
    done = command.shown.in_full and command.again_on is not None
    return Refused(reason=Reason.ALREADY_DONE, detail=command.action_id) if done else None


def room_for_development(command: c.GiveFeedback, _: Iqa) -> Refused | None:
    """There is not more to develop than one IQA holds."""
    too_many = len(command.development) > MOST_DEVELOPMENT
    return Refused(reason=Reason.TOO_MANY, detail="development") if too_many else None


def room_for_manager_talk(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The IQA holds one more talk with the manager."""
    full = len(iqa.manager_talks) >= MOST_MANAGER_TALKS
    return Refused(reason=Reason.TOO_MANY, detail="talks with the manager") if full else None


def manager_talk_open(command: c.ReviewManagerTalk, iqa: Iqa) -> Refused | None:
    """The talk is there, and nobody has said yet what came of it."""
    talk = next((talk for talk in iqa.manager_talks if talk.talk_id == command.talk_id), None)
    if talk is None:
        return Refused(reason=Reason.UNKNOWN_MANAGER_TALK, detail=command.talk_id)
    return None if talk.is_open else Refused(reason=Reason.ALREADY_DONE, detail=command.talk_id)


def feedback_due(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The second check is recorded, and no feedback given yet."""
    sample = iqa.sample
    if sample is None or sample.recorded_at is None:
        return Refused(reason=Reason.SAMPLE_NOT_RECORDED)
    return Refused(reason=Reason.ALREADY_DONE, detail="feedback") if sample.feedback else None


def feedback_unacknowledged(command: c.AcknowledgeFeedback, iqa: Iqa) -> Refused | None:
    """Feedback is given and not acknowledged; who meant to revise may still say that it stands."""
    sample = iqa.sample
    if sample is None or sample.feedback is None:
        return Refused(reason=Reason.FEEDBACK_NOT_GIVEN)
    answered = sample.acknowledged_at and not (sample.awaits_revision and command.reply.needs_reason)
    return Refused(reason=Reason.ALREADY_DONE, detail="acknowledgement") if answered else None


def reply_fits(command: c.AcknowledgeFeedback, iqa: Iqa) -> Refused | None:
    """What the sampler asked for is answered: a revision, or why it stands."""
    if command.reply.needs_reason and command.note is None:
        return Refused(reason=Reason.LET_STAND_NEEDS_REASON)
    asked = iqa.sample.asks if iqa.sample else ()
    answers = command.reply.revises or command.reply.needs_reason
    return Refused(reason=Reason.SAMPLER_ASKED, detail=", ".join(asked)) if asked and not answers else None


def sample_open(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The IQA was neither drawn nor released."""
    settled = iqa.sample is not None or iqa.released
    return Refused(reason=Reason.ALREADY_DONE, detail="dip sample") if settled else None


def other_assessor(command: c.Reassign, iqa: Iqa) -> Refused | None:
    """The new assessor is another, not the assessed prosecutor, and did none of the work that is assessed."""
    if command.assessor == iqa.prosecutor:
        return Refused(reason=Reason.OWN_WORK, detail=command.assessor)
    if command.assessor in iqa.done_by:
        return Refused(reason=Reason.DID_THE_WORK, detail=command.assessor)
    same = command.assessor == iqa.assessor
    return Refused(reason=Reason.ALREADY_DONE, detail=command.assessor) if same else None


def sample_not_over(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    """The second check is not over."""
    over = iqa.sample is not None and iqa.sample.is_over
    return Refused(reason=Reason.ALREADY_DONE, detail="dip sample") if over else None


def other_sampler(command: c.ReplaceSampler, iqa: Iqa) -> Refused | None:
    """The new sampler is another."""
    same = iqa.sample is not None and iqa.sample.sampler == command.sampler
    return Refused(reason=Reason.ALREADY_DONE, detail=command.sampler) if same else None


def escalation_open(command: EscalationCommand, iqa: Iqa) -> Refused | None:
    """Somebody still has to take it on, and it was put to whoever hands it over."""
    return escalations.refused(command, iqa.escalations)
