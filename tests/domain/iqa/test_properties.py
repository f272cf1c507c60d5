"""Whatever people, timers and the quarter send in whatever order, these things hold."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.assessment import (
    Answer,
    BlindAnswer,
    Mode,
    Override,
    Reply,
    Shown,
    Source,
    ToDevelop,
    Upheld,
    Verdict,
)
from domain.cases import CaseFile, CaseStatus, Plea
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.decide import decide
from domain.iqa.eligibility import Candidate
from domain.iqa.evolve import evolve
from domain.iqa.facts import IqaFacts, IqaNeeds
from domain.iqa.kind import IQA as KIND
from domain.iqa.needs import needs
from domain.iqa.next_step import next_step
from domain.iqa.rows import rows
from domain.iqa.screen import screen
from domain.iqa.state import HELD, Iqa, Step, Talk
from domain.iqa.waits import waits
from domain.people import Absence, Role
from domain.policy import Order
from domain.questions import Category, NotApplicableReason, Work
from domain.rows import IqaRow
from domain.stream import Finish
from tests.domain.strategies import instances
from tests.factories import (
    ADMINISTRATOR,
    AREA,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    IQA_ID,
    LEFT,
    OPENED,
    OTHER_MANAGER,
    OTHER_URN,
    OUTSIDE_SENIOR,
    PEOPLE,
    POLICY,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    TARGET,
    URN,
    a_case_file,
    an_iqa_row,
    away,
    facts,
    mark,
    policy,
    re_marks,
)

EXAMPLES = int(os.environ.get("IQA_EXAMPLES", "120"))
"""How many sequences of commands are tried; each has up to ``STEPS`` of them."""

STEPS = 60

NOBODYS = UUID(int=0)

PERSONS = (PROSECUTOR, ASSESSOR, SENIOR, SAMPLER, CHIEF, COLLEAGUE, OTHER_MANAGER, ADMINISTRATOR)
ANYBODY = st.sampled_from((*PERSONS, LEFT, STRANGER, OUTSIDE_SENIOR, TIMER, QUARTER))
ANY_COMMAND = st.one_of([instances(command) for command in get_args(c.IqaCommand)])
ROLES = {person.staff_id: person.role for person in PEOPLE}
CASE_FILES = (
    a_case_file(),
    a_case_file(status=CaseStatus.FINALISED),
    a_case_file(plea=Plea.GUILTY, custody=True),
    a_case_file(by=COLLEAGUE),
)
WORDS = "Words that say something."
NEXT_IQA = "iqa-2026-27-Q4-XN-P002-C1"


def a_later_iqa(assessor: str) -> IqaRow:
    """Another IQA of that manager, confirmed after anything that happens here."""
    return an_iqa_row(
        iqa_id=NEXT_IQA,
        area=AREA,
        category=Category.CASEWORK,
        prosecutor=COLLEAGUE,
        assessor=assessor,
        senior_manager=SENIOR,
        confirmed_at=datetime(2028, 12, 1, tzinfo=UTC),
    )


class Commands(RuleBasedStateMachine):
    """One IQA, driven by likely commands, by any command at all, and by time."""

    def __init__(self) -> None:
        super().__init__()
        self.iqa: Iqa | None = None
        self.recorded: list[e.RecordedIqaEvent] = []
        self.now = OPENED
        self.case_file: CaseFile = CASE_FILES[0]
        self.absences: tuple[Absence, ...] = ()
        self.policy = POLICY
        self.sent = 0

    @initialize(order=st.sampled_from(Order), steps=st.integers(0, 12))
    def open(self, order: Order, steps: int) -> None:
        """Open an IQA and take the first steps of its ordinary course."""
        self.policy = policy(order=order)
        opening = c.OpenIqa(
            area=AREA,
            quarter="2026-27-Q3",
            category=Category.CASEWORK,
            prosecutor=PROSECUTOR,
            assessor=ASSESSOR,
            target_on=TARGET,
            policy_version=POLICY.version,
        )
        assert isinstance(self.send(opening, QUARTER), tuple)
        for _ in range(steps):
            assert self.iqa is not None
            command, actor = in_course(self.iqa, self.now.date())
            self.now += timedelta(hours=5)
            self.send(command, actor)

    @rule(hours=st.integers(1, 24 * 12))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    @precondition(lambda self: self.iqa is not None and self.iqa.timers)
    def a_deadline_passes(self) -> None:
        assert self.iqa is not None
        deadline = self.iqa.timers[0]
        self.now = max(self.now, deadline.due)
        outcome = self.send(c.DeadlinePassed(deadline=deadline.name, due=deadline.due), TIMER)
        assert outcome, "a timer that fires on a pending deadline is never left without an effect"

    @rule(who=st.sampled_from(PERSONS), days=st.integers(0, 20), cover=st.sampled_from(PERSONS))
    def somebody_is_away(self, who: str, days: int, cover: str) -> None:
        first = self.now.date()
        self.absences = (*self.absences[-2:], away(who, first, first + timedelta(days=days), cover))

    @rule(case_file=st.sampled_from(CASE_FILES))
    def the_case_moves_on(self, case_file: CaseFile) -> None:
        self.case_file = case_file

    @rule(data=st.data())
    def somebody_does_what_it_is_time_for(self, data: st.DataObject) -> None:
        assert self.iqa is not None
        known = [
            (command, actor)
            for command, actor in likely(self.iqa, self.now.date())
            if screen(c.IqaEnvelope(command_id=NOBODYS, actor=actor, command=command), self.iqa) is None
        ]
        command, actor = data.draw(st.sampled_from(known))
        self.send(command, actor)

    @rule()
    def the_iqa_takes_its_course(self) -> None:
        assert self.iqa is not None
        self.send(*in_course(self.iqa, self.now.date()))

    @rule(by=st.sampled_from((ASSESSOR, SENIOR)))
    def it_is_given_up(self, by: str) -> None:
        self.send(c.Withdraw(because="no_case"), by)

    @rule(data=st.data(), actor=ANYBODY)
    def anybody_does_what_is_likely(self, data: st.DataObject, actor: str) -> None:
        assert self.iqa is not None
        command, _ = data.draw(st.sampled_from(likely(self.iqa, self.now.date())))
        self.send(command, actor)

    @rule(command=ANY_COMMAND, actor=ANYBODY)
    def anybody_does_anything(self, command: c.IqaCommand, actor: str) -> None:
        self.send(command, actor)

    def send(self, command: c.IqaCommand, actor: str) -> tuple[e.IqaEvent, ...] | Refused:
        self.sent += 1
        envelope = c.IqaEnvelope(command_id=UUID(int=self.sent), actor=actor, command=command)
        known = self.known()
        decision = decide(envelope, self.iqa, known)
        self.agrees_with_the_screen(envelope, decision)
        assert decide(envelope, self.iqa, looked_up(known, needs(envelope, self.iqa))) == decision
        if isinstance(decision, tuple):
            self.record(envelope, decision)
        return decision

    def known(self) -> IqaFacts:
        """What is so at this instant."""
        return facts(
            now=self.now,
            policy=self.policy,
            absences=self.absences,
            case_file=self.case_file,
            named_iqa=a_later_iqa(ASSESSOR),
            pool=(Candidate(urn=URN, work=tuple(Work)),),
            chance="5a" * 32,
        )

    def agrees_with_the_screen(
        self, envelope: c.IqaEnvelope, decision: tuple[e.IqaEvent, ...] | Refused
    ) -> None:
        refused = screen(envelope, self.iqa)
        assert refused is None or refused == decision

    def record(self, envelope: c.IqaEnvelope, events: tuple[e.IqaEvent, ...]) -> None:
        for event in events:
            recorded = e.RecordedIqaEvent(
                version=len(self.recorded) + 1,
                at=self.now,
                actor=envelope.actor,
                command_id=envelope.command_id,
                event=event,
            )
            assert e.RecordedIqaEvent.model_validate_json(recorded.model_dump_json()) == recorded
            if self.iqa is not None:
                nobody_judges_their_own(self.iqa, recorded)
            self.recorded.append(recorded)
            self.iqa = evolve(self.iqa, recorded, IQA_ID)
        if events:
            repeated = decide(envelope, self.iqa, facts(now=self.now))
            assert repeated == (), "a command that was decided gives nothing more"

    @invariant()
    def versions_never_skip(self) -> None:
        assert self.iqa is None or self.iqa.version == len(self.recorded)

    @invariant()
    def nothing_is_completed_without_its_three_parts(self) -> None:
        if self.iqa is not None and self.iqa.completed_at is not None:
            assert self.iqa.confirmed_at is not None
            assert self.iqa.talk in HELD | {Talk.IMPOSSIBLE}
            assert self.iqa.actions_settled

    @invariant()
    def nobody_has_two_parts_in_it(self) -> None:
        if self.iqa is not None:
            assert self.iqa.assessor != self.iqa.prosecutor
            sampler = self.iqa.sample.sampler if self.iqa.sample else None
            assert sampler not in {self.iqa.assessor, self.iqa.prosecutor, *self.iqa.former_assessors}
            assert sampler not in self.iqa.done_by
            assert self.iqa.assessor not in self.iqa.done_by
            assert not (self.iqa.sample and self.iqa.released)

    @invariant()
    def every_deadline_belongs_to_a_step_that_waits(self) -> None:
        if self.iqa is None:
            return
        waiting = {wait.name: wait for wait in waits(self.iqa)}
        pending = [deadline.name for deadline in self.iqa.deadlines]
        assert {one.deadline for one in self.iqa.escalations if one.is_open} <= set(waiting)
        assert len(waiting) == len(waits(self.iqa))
        assert len(pending) == len(set(pending))
        reminded = {Step.REMINDER} if Step.CONVERSE in waiting else set()
        assert set(pending) <= set(waiting) | reminded | {Step.COMMENT}
        assert list(self.iqa.deadlines) == sorted(self.iqa.deadlines, key=lambda each: (each.due, each.name))
        assert all(not wait.missed or name not in pending for name, wait in waiting.items())

    @invariant()
    def a_closed_iqa_waits_for_nothing_and_only_that_is_finished(self) -> None:
        if self.iqa is None:
            return
        closed = self.iqa.closed_at is not None
        assert isinstance(next_step(self.iqa), Finish) is closed
        if closed:
            assert (waits(self.iqa), self.iqa.timers, self.iqa.open_actions) == ((), (), ())

    @invariant()
    def at_most_three_prompts_each_once(self) -> None:
        if self.iqa is not None:
            asked = [prompt.about for prompt in self.iqa.prompts]
            assert len(asked) == len(set(asked)) <= self.policy.prompts.max_per_iqa

    @invariant()
    def the_state_survives_json_and_has_rows(self) -> None:
        if self.iqa is not None:
            assert Iqa.model_validate_json(self.iqa.model_dump_json()) == self.iqa
            assert rows(self.iqa).iqa[0].version == self.iqa.version

    def teardown(self) -> None:
        assert KIND.fold(None, self.recorded, IQA_ID) == self.iqa


def nobody_judges_their_own(iqa: Iqa, recorded: e.RecordedIqaEvent) -> None:
    """Judge the person behind an event by the state that it met."""
    own = {iqa.assessor, iqa.prosecutor, *iqa.former_assessors}
    match recorded.event:
        case e.QueryAnswered():
            assert recorded.actor not in {*own, *iqa.done_by}
        case e.ConversationClosedAsImpossible():
            assert recorded.actor not in {iqa.assessor, iqa.prosecutor}
            assert ROLES[recorded.actor] in {Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR}
        case e.DipSampleRecorded(re_marks=given):
            amended = {query.question for query in iqa.queries if query.amended_by(recorded.actor)}
            assert recorded.actor not in own
            assert amended.isdisjoint(each.question for each in given)
        case e.MarksRecorded() | e.AssessmentConfirmed() | e.ConversationHeld():
            assert recorded.actor == iqa.assessor
        case _:
            assert recorded.actor != STRANGER


def looked_up(known: IqaFacts, wanted: IqaNeeds) -> IqaFacts:
    """Keep what a loader brings that knows only these needs: people with their lines and covers."""
    ids = set(wanted.people)
    ids |= {each.cover for each in known.absences if each.cover and each.staff_id in ids}
    while more := {p.reports_to for p in known.people if p.staff_id in ids and p.reports_to} - ids:
        ids |= more
    return known.model_copy(
        update={
            "people": tuple(person for person in known.people if person.staff_id in ids),
            "absences": tuple(absence for absence in known.absences if absence.staff_id in ids),
            "case_file": known.case_file if wanted.urn else None,
            "pool": known.pool if wanted.draw_for else (),
            "chance": known.chance if wanted.draw_for else "",
            "named_iqa": known.named_iqa if wanted.named_iqa else None,
        }
    )


def likely(iqa: Iqa, today: date) -> Sequence[tuple[c.IqaCommand, str]]:
    """What people send in the ordinary course of things, whether or not it is the time for it."""
    seen, assessor, sampler = iqa.version, iqa.assessor, iqa.sample.sampler if iqa.sample else SAMPLER
    lowered = mark(2, Answer.NO, improvement=WORDS)
    every = tuple(mark(number) for number in iqa.unanswered())
    overrides = tuple(
        Override(rule=rule, because="discussed")
        for rule in (Reason.CASE_NOT_LIVE, Reason.GUILTY_PLEA, Reason.TOO_LITTLE_OWN_WORK)
    )
    away_from_it = mark(1, Answer.NOT_APPLICABLE, not_applicable=NotApplicableReason.SOMEONE_ELSES_WORK)
    return (
        (c.DrawCase(), assessor),
        (c.SelectCase(urn=URN, work=tuple(Work), source=Source.DRAWN, seen_version=seen), assessor),
        (c.SelectCase(urn=URN, work=tuple(Work), seen_version=seen), assessor),
        (c.SelectCase(urn=URN, work=tuple(Work), theme="Pleas", seen_version=seen), assessor),
        *(
            (c.SelectCase(urn=URN, work=tuple(Work), overrides=(each,), seen_version=seen), assessor)
            for each in overrides
        ),
        (c.ReplaceCase(because="conflict"), assessor),
        (c.RecordMarks(marks=every, seen_version=seen), assessor),
        (c.RecordMarks(marks=(lowered, away_from_it), victims_note=WORDS, seen_version=seen), assessor),
        (c.ConfirmAssessment(seen_version=seen), assessor),
        (c.ConfirmAssessment(seen_version=seen, overrides=overrides[:1]), assessor),
        (c.NoteImprovementSeen(question=2, urn=URN, on=today), assessor),
        (c.PlanConversation(on=today, mode=Mode.VIDEO), assessor),
        (c.HoldConversation(on=today, mode=Mode.VIDEO, do_differently="We will discuss it again."), assessor),
        (
            c.HoldConversation(
                on=today,
                mode=Mode.VIDEO,
                do_differently=WORDS,
                revised_marks=(lowered,),
                revised_because=WORDS,
            ),
            assessor,
        ),
        (c.ReviseMarks(marks=(mark(2), mark(3)), because=WORDS), assessor),
        (
            c.CorrectConversation(on=today, mode=Mode.TELEPHONE, do_differently=WORDS, because=WORDS),
            assessor,
        ),
        (c.TakeBackConversation(because=WORDS), assessor),
        (c.ConfirmConversation(), PROSECUTOR),
        (c.DisputeConversation(), PROSECUTOR),
        (c.CloseConversationAsImpossible(because="left", note=WORDS), SENIOR),
        (c.RecordAction(what=WORDS, owner=COLLEAGUE, urgent=True), assessor),
        (c.RecordAction(what=WORDS, owner=COLLEAGUE, urn=OTHER_URN), SENIOR),
        (c.RecordNoActions(), assessor),
        *(
            (c.CompleteAction(action_id=a.action.action_id, outcome=WORDS), assessor)
            for a in iqa.open_actions
        ),
        (c.HandOverAction(action_id="a1", to=SENIOR, because=WORDS), assessor),
        (c.Comment(text=WORDS), PROSECUTOR),
        (c.QueryMark(question=2, text=WORDS), PROSECUTOR),
        *(
            (answer(query.query_id, upheld, seen), SENIOR)
            for query in iqa.open_queries
            for upheld in (Upheld.UPHELD, Upheld.NOT_UPHELD)
        ),
        (c.DrawForSample(sampler=SAMPLER), QUARTER),
        (c.DrawForSample(sampler=SENIOR), QUARTER),
        (c.ReleaseFromSample(), QUARTER),
        (
            c.RecordDipSample(comment=WORDS, missed=WORDS, re_marks=re_marks(2, 3, 6), seen_version=seen),
            sampler,
        ),
        (
            c.RecordDipSample(
                comment=WORDS, re_marks=re_marks(1, 3, 6, verdict=Verdict.TOO_LENIENT), seen_version=seen
            ),
            sampler,
        ),
        (c.GiveFeedback(on=today, mode=Mode.VIDEO, content=WORDS), sampler),
        (
            c.GiveFeedback(
                on=today,
                mode=Mode.VIDEO,
                content=WORDS,
                development=(ToDevelop(what=WORDS, due_on=today),) * 2,
            ),
            sampler,
        ),
        *((c.AcknowledgeFeedback(reply=reply, note=WORDS), assessor) for reply in Reply),
        (c.ReMarkBlind(answers=(BlindAnswer(question=2, answer=Answer.NO),)), sampler),
        (c.SeeMarks(), sampler),
        *(
            (c.ReviewDevelopment(action_id=action_id, shown=shown, in_iqa=NEXT_IQA), sampler)
            for action_id in ("d1", "d2")
            for shown in (Shown.YES, Shown.PARTLY)
        ),
        (c.ReviewDevelopment(action_id="d1", shown=Shown.NOT_YET, again_on=today), sampler),
        (c.NoteManagerTalk(on=today, text=WORDS, to_try=WORDS), SENIOR),
        *((c.ReviewManagerTalk(talk_id=t.talk_id, outcome=WORDS), t.by) for t in iqa.open_manager_talks),
        (c.ReplaceSampler(sampler=SENIOR, because=WORDS), CHIEF),
        (c.Reassign(assessor=OTHER_MANAGER, because=WORDS), SENIOR),
        (c.Reassign(assessor=SENIOR, because=WORDS), CHIEF),
        (c.CatchUp(), TIMER),
        *(
            (AcknowledgeEscalation(escalation_id=one.escalation_id, will_do=WORDS), by)
            for one in iqa.escalations
            for by in (*one.told, SENIOR)
        ),
    )


def in_course(iqa: Iqa, today: date) -> tuple[c.IqaCommand, str]:
    """The next command in the ordinary course of an IQA that is drawn for the dip sample."""
    seen, sample = iqa.version, iqa.sample
    select = c.SelectCase(urn=URN, work=tuple(Work), seen_version=seen)
    record = c.RecordMarks(marks=tuple(mark(number) for number in iqa.unanswered()), seen_version=seen)
    hold = c.HoldConversation(on=today, mode=Mode.VIDEO, do_differently=WORDS)
    check = c.RecordDipSample(comment=WORDS, missed=WORDS, re_marks=re_marks(2, 3, 6), seen_version=seen)
    course: tuple[tuple[bool, c.IqaCommand, str], ...] = (
        (iqa.selection is None, select, iqa.assessor),
        (bool(iqa.unanswered()), record, iqa.assessor),
        (iqa.order is Order.CONVERSATION_FIRST and not iqa.talked, hold, iqa.assessor),
        (iqa.confirmed_at is None, c.ConfirmAssessment(seen_version=seen), iqa.assessor),
        (sample is None and not iqa.released, c.DrawForSample(sampler=SAMPLER), QUARTER),
        (not iqa.talked, hold, iqa.assessor),
        (not iqa.queries, c.QueryMark(question=2, text=WORDS), PROSECUTOR),
        (not iqa.actions, c.RecordAction(what=WORDS, owner=COLLEAGUE), iqa.assessor),
        (not iqa.actions_settled, c.RecordNoActions(), iqa.assessor),
        (bool(iqa.open_queries), answer("q1", Upheld.UPHELD, seen), SENIOR),
        (sample is not None and sample.recorded_at is None, check, SAMPLER),
        (
            sample is not None and sample.feedback is None,
            c.GiveFeedback(on=today, mode=Mode.VIDEO, content=WORDS),
            SAMPLER,
        ),
        (bool(iqa.open_actions), c.CompleteAction(action_id="a1", outcome=WORDS), iqa.assessor),
    )
    return next(
        ((command, actor) for due, command, actor in course if due), (c.AcknowledgeFeedback(), iqa.assessor)
    )


def answer(query: str, outcome: Upheld, seen: int) -> c.AnswerQuery:
    amended = mark(2, Answer.NO, improvement=f"{WORDS} {query}") if outcome is Upheld.UPHELD else None
    return c.AnswerQuery(query_id=query, outcome=outcome, text=WORDS, amended=amended, seen_version=seen)


def test_random_commands_break_nothing() -> None:
    run_state_machine_as_test(Commands, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS))


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_many_more_random_commands_break_nothing() -> None:
    many = settings(max_examples=EXAMPLES * 25, stateful_step_count=STEPS * 2)

    run_state_machine_as_test(Commands, settings=many)
