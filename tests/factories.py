"""An IQA at each stage, as the events that led there, and the facts that a command meets.

The policy, the calendar and the questions are the shipped ones. The IQA is opened on Monday 2 November 2026,
a case is selected on the 3rd, the assessment confirmed on the 9th, and it is now ten o'clock on the 10th.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from domain import lots
from domain.assessment import Answer, Mark, Mode, ReMark, Source, Verdict
from domain.calendar import end_of_day
from domain.cases import (
    Case,
    CaseFile,
    CaseStatus,
    Contribution,
    ContributionKind,
    Milestone,
    MilestoneKind,
    Plea,
    Stage,
)
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.circumstances import presets_for
from domain.iqa.facts import IqaFacts
from domain.people import Absence, AbsenceKind, Person, Role
from domain.policy import Order, Policy
from domain.post import morning
from domain.prompts import PromptAnswer, PromptKind
from domain.questions import Category, PresetKind, Work
from domain.rows import IqaRow
from infra.reference import Library

LIBRARY = Library.load()
POLICY = LIBRARY.current.policy
CALENDAR = LIBRARY.current.calendar
CASEWORK = LIBRARY.current.casework

IQA_ID = "iqa-2026-27-Q3-XN-P001-C1"
GOOD_PRACTICE = "Both stages of the test, and what would change them."
AREA, ELSEWHERE = "XN", "YN"
QUARTER = "2026-27-Q3"
URN, OTHER_URN = "91XN0000126", "91XN0000226"

PROSECUTOR, COLLEAGUE = "XN-P001", "XN-P002"
ASSESSOR, OTHER_MANAGER = "XN-M01", "XN-M02"
SENIOR, SAMPLER = "XN-S01", "XN-S02"
CHIEF, ADMINISTRATOR = "XN-C01", "XN-A01"
LEFT, STRANGER = "XN-M09", "XN-X99"
OUTSIDE_MANAGER, OUTSIDE_SENIOR = "YN-M01", "YN-S01"

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
SELECTED = datetime(2026, 11, 3, 9, tzinfo=UTC)
CONFIRMED = datetime(2026, 11, 9, 15, tzinfo=UTC)
NOW = datetime(2026, 11, 10, 10, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY, TOMORROW = date(2026, 11, 9), date(2026, 11, 11)
TARGET = date(2026, 11, 13)
HEARING = date(2027, 2, 22)


def person(staff_id: str, role: Role, reports_to: str | None, **changes: object) -> Person:
    values = {
        "staff_id": staff_id,
        "role": role,
        "area": staff_id[:2],
        "reports_to": reports_to,
        "email": f"{staff_id.lower()}@example.test",
        "from_date": date(2019, 10, 31),
    }
    return Person.model_validate(values | changes)


PEOPLE = (
    person(PROSECUTOR, Role.PROSECUTOR, ASSESSOR, unit="MC"),
    person(COLLEAGUE, Role.PROSECUTOR, ASSESSOR, unit="MC"),
    person(ASSESSOR, Role.LEGAL_MANAGER, SENIOR, unit="MC"),
    person(OTHER_MANAGER, Role.LEGAL_MANAGER, SAMPLER, unit="MC"),
    person(LEFT, Role.LEGAL_MANAGER, SENIOR, to_date=date(2026, 10, 30)),
    person(SENIOR, Role.SENIOR_MANAGER, CHIEF),
    person(SAMPLER, Role.SENIOR_MANAGER, CHIEF),
    person(CHIEF, Role.CHIEF_CROWN_PROSECUTOR, None),
    person(ADMINISTRATOR, Role.ADMINISTRATOR, None),
    person(OUTSIDE_MANAGER, Role.LEGAL_MANAGER, OUTSIDE_SENIOR),
    person(OUTSIDE_SENIOR, Role.SENIOR_MANAGER, None),
)


def a_case(**changes: object) -> Case:
    """A live case after its first hearing, pleaded not guilty, on which the prosecutor did all the work."""
    values = {
        "urn": URN,
        "area": AREA,
        "unit": "MC",
        "stage": Stage.POST_CHARGE,
        "status": CaseStatus.LIVE,
        "plea": Plea.NOT_GUILTY,
        "prosecutor": PROSECUTOR,
        "received_on": date(2026, 7, 7),
        "charged_on": date(2026, 7, 9),
        "first_hearing_on": date(2026, 8, 17),
        "trial_on": HEARING,
        "custody": False,
        "domestic_abuse": False,
        "rape": False,
        "victim": True,
        "outside_uk": False,
        "asset_recovery": False,
    }
    return Case.model_validate(values | changes)


_DONE = {
    ContributionKind.CHARGING_DECISION: date(2026, 7, 8),
    ContributionKind.REVIEW: date(2026, 8, 3),
    ContributionKind.DISCLOSURE: date(2026, 8, 29),
    ContributionKind.CASE_PROGRESSION: date(2026, 9, 14),
}


def a_case_file(
    *facts: tuple[MilestoneKind, date],
    by: str = PROSECUTOR,
    without: Sequence[ContributionKind] = (),
    **changes: object,
) -> CaseFile:
    """The case with what was done on it by one person, and what happened in it besides."""
    case = a_case(**changes)
    return CaseFile(
        case=case,
        contributions=tuple(
            Contribution(urn=case.urn, staff_id=by, kind=kind, on_date=day)
            for kind, day in _DONE.items()
            if kind not in without
        ),
        milestones=tuple(Milestone(urn=case.urn, kind=kind, on_date=day) for kind, day in facts),
    )


def facts(**changes: object) -> IqaFacts:
    """What a command meets; by default everybody is in post and here, and the case file is `a_case_file`."""
    values: dict[str, Any] = {
        "now": NOW,
        "policy": POLICY,
        "calendar": CALENDAR,
        "question_set": CASEWORK,
        "people": PEOPLE,
        "case_file": a_case_file(),
        "eligible_cases": 4,
    }
    return IqaFacts.model_validate(values | changes)


def policy(**changes: object) -> Policy:
    """The shipped policy with some parts changed; a dotted name reaches into a part."""
    parts: dict[str, Any] = {}
    for name, value in changes.items():
        part, _, field = name.partition("__")
        current = parts.get(part, getattr(POLICY, part))
        parts[part] = current.model_copy(update={field: value}) if field else value
    return POLICY.model_copy(update=parts)


def away(staff_id: str, first: date, last: date | None = None, cover: str | None = None) -> Absence:
    """Somebody recorded absent on these days."""
    return Absence(staff_id=staff_id, from_date=first, to_date=last, kind=AbsenceKind.LEAVE, cover=cover)


def end_of(month: int, day: int, year: int = 2026) -> datetime:
    """The instant at which a deadline of that day passes."""
    return end_of_day(date(year, month, day))


def morning_of(month: int, day: int, year: int = 2026) -> datetime:
    """The instant at which a reminder of that day comes."""
    return morning(date(year, month, day), POLICY.notices)


def opened(**changes: object) -> e.IqaOpened:
    values = {
        "area": AREA,
        "quarter": QUARTER,
        "category": Category.CASEWORK,
        "prosecutor": PROSECUTOR,
        "assessor": ASSESSOR,
        "senior_manager": SENIOR,
        "target_on": TARGET,
        "select_due": end_of_day(TARGET),
        "order": Order.ASSESSMENT_FIRST,
        "policy": POLICY.version,
        "question_set": CASEWORK.version,
    }
    return e.IqaOpened.model_validate(values | changes)


def drawn(number: int = 1, urn: str = URN) -> e.CaseDrawn:
    """The case drawn by lot, as one of three."""
    return e.CaseDrawn(
        number=number, urn=urn, work=tuple(Work), pool_size=3, pool_hash=lots.digest(()), chance="00" * 32
    )


def selected(work: tuple[Work, ...] = tuple(Work), **changes: object) -> e.CaseSelected:
    """The case selected, with the questions that are on for that work."""
    values: dict[str, Any] = {
        "urn": URN,
        "work": work,
        "source": Source.CHOSEN,
        "presets": presets_for(
            CASEWORK, a_case_file(), PROSECUTOR, work, today=TODAY, rules=POLICY.selection
        ),
        "eligible_cases": 4,
        "done_by": (PROSECUTOR,),
        "marks_due": end_of(11, 17),
    }
    return e.CaseSelected.model_validate(values | changes)


def mark(question: int, answer: Answer = Answer.YES, **changes: object) -> Mark:
    return Mark.model_validate({"question": question, "answer": answer} | changes)


def marks_for(event: e.CaseSelected) -> tuple[Mark, ...]:
    """A yes to each question that is on, with a word beside the first."""
    first, *others = (preset.number for preset in event.presets if preset.kind is PresetKind.ON)
    return mark(first, good_practice=GOOD_PRACTICE), *map(mark, others)


def held(**changes: object) -> e.ConversationHeld:
    values = {
        "on": YESTERDAY,
        "mode": Mode.VIDEO,
        "do_differently": "Name the witnesses in the charging decision and the disclosure schedule.",
        "actions_due": end_of(11, 17),
    }
    return e.ConversationHeld.model_validate(values | changes)


def action(number: int = 1, **changes: object) -> e.ActionRecorded:
    values: dict[str, Any] = {
        "action_id": f"a{number}",
        "urn": URN,
        "what": "Send the victim the letter that is due.",
        "owner": COLLEAGUE,
    }
    due = changes.pop("due", end_of(11, 24))
    return e.ActionRecorded.model_validate({"action": values | changes, "due": due})


def an_open_iqa(order: Order = Order.ASSESSMENT_FIRST, **changes: object) -> tuple[e.IqaEvent, ...]:
    """Opened, nothing selected."""
    return (opened(order=order, **changes),)


def a_selected_case(
    order: Order = Order.ASSESSMENT_FIRST, work: tuple[Work, ...] = tuple(Work), **changes: object
) -> tuple[e.IqaEvent, ...]:
    """A case selected, nothing marked."""
    if order is Order.CONVERSATION_FIRST:
        dues = {"marks_due": None, "conversation_due": end_of(11, 17), "reminder_due": morning_of(11, 6)}
        changes = dues | changes
    return *an_open_iqa(order), selected(work, **changes)


def a_marked_iqa(
    order: Order = Order.ASSESSMENT_FIRST, work: tuple[Work, ...] = tuple(Work)
) -> tuple[e.IqaEvent, ...]:
    """Every question that is on answered with yes, nothing confirmed."""
    return *a_selected_case(order, work), e.MarksRecorded(marks=marks_for(selected(work)))


def a_confirmed_iqa(**changes: object) -> tuple[e.IqaEvent, ...]:
    """Confirmed, nothing talked over yet."""
    dues = {"conversation_due": end_of(11, 16), "reminder_due": morning_of(11, 12)}
    return *a_marked_iqa(), e.AssessmentConfirmed.model_validate(dues | changes)


def a_held_conversation() -> tuple[e.IqaEvent, ...]:
    """Confirmed and talked over; the prosecutor has not said so yet, and nothing is said of case actions."""
    return *a_confirmed_iqa(), held()


def a_completed_iqa() -> tuple[e.IqaEvent, ...]:
    """Confirmed, talked over, no case action required; neither drawn for the sample nor released."""
    return *a_held_conversation(), e.NoActionsRequired(), e.IqaCompleted()


def a_drawn_iqa() -> tuple[e.IqaEvent, ...]:
    """Completed, drawn for the sample, and the sampler can start."""
    drawn = e.DrawnForSample(sampler=SAMPLER, pick="random")
    started = e.DipSampleStarted(conversation_overdue=False, sample_due=end_of(11, 24))
    return *a_completed_iqa(), drawn, started


def a_sampled_iqa() -> tuple[e.IqaEvent, ...]:
    """The dip sample recorded, no feedback given yet."""
    return (
        *a_drawn_iqa(),
        e.DipSampleRecorded(
            comment="The marks fit the review; question 2 asks for more.",
            re_marks=re_marks(1, 2, 3),
            judged_version=len(a_drawn_iqa()),
            feedback_due=end_of(11, 17),
        ),
    )


def a_fed_back_iqa() -> tuple[e.IqaEvent, ...]:
    """Feedback given to the manager, who has not acknowledged it yet."""
    given = e.FeedbackGiven(
        on=TODAY,
        mode=Mode.VIDEO,
        content="We compared our marks for question 2.",
        acknowledge_due=end_of(11, 17),
    )
    return *a_sampled_iqa(), given


def a_closed_iqa() -> tuple[e.IqaEvent, ...]:
    """Completed, released from the sample, closed."""
    return *a_completed_iqa(), e.ReleasedFromSample(), e.IqaClosed()


def a_withdrawn_iqa() -> tuple[e.IqaEvent, ...]:
    """Withdrawn with one case action still open."""
    return *a_selected_case(), action(), e.Withdrawn(because="no_case")


def re_marks(*questions: int, verdict: Verdict = Verdict.REASONABLE) -> tuple[ReMark, ...]:
    return tuple(ReMark(question=question, verdict=verdict) for question in questions)


def answered(*kinds: PromptKind, answer: str = "considered") -> tuple[PromptAnswer, ...]:
    """The same answer to each of these prompts."""
    return tuple(PromptAnswer(prompt=kind, answer=answer) for kind in kinds)


def select_case(**changes: object) -> c.SelectCase:
    """Select the case for all three kinds of work, having seen the IQA open."""
    values = {"urn": URN, "work": tuple(Work), "seen_version": 1}
    return c.SelectCase.model_validate(values | changes)


def hold_conversation(**changes: object) -> c.HoldConversation:
    """Record yesterday's conversation."""
    values = {
        "on": YESTERDAY,
        "mode": Mode.VIDEO,
        "do_differently": "Name the witnesses in the charging decision and the disclosure schedule.",
    }
    return c.HoldConversation.model_validate(values | changes)


def an_iqa_row(**changes: object) -> IqaRow:
    """An open IQA of this quarter as the read tables show it, before its case is selected."""
    known: dict[str, object] = {
        "iqa_id": "iqa-1",
        "version": 1,
        "area": "XN",
        "quarter": "2026-27-Q3",
        "category": Category.CASEWORK,
        "prosecutor": "P1",
        "assessor": "M1",
        "senior_manager": "S1",
        "stage": "selecting",
        "target_on": TARGET,
        "work": (),
        "replaced": 0,
        "overridden": (),
        "themed": False,
        "yes": 0,
        "no": 0,
        "not_applicable": 0,
        "talk": "open",
        "former_assessors": (),
        "re_marked": 0,
        "re_marks_asked": 0,
        "case_read": False,
        "before_marks": False,
        "judgements": (),
        "done_by": (),
        "missed": 0,
        "asks_for": (),
        "escalated": 0,
        "released": False,
        "opened_at": OPENED,
    }
    return IqaRow.model_validate(dict.fromkeys(IqaRow.model_fields) | known | changes)
