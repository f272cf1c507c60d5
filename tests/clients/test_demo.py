"""``iqa demo``: the main job, as somebody sees it who has just set the system up."""

import pytest

from tests.clients.typed import typed_in_a_process

MOST_LINES = 60
"""How much of a terminal one reads to the end."""


@pytest.mark.long
@pytest.mark.usefixtures("own_stack")
async def test_the_demonstration_tells_both_stories_and_leaves_nothing_behind() -> None:
    ran = await typed_in_a_process("demo")

    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) < MOST_LINES
    assert "command_id=" not in ran.out + ran.err
    first, second = ran.out.split("The story of ")[1:]
    assert "the feedback is acknowledged" in first
    assert "the IQA is closed" in first
    assert "a deadline was missed: hold the conversation" in second
    assert "it was escalated: hold the conversation, as a matter of conversation, to " in second
    assert ", Idris Rahman (XT-S2)" in second, "beside whoever is late"
    assert "Will do: I cover the manager's hearing" in second
    assert "hold the conversation: late by" in second
