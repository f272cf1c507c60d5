"""A part is killed while a round of the post is out: nothing is lost, and one mail at most comes a second time."""

from typing import Final

import pytest

from tests.faults.machine import Part, running_machine
from tests.post import MailBox, mail_box, next_opening
from tests.servers import soon
from tests.system import System
from tests.workflows.quarters import open_quarter, quarter_until

_KILLED_AT: Final = 2
"""The mail that the server has taken, without the part that is killed having heard of it."""

_PATIENCE_S: Final = 60.0

LAST: Final = "select max(at) as last from iqa.notices where kind = 'iqa_assigned'"
"""By the clock of the worker's own process: the quarter began in a test's time, and its own notices are of then."""


@pytest.mark.chaos
@pytest.mark.usefixtures("own_stack")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", Part)
async def test_a_kill_between_a_mail_and_its_mark_repeats_that_mail_alone_under_its_own_id(
    part: Part,
) -> None:
    async with mail_box() as box, running_machine(mail=box.address) as machine:
        system = machine.system
        await open_quarter(system)
        quarter = await quarter_until(system, lambda found: not found.unopened)
        for planned in quarter.planned:
            await system.until(planned.iqa_id, lambda _: True)
        struck: list[int] = []

        async def strike() -> None:
            if len(box.mails) == _KILLED_AT and not struck:
                struck.append(1)
                await machine.kill(part)

        box.before_answer = strike
        [told] = await system.rows(LAST)
        await system.start_post(next_opening(told["last"]))
        await soon(lambda: everything_is_out(system, box), within_s=_PATIENCE_S)

        messages = await system.rows("select message_id, attempts, sent_at from iqa.messages")
        assigned = await system.rows("select notice_id from iqa.notices where kind = 'iqa_assigned'")
        sent = [one.strip("<>").partition("@")[0] for one in box.message_ids]
        assert struck
        assert len(assigned) == len(quarter.planned)
        assert set(sent) == {str(row["message_id"]) for row in messages}
        assert len(sent) <= len(messages) + 1
        assert len({mail.as_bytes() for mail in box.mails}) == len(messages)


async def everything_is_out(system: System, box: MailBox) -> None:
    """Every notice is in a message, and every message is marked as sent."""
    unposted = "select from iqa.notices where notice_id not in (select notice_id from iqa.message_notices)"
    assert box.mails
    assert await system.rows(unposted) == []
    assert await system.rows("select message_id from iqa.messages where sent_at is null") == []
