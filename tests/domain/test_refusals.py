"""Which refusals are attempts that are kept, and who reads them."""

import pytest

from domain.errors import Reason
from domain.ids import TIMER
from domain.people import Role
from domain.refusals import is_kept, judge_sight
from tests.factories import ASSESSOR, person


@pytest.mark.parametrize("reason", Reason)
def test_whatever_a_person_is_refused_is_kept_and_to_be_asked_first_is_no_refusal(reason: Reason) -> None:
    assert is_kept(ASSESSOR, reason) == (reason is not Reason.ASKED_FIRST)
    assert not is_kept(TIMER, reason)


@pytest.mark.parametrize("role", Role)
def test_auditors_alone_read_them(role: Role) -> None:
    refused = judge_sight(person("XN-X01", role, None))

    assert (refused is None) == (role is Role.AUDITOR)
    assert refused is None or refused.reason is Reason.NOT_PERMITTED
