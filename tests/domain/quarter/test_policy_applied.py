"""The policy changes while the quarter runs: it applies from then on, and everything that was decided stays."""

import pytest

from domain.errors import Reason
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from tests.domain.quarter.bdd import POLICY, SEED, an_open_quarter, facts, given, state

OPEN = an_open_quarter()
APPLY = c.ApplyPolicy(policy_version="other-1")
APPLIED = e.PolicyApplied(policy="other-1", by="S1")
CLOSED = e.QuarterClosed(seed=SEED.hex(), drawn=0, released=(), counts=())


def world(installed: str | None = "other-1") -> QuarterFacts:
    return facts(policy_installed=installed)


@pytest.mark.parametrize("by", ["S1", "C1", "A1"])
def test_a_senior_manager_the_chief_or_an_administrator_applies_another_version(by: str) -> None:
    given(OPEN).when(APPLY, by=by, world=world()).then(APPLIED.model_copy(update={"by": by}))


@pytest.mark.parametrize("by", ["M1", "P1"])
def test_nobody_else_does(by: str) -> None:
    given(OPEN).when(APPLY, by=by, world=world()).refused(Reason.NOT_PERMITTED)


def test_a_version_that_is_not_installed_is_refused() -> None:
    given(OPEN).when(APPLY, by="S1", world=world(None)).refused(Reason.UNKNOWN_POLICY, "other-1")


@pytest.mark.parametrize("past", [(), (APPLIED,)], ids=["since it opened", "applied before"])
def test_one_that_is_in_force_already_is_refused(past: tuple[e.QuarterEvent, ...]) -> None:
    version = "other-1" if past else POLICY.version
    command = c.ApplyPolicy(policy_version=version)

    given(OPEN, *past).when(command, by="S1", world=world(version)).refused(Reason.ALREADY_DONE, version)


def test_one_may_go_back_to_an_earlier_version() -> None:
    back = c.ApplyPolicy(policy_version=POLICY.version)

    given(OPEN, APPLIED).when(back, by="S1", world=world(POLICY.version)).then(
        e.PolicyApplied(policy=POLICY.version, by="S1")
    )


def test_a_closed_quarter_keeps_its_policy() -> None:
    given(OPEN, CLOSED).when(APPLY, by="S1", world=world()).refused(Reason.QUARTER_CLOSED)


def test_what_was_planned_drawn_or_fixed_at_the_opening_stays() -> None:
    before, after = state(OPEN), state(OPEN, APPLIED)

    assert (before.policy, after.policy) == (POLICY.version, "other-1")
    assert (after.planned, after.one_in, after.samplers) == (before.planned, before.one_in, before.samplers)
