"""What a client takes out of a text before it is judged."""

import pytest

from domain.values import cleaned


@pytest.mark.parametrize("text", ["\ufeffone\r\ntwo", "one\r\ufefftwo", "one\n\ufefftwo\ufeff"])
def test_marks_go_wherever_they_stand_and_line_ends_become_one_kind(text: str) -> None:
    assert cleaned(text) == "one\ntwo"
