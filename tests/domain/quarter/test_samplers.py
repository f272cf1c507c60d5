"""Who makes a second check."""

from collections import Counter

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from domain.people import Person, Role
from domain.quarter import events as e
from domain.quarter.sample.samplers import Assigned, Pool, assign, is_independent
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    CHIEF,
    FIRST,
    SENIORS,
    an_open_quarter,
    away,
    confirmed,
    facts,
    person,
    state,
)

S1, S2 = SENIORS
S3 = person("S3", Role.SENIOR_MANAGER, "C1")
IQA = confirmed(1)


def pool(*people: Person, away: tuple[str, ...] = (), **load: int) -> Pool:
    return Pool(people, frozenset(away), Counter(load))


def sampler(found: Assigned | None) -> str | None:
    return found.sampler if found else None


def test_the_assessors_own_senior_manager_samples() -> None:
    assert assign(IQA, pool(CHIEF, S2, S1, S1=7)) == Assigned("S1")


def test_another_senior_manager_samples_when_theirs_has_left_or_is_away() -> None:
    assert assign(IQA, pool(CHIEF, S2)) == Assigned("S2")
    assert assign(IQA, pool(CHIEF, S1, S2, away=("S1",))) == Assigned("S2")


@pytest.mark.parametrize("part", ["assessor", "prosecutor"])
def test_nobody_samples_what_they_took_part_in(part: str) -> None:
    own = IQA.model_copy(update={part: "S1"})

    assert assign(own, pool(CHIEF, S1, S2)) == Assigned("S2")
    assert assign(own, pool(S1)) is None


def test_nobody_samples_what_they_assessed_before_it_was_given_to_another() -> None:
    former = IQA.model_copy(update={"former_assessors": ("S1", "S2")})

    assert assign(former, pool(CHIEF, S1, S2)) == Assigned("C1")


def test_nobody_samples_an_assessment_of_work_that_was_partly_theirs() -> None:
    shared = IQA.model_copy(update={"done_by": ("P1", "S1")})

    assert assign(shared, pool(CHIEF, S1, S2)) == Assigned("S2")
    assert assign(shared, pool(S1)) is None


def test_the_chief_samples_when_no_senior_manager_can() -> None:
    assert assign(IQA, pool(CHIEF, S1, S2, away=("S1", "S2"))) == Assigned("C1")


def test_with_everyone_away_the_own_senior_manager_samples_on_return() -> None:
    assert assign(IQA, pool(CHIEF, S1, S2, away=("C1", "S1", "S2"))) == Assigned("S1")


def test_of_several_others_it_is_whoever_has_the_least_and_then_always_the_same_one() -> None:
    assert assign(IQA, pool(S3, S2)) == Assigned("S2")
    assert assign(IQA, pool(S3, S2, S2=2, S3=1)) == Assigned("S3")


def test_an_independent_check_goes_to_another_senior_manager_with_the_least_load() -> None:
    assert assign(IQA, pool(CHIEF, S1, S2, S3, S2=1), independent=True) == Assigned("S3", independent=True)


def test_an_independent_check_goes_to_nobody_who_is_away() -> None:
    here = pool(CHIEF, S1, S2, S3, away=("S2",), S3=5)

    assert assign(IQA, here, independent=True) == Assigned("S3", independent=True)


def test_without_a_second_senior_manager_the_chief_is_the_independent_one() -> None:
    assert assign(IQA, pool(CHIEF, S1), independent=True) == Assigned("C1", independent=True)


@pytest.mark.parametrize("others", [(), (CHIEF, S2)], ids=["nobody else", "everybody else away"])
def test_without_anybody_else_the_own_senior_manager_samples_and_it_is_not_called_independent(
    others: tuple[Person, ...],
) -> None:
    assert assign(IQA, pool(S1, *others, away=("C1", "S2")), independent=True) == Assigned("S1")


@supposing(st.integers(0, 300), st.integers(0, 100))
def test_after_any_number_of_draws_the_share_was_independent_rounded_down(draws: int, percent: int) -> None:
    turns = [is_independent(place, percent) for place in range(1, draws + 1)]

    assert sum(turns) == draws * percent // 100


def test_a_quarter_of_the_draws_is_every_fourth_one() -> None:
    assert [place for place in range(1, 13) if is_independent(place, 25)] == [4, 8, 12]


@supposing(
    names=st.lists(st.sampled_from(["S1", "S2", "S3", "C1"]), unique=True),
    gone=st.sets(st.sampled_from(["S1", "S2", "S3", "C1"])),
    assessor=st.sampled_from(["S1", "S2", "M1"]),
    independent=st.booleans(),
)
def test_nobody_who_took_part_or_is_away_samples_while_another_is_here(
    *, names: list[str], gone: set[str], assessor: str, independent: bool
) -> None:
    people = tuple(one for one in (CHIEF, S1, S2, S3) if one.staff_id in names)
    iqa: IqaRow = IQA.model_copy(update={"assessor": assessor})

    found = sampler(assign(iqa, pool(*people, away=tuple(gone)), independent=independent))

    fit = set(names) - {assessor}
    assert (found is None) == (not fit)
    assert found != assessor
    assert found not in gone or fit <= gone


def test_the_pool_is_who_may_sample_here_today_with_what_each_was_given_in_the_quarter() -> None:
    drawn = e.SampleDrawn(iqa_id="iqa-1", category=Category.CASEWORK, block=1, sampler="S1")
    quarter = state(an_open_quarter(), drawn)
    strangers = (
        person("S8", Role.SENIOR_MANAGER, area="XS"),
        person("S9", Role.SENIOR_MANAGER, to_date=FIRST),
    )
    world = facts(people=(CHIEF, S1, *strangers), absences=(away("S1", FIRST),))

    found = Pool.of(quarter, world)

    assert [one.staff_id for one in found.people] == ["C1", "S1", "S9"]
    assert (set(found.away), found.load) == ({"S1"}, Counter(S1=1))
    assert found.after([drawn]).load == Counter(S1=2)
