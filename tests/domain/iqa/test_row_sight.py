"""Who may read what of an IQA in a list: no more than of the IQA itself."""

from typing import Final

import pytest

from domain.iqa.row_sight import may_read_row, readable_waits_of
from domain.iqa.rows import rows
from domain.iqa.sight import Part, may_read, readable_waits
from domain.iqa.state import Iqa
from domain.people import Person
from tests.domain.iqa.test_sight import HISTORIES, after, known
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OTHER_MANAGER,
    OUTSIDE_SENIOR,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
)

EVERYBODY: Final = (
    *(PROSECUTOR, ASSESSOR, SAMPLER, SENIOR, CHIEF, ADMINISTRATOR),
    *(COLLEAGUE, OTHER_MANAGER, OUTSIDE_SENIOR),
)
TOLD: Final = frozenset({Part.COVER, Part.RECORD, Part.SAMPLE})
"""What lists tell of."""


def of_a_row(person: Person, iqa: Iqa) -> frozenset[Part]:
    shown = rows(iqa)
    return may_read_row(person, shown.iqa[0], shown.waits)


@pytest.mark.parametrize("moment", HISTORIES)
@pytest.mark.parametrize("who", EVERYBODY)
def test_of_a_row_one_reads_what_lists_tell_as_of_the_iqa_and_nothing_more(who: str, moment: str) -> None:
    iqa, person = after(*HISTORIES[moment]), known(who)

    parts = of_a_row(person, iqa)

    assert parts & TOLD == may_read(person, iqa) & TOLD
    assert parts <= may_read(person, iqa)


@pytest.mark.parametrize("moment", HISTORIES)
@pytest.mark.parametrize("who", EVERYBODY)
def test_in_a_list_one_reads_of_no_step_of_which_one_may_not_read(who: str, moment: str) -> None:
    iqa, person = after(*HISTORIES[moment]), known(who)

    waiting = {(one.step, one.item) for one in readable_waits_of(of_a_row(person, iqa), rows(iqa).waits)}

    assert waiting <= {(str(one.step), one.item or "") for one in readable_waits(person, iqa)}


def test_a_step_of_a_newer_release_is_told_to_nobody() -> None:
    iqa = after(*HISTORIES["open"])
    strange = tuple(one.model_copy(update={"step": "newer"}) for one in rows(iqa).waits)

    assert readable_waits_of(frozenset(Part), strange) == ()
