"""Who may read which part of an IQA's record."""

import pytest

from domain.iqa.access import Part, may_read
from domain.iqa.events import IqaEvent
from domain.iqa.state import Iqa
from domain.people import Person, Role
from tests.bdd import given
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OTHER_MANAGER,
    OUTSIDE_MANAGER,
    OUTSIDE_SENIOR,
    PEOPLE,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_marked_iqa,
    a_sampled_iqa,
    action,
    person,
)

EVERYTHING = frozenset(Part)


def after(*events: IqaEvent) -> Iqa:
    iqa = given(*events).iqa
    assert iqa is not None
    return iqa


def known(staff_id: str) -> Person:
    return next(person for person in PEOPLE if person.staff_id == staff_id)


@pytest.mark.parametrize("staff_id", [ASSESSOR, SENIOR, CHIEF, ADMINISTRATOR])
def test_the_assessor_and_those_above_in_the_area_read_everything(staff_id: str) -> None:
    assert may_read(known(staff_id), after(*a_sampled_iqa())) == EVERYTHING


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEGAL_ASSURANCE])
def test_national_posts_read_everything_in_every_area(role: Role) -> None:
    outsider = person("YN-Z01", role, None, area="YN")

    assert may_read(outsider, after(*a_sampled_iqa())) == EVERYTHING


def test_the_sampler_reads_everything_from_the_draw_on() -> None:
    sampler = person(SAMPLER, Role.LEGAL_MANAGER, None)

    assert may_read(sampler, after(*a_confirmed_iqa())) == frozenset()
    assert may_read(sampler, after(*a_drawn_iqa())) == EVERYTHING


def test_the_prosecutor_reads_marks_once_they_are_confirmed_and_never_prompts_or_the_second_check() -> None:
    before = may_read(known(PROSECUTOR), after(*a_marked_iqa()))

    assert before == {Part.RECORD, Part.TALK, Part.ACTIONS}
    assert may_read(known(PROSECUTOR), after(*a_sampled_iqa())) == before | {Part.MARKS}


def test_a_prosecutor_whom_some_post_would_let_read_more_reads_no_more_of_their_own() -> None:
    promoted = person(PROSECUTOR, Role.SENIOR_MANAGER, None)

    assert Part.SAMPLE not in may_read(promoted, after(*a_sampled_iqa()))


def test_the_owner_of_a_case_action_reads_the_actions_alone() -> None:
    iqa = after(*a_confirmed_iqa(), action(owner=COLLEAGUE))

    assert may_read(known(COLLEAGUE), iqa) == {Part.ACTIONS}


@pytest.mark.parametrize("staff_id", [COLLEAGUE, OTHER_MANAGER, OUTSIDE_MANAGER, OUTSIDE_SENIOR])
def test_nobody_else_reads_anything(staff_id: str) -> None:
    assert may_read(known(staff_id), after(*a_sampled_iqa())) == frozenset()
