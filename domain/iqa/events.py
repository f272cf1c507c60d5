"""What happened in one IQA, in the assessors' words. Every deadline stands in an event as an instant in UTC.

``evolve`` feeds the workflow's timers from these, so a field is only ever added, with a default.
"""

from datetime import date, datetime, time
from typing import Annotated, Literal, TypeAlias

from domain.assessment import (
    BlindAnswer,
    BlindReMark,
    CaseAction,
    DevelopmentAction,
    Judgement,
    Mark,
    Mode,
    Override,
    ReMark,
    Reply,
    Shown,
    Source,
    TalkedOver,
    Upheld,
)
from domain.escalations import EscalationEvent
from domain.iqa.manager_talks import ManagerTalkEvent
from domain.known import Follows
from domain.policy import Order
from domain.questions import Category, Preset, Subject, Work
from domain.stream import TAGGED, Recorded
from domain.talks import EverydayTalk, SaidOf
from domain.values import Code, Line, Note, Value


class IqaOpened(Value):
    """An IQA was opened for a prosecutor; the order of its steps is fixed here.

    ``asks_for`` names kinds of case of which one is still to be assessed this year; it stands in nobody's way.
    """

    kind: Literal["iqa_opened"] = "iqa_opened"
    area: Code
    quarter: Code
    category: Category
    prosecutor: Code
    assessor: Code
    senior_manager: Code
    target_on: date
    select_due: datetime
    order: Order
    policy: Code
    question_set: Code
    asks_for: tuple[Subject, ...] = ()


class CaseDrawn(Value):
    """One of the eligible cases was drawn by lot, the ``number``-th draw of this IQA; nothing is selected by it.

    ``chance`` is 32 bytes as hex, made for this draw alone. ``pool_hash`` is of the eligible cases (``lots.digest``), a
    line for each: ``91XT10126 charging progression``, in the order of their URNs. Drawn is the URN with the lowest key
    under the chance. ``work`` is what may be assessed on it.
    """

    kind: Literal["case_drawn"] = "case_drawn"
    number: int
    urn: Code
    work: tuple[Work, ...]
    pool_size: int
    pool_hash: Code
    chance: Code


class CaseSelected(Value):
    """A case was selected; the work named fixes the questions, and the rules set aside are kept as codes.

    ``marks_due`` is left out where the conversation comes first: nothing can be confirmed before it. ``noted`` is the
    everyday conversation that the IQA starts from, as it was noted (report ¶2.16).
    """

    kind: Literal["case_selected"] = "case_selected"
    urn: Code
    work: tuple[Work, ...]
    source: Source
    conversation_id: Code | None = None
    noted: EverydayTalk | None = None
    request_id: Code | None = None
    theme: Line | None = None
    overrides: tuple[Override, ...] = ()
    presets: tuple[Preset, ...]
    eligible_cases: int
    done_by: tuple[Code, ...] = ()
    marks_due: datetime | None = None
    conversation_due: datetime | None = None
    reminder_due: datetime | None = None


class CaseReplaced(Value):
    """The selected case was given up."""

    kind: Literal["case_replaced"] = "case_replaced"
    urn: Code
    because: Code
    note: Note | None = None
    select_due: datetime


class MarksRecorded(Value):
    """Questions were answered; each answer replaces the earlier one to the same question."""

    kind: Literal["marks_recorded"] = "marks_recorded"
    marks: tuple[Mark, ...] = ()
    victims_note: Note | None = None
    team_learning: Note | None = None


class PromptAnswered(Value):
    """Somebody was asked for a second look before something was recorded, and answered, or wrote something else.

    ``words`` are hashes of what it was about, so that the same is not asked about again.
    """

    kind: Literal["prompt_answered"] = "prompt_answered"
    about: Code
    questions: tuple[int, ...] = ()
    answer: Code
    words: tuple[Code, ...] = ()


class AssessmentConfirmed(Value):
    """The marks stand; what no longer held of the case was overridden with a reason.

    ``comment_until`` is the end of the days for which the prosecutor may comment and query in any case.
    """

    kind: Literal["assessment_confirmed"] = "assessment_confirmed"
    overrides: tuple[Override, ...] = ()
    done_by: tuple[Code, ...] = ()
    conversation_due: datetime | None = None
    reminder_due: datetime | None = None
    comment_until: datetime | None = None


class ConversationPlanned(Value):
    """A day was set, perhaps with a time on London's clocks; an intention, which closes nothing."""

    kind: Literal["conversation_planned"] = "conversation_planned"
    on: date
    mode: Mode
    at: time | None = None
    minutes: int = 30


class ConversationHeld(TalkedOver):
    """The conversation took place, says the assessor; ``said_of`` is there where it was before the marks."""

    kind: Literal["conversation_held"] = "conversation_held"
    on: date
    mode: Mode
    said_of: tuple[SaidOf, ...] = ()
    marks_due: datetime | None = None
    actions_due: datetime | None = None
    comment_until: datetime | None = None


class MarksRevised(Value):
    """Marks were changed in or after the conversation, or by a query; the earlier stay in the history.

    The days of ``comment_until`` begin anew.
    """

    kind: Literal["marks_revised"] = "marks_revised"
    marks: tuple[Mark, ...]
    because: Note
    query_id: Code | None = None
    comment_until: datetime | None = None


class ImprovementSeen(Value):
    """What was to be improved was seen in a later review, of this case or of another."""

    kind: Literal["improvement_seen"] = "improvement_seen"
    question: int
    urn: Code
    on: date
    note: Note | None = None


class ConversationCorrected(TalkedOver):
    """Whoever recorded the conversation put its record right; the earlier one stays, and they are asked again."""

    kind: Literal["conversation_corrected"] = "conversation_corrected"
    on: date
    mode: Mode
    said_of: tuple[SaidOf, ...] = ()
    because: Note
    comment_until: datetime | None = None


class ConversationTakenBack(Value):
    """Whoever recorded the conversation says that it did not take place: the step is open, and due as it was before."""

    kind: Literal["conversation_taken_back"] = "conversation_taken_back"
    because: Note
    conversation_due: datetime


class ConversationConfirmed(Value):
    """The prosecutor says that it took place."""

    kind: Literal["conversation_confirmed"] = "conversation_confirmed"
    differed: bool = False
    note: Note | None = None


class ConversationDisputed(Value):
    """The prosecutor says that it has not taken place yet: the step is open again."""

    kind: Literal["conversation_disputed"] = "conversation_disputed"
    note: Note | None = None
    conversation_due: datetime


class ConversationClosedAsImpossible(Value):
    """A senior manager closed the step; it does not count as held."""

    kind: Literal["conversation_closed_as_impossible"] = "conversation_closed_as_impossible"
    because: Code
    note: Note
    marks_due: datetime | None = None
    actions_due: datetime | None = None


class ActionRecorded(Value):
    """The case needs something."""

    kind: Literal["action_recorded"] = "action_recorded"
    action: CaseAction
    due: datetime


class NoActionsRequired(Value):
    """The case needs nothing."""

    kind: Literal["no_actions_required"] = "no_actions_required"


class ActionCompleted(Value):
    """A case action has its outcome."""

    kind: Literal["action_completed"] = "action_completed"
    action_id: Code
    outcome: Note
    later_review_on: date | None = None


class ActionHandedOver(Value):
    """A case action now belongs to somebody else, on the case's own stream."""

    kind: Literal["action_handed_over"] = "action_handed_over"
    action_id: Code
    to: Code
    because: Note


class CommentMade(Value):
    """The prosecutor commented."""

    kind: Literal["comment_made"] = "comment_made"
    text: Note


class MarkQueried(Value):
    """The prosecutor queried a mark; ``put_to`` names who answers where the senior manager may not."""

    kind: Literal["mark_queried"] = "mark_queried"
    query_id: Code
    question: int
    text: Note
    put_to: Code | None = None
    answer_due: datetime


class QueryAnswered(Value):
    """A query was answered; what it amends follows as ``MarksRevised``."""

    kind: Literal["query_answered"] = "query_answered"
    query_id: Code
    outcome: Upheld
    text: Note


class CommentDaysEnded(Value):
    """The days are over for which the prosecutor may comment and query in any case; they may while the IQA is open."""

    kind: Literal["comment_days_ended"] = "comment_days_ended"


class DrawnForSample(Value):
    """The IQA is in the dip sample, at random or for a labelled reason kept apart from the rates."""

    kind: Literal["drawn_for_sample"] = "drawn_for_sample"
    sampler: Code
    pick: Code
    blind: BlindReMark = BlindReMark.OFF


class SamplerReplaced(Value):
    """Another sampler has the second check."""

    kind: Literal["sampler_replaced"] = "sampler_replaced"
    sampler: Code
    because: Note


class ReleasedFromSample(Value):
    """The IQA is not in the dip sample."""

    kind: Literal["released_from_sample"] = "released_from_sample"


class DipSampleStarted(Value):
    """The sampler can start: the IQA is completed, or its conversation overdue, which is then a finding."""

    kind: Literal["dip_sample_started"] = "dip_sample_started"
    conversation_overdue: bool
    sample_due: datetime


class BlindReMarked(Value):
    """The sampler gave their own answers before the manager's marks were shown.

    They are not blind where the sampler had seen the IQA before.
    """

    kind: Literal["blind_re_marked"] = "blind_re_marked"
    answers: tuple[BlindAnswer, ...]
    looked_before: bool = False


class MarksSeen(Value):
    """The sampler chose to see the manager's marks first."""

    kind: Literal["marks_seen"] = "marks_seen"


class DipSampleRecorded(Value):
    """The second check was made; it edits no mark. Policy asked for ``re_marks_asked`` questions to be re-marked."""

    kind: Literal["dip_sample_recorded"] = "dip_sample_recorded"
    comment: Note
    got_right: Note | None = None
    missed: Note | None = None
    manager_will_do: Note | None = None
    follows: tuple[Follows, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    re_marks: tuple[ReMark, ...] = ()
    re_marks_asked: int = 0
    case_read: bool = False
    judged_version: int
    feedback_due: datetime


class FeedbackGiven(Value):
    """The manager was given feedback."""

    kind: Literal["feedback_given"] = "feedback_given"
    on: date
    mode: Mode
    content: Note
    acknowledge_due: datetime
    development: tuple[DevelopmentAction, ...] = ()


class FeedbackAcknowledged(Value):
    """The manager acknowledged the feedback, and what they make of it; a revision still to come is due then."""

    kind: Literal["feedback_acknowledged"] = "feedback_acknowledged"
    reply: Reply | None = None
    note: Note | None = None
    revise_due: datetime | None = None


class DevelopmentReviewed(Value):
    """The sampler looked whether the manager's next IQAs show it; not shown, it may be looked at again by a day."""

    kind: Literal["development_reviewed"] = "development_reviewed"
    action_id: Code
    shown: Shown
    in_iqa: Code | None = None
    note: Note | None = None
    again_due: datetime | None = None


class ReminderSent(Value):
    """A reminder came due and was put before the person who has the step."""

    kind: Literal["reminder_sent"] = "reminder_sent"
    deadline: Code
    to: Code


class DeadlineMoved(Value):
    """The clock paused while somebody was recorded absent."""

    kind: Literal["deadline_moved"] = "deadline_moved"
    deadline: Code
    due: datetime
    because: Code


class DeadlineMissed(Value):
    """A deadline passed with its step open."""

    kind: Literal["deadline_missed"] = "deadline_missed"
    deadline: Code
    due: datetime
    whose: Code


class Reassigned(Value):
    """Another assessor has the IQA."""

    kind: Literal["reassigned"] = "reassigned"
    assessor: Code
    senior_manager: Code
    because: Note


class TargetMoved(Value):
    """A case is to be selected by another day."""

    kind: Literal["target_moved"] = "target_moved"
    target_on: date
    select_due: datetime
    because: Code


class Withdrawn(Value):
    """The IQA ended without being completed; open case actions survive."""

    kind: Literal["withdrawn"] = "withdrawn"
    because: Code
    note: Note | None = None


class IqaCompleted(Value):
    """Assessment confirmed, conversation held or closed as impossible, actions recorded or none."""

    kind: Literal["iqa_completed"] = "iqa_completed"


class IqaClosed(Value):
    """Nothing is left: fed back or released, every action with an outcome or handed over, no query open."""

    kind: Literal["iqa_closed"] = "iqa_closed"


EndEvent = Reassigned | TargetMoved | Withdrawn | IqaCompleted | IqaClosed
SelectionEvent = CaseDrawn | CaseSelected | CaseReplaced
AssessmentEvent = MarksRecorded | MarksRevised | PromptAnswered | AssessmentConfirmed | ImprovementSeen
ConversationEvent = (
    ConversationPlanned
    | ConversationHeld
    | ConversationConfirmed
    | ConversationCorrected
    | ConversationTakenBack
    | ConversationDisputed
    | ConversationClosedAsImpossible
)
ActionEvent = ActionRecorded | NoActionsRequired | ActionCompleted | ActionHandedOver
ProsecutorEvent = CommentMade | MarkQueried | QueryAnswered | CommentDaysEnded
SampleEvent = (
    DrawnForSample
    | SamplerReplaced
    | ReleasedFromSample
    | DipSampleStarted
    | BlindReMarked
    | MarksSeen
    | DipSampleRecorded
)
FeedbackEvent = FeedbackGiven | FeedbackAcknowledged | DevelopmentReviewed
TimeEvent = ReminderSent | DeadlineMoved | DeadlineMissed

LaterEvent = (
    EndEvent
    | SelectionEvent
    | AssessmentEvent
    | ConversationEvent
    | ActionEvent
    | ProsecutorEvent
    | SampleEvent
    | FeedbackEvent
    | ManagerTalkEvent
    | TimeEvent
    | EscalationEvent
)
IqaEvent = IqaOpened | LaterEvent

RecordedIqaEvent: TypeAlias = Recorded[Annotated[IqaEvent, TAGGED]]
