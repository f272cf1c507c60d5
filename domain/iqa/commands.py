"""What people, timers and the quarter ask of one IQA.

Commands that replace something carry the stream version that the person was looking at (``seen_version``);
commands that only add carry none. ``answered`` has the answers to what was asked before.
"""

from datetime import date, time
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from domain import stream
from domain.assessment import (
    BlindAnswer,
    Judgement,
    Mark,
    Mode,
    Override,
    ReMark,
    Reply,
    Shown,
    Source,
    TalkedOver,
    ToDevelop,
    Upheld,
)
from domain.escalations import EscalationCommand
from domain.known import Follows
from domain.prompts import PromptAnswer, PromptKind
from domain.questions import Category, Subject, Work
from domain.stream import TAGGED, Envelope, Start
from domain.talks import SaidOf
from domain.values import Code, Line, Note, Value

Answered: TypeAlias = Annotated[tuple[PromptAnswer, ...], Field(max_length=len(PromptKind))]
"""What a person answered to what they were asked before; at most one for each kind of prompt."""


class OpenIqa(Value):
    """Open the IQA of one prosecutor, for a quarter's plan; ``asks_for`` names kinds of case still to be assessed."""

    kind: Literal["open_iqa"] = "open_iqa"
    area: Code
    quarter: Code
    category: Category
    prosecutor: Code
    assessor: Code
    target_on: date
    policy_version: Code
    asks_for: tuple[Subject, ...] = ()


class DrawCase(Value):
    """Have one of the prosecutor's eligible cases drawn by lot (report ¶2.5, ¶4.21); drawing again is another draw."""

    kind: Literal["draw_case"] = "draw_case"


class SelectCase(Value):
    """Choose the case and name the work assessed, which fixes the questions (report ¶4.17, ¶4.18).

    Where the conversation comes first, the noted one that it starts from is the conversation.
    """

    kind: Literal["select_case"] = "select_case"
    urn: Code
    work: tuple[Work, ...]
    source: Source = Source.CHOSEN
    conversation_id: Code | None = None
    request_id: Code | None = None
    theme: Line | None = None
    overrides: tuple[Override, ...] = ()
    answered: Answered = ()
    seen_version: int


class ReplaceCase(Value):
    """Give the selected case up and choose again; counted and kept (report ¶2.5)."""

    kind: Literal["replace_case"] = "replace_case"
    because: Code
    note: Note | None = None


class RecordMarks(Value):
    """Answer some or all questions; until confirmation a later answer to a question replaces the earlier."""

    kind: Literal["record_marks"] = "record_marks"
    marks: tuple[Mark, ...] = ()
    victims_note: Note | None = None
    team_learning: Note | None = None
    answered: Answered = ()
    seen_version: int


class ConfirmAssessment(Value):
    """Confirm the marks; the case is checked again, and what no longer holds needs an override."""

    kind: Literal["confirm_assessment"] = "confirm_assessment"
    overrides: tuple[Override, ...] = ()
    seen_version: int


class PlanConversation(Value):
    """Say when the conversation is meant to be; closes nothing (report Annex C 14).

    ``at`` is a time on London's clocks; without one the day alone is set.
    """

    kind: Literal["plan_conversation"] = "plan_conversation"
    on: date
    mode: Mode
    at: time | None = None
    minutes: Annotated[int, Field(ge=5, le=480)] = 30
    answered: Answered = ()


class HoldConversation(TalkedOver):
    """Record that the conversation took place, what was said, and any mark that it changed.

    Where the assessment comes first, one from before the marks stands with ``said_of``: a sentence on what was said of
    each no and each improvement (report ¶2.16).
    """

    kind: Literal["hold_conversation"] = "hold_conversation"
    on: date
    mode: Mode
    said_of: tuple[SaidOf, ...] = ()
    revised_marks: tuple[Mark, ...] = ()
    revised_because: Note | None = None
    answered: Answered = ()


class CorrectConversation(TalkedOver):
    """Put the record of a held conversation right; the earlier one stays beside it."""

    kind: Literal["correct_conversation"] = "correct_conversation"
    on: date
    mode: Mode
    said_of: tuple[SaidOf, ...] = ()
    because: Note
    answered: Answered = ()


class TakeBackConversation(Value):
    """Say that a conversation which is recorded as held did not take place: the step is open again."""

    kind: Literal["take_back_conversation"] = "take_back_conversation"
    because: Note


class ReviseMarks(Value):
    """Change confirmed marks with a reason; both versions stay in the history."""

    kind: Literal["revise_marks"] = "revise_marks"
    marks: tuple[Mark, ...]
    because: Note


class NoteImprovementSeen(Value):
    """What was to be improved is seen in a later review, of this case or of another (report ¶5.19)."""

    kind: Literal["note_improvement_seen"] = "note_improvement_seen"
    question: int
    urn: Code
    on: date
    note: Note | None = None


class ConfirmConversation(Value):
    """The prosecutor says that the conversation took place, perhaps differently."""

    kind: Literal["confirm_conversation"] = "confirm_conversation"
    differed: bool = False
    note: Note | None = None


class DisputeConversation(Value):
    """The prosecutor says that it has not taken place yet."""

    kind: Literal["dispute_conversation"] = "dispute_conversation"
    note: Note | None = None


class CloseConversationAsImpossible(Value):
    """A senior manager closes the step without a conversation; it never counts as held."""

    kind: Literal["close_conversation_as_impossible"] = "close_conversation_as_impossible"
    because: Code
    note: Note


class RecordAction(Value):
    """Record what the case still needs; the due date defaults to policy."""

    kind: Literal["record_action"] = "record_action"
    urn: Code | None = None
    what: Note
    owner: Code
    due_on: date | None = None
    urgent: bool = False
    answered: Answered = ()


class RecordNoActions(Value):
    """Say that the case needs nothing."""

    kind: Literal["record_no_actions"] = "record_no_actions"


class CompleteAction(Value):
    """Record the outcome of a case action, perhaps citing a later review (report ¶5.19)."""

    kind: Literal["complete_action"] = "complete_action"
    action_id: Code
    outcome: Note
    later_review_on: date | None = None


class HandOverAction(Value):
    """Pass a case action to somebody else, who is chased from then on."""

    kind: Literal["hand_over_action"] = "hand_over_action"
    action_id: Code
    to: Code
    because: Note


class Comment(Value):
    """The assessed prosecutor comments; never required (report ¶4.12)."""

    kind: Literal["comment"] = "comment"
    text: Note


class QueryMark(Value):
    """The assessed prosecutor queries a mark."""

    kind: Literal["query_mark"] = "query_mark"
    question: int
    text: Note


class AnswerQuery(Value):
    """Somebody other than the assessor answers; an upheld query amends the mark, and both stay."""

    kind: Literal["answer_query"] = "answer_query"
    query_id: Code
    outcome: Upheld
    text: Note
    amended: Mark | None = None
    seen_version: int


class ReMarkBlind(Value):
    """The sampler's own answers, given before the manager's marks are shown (report ¶6.8)."""

    kind: Literal["re_mark_blind"] = "re_mark_blind"
    answers: tuple[BlindAnswer, ...]


class SeeMarks(Value):
    """The sampler looks at the manager's marks first: what they answer from then on is not blind."""

    kind: Literal["see_marks"] = "see_marks"


class RecordDipSample(Value):
    """The second check: three prompts, a comment, the questions re-marked, what is judged (report ¶4.14, ¶6.4 to ¶6.8).

    ``follows`` is what follows from what the record shows by itself (``domain/iqa/known.py``), a sentence a fact.
    """

    kind: Literal["record_dip_sample"] = "record_dip_sample"
    comment: Note
    got_right: Note | None = None
    missed: Note | None = None
    manager_will_do: Note | None = None
    follows: tuple[Follows, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    re_marks: tuple[ReMark, ...] = ()
    case_read: bool = False
    answered: Answered = ()
    seen_version: int


class GiveFeedback(Value):
    """Feedback to the manager was held, what was said, and what they are to develop by when (report ¶6.10)."""

    kind: Literal["give_feedback"] = "give_feedback"
    on: date
    mode: Mode
    content: Note
    development: tuple[ToDevelop, ...] = ()


class AcknowledgeFeedback(Value):
    """The manager acknowledges the feedback: they revise, let it stand, or the sampler asked for nothing.

    ``note`` says why it is let stand, or whatever there is to add.
    """

    kind: Literal["acknowledge_feedback"] = "acknowledge_feedback"
    reply: Reply = Reply.NOTHING_TO_REVISE
    note: Note | None = None


class ReviewDevelopment(Value):
    """Whether the manager's next IQAs show what they were to develop, in which, and when to look again if not."""

    kind: Literal["review_development"] = "review_development"
    action_id: Code
    shown: Shown
    in_iqa: Code | None = None
    note: Note | None = None
    again_on: date | None = None


class NoteManagerTalk(Value):
    """A senior manager talked with the manager about their assessment, sampled or not, in two lines (report ¶6.10).

    ``look_on`` is the day by which to look whether it was tried; policy has one where it is left out.
    """

    kind: Literal["note_manager_talk"] = "note_manager_talk"
    on: date
    text: Note
    to_try: Note
    look_on: date | None = None


class ReviewManagerTalk(Value):
    """What came of what the manager was to try."""

    kind: Literal["review_manager_talk"] = "review_manager_talk"
    talk_id: Code
    outcome: Note


class Withdraw(Value):
    """End the IQA without completing it; open case actions survive."""

    kind: Literal["withdraw"] = "withdraw"
    because: Code
    note: Note | None = None


class MoveTarget(Value):
    """Give the selection of a case another target day, since somebody is away for long."""

    kind: Literal["move_target"] = "move_target"
    target_on: date
    because: Code


class ReplaceSampler(Value):
    """Give the second check, or what is left of it, to another sampler."""

    kind: Literal["replace_sampler"] = "replace_sampler"
    sampler: Code
    because: Note


class Reassign(Value):
    """Give the open IQA to another assessor."""

    kind: Literal["reassign"] = "reassign"
    assessor: Code
    because: Note


class DrawForSample(Value):
    """The quarter drew this IQA, for the sampler named (report ¶4.13)."""

    kind: Literal["draw_for_sample"] = "draw_for_sample"
    sampler: Code
    pick: Code = "random"


class ReleaseFromSample(Value):
    """The quarter's last draw is done and this IQA was not in it."""

    kind: Literal["release_from_sample"] = "release_from_sample"


DeadlinePassed: TypeAlias = stream.DeadlinePassed
CatchUp: TypeAlias = stream.CatchUp

IqaCommand = (
    OpenIqa
    | DrawCase
    | SelectCase
    | ReplaceCase
    | RecordMarks
    | ConfirmAssessment
    | PlanConversation
    | HoldConversation
    | ReviseMarks
    | NoteImprovementSeen
    | CorrectConversation
    | TakeBackConversation
    | ConfirmConversation
    | DisputeConversation
    | CloseConversationAsImpossible
    | RecordAction
    | RecordNoActions
    | CompleteAction
    | HandOverAction
    | Comment
    | QueryMark
    | AnswerQuery
    | ReMarkBlind
    | SeeMarks
    | RecordDipSample
    | GiveFeedback
    | AcknowledgeFeedback
    | ReviewDevelopment
    | NoteManagerTalk
    | ReviewManagerTalk
    | Withdraw
    | Reassign
    | MoveTarget
    | ReplaceSampler
    | DeadlinePassed
    | CatchUp
    | DrawForSample
    | ReleaseFromSample
    | EscalationCommand
)

IqaEnvelope: TypeAlias = Envelope[Annotated[IqaCommand, TAGGED]]
StartIqa: TypeAlias = Start[OpenIqa]
