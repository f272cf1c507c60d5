"""What of a look is kept: the id of a stream, and nothing else that somebody typed."""

import pytest

from domain.looks import named


@pytest.mark.parametrize("typed", ["iqa-2026-27-Q3-XN-P001-C1", "quarter-2026-27-Q3-XN", "case-91XN0000126"])
def test_the_id_of_a_stream_is_kept(typed: str) -> None:
    assert named(typed) == typed


@pytest.mark.parametrize("typed", ["", "P001-C1", "whoever wrote this", "iqa-" + "1" * 64, "iqa-\n1"])
def test_nothing_else_is(typed: str) -> None:
    assert named(typed) is None
