"""The person who acts: by which staff id, and whether that person is known."""

from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import Asking, today
from clients.cli.frame.refusals import by_rule
from domain.errors import Reason, Refused
from domain.people import Person
from infra.postgres import roster
from infra.postgres.roster import Source
from infra.settings import SettingRefused, Settings


def settings() -> Settings:
    """The settings from the environment; a bad one is a fault of usage."""
    try:
        return Settings.from_environment()
    except SettingRefused as error:
        says = f"The setting {error.name} can't be used: {error.reason}."
        raise usage(says, f"Correct {error.name}.") from error


def actor_of(asking: Asking, settings: Settings) -> str:
    """The staff id of whoever acts; raises ``Failure`` when nobody said."""
    actor = asking.actor or settings.actor
    if actor is None:
        says, remedy = "Nobody is said to act.", "Give your staff id with --as, or set IQA_ACTOR."
        raise usage(says, remedy)
    return actor


async def known(source: Source, staff_id: str) -> Person:
    """The imported person of that id, in post today; raises ``Failure`` when there is none."""
    person = await roster.person(source, staff_id)
    if person is None:
        raise by_rule(Refused(reason=Reason.UNKNOWN_PERSON, detail=staff_id))
    if not person.in_post(today()):
        raise by_rule(Refused(reason=Reason.NOT_IN_POST, detail=staff_id))
    return person


def no_such_iqa(iqa_id: str) -> Failure:
    """Nobody opened an IQA of that id."""
    return by_rule(Refused(reason=Reason.NOT_OPEN, detail=iqa_id))
