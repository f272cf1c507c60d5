"""One run of the post: a round in each Area that has some due, in none outside the hours of policy.

Replay-sensitive: its control flow changes only behind ``workflow.patched`` (CONTRIBUTING.md).
"""

import asyncio
from collections.abc import Sequence

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from activities.contracts import AskPost, PostMade, PostRound, StartPost
from activities.post import PostRoom
from workflows import options
from workflows.contracts import PostEnded


@workflow.defn(name="post")
class PostWorkflow:
    """Started by a Schedule every minute; it keeps nothing, for what is due stands in the outbox."""

    @workflow.run
    async def run(self, start: StartPost) -> PostEnded:
        """Make every round that is due; fail once all are over where nobody could make one, for operators to see."""
        rounds = await self._due(start)
        made = await asyncio.gather(*(self._made(each) for each in rounds))
        if gave_up := [each.area for each, one in zip(rounds, made, strict=True) if one is None]:
            msg = f"nobody could make the round in {', '.join(gave_up)}"
            raise ApplicationError(msg, type="GaveUp", non_retryable=True)
        done = [one for one in made if one is not None]
        return PostEnded(
            rounds=len(rounds), sent=sum(one.sent for one in done), failed=sum(one.failed for one in done)
        )

    async def _due(self, start: StartPost) -> Sequence[PostRound]:
        now = start.now or workflow.now()
        due = await workflow.execute_activity_method(
            PostRoom.rounds_due, AskPost(now=now), summary=f"{now:%Y-%m-%d %H:%M} UTC", **options.ASK_POST
        )
        return due.rounds

    async def _made(self, each: PostRound) -> PostMade | None:
        """Make a round, in as many goes as it takes; None where nobody could: the next run takes along what is left."""
        made = PostMade(more=True)
        try:
            while made.more:
                made = await workflow.execute_activity_method(
                    PostRoom.make_round, each, summary=each.area, **options.POST
                )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            return None
        return made
