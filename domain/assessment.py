"""The assessors' own values: marks, re-marks, overrides, and the codes that go with them."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from domain.cases import ContributionKind
from domain.questions import NotApplicableReason
from domain.values import Code, Note, Value


class Answer(StrEnum):
    """The three answers to a question (report ¶4.4), and what each means."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"

    @property
    def credit(self) -> int | None:
        """How much credit it gives the work, the more the higher; None where it says nothing of it."""
        match self:
            case Answer.YES:
                return 1
            case Answer.NO:
                return 0
            case Answer.NOT_APPLICABLE:
                return None
            case never:
                assert_never(never)

    @property
    def applies(self) -> bool:
        """Whether the question was answered at all; where it was not, the mark needs a reason (¶4.17)."""
        return self.credit is not None

    @property
    def finds_fault(self) -> bool:
        """Whether it finds something wanting, so that it has to say what to improve (¶5.30)."""
        match self:
            case Answer.NO:
                return True
            case Answer.YES | Answer.NOT_APPLICABLE:
                return False
            case never:
                assert_never(never)


class Mark(Value):
    """The answer to one question, with what was good and what to improve, whichever it is (¶4.10)."""

    question: int
    answer: Answer
    not_applicable: NotApplicableReason | None = None
    good_practice: Note | None = None
    improvement: Note | None = None
    preset_changed_because: Note | None = None

    @property
    def to_be_talked_over(self) -> bool:
        """Whether it finds something wanting, or says what to improve: what a conversation is for (¶6.16)."""
        return self.answer.finds_fault or self.improvement is not None


def replaced(marks: Iterable[Mark], newer: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks by question number, a newer one in place of an older one."""
    by_question = {mark.question: mark for mark in (*marks, *newer)}
    return tuple(by_question[question] for question in sorted(by_question))


class Verdict(StrEnum):
    """How a second reader finds a mark (report Annex C, A-questions; the NA pair split, ¶5.8)."""

    REASONABLE = "reasonable"
    TOO_LENIENT = "too_lenient"
    TOO_STRICT = "too_strict"
    SHOULD_BE_NOT_APPLICABLE = "should_be_not_applicable"
    SHOULD_NOT_BE_NOT_APPLICABLE = "should_not_be_not_applicable"
    OTHER = "other"

    @property
    def asks_for_change(self) -> bool:
        """Whether the second reader would have it otherwise, so that the manager has to answer it."""
        match self:
            case Verdict.REASONABLE:
                return False
            case (
                Verdict.TOO_LENIENT
                | Verdict.TOO_STRICT
                | Verdict.SHOULD_BE_NOT_APPLICABLE
                | Verdict.SHOULD_NOT_BE_NOT_APPLICABLE
                | Verdict.OTHER
            ):
                return True
            case never:
                assert_never(never)


class Judgement(StrEnum):
    """What a second reader ticks of an assessment, beside its marks (¶5.21, ¶5.24, ¶6.5, ¶6.6): judgements alone.

    What the record shows by itself is given as a fact (``domain/iqa/known.py``).
    """

    TALK_WITHOUT_SUBSTANCE = "talk_without_substance"
    COMMENT_WITHOUT_SUBSTANCE = "comment_without_substance"
    IRRELEVANT_QUESTION_ANSWERED = "irrelevant_question_answered"
    SCOPE_MISUNDERSTOOD = "scope_misunderstood"
    TOO_EARLY = "too_early"
    NOT_THEIR_WORK = "not_their_work"
    ACTION_MISSING = "action_missing"
    ACTION_NOT_NEEDED = "action_not_needed"
    ACTION_NOT_URGENT = "action_not_urgent"

    @property
    def about_marks(self) -> bool:
        """Whether it is about marks or what stands beside them, so that the manager has to answer it."""
        match self:
            case (
                Judgement.COMMENT_WITHOUT_SUBSTANCE
                | Judgement.IRRELEVANT_QUESTION_ANSWERED
                | Judgement.SCOPE_MISUNDERSTOOD
                | Judgement.NOT_THEIR_WORK
            ):
                return True
            case (
                Judgement.TALK_WITHOUT_SUBSTANCE
                | Judgement.TOO_EARLY
                | Judgement.ACTION_MISSING
                | Judgement.ACTION_NOT_NEEDED
                | Judgement.ACTION_NOT_URGENT
            ):
                return False
            case never:
                assert_never(never)


class BlindReMark(StrEnum):
    """Whether a sampler marks before seeing the manager's marks (¶6.8): a local policy."""

    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


class BlindAnswer(Value):
    """The sampler's own answer to a question, given before the manager's mark was shown."""

    question: int
    answer: Answer
    comment: Note | None = None


class ReMark(Value):
    """One question re-marked by the dip sampler; one without it is "not re-marked", never "reasonable".

    ``blind`` is the sampler's own answer where they gave one before they saw the mark.
    """

    question: int
    verdict: Verdict
    comment: Note | None = None
    blind: Answer | None = None


def compared(own: Answer, mark: Answer) -> Verdict:
    """Return how a second reader's own answer finds the mark that stands."""
    if own is mark:
        return Verdict.REASONABLE
    if own.credit is None:
        return Verdict.SHOULD_BE_NOT_APPLICABLE
    if mark.credit is None:
        return Verdict.SHOULD_NOT_BE_NOT_APPLICABLE
    return Verdict.TOO_LENIENT if mark.credit > own.credit else Verdict.TOO_STRICT


class Reply(StrEnum):
    """What a manager answers to the feedback on their assessment (¶6.10): a local set."""

    REVISE = "revise"
    LET_STAND = "let_stand"
    NOTHING_TO_REVISE = "nothing_to_revise"

    @property
    def revises(self) -> bool:
        """Whether the manager changes marks, so that the IQA waits for it."""
        match self:
            case Reply.REVISE:
                return True
            case Reply.LET_STAND | Reply.NOTHING_TO_REVISE:
                return False
            case never:
                assert_never(never)

    @property
    def needs_reason(self) -> bool:
        """Whether it goes against what the sampler asked for, and says why."""
        match self:
            case Reply.LET_STAND:
                return True
            case Reply.REVISE | Reply.NOTHING_TO_REVISE:
                return False
            case never:
                assert_never(never)


class Override(Value):
    """A selection rule set aside by the assessor; seniors see the reason.

    ``own_work`` names what the prosecutor did: too little of it is set aside only where some of it is theirs (¶4.20).
    """

    rule: Code
    because: Code
    note: Note | None = None
    own_work: tuple[ContributionKind, ...] = ()


class SetAside(Override):
    """An override as it stands in an IQA: by whom, and when (UTC)."""

    by: Code
    at: datetime


class Mode(StrEnum):
    """How a conversation took place (report ¶4.2: remotely or face to face)."""

    FACE_TO_FACE = "face_to_face"
    VIDEO = "video"
    TELEPHONE = "telephone"


class TalkedOver(Value):
    """What a conversation was about (¶5.15, ¶6.16): whoever records one says at least one of these."""

    went_well: Note | None = None
    do_differently: Note | None = None
    prosecutor_view: Note | None = None

    @property
    def said(self) -> tuple[Note, ...]:
        """What is said of it."""
        return tuple(text for text in (self.went_well, self.do_differently, self.prosecutor_view) if text)


class Source(StrEnum):
    """How a case came to be chosen."""

    CHOSEN = "chosen"
    DRAWN = "drawn"
    CONVERSATION = "conversation"
    ASKED_FOR = "asked_for"


class Upheld(StrEnum):
    """The answer to a query about a mark."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"

    @property
    def changes_mark(self) -> bool:
        """Whether another mark comes with it (¶4.12)."""
        match self:
            case Upheld.UPHELD | Upheld.PARTLY:
                return True
            case Upheld.NOT_UPHELD:
                return False
            case never:
                assert_never(never)


class CaseAction(Value):
    """Something a case still needs (report ¶4.11): who does what by when."""

    action_id: Code
    urn: Code
    what: Note
    owner: Code
    due_on: date | None = None
    urgent: bool = False


class ToDevelop(Value):
    """Something that a manager is asked to develop, and the day by which their IQAs should show it."""

    what: Note
    due_on: date


class DevelopmentAction(Value):
    """What a manager was asked to develop in their feedback; ``due`` (UTC) is the end of the day named."""

    action_id: Code
    what: Note
    due_on: date
    due: datetime


class Shown(StrEnum):
    """Whether the manager's next IQAs show what they were asked to develop (Annex B 3e, 3f)."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"

    @property
    def somewhere(self) -> bool:
        """Whether some of it was seen, in an IQA that is named."""
        match self:
            case Shown.YES | Shown.PARTLY:
                return True
            case Shown.NOT_YET:
                return False
            case never:
                assert_never(never)

    @property
    def in_full(self) -> bool:
        """Whether all of it was seen, so that nobody looks again."""
        match self:
            case Shown.YES:
                return True
            case Shown.PARTLY | Shown.NOT_YET:
                return False
            case never:
                assert_never(never)
