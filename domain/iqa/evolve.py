"""Fold events into the state. Replay-sensitive: what is folded here sets the workflow's timers.

Change a fold only behind a patch (CONTRIBUTING.md); the golden histories prove it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, assert_never

from domain.assessment import Mark
from domain.iqa import events as e
from domain.iqa.state import (
    ActionState,
    Deadline,
    Escalation,
    Held,
    Iqa,
    Missed,
    Plan,
    Prompt,
    QueryState,
    Remark,
    Sample,
    Selection,
    Step,
    Talk,
    Touch,
)

Changes = dict[str, Any]
"""The fields of the state that an event changes."""

_TOUCHES: Final[dict[type[e.IqaEvent], Step]] = {
    e.CaseSelected: Step.SELECT,
    e.CaseReplaced: Step.SELECT,
    e.MarksRecorded: Step.MARK,
    e.MarksRevised: Step.MARK,
    e.AssessmentConfirmed: Step.MARK,
    e.ConversationHeld: Step.CONVERSE,
    e.ConversationDisputed: Step.CONVERSE,
    e.ConversationClosedAsImpossible: Step.CONVERSE,
    e.QueryAnswered: Step.ANSWER_QUERY,
    e.DipSampleRecorded: Step.DIP_SAMPLE,
}

_CONVERSATION = (Step.CONVERSE, Step.REMINDER)


def fold(iqa: Iqa | None, recorded: Iterable[e.RecordedIqaEvent], iqa_id: str) -> Iqa | None:
    """Fold recorded events, in order, onto a state; None is an IQA that is not open yet."""
    for each in recorded:
        iqa = evolve(iqa, each, iqa_id)
    return iqa


def evolve(iqa: Iqa | None, recorded: e.RecordedIqaEvent, iqa_id: str) -> Iqa:
    """Return the state after one more event."""
    event = recorded.event
    if isinstance(event, e.IqaOpened):
        return _opened(event, recorded, iqa_id)
    if iqa is None:
        msg = f"{iqa_id}: {event.kind} came before iqa_opened"
        raise ValueError(msg)
    changes = _changes(iqa, event, recorded)
    changes["version"] = recorded.version
    changes["command_ids"] = iqa.command_ids | {recorded.command_id}
    if step := _TOUCHES.get(type(event)):
        touch = Touch(step=step, version=recorded.version, actor=recorded.actor, at=recorded.at)
        changes["touched"] = (*(t for t in iqa.touched if t.step is not step), touch)
    return iqa.model_copy(update=changes)


def _opened(event: e.IqaOpened, recorded: e.RecordedIqaEvent, iqa_id: str) -> Iqa:
    return Iqa(
        iqa_id=iqa_id,
        version=recorded.version,
        area=event.area,
        quarter=event.quarter,
        category=event.category,
        prosecutor=event.prosecutor,
        assessor=event.assessor,
        senior_manager=event.senior_manager,
        target_on=event.target_on,
        order=event.order,
        policy=event.policy,
        question_set=event.question_set,
        opened_at=recorded.at,
        deadlines=(Deadline(step=Step.SELECT, due=event.select_due),),
        command_ids=frozenset({recorded.command_id}),
    )


def _changes(iqa: Iqa, event: e.IqaEvent, recorded: e.RecordedIqaEvent) -> Changes:
    """Dispatch to the part of an IQA that the event belongs to."""
    match event:
        case e.IqaOpened():
            return {}
        case e.CaseSelected() | e.CaseReplaced():
            return _selection(iqa, event, recorded.at)
        case (
            e.MarksRecorded()
            | e.MarksRevised()
            | e.PromptRaised()
            | e.PromptDismissed()
            | e.AssessmentConfirmed()
        ):
            return _assessment(iqa, event, recorded.at)
        case e.ConversationPlanned() | e.ConversationHeld() | e.ConversationConfirmed():
            return _conversation(iqa, event, recorded.at)
        case e.ConversationDisputed() | e.ConversationClosedAsImpossible():
            return _no_conversation(iqa, event)
        case e.ActionRecorded() | e.NoActionsRequired() | e.ActionCompleted() | e.ActionHandedOver():
            return _actions(iqa, event)
        case e.CommentMade() | e.MarkQueried() | e.QueryAnswered():
            return _prosecutors_say(iqa, event, recorded.at)
        case e.DrawnForSample() | e.ReleasedFromSample() | e.DipSampleStarted() | e.DipSampleRecorded():
            return _sample(iqa, event, recorded.at)
        case e.FeedbackGiven() | e.FeedbackAcknowledged():
            return _feedback(iqa, event, recorded.at)
        case e.ReminderSent() | e.DeadlineMoved() | e.DeadlineMissed() | e.EscalationRaised():
            return _time(iqa, event, recorded)
        case e.Reassigned() | e.Withdrawn() | e.IqaCompleted() | e.IqaClosed():
            return _ends(iqa, event, recorded.at)
        case never:
            assert_never(never)


def _selection(iqa: Iqa, event: e.CaseSelected | e.CaseReplaced, at: datetime) -> Changes:
    if isinstance(event, e.CaseReplaced):
        open_again = without(iqa, Step.MARK, *_CONVERSATION)
        return {
            "selection": None,
            "replaced": iqa.replaced + 1,
            "marks": (),
            "victims_note": None,
            "team_learning": None,
            "talk": Talk.OPEN,
            "plan": None,
            "held": None,
            "deadlines": due(open_again, Step.SELECT, event.select_due),
        }
    selection = Selection(
        urn=event.urn,
        work=event.work,
        source=event.source,
        conversation_id=event.conversation_id,
        theme=event.theme,
        overridden=tuple(override.rule for override in event.overrides),
        presets=event.presets,
        eligible_cases=event.eligible_cases,
        at=at,
    )
    deadlines = due(without(iqa, Step.SELECT), Step.MARK, event.marks_due)
    deadlines = due(deadlines, Step.CONVERSE, event.conversation_due)
    return {"selection": selection, "deadlines": due(deadlines, Step.REMINDER, event.reminder_due)}


def _assessment(
    iqa: Iqa,
    event: e.MarksRecorded | e.MarksRevised | e.PromptRaised | e.PromptDismissed | e.AssessmentConfirmed,
    at: datetime,
) -> Changes:
    match event:
        case e.MarksRecorded():
            return {
                "marks": replaced(iqa.marks, event.marks),
                "victims_note": event.victims_note or iqa.victims_note,
                "team_learning": event.team_learning or iqa.team_learning,
            }
        case e.MarksRevised():
            return {"marks": replaced(iqa.marks, event.marks)}
        case e.PromptRaised():
            prompt = Prompt(prompt=event.prompt, about=event.about, questions=event.questions)
            return {"prompts": (*iqa.prompts, prompt)}
        case e.PromptDismissed():
            return {
                "prompts": tuple(
                    p.model_copy(update={"dismissed_because": event.because})
                    if p.prompt == event.prompt
                    else p
                    for p in iqa.prompts
                )
            }
        case e.AssessmentConfirmed():
            deadlines = due(without(iqa, Step.MARK), Step.CONVERSE, event.conversation_due)
            deadlines = due(deadlines, Step.REMINDER, event.reminder_due)
            return {"confirmed_at": at, "first_marks": iqa.marks, "deadlines": deadlines}
        case never:
            assert_never(never)


def _conversation(
    iqa: Iqa, event: e.ConversationPlanned | e.ConversationHeld | e.ConversationConfirmed, at: datetime
) -> Changes:
    match event:
        case e.ConversationPlanned():
            revision = iqa.plan.revision + 1 if iqa.plan else 1
            return {"plan": Plan(on=event.on, mode=event.mode, revision=revision)}
        case e.ConversationHeld():
            held = Held(on=event.on, mode=event.mode, content=event.content, at=at)
            return {"talk": Talk.HELD, "held": held, "deadlines": _after_talk(iqa, event)}
        case e.ConversationConfirmed():
            return {"talk": Talk.DIFFERED if event.differed else Talk.CONFIRMED}
        case never:
            assert_never(never)


def _no_conversation(iqa: Iqa, event: e.ConversationDisputed | e.ConversationClosedAsImpossible) -> Changes:
    if isinstance(event, e.ConversationDisputed):
        deadlines = due(without(iqa, *_CONVERSATION), Step.CONVERSE, event.conversation_due)
        return {"talk": Talk.DISPUTED, "completed_at": None, "deadlines": deadlines}
    return {"talk": Talk.IMPOSSIBLE, "deadlines": _after_talk(iqa, event)}


def _after_talk(
    iqa: Iqa, event: e.ConversationHeld | e.ConversationClosedAsImpossible
) -> tuple[Deadline, ...]:
    deadlines = without(iqa, *_CONVERSATION)
    if event.marks_due:
        deadlines = due(tuple(d for d in deadlines if d.step is not Step.MARK), Step.MARK, event.marks_due)
    return due(deadlines, Step.RECORD_ACTIONS, event.actions_due)


def _actions(
    iqa: Iqa, event: e.ActionRecorded | e.NoActionsRequired | e.ActionCompleted | e.ActionHandedOver
) -> Changes:
    match event:
        case e.ActionRecorded():
            state = ActionState(action=event.action, due=event.due)
            deadlines = due(without(iqa, Step.RECORD_ACTIONS), Step.ACTION, event.due, event.action.action_id)
            return {"actions": (*iqa.actions, state), "no_actions": False, "deadlines": deadlines}
        case e.NoActionsRequired():
            return {"no_actions": True, "deadlines": without(iqa, Step.RECORD_ACTIONS)}
        case e.ActionCompleted():
            done = {"outcome": event.outcome, "later_review_on": event.later_review_on}
            return _action_settled(iqa, event.action_id, done)
        case e.ActionHandedOver():
            return _action_settled(iqa, event.action_id, {"handed_to": event.to})
        case never:
            assert_never(never)


def _action_settled(iqa: Iqa, action_id: str, settled: Changes) -> Changes:
    actions = tuple(
        action.model_copy(update=settled) if action.action.action_id == action_id else action
        for action in iqa.actions
    )
    return {"actions": actions, "deadlines": without_item(iqa, Step.ACTION, action_id)}


def _prosecutors_say(
    iqa: Iqa, event: e.CommentMade | e.MarkQueried | e.QueryAnswered, at: datetime
) -> Changes:
    match event:
        case e.CommentMade():
            return {"comments": (*iqa.comments, Remark(text=event.text, at=at))}
        case e.MarkQueried():
            query = QueryState(query_id=event.query_id, question=event.question, text=event.text)
            deadlines = due(iqa.deadlines, Step.ANSWER_QUERY, event.answer_due, event.query_id)
            return {"queries": (*iqa.queries, query), "deadlines": deadlines}
        case e.QueryAnswered():
            answered = {"outcome": event.outcome, "answer": event.text}
            queries = tuple(
                query.model_copy(update=answered) if query.query_id == event.query_id else query
                for query in iqa.queries
            )
            return {"queries": queries, "deadlines": without_item(iqa, Step.ANSWER_QUERY, event.query_id)}
        case never:
            assert_never(never)


def _sample(
    iqa: Iqa,
    event: e.DrawnForSample | e.ReleasedFromSample | e.DipSampleStarted | e.DipSampleRecorded,
    at: datetime,
) -> Changes:
    match event:
        case e.DrawnForSample():
            return {"sample": Sample(sampler=event.sampler, pick=event.pick)}
        case e.ReleasedFromSample():
            return {"released": True}
        case e.DipSampleStarted():
            started = {"started": True, "conversation_overdue": event.conversation_overdue}
            return _sampled(iqa, started, due(iqa.deadlines, Step.DIP_SAMPLE, event.sample_due))
        case e.DipSampleRecorded():
            found = event.model_dump(
                include={"comment", "got_right", "missed", "manager_will_do", "case_read"}
            )
            found |= {"re_marks": event.re_marks, "recorded_at": at}
            return _sampled(iqa, found, due(without(iqa, Step.DIP_SAMPLE), Step.FEEDBACK, event.feedback_due))
        case never:
            assert_never(never)


def _feedback(iqa: Iqa, event: e.FeedbackGiven | e.FeedbackAcknowledged, at: datetime) -> Changes:
    if isinstance(event, e.FeedbackAcknowledged):
        return _sampled(iqa, {"acknowledged_at": at}, without(iqa, Step.ACKNOWLEDGE))
    given = Held(on=event.on, mode=event.mode, content=event.content, at=at)
    deadlines = due(without(iqa, Step.FEEDBACK), Step.ACKNOWLEDGE, event.acknowledge_due)
    return _sampled(iqa, {"feedback": given}, deadlines)


def _sampled(iqa: Iqa, found: Changes, deadlines: tuple[Deadline, ...]) -> Changes:
    sample = iqa.sample.model_copy(update=found) if iqa.sample else None
    return {"sample": sample, "deadlines": deadlines}


def _time(
    iqa: Iqa,
    event: e.ReminderSent | e.DeadlineMoved | e.DeadlineMissed | e.EscalationRaised,
    recorded: e.RecordedIqaEvent,
) -> Changes:
    match event:
        case e.ReminderSent():
            return {"deadlines": _without_name(iqa, event.deadline)}
        case e.DeadlineMoved():
            moved = (
                d.model_copy(update={"due": event.due}) if d.name == event.deadline else d
                for d in iqa.deadlines
            )
            return {"deadlines": _in_order(moved)}
        case e.DeadlineMissed():
            missed = Missed(deadline=event.deadline, due=event.due, whose=event.whose, at=recorded.at)
            return {"missed": (*iqa.missed, missed), "deadlines": _without_name(iqa, event.deadline)}
        case e.EscalationRaised():
            escalation = Escalation(
                escalation_id=event.escalation_id,
                deadline=event.deadline,
                to=event.to,
                at=recorded.at,
                version=recorded.version,
            )
            return {"escalations": (*iqa.escalations, escalation)}
        case never:
            assert_never(never)


def _ends(
    iqa: Iqa, event: e.Reassigned | e.Withdrawn | e.IqaCompleted | e.IqaClosed, at: datetime
) -> Changes:
    match event:
        case e.Reassigned():
            return {"assessor": event.assessor, "senior_manager": event.senior_manager}
        case e.Withdrawn():
            return {"withdrawn_at": at, "deadlines": tuple(d for d in iqa.deadlines if d.step is Step.ACTION)}
        case e.IqaCompleted():
            return {"completed_at": at}
        case e.IqaClosed():
            return {"closed_at": at, "deadlines": ()}
        case never:
            assert_never(never)


def due(
    deadlines: tuple[Deadline, ...], step: Step, instant: datetime | None, item: str | None = None
) -> tuple[Deadline, ...]:
    """Return the deadlines with one more, soonest first; unchanged when there is no instant."""
    if instant is None:
        return deadlines
    return _in_order((*deadlines, Deadline(step=step, item=item, due=instant)))


def without(iqa: Iqa, *steps: Step) -> tuple[Deadline, ...]:
    """Return the deadlines that belong to none of these steps."""
    return tuple(deadline for deadline in iqa.deadlines if deadline.step not in steps)


def without_item(iqa: Iqa, step: Step, item: str) -> tuple[Deadline, ...]:
    """Return the deadlines without the one of that item."""
    return tuple(deadline for deadline in iqa.deadlines if (deadline.step, deadline.item) != (step, item))


def replaced(marks: tuple[Mark, ...], newer: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks by question number, a newer one in place of an older one."""
    by_question = {mark.question: mark for mark in (*marks, *newer)}
    return tuple(by_question[question] for question in sorted(by_question))


def _without_name(iqa: Iqa, name: str) -> tuple[Deadline, ...]:
    return tuple(deadline for deadline in iqa.deadlines if deadline.name != name)


def _in_order(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    return tuple(sorted(deadlines, key=lambda deadline: (deadline.due, deadline.name)))
