"""One name for one thing, wherever it is made."""

from uuid import UUID

import pytest

from domain.casework.kind import CASE
from domain.ids import (
    QUARTER,
    TIMER,
    case_id,
    command_hash,
    derived_id,
    iqa_id,
    is_case,
    is_iqa,
    is_quarter,
    is_system,
    quarter_id,
    urn_of,
)
from domain.iqa.commands import Comment, ReplaceCase
from domain.iqa.kind import IQA
from domain.kinds import KINDS, kind_of
from domain.quarter.kind import QUARTER as QUARTERS
from domain.questions import Category


def test_an_iqa_is_named_after_its_quarter_its_prosecutor_and_its_category() -> None:
    assert iqa_id("2026-27-Q3", "XN-P001", Category.CASEWORK) == "iqa-2026-27-Q3-XN-P001-C1"
    assert iqa_id("2026-27-Q3", "XN-P001", Category.ADVOCACY, 2) == "iqa-2026-27-Q3-XN-P001-A2"


def test_a_quarter_and_a_case_have_names_of_their_own() -> None:
    assert quarter_id("XN", "2026-27-Q3") == "quarter-2026-27-Q3-XN"
    assert case_id("91XN0000126") == "case-91XN0000126"
    assert urn_of("case-91XN0000126") == "91XN0000126"


def test_an_id_says_of_which_kind_its_stream_is() -> None:
    streams = (
        iqa_id("2026-27-Q3", "XN-P001", Category.CASEWORK),
        quarter_id("XN", "2026-27-Q3"),
        case_id("91XN"),
    )

    assert [kind_of(stream) for stream in streams] == list(KINDS) == [IQA, QUARTERS, CASE]
    assert [is_iqa(stream) for stream in streams] == [True, False, False]
    assert [is_quarter(stream) for stream in streams] == [False, True, False]
    assert [is_case(stream) for stream in streams] == [False, False, True]


def test_a_stranger_is_of_no_kind() -> None:
    with pytest.raises(ValueError, match="tea-1: of no kind of stream"):
        kind_of("tea-1")


def test_the_same_parts_always_give_the_same_id_and_others_another() -> None:
    assert derived_id("iqa-1", "mark", 3) == derived_id("iqa-1", "mark", 3)
    assert derived_id("iqa-1", "mark", 3) != derived_id("iqa-1", "mark", 33)
    assert derived_id("a", "b") != derived_id("ab")
    assert derived_id("iqa-1") == UUID("7a026161-7d5b-5c08-a9cf-8d8788e2837a")


def test_parts_of_the_system_are_told_from_people() -> None:
    assert [is_system(actor) for actor in (TIMER, QUARTER, "XN-M01")] == [True, True, False]


def test_the_hash_of_a_command_tells_who_asked_and_what() -> None:
    asked = command_hash("XN-P001", Comment(text="Danke – merci"))

    assert asked == command_hash("XN-P001", Comment(text="Danke – merci"))
    assert len({asked, command_hash("XN-P002", Comment(text="Danke – merci"))}) == 2
    assert len({asked, command_hash("XN-P001", Comment(text="Danke - merci"))}) == 2
    assert command_hash("XN-P001", ReplaceCase(because="other")) != asked
