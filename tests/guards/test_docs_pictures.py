"""The pictures at the head of docs/events.md are what walking the rules gives."""

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from domain.iqa import events as e
from domain.iqa.commands import IqaEnvelope
from domain.iqa.evolve import evolve
from domain.iqa.state import Stage
from domain.offices import SYSTEM
from domain.policy import Order
from domain.quarter.commands import CloseQuarter, OpenQuarter
from domain.quarter.procedures import PROCEDURES
from tests.domain.iqa.test_properties import Commands
from tests.factories import IQA_ID
from tests.guards.pictures.drawing import Arrows, beside_stages, between_stages, pictures
from tests.guards.pictures.iqa import Move, moves
from tests.guards.pictures.quarter import ASKED
from tests.guards.tree import ROOT

PAGE = ROOT / "docs" / "events.md"
DRAWN = re.compile(r"<!-- drawn: ([a-z-]+) -->\n(.*?)\n<!-- end -->", re.DOTALL)


def shown(page: str) -> dict[str, str]:
    """The pictures of a page by their names."""
    return dict(DRAWN.findall(page))


def redrawn(page: str, drawn: dict[str, str]) -> str:
    """The page with these pictures."""
    return DRAWN.sub(lambda old: f"<!-- drawn: {old[1]} -->\n{drawn[old[1]]}\n<!-- end -->", page)


def test_the_pictures_are_what_the_rules_give(request: pytest.FixtureRequest) -> None:
    drawn = pictures()
    if request.config.getoption("--redraw"):
        PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8"), drawn), encoding="utf-8")

    assert shown(PAGE.read_text(encoding="utf-8")) == drawn, (
        "Look whether the new course is meant, then: pytest tests/guards/test_docs_pictures.py --redraw"
    )


class Witness(Commands):
    """Random commands, looked at by somebody with the pictures in hand."""

    def record(self, envelope: IqaEnvelope, events: tuple[e.IqaEvent, ...]) -> None:
        before = self.iqa
        super().record(envelope, events)
        for recorded in self.recorded[len(self.recorded) - len(events) :]:
            after = evolve(before, recorded, IQA_ID)
            move = Move(before, recorded.event, after, envelope.command, rests=False)
            assert_drawn(move, after.order)
            before = after


def assert_drawn(move: Move, order: Order) -> None:
    """Find every arrow of a move in the pictures of that order."""
    for drawn, found in zip(
        arrows_drawn(order), (between_stages([move]), beside_stages(order, [move])), strict=True
    ):
        assert all(by <= drawn.get(pair, set()) for pair, by in found.items()), found


@cache
def arrows_drawn(order: Order) -> tuple[Arrows, Arrows]:
    """Between the stages, and of what waits beside them."""
    return between_stages(moves(order)), beside_stages(order, moves(order))


def test_random_commands_take_no_way_that_is_not_drawn() -> None:
    run_state_machine_as_test(Witness, settings=settings(max_examples=40, stateful_step_count=40))


def test_all_that_people_ask_of_a_quarter_is_tried_on_it() -> None:
    by_people = {command for command, procedure in PROCEDURES.items() if procedure.by != SYSTEM}

    assert {type(command) for command in ASKED} | {OpenQuarter, CloseQuarter} == by_people


def test_a_planted_way_that_is_not_drawn_is_found() -> None:
    closed = next(move for move in moves(Order.ASSESSMENT_FIRST) if move.after.stage is Stage.CLOSED)
    assert closed.before is not None
    back = replace(closed, before=closed.after, after=closed.before)

    with pytest.raises(AssertionError):
        assert_drawn(back, Order.ASSESSMENT_FIRST)


def test_a_planted_change_of_a_picture_is_found_and_redrawn() -> None:
    drawn = {"tea": "kettle --> cup"}
    page = "Before.\n<!-- drawn: tea -->\nkettle --> [*]\n<!-- end -->\nAfter.\n"

    assert shown(page) != drawn
    assert shown(redrawn(page, drawn)) == drawn
    assert redrawn(page, drawn).startswith("Before.\n")
    assert redrawn(page, drawn).endswith("\nAfter.\n")
