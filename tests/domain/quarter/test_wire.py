"""Commands, events, states and facts survive the way through the engine and the ledger."""

from datetime import datetime
from typing import assert_never, get_args
from uuid import UUID

from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain.errors import Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import QUARTER
from domain.iqa.commands import OpenIqa
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.decide import decide
from domain.quarter.evolve import evolve
from domain.quarter.facts import QuarterFacts
from domain.quarter.kind import QUARTER as KIND
from domain.quarter.next_step import AT_ONCE, Tell, next_step
from domain.quarter.procedures import PROCEDURES
from domain.quarter.sample.lottery import verify
from domain.quarter.screen import screen
from domain.quarter.state import AreaQuarter, Step
from domain.rows import IqaRow
from domain.stream import Await, Finish
from tests.domain.quarter.bdd import (
    CLOSE_DUE,
    COMMITMENT,
    FIRST,
    ID,
    LIBRARY,
    SEED,
    an_open_quarter,
    at,
    confirmed,
    facts,
    keyed,
    load,
    planned,
    recorded,
    state,
)

COMMANDS: tuple[c.QuarterCommand, ...] = (
    c.OpenQuarter(area="XN", quarter="2026-27-Q3", policy_version="default-1"),
    c.TakePass(),
    AcknowledgeEscalation(escalation_id="e1", will_do="I'll call."),
    c.CloseQuarter(),
    c.TellingDone(telling_ids=("t1.1",)),
    c.ReviewWeek(),
    c.PickForSample(iqa_id="iqa-casework-1", because="other"),
    c.HandOverWork(whose="M1", to="M2", because="On leave."),
    c.ApplyPolicy(policy_version="default-1"),
    c.DeadlinePassed(deadline="close", due=CLOSE_DUE),
    c.CatchUp(),
)


def test_every_command_is_in_the_table_of_who_may() -> None:
    assert set(PROCEDURES) == set(get_args(c.QuarterCommand)) == {type(command) for command in COMMANDS}


def test_facts_come_back_as_they_were_judged_on() -> None:
    iqas = tuple(confirmed(n) for n in range(1, 3))
    known = facts(confirmed=iqas, sample_keys=keyed(*iqas), seed_revealed=SEED.hex())

    assert QuarterFacts.restored(known.recorded(), LIBRARY) == known


def envelope(command: c.QuarterCommand, actor: str, n: int) -> c.QuarterEnvelope:
    return c.QuarterEnvelope(command_id=UUID(int=1000 + n), actor=actor, command=command)


@settings(max_examples=40)
@supposing(
    st.lists(
        st.tuples(st.sampled_from(COMMANDS), st.sampled_from([QUARTER, "S1", "C1", "M1", "X1"])), max_size=12
    ),
    st.integers(0, 25),
)
def test_whatever_the_screen_refuses_decide_refuses_for_the_same_reason(
    script: list[tuple[c.QuarterCommand, str]], n: int
) -> None:
    world = facts(CLOSE_DUE, confirmed=tuple(confirmed(k) for k in range(1, n + 1)))
    quarter: AreaQuarter | None = state(an_open_quarter(planned=(planned(1),))) if n % 2 else None
    for step, (command, actor) in enumerate(script):
        asked = envelope(command, actor, step)
        refused = screen(asked, quarter)
        decision = decide(asked, quarter, load(asked, quarter, world))
        if isinstance(decision, Refused):
            assert refused in {None, decision}
            assert decision.reason.rule.says
            continue
        assert refused is None
        quarter = applied(quarter, asked, decision)


def applied(
    quarter: AreaQuarter | None, asked: c.QuarterEnvelope, events: tuple[e.QuarterEvent, ...]
) -> AreaQuarter | None:
    for event in events:
        each = e.RecordedQuarterEvent(
            version=quarter.version + 1 if quarter else 1,
            at=CLOSE_DUE,
            actor=asked.actor,
            command_id=asked.command_id,
            event=event,
        )
        assert e.RecordedQuarterEvent.model_validate_json(each.model_dump_json()) == each
        quarter = evolve(quarter, each, ID)
        assert AreaQuarter.model_validate_json(quarter.model_dump_json()) == quarter
    return quarter


def carried_out(step: Tell | Await[Step]) -> tuple[c.QuarterCommand, datetime]:
    match step:
        case Tell(tellings=tellings):
            return c.TellingDone(telling_ids=tuple(one.telling_id for one in tellings)), at(FIRST)
        case Await(deadline=deadline):
            assert deadline is not None
            return c.DeadlinePassed(deadline=deadline.name, due=deadline.due), deadline.due
        case never:
            assert_never(never)


@settings(max_examples=20)
@supposing(st.lists(st.integers(0, 13), max_size=6), st.integers(0, AT_ONCE + 3))
def test_from_opening_to_finish_the_workflow_is_led_through_a_quarter(batches: list[int], n: int) -> None:
    """As the workflow does it: next step, command, events; confirmations arrive between the passes."""
    quarter: AreaQuarter = state(an_open_quarter(planned=tuple(planned(k) for k in range(n))))
    iqas: tuple[IqaRow, ...] = ()
    waves = iter(batches)
    told: list[str] = []
    for n_step in range(400):
        step = next_step(quarter)
        if isinstance(step, Finish):
            break
        command, now = carried_out(step)
        if isinstance(step, Tell):
            told += [one.stream for one in step.tellings if not isinstance(one.message, OpenIqa)]
        if isinstance(step, Await) and step.deadline == quarter.deadline(Step.PASS):
            iqas += tuple(confirmed(len(iqas) + k) for k in range(1, next(waves, 0) + 1))
        asked = envelope(command, QUARTER, n_step)
        decision = decide(asked, quarter, load(asked, quarter, facts(now, confirmed=iqas)))
        assert not isinstance(decision, Refused), decision
        after = applied(quarter, asked, decision)
        assert after is not None
        assert after.version > quarter.version, "a step that changes nothing would be taken for ever"
        quarter = after
        full = len(quarter.numbered) // 10
        assert len(quarter.drawn) == (-(-len(quarter.numbered) // 10) if quarter.closed_at else full)

    assert quarter.finished
    assert len(quarter.drawn) == -(-len(iqas) // 10)
    assert sorted(told) == sorted(iqa.iqa_id for iqa in iqas)
    assert verify(COMMITMENT, quarter.seed or "", quarter.numbered, quarter.drawn) == ()


def test_folding_one_by_one_and_all_at_once_is_the_same() -> None:
    past = recorded(an_open_quarter(planned=(planned(1),)), e.Told(telling_ids=("iqa-1",)))
    first = KIND.fold(None, past[:1], ID)

    assert KIND.fold(first, past[1:], ID) == KIND.fold(None, past, ID)
