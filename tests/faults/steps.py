"""Every step of an IQA's life that takes effect, and the way there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.assessment import Mode, ReMark, Upheld, Verdict
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from domain.prompts import PromptAnswer, PromptKind
from domain.questions import Work
from tests.area import Kind
from tests.commands import mark_all, select_case
from tests.system import System


class Who(StrEnum):
    """Who takes a step, as a field of the IQA; the quarter and the timer are parts of the system."""

    ASSESSOR = "assessor"
    PROSECUTOR = "prosecutor"
    SENIOR = "senior_manager"
    QUARTER = "system:quarter"
    TIMER = "system:timer"

    def of(self, iqa: Iqa) -> str:
        """The id of that actor."""
        found: str = getattr(iqa, self, self)
        return found


@dataclass(frozen=True)
class Seat:
    """A prosecutor and the work of theirs that one IQA assesses: no two IQAs share both."""

    system: System
    prosecutor: str
    work: Work


@dataclass(frozen=True)
class Step:
    """One step: the command that asks for it, and the kind of event that is its effect.

    It is asked of a seat, its IQA, and the day that it is there by its own clock: some of these systems keep the
    machine's time. The opening and the deadline have no ``ask``: a start and a timer ask for them.
    """

    kind: str
    who: Who
    effect: str
    ask: Callable[[Seat, Iqa, date], c.IqaCommand] | None = None

    @property
    def name(self) -> str:
        """How the table calls it."""
        return self.kind.replace("_", " ")


OPEN: Final = Step("open_iqa", Who.QUARTER, "iqa_opened")
DEADLINE: Final = Step("deadline_passed", Who.TIMER, "deadline_missed")
SELECT: Final = Step(
    "select_case",
    Who.ASSESSOR,
    "case_selected",
    lambda seat, *_: select_case(seat.system, seat.prosecutor, Kind.ANY_WORK, seat.work),
)
MARK: Final = Step("record_marks", Who.ASSESSOR, "marks_recorded", lambda _, iqa, __: mark_all(iqa))
CONFIRM: Final = Step(
    "confirm_assessment",
    Who.ASSESSOR,
    "assessment_confirmed",
    lambda _, iqa, __: c.ConfirmAssessment(seen_version=iqa.version),
)
HOLD: Final = Step(
    "hold_conversation",
    Who.ASSESSOR,
    "conversation_held",
    lambda _, __, day: c.HoldConversation(
        on=day, mode=Mode.VIDEO, do_differently="We went through each answer."
    ),
)
CONFIRM_CONVERSATION: Final = Step(
    "confirm_conversation", Who.PROSECUTOR, "conversation_confirmed", lambda *_: c.ConfirmConversation()
)
NO_ACTIONS: Final = Step(
    "record_no_actions", Who.ASSESSOR, "no_actions_required", lambda *_: c.RecordNoActions()
)
RELEASE: Final = Step(
    "release_from_sample", Who.QUARTER, "released_from_sample", lambda *_: c.ReleaseFromSample()
)
QUERY: Final = Step(
    "query_mark",
    Who.PROSECUTOR,
    "mark_queried",
    lambda _, iqa, __: c.QueryMark(question=iqa.marks[0].question, text="The review was in time."),
)
ANSWER: Final = Step(
    "answer_query",
    Who.SENIOR,
    "query_answered",
    lambda _, iqa, __: c.AnswerQuery(
        query_id=iqa.queries[0].query_id,
        outcome=Upheld.NOT_UPHELD,
        text="It stands.",
        seen_version=iqa.version,
    ),
)
ADD_ACTION: Final = Step(
    "record_action",
    Who.ASSESSOR,
    "action_recorded",
    # Of some prosecutors it is asked first, who are away on a day of the case.
    lambda _, iqa, __: c.RecordAction(
        what="Write to the victim.",
        owner=iqa.prosecutor,
        answered=(PromptAnswer(prompt=PromptKind.ACTION_WHILE_AWAY, answer="considered"),),
    ),
)
COMPLETE_ACTION: Final = Step(
    "complete_action",
    Who.PROSECUTOR,
    "action_completed",
    lambda _, iqa, __: c.CompleteAction(action_id=iqa.actions[0].action.action_id, outcome="Written."),
)
DRAW: Final = Step(
    "draw_for_sample",
    Who.QUARTER,
    "drawn_for_sample",
    lambda _, iqa, __: c.DrawForSample(sampler=iqa.senior_manager),
)
DIP_SAMPLE: Final = Step(
    "record_dip_sample", Who.SENIOR, "dip_sample_recorded", lambda _, iqa, __: _dip_sample(iqa)
)
FEEDBACK: Final = Step(
    "give_feedback",
    Who.SENIOR,
    "feedback_given",
    lambda _, __, day: c.GiveFeedback(on=day, mode=Mode.VIDEO, content="Question two was lenient."),
)
ACKNOWLEDGE: Final = Step(
    "acknowledge_feedback", Who.ASSESSOR, "feedback_acknowledged", lambda *_: c.AcknowledgeFeedback()
)

RELEASED: Final = (OPEN, SELECT, MARK, CONFIRM, HOLD, CONFIRM_CONVERSATION, NO_ACTIONS, RELEASE)
SAMPLED: Final = (
    *(OPEN, SELECT, MARK, CONFIRM, QUERY, ANSWER, HOLD, ADD_ACTION, COMPLETE_ACTION),
    *(DRAW, DIP_SAMPLE, FEEDBACK, ACKNOWLEDGE),
)
LATE: Final = (OPEN, DEADLINE)
LIVES: Final = (RELEASED, SAMPLED, LATE)
STEPS: Final = tuple(dict.fromkeys(step for life in LIVES for step in life))


def way_to(step: Step) -> tuple[Step, ...]:
    """The steps that come before this one."""
    life = next(life for life in LIVES if step in life)
    return life[: life.index(step)]


def seats(system: System) -> tuple[Seat, ...]:
    """Eighteen: six prosecutors, each with a case of which all three kinds of work are theirs."""
    return tuple(Seat(system, f"P{n}", work) for work in Work for n in range(1, 7))


def _dip_sample(iqa: Iqa) -> c.RecordDipSample:
    re_marks = tuple(ReMark(question=mark.question, verdict=Verdict.REASONABLE) for mark in iqa.marks)
    return c.RecordDipSample(
        comment="I read the case.", got_right="All of it.", re_marks=re_marks, seen_version=iqa.version
    )
