"""A field that command, event, state and row share by name has the same value in each."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final, NamedTuple
from uuid import UUID

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from domain.assessment import Answer, DevelopmentAction, Shown
from domain.casework.kind import CASE
from domain.casework.procedures import PROCEDURES as OF_A_CASE
from domain.errors import Refused
from domain.escalations import EscalationRaised, HandOverEscalation
from domain.facts import Facts
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.eligibility import Candidate
from domain.iqa.kind import IQA
from domain.iqa.manager_talks import ManagerTalkNoted
from domain.iqa.procedures import PROCEDURES as OF_AN_IQA
from domain.kinds import KINDS
from domain.policy import EscalatedMatter, Order
from domain.prompts import PromptKind
from domain.quarter.commands import ApplyPolicy
from domain.quarter.facts import OnesAction, OnesEscalation, OnesWork
from domain.quarter.kind import QUARTER as OF_QUARTER
from domain.quarter.procedures import PROCEDURES as OF_THE_QUARTER
from domain.questions import Category, Work
from domain.rows import IqaRow
from domain.stream import Envelope, Kind
from domain.values import Value
from tests import factories as f
from tests.bdd import recorded
from tests.domain.casework import bdd as on_case
from tests.domain.casework.test_wire import COMMANDS as ON_A_CASE
from tests.domain.copies import Lost, lost_to_event, lost_to_row, lost_to_state, variants
from tests.domain.iqa.test_properties import Commands, likely
from tests.domain.quarter import bdd as of_quarter
from tests.domain.quarter.test_wire import COMMANDS as OF_A_QUARTER

ON_PURPOSE: Final[Mapping[str, str]] = {
    "DipSampleRecorded.missed > Iqa after DipSampleRecorded": "what the manager missed; deadlines",
    "DipSampleRecorded.comment > ReMark after DipSampleRecorded": "on the whole; on one mark",
    "DevelopmentAction.due > WaitRow": "looked at again, on another day",
    "Iqa.missed > IqaRow": "deadlines; how many",
    "Sample.missed > IqaRow": "what the manager missed; how many deadlines",
    "MarksRecorded.marks > Iqa after MarksRecorded": "those given; all, with them among the older ones",
    "MarksRevised.marks > Iqa after MarksRevised": "those given; all, with them among the older ones",
    "QueryAnswered.text > QueryState after QueryAnswered": "the answer; the query",
    "RequestAnswered.text > Request after RequestAnswered": "the answer; the request",
    "RecordAction.urn > ActionRecorded": "by default the case selected; here it has any name",
    "TakeOverAction.action > ActionTakenOver": "it has a number of its own on the case",
    "TakeOverAction.due > ActionTakenOver": "what was due before has its days again",
    "TakeOverAction.area > CaseNotesOpened": "the IQA's; the case's own",
    "PickForSample.iqa_id > SampleDrawn": "the pick; what a full block drew beside it",
    "HandedEscalation.escalation_id > AreaQuarter after WorkHandedOver": "handed over; of the quarter itself",
    "WorkHandedOver.escalations > AreaQuarter after WorkHandedOver": "handed over; of the quarter itself",
    "QuarterClosed.drawn > AreaQuarter after QuarterClosed": "at the close; in all",
    "AreaReport.escalations > AreaQuarter after QuarterClosed": "how many; those of the quarter itself",
    "AreaReport.withdrawn > AreaQuarter after QuarterClosed": "how many; which",
    "Bunching.weeks > AreaQuarter after QuarterClosed": "how many at the end count; those reviewed",
    "Bunching.weeks > AreaQuarter after WeekReviewed": "how many at the end count; those reviewed",
}
"""Fields of one name with two meanings or two values, and which."""

IN_SOME_CASES: Final[Mapping[str, str]] = {
    "RecordAction.owner > ActionRecorded": "an urgent one goes to the cover of who is away",
    "AcknowledgeEscalation.escalation_id > EscalationAcknowledged": "a senior takes on its like too",
    "DeadlinePassed.due > DeadlineMoved": "the day that it was; the day that it is now",
    "MarksRecorded.victims_note > Iqa after MarksRecorded": "what is left out stays as it was",
    "RecordDipSample.re_marks > DipSampleRecorded": "what was answered blind stands beside each",
}
"""The same, where only some of what random commands lead to shows it."""

WORK: Final = OnesWork(
    iqas=(of_quarter.confirmed(1),),
    actions=(OnesAction(stream="iqa-casework-1", action_id="a1"),),
    escalations=(OnesEscalation(stream="iqa-casework-1", escalation_id="e9", matter=EscalatedMatter.MARKS),),
)


class Scene(NamedTuple):
    """A stream as it stands, with what is so of the world; None where nothing happened in it yet."""

    kind: Kind[Any, Any, Any]
    stream: str
    state: Any
    facts: Facts


def judge(scene: Scene, command: Value, actor: str) -> Iterator[Lost]:
    """What is lost on the way of a command, and of each like it with another value somewhere; nothing if refused."""
    for variant in (command, *variants(command)):
        envelope = Envelope[Any](command_id=UUID(int=10**9), actor=actor, command=variant)
        events = scene.kind.decide(envelope, scene.state, scene.facts)
        if not isinstance(events, Refused):
            yield from lost_to_event(variant, events)
            yield from _folded(scene, envelope, events)


def _folded(scene: Scene, envelope: Envelope[Any], events: tuple[Value, ...]) -> Iterator[Lost]:
    state = scene.state
    for event in events:
        content = {
            "version": state.version + 1 if state else 1,
            "at": scene.facts.now,
            "actor": envelope.actor,
            "command_id": envelope.command_id,
            "event": event,
        }
        after = scene.kind.evolve(state, scene.kind.recorded.model_validate(content), scene.stream)
        yield from lost_to_state(event, state, after)
        yield from lost_to_row(after, scene.kind.rows(after))
        state = after


class Copies(Commands):
    """Random commands of an IQA; what is sent again with other values is judged only."""

    found: ClassVar[set[str]] = set()

    def send(self, command: c.IqaCommand, actor: str) -> tuple[e.IqaEvent, ...] | Refused:
        scene = Scene(IQA, f.IQA_ID, self.iqa, self.known())
        decision = super().send(command, actor)
        if isinstance(decision, tuple) and decision:
            self.found.update(map(str, judge(scene, command, actor)))
        return decision


def test_whatever_random_commands_lead_to_nothing_is_lost_on_the_way() -> None:
    run_state_machine_as_test(
        Copies, settings=settings(max_examples=20, stateful_step_count=30, derandomize=True)
    )

    assert Copies.found - set(ON_PURPOSE) - set(IN_SOME_CASES) == set()


def histories() -> Iterator[tuple[e.IqaEvent, ...]]:
    """An IQA at each of its stages, and with what some commands are about."""
    prompt = e.PromptAnswered(about=PromptKind.EMPTY_PHRASE, questions=(2,), answer="considered")
    raised = EscalationRaised(
        escalation_id=f"{f.IQA_ID}.e1", deadline="mark", to=(f.SENIOR,), matter=EscalatedMatter.MARKS
    )
    to_do = DevelopmentAction(
        action_id="d1", what="Name the witness.", due_on=f.TOMORROW, due=f.end_of(11, 11)
    )
    fed_back = f.a_fed_back_iqa()
    asked = fed_back[-1].model_copy(update={"development": (to_do,)})
    queried = e.MarkQueried(query_id="q1", question=2, text="Is it?", answer_due=f.end_of(11, 24))
    blind = f.a_drawn_iqa()[-2].model_copy(update={"blind": "offered"})
    for order in Order:
        yield f.an_open_iqa(order)
        yield f.a_selected_case(order)
        yield f.a_marked_iqa(order)
    yield (*f.a_marked_iqa(), prompt)
    yield f.a_confirmed_iqa()
    lowered = f.mark(2, Answer.NO, improvement="Name the witness.")
    yield (*f.a_confirmed_iqa(), e.MarksRevised(marks=(lowered,), because="It is not on the file."))
    yield (*f.a_confirmed_iqa(), raised, f.action(), queried)
    yield f.a_held_conversation()
    yield f.a_completed_iqa()
    yield (*f.a_completed_iqa(), blind, f.a_drawn_iqa()[-1])
    yield f.a_drawn_iqa()
    yield f.a_sampled_iqa()
    yield fed_back
    yield (*fed_back[:-1], asked)
    talk = ManagerTalkNoted(
        talk_id="m1", on=f.TODAY, text="A review.", to_try="Ask.", look_due=f.end_of(12, 8)
    )
    yield (*f.a_confirmed_iqa(), talk)


def scenes_of_an_iqa() -> Iterator[tuple[Scene, Value, str]]:
    opening = c.OpenIqa(
        area=f.AREA,
        quarter=f.QUARTER,
        category=Category.CASEWORK,
        prosecutor=f.PROSECUTOR,
        assessor=f.ASSESSOR,
        target_on=f.TARGET,
        policy_version=f.POLICY.version,
    )
    yield Scene(IQA, f.IQA_ID, None, f.facts()), opening, QUARTER
    for past in histories():
        iqa = IQA.fold(None, recorded(*past), f.IQA_ID)
        assert iqa is not None
        scene = Scene(
            IQA,
            f.IQA_ID,
            iqa,
            f.facts(
                named_iqa=f.an_iqa_row(
                    iqa_id="iqa-2", assessor=f.ASSESSOR, confirmed_at=f.NOW + timedelta(days=9)
                ),
                pool=(Candidate(urn=f.URN, work=tuple(Work)),),
                chance="00" * 32,
            ),
        )
        hand_over = HandOverEscalation(escalation_id=f"{f.IQA_ID}.e1", whose=f.SENIOR, to=f.SAMPLER)
        more = (
            (c.Withdraw(because="no_case"), f.SENIOR),
            (c.MoveTarget(target_on=f.TOMORROW, because="long_absence"), QUARTER),
            (
                c.ReviewDevelopment(action_id="d1", shown=Shown.PARTLY, in_iqa="iqa-2", again_on=f.TOMORROW),
                f.SAMPLER,
            ),
            (hand_over, QUARTER),
        )
        for command, actor in (*likely(iqa, f.TODAY), *more):
            yield scene, command, actor
        for deadline in iqa.timers:
            late = scene._replace(facts=f.facts(now=deadline.due))
            yield late, c.DeadlinePassed(deadline=deadline.name, due=deadline.due), TIMER


def scenes_of_a_case() -> Iterator[tuple[Scene, Value, str]]:
    done = on_case.action_recorded()
    raised = EscalationRaised(
        escalation_id="e1", deadline="action:a1", to=(f.ASSESSOR,), matter=EscalatedMatter.ACTION
    )
    asked = on_case.request_made()
    pasts = (
        (),
        (on_case.OPENED,),
        (on_case.OPENED, done),
        (on_case.OPENED, done, raised),
        (on_case.OPENED, asked),
    )
    for past in pasts:
        notes = CASE.fold(None, on_case.recorded(*past), on_case.ID)
        for now in (f.NOW, on_case.DUE):
            for command in ON_A_CASE:
                for actor in (f.ASSESSOR, f.PROSECUTOR, TIMER):
                    yield Scene(CASE, on_case.ID, notes, f.facts(now=now)), command, actor


def known_of(iqas: tuple[IqaRow, ...]) -> dict[str, object]:
    return {"confirmed": iqas, "standing": iqas, "named_iqa": iqas[0], "work": WORK}


def scenes_of_a_quarter() -> Iterator[tuple[Scene, Value, str]]:
    iqas = tuple(of_quarter.confirmed(n) for n in range(1, 12))
    raised = EscalationRaised(escalation_id="e1", deadline="pace:M1", to=("S1",), matter=EscalatedMatter.PACE)
    opened = of_quarter.an_open_quarter()
    for past in ((), (opened,), (opened, raised), (opened, of_quarter.numbered(*iqas))):
        quarter = OF_QUARTER.fold(None, of_quarter.recorded(*past), of_quarter.ID)
        for now in (of_quarter.at(of_quarter.FIRST), of_quarter.CLOSE_DUE):
            for command in (*OF_A_QUARTER, ApplyPolicy(policy_version="other-1")):
                for actor in ("S1", QUARTER):
                    world = of_quarter.facts(now, policy_installed="other-1", **known_of(iqas))
                    envelope = OF_QUARTER.envelope(command_id=UUID(int=1), actor=actor, command=command)
                    known = of_quarter.load(envelope, quarter, world)
                    yield Scene(OF_QUARTER, of_quarter.ID, quarter, known), command, actor


def scenes() -> Iterator[tuple[Scene, Value, str]]:
    yield from scenes_of_an_iqa()
    yield from scenes_of_a_case()
    yield from scenes_of_a_quarter()


def is_accepted(scene: Scene, command: Value, actor: str) -> bool:
    envelope = Envelope[Any](command_id=UUID(int=10**9), actor=actor, command=command)
    return not isinstance(scene.kind.decide(envelope, scene.state, scene.facts), Refused)


def test_in_the_scenes_every_command_of_every_kind_of_stream_is_accepted() -> None:
    accepted = {
        (scene.kind, type(command))
        for scene, command, actor in scenes()
        if is_accepted(scene, command, actor)
    }
    procedures: dict[Kind[Any, Any, Any], Collection[type[Value]]] = {
        IQA: OF_AN_IQA,
        CASE: OF_A_CASE,
        OF_QUARTER: OF_THE_QUARTER,
    }

    assert set(procedures) == set(KINDS)
    assert accepted == {(kind, command) for kind, commands in procedures.items() for command in commands}


def test_what_command_event_state_and_row_share_by_name_is_equal_or_differs_on_purpose() -> None:
    assert {str(lost) for scene in scenes() for lost in judge(*scene)} == set(ON_PURPOSE)


class Tea(Value):
    """What is asked for, a planted command."""

    what: str
    sugar: int = 0
    biscuits: tuple[DevelopmentAction, ...] = ()


class TeaMade(Value):
    """What was made, a planted event."""

    what: str
    sugar: int = 0


class Pot(Value):
    """A planted state."""

    made: tuple[TeaMade, ...] = ()
    sugar: int = 0


def test_a_planted_field_that_is_dropped_on_the_way_is_found() -> None:
    asked = Tea(what="Assam")
    sent = list(variants(asked))

    assert [one.model_dump(include={"what", "sugar"}) for one in sent] == [
        {"what": "told of what", "sugar": 0},
        {"what": "Assam", "sugar": 23},
    ]
    made = [TeaMade.model_validate(one.model_dump(include={"what"})) for one in sent]
    assert [list(lost_to_event(one, [event])) for one, event in zip(sent, made, strict=True)] == [
        [],
        [Lost("Tea", "TeaMade", "sugar")],
    ]
    assert list(lost_to_state(TeaMade(what="Assam", sugar=3), None, Pot())) == [
        Lost("TeaMade", "Pot after TeaMade", "sugar")
    ]
