"""``iqa demo``: the main job, as somebody sees it who has just set the system up."""

import pytest

from tests.clients.typed import typed_in_a_process


@pytest.mark.long
@pytest.mark.usefixtures("own_stack")
async def test_the_demonstration_tells_both_stories_and_leaves_nothing_behind() -> None:
    ran = await typed_in_a_process("demo")

    assert ran.code == 0, ran.err
    first, second = ran.out.split("The audit trail of ")[1:]
    assert "feedback acknowledged" in first
    assert "iqa closed" in first
    assert "deadline missed, deadline converse" in second
    assert "escalation raised, deadline converse, to XT-S2" in second
    assert "converse late by" in second
