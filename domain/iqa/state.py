"""What is known of one IQA after its events: the folded state that rules, timers and read tables share."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, TypeAlias, assert_never
from uuid import UUID

from pydantic import PlainSerializer

from domain import stream
from domain.assessment import (
    Answer,
    CaseAction,
    Mark,
    Mode,
    TalkedOver,
    Upheld,
)
from domain.escalations import Escalations, climbing
from domain.iqa.draws import CaseDraw
from domain.iqa.improvements import SeenLater
from domain.iqa.manager_talks import ManagerTalk
from domain.iqa.second_check import Sample
from domain.iqa.selected import Selection
from domain.policy import EscalatedMatter, Order
from domain.questions import Category, PresetKind, Subject
from domain.talks import EverydayTalk, SaidOf
from domain.values import Code, Note, Value


class Step(StrEnum):
    """The parts of an IQA that wait for a person, in the order in which they are shown."""

    SELECT = "select"
    MARK = "mark"
    CONVERSE = "converse"
    CONFIRM_CONVERSATION = "confirm_conversation"
    RECORD_ACTIONS = "record_actions"
    ACTION = "action"
    ANSWER_QUERY = "answer_query"
    COMMENT = "comment"
    ANSWER_REQUEST = "answer_request"
    DIP_SAMPLE = "dip_sample"
    FEEDBACK = "feedback"
    ACKNOWLEDGE = "acknowledge"
    REVISE = "revise"
    DEVELOPMENT = "development"
    MANAGER_TALK = "manager_talk"
    REMINDER = "reminder"
    ESCALATION = "escalation"

    @property
    def matter(self) -> EscalatedMatter | None:  # noqa: C901, PLR0911  a line for each matter
        """What somebody above hears of when it is missed; None for what is before them already, or nobody owes."""
        match self:
            case Step.SELECT:
                return EscalatedMatter.SELECTION
            case Step.MARK | Step.RECORD_ACTIONS:
                return EscalatedMatter.MARKS
            case Step.CONVERSE | Step.CONFIRM_CONVERSATION | Step.REMINDER:
                return EscalatedMatter.CONVERSATION
            case Step.ACTION:
                return EscalatedMatter.ACTION
            case Step.ANSWER_QUERY | Step.ANSWER_REQUEST:
                return EscalatedMatter.QUERY
            case Step.DIP_SAMPLE:
                return EscalatedMatter.DIP_SAMPLE
            case Step.FEEDBACK | Step.ACKNOWLEDGE | Step.REVISE | Step.DEVELOPMENT | Step.MANAGER_TALK:
                return EscalatedMatter.FEEDBACK
            case Step.ESCALATION | Step.COMMENT:
                return None
            case never:
                assert_never(never)


class Stage(StrEnum):
    """Where an IQA stands as a whole: one word for lists and for Temporal's search attribute."""

    SELECTION = "selection"
    MARKING = "marking"
    CONVERSATION = "conversation"
    ACTIONS = "actions"
    COMPLETED = "completed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Talk(StrEnum):
    """How far the conversation is."""

    OPEN = "open"
    HELD = "held"
    CONFIRMED = "confirmed"
    DIFFERED = "differed"
    DISPUTED = "disputed"
    IMPOSSIBLE = "impossible"

    @property
    def counts_as_held(self) -> bool:
        """Whether it counts as held: what was closed as impossible or is disputed does not."""
        match self:
            case Talk.HELD | Talk.CONFIRMED | Talk.DIFFERED:
                return True
            case Talk.OPEN | Talk.DISPUTED | Talk.IMPOSSIBLE:
                return False
            case never:
                assert_never(never)


HELD = frozenset(talk for talk in Talk if talk.counts_as_held)


Deadline: TypeAlias = stream.Deadline[Step]


def climbs(escalations: Escalations) -> tuple[Deadline, ...]:
    """When each missed step goes one rung up, unless somebody takes it on, the soonest first."""
    return tuple(
        Deadline(step=Step.ESCALATION, item=one.escalation_id, due=one.climb_due)
        for one in climbing(escalations)
        if one.climb_due
    )


class Touch(Value):
    """Who last changed a step, and when: what a stale command is told."""

    step: Step
    version: int
    actor: Code
    at: datetime


class AnsweredPrompt(Value):
    """What somebody was asked before it was recorded, and what they answered."""

    about: Code
    questions: tuple[int, ...] = ()
    answer: Code
    words: tuple[Code, ...] = ()


class Plan(Value):
    """A day set for the conversation, perhaps with a time on London's clocks; ``revision`` counts the plans made."""

    on: date
    mode: Mode
    revision: int = 1
    at: time | None = None
    minutes: int = 30


class Held(TalkedOver):
    """The conversation as the assessor recorded it; ``was_due`` is its deadline, ``because`` why it was put right.

    ``before_marks`` tells one from before the marks were confirmed from one over the marks.
    """

    on: date
    mode: Mode
    said_of: tuple[SaidOf, ...] = ()
    before_marks: bool = False
    by: Code
    at: datetime
    was_due: datetime | None = None
    because: Note | None = None


class Remark(Value):
    """A comment of the assessed prosecutor."""

    text: Note
    at: datetime


class ActionState(Value):
    """A case action and its outcome."""

    action: CaseAction
    due: datetime
    outcome: Note | None = None
    later_review_on: date | None = None
    handed_to: Code | None = None
    handed_because: Note | None = None

    @property
    def is_open(self) -> bool:
        """Whether the action still has neither an outcome nor another keeper."""
        return self.outcome is None and self.handed_to is None


class QueryState(Value):
    """A queried mark and its answer; ``put_to`` is who answers where the senior manager may not."""

    query_id: Code
    question: int
    text: Note
    put_to: Code | None = None
    outcome: Upheld | None = None
    answer: Note | None = None
    answered_by: Code | None = None

    def amended_by(self, person: str) -> bool:
        """Tell whether that person's answer changed the mark."""
        return self.answered_by == person and self.outcome is not None and self.outcome.changes_mark


class Missed(Value):
    """A deadline that passed with its step open."""

    deadline: Code
    due: datetime
    whose: Code
    at: datetime


CommandIds = Annotated[frozenset[UUID], PlainSerializer(sorted, return_type=list[UUID])]
"""Ids of commands, written in order so that the same set always gives the same bytes."""


class Iqa(Value):
    """One IQA. Instants are UTC; ``version`` is that of the last event folded in."""

    iqa_id: Code
    version: int
    area: Code
    quarter: Code
    category: Category
    prosecutor: Code
    assessor: Code
    senior_manager: Code
    former_assessors: tuple[Code, ...] = ()
    target_on: date
    order: Order
    policy: Code
    question_set: Code
    asks_for: tuple[Subject, ...] = ()
    opened_at: datetime
    draws: tuple[CaseDraw, ...] = ()
    selection: Selection | None = None
    replaced: int = 0
    marks: tuple[Mark, ...] = ()
    first_marks: tuple[Mark, ...] = ()
    seen_later: tuple[SeenLater, ...] = ()
    victims_note: Note | None = None
    team_learning: Note | None = None
    prompts: tuple[AnsweredPrompt, ...] = ()
    confirmed_at: datetime | None = None
    noted: EverydayTalk | None = None
    talk: Talk = Talk.OPEN
    plan: Plan | None = None
    held: Held | None = None
    held_before: tuple[Held, ...] = ()
    actions: tuple[ActionState, ...] = ()
    no_actions: bool = False
    comments: tuple[Remark, ...] = ()
    queries: tuple[QueryState, ...] = ()
    sample: Sample | None = None
    manager_talks: tuple[ManagerTalk, ...] = ()
    released: bool = False
    deadlines: tuple[Deadline, ...] = ()
    missed: tuple[Missed, ...] = ()
    escalations: Escalations = ()
    touched: tuple[Touch, ...] = ()
    command_ids: CommandIds = frozenset()
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def done_by(self) -> tuple[str, ...]:
        """Whoever did some of the work assessed, and so does not judge it (local policy; ¶4.20)."""
        return self.selection.done_by if self.selection else ()

    @property
    def talked(self) -> bool:
        """Whether the conversation is held, or closed as impossible by a senior manager."""
        return self.talk in HELD or self.talk is Talk.IMPOSSIBLE

    @property
    def talk_overdue(self) -> bool:
        """Whether the conversation's last deadline passed without one, and no new one was set."""
        passed = any(missed.deadline == Step.CONVERSE for missed in self.missed)
        return passed and not self.talked and self.deadline(Step.CONVERSE) is None

    @property
    def actions_on_case(self) -> tuple[ActionState, ...]:
        """The actions on the selected case; those on a case that was only looked at say nothing of it."""
        return self.actions_on(self.selection.urn) if self.selection else ()

    def actions_on(self, urn: str) -> tuple[ActionState, ...]:
        """The actions on a case."""
        return tuple(action for action in self.actions if action.action.urn == urn)

    @property
    def actions_settled(self) -> bool:
        """Whether actions were recorded on the selected case, or none said to be required."""
        return self.no_actions or bool(self.actions_on_case)

    @property
    def open_actions(self) -> tuple[ActionState, ...]:
        """The case actions that nobody has completed or taken over."""
        return tuple(action for action in self.actions if action.is_open)

    @property
    def open_queries(self) -> tuple[QueryState, ...]:
        """The queries without an answer."""
        return tuple(query for query in self.queries if query.outcome is None)

    @property
    def complete(self) -> bool:
        """Whether the three parts of a completed IQA are there."""
        return self.confirmed_at is not None and self.talked and self.actions_settled

    @property
    def sample_settled(self) -> bool:
        """Whether the second check is over: not drawn, or fed back, acknowledged and followed up."""
        return self.released or (self.sample is not None and self.sample.is_over)

    @property
    def settled(self) -> bool:
        """Whether nobody has a say left: no query or talk open, no revision to come, the days of comment over."""
        revision = self.sample is not None and self.sample.awaits_revision
        left = self.open_queries or self.open_manager_talks or revision
        return not left and self.comment_until is None

    @property
    def open_manager_talks(self) -> tuple[ManagerTalk, ...]:
        """The talks with the manager of which nobody has said yet what came of them."""
        return tuple(talk for talk in self.manager_talks if talk.is_open)

    @property
    def comment_until(self) -> datetime | None:
        """Until when it stays open for the prosecutor's comments and queries in any case; None once that is over."""
        pending = self.deadline(Step.COMMENT)
        return pending.due if pending else None

    @property
    def closable(self) -> bool:
        """Whether nothing is left to do."""
        if self.open_actions:
            return False
        if self.withdrawn_at is not None:
            return True
        return self.completed_at is not None and self.sample_settled and self.settled

    @property
    def stage(self) -> Stage:
        """Where the IQA stands as a whole."""
        if self.closed_at or self.withdrawn_at:
            return Stage.WITHDRAWN if self.withdrawn_at else Stage.CLOSED
        if self.completed_at:
            return Stage.COMPLETED
        if self.selection is None:
            return Stage.SELECTION
        if self.confirmed_at is None and (self.talked or self.order is Order.ASSESSMENT_FIRST):
            return Stage.MARKING
        return Stage.ACTIONS if self.talked else Stage.CONVERSATION

    def mark(self, question: int) -> Mark | None:
        """The current mark of a question."""
        return next((mark for mark in self.marks if mark.question == question), None)

    def unanswered(self) -> tuple[int, ...]:
        """The questions that are on and have no mark yet."""
        presets = self.selection.presets if self.selection else ()
        answered = {mark.question for mark in self.marks}
        return tuple(p.number for p in presets if p.kind is PresetKind.ON and p.number not in answered)

    def counts(self) -> dict[Answer, int]:
        """How many questions have each answer."""
        return {answer: sum(mark.answer is answer for mark in self.marks) for answer in Answer}

    @property
    def timers(self) -> tuple[Deadline, ...]:
        """What is due next by itself, the soonest first: the deadlines, and when each escalation goes up."""
        up = climbs(self.escalations)
        return (
            tuple(sorted((*self.deadlines, *up), key=lambda one: (one.due, one.name)))
            if up
            else self.deadlines
        )

    @property
    def next_due(self) -> datetime | None:
        """When somebody owes something next; the days of comment and what goes up by itself are nobody's deadline."""
        return next((one.due for one in self.deadlines if one.step is not Step.COMMENT), None)

    def last_missed(self, name: str) -> Missed | None:
        """The last time that a deadline of that name passed with its step open."""
        return next((one for one in reversed(self.missed) if one.deadline == name), None)

    def deadline(self, name: str) -> Deadline | None:
        """The pending deadline of that name."""
        return next((deadline for deadline in self.timers if deadline.name == name), None)

    def touch(self, step: Step) -> Touch | None:
        """The last change of a step."""
        return next((touch for touch in self.touched if touch.step is step), None)
