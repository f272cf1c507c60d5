"""The verification of a stream: every decision repeated, and its ledger held against its workflow's own history."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clients.desk import references
from clients.desk.desk import Desk, SignedIn, out_of_reach
from clients.desk.story import judged, parts_read, reads_the_whole, standing
from clients.errors import CommandRefused
from domain.audit import Difference, Explained, Finding, NotHere, OtherRules, Verdict, verdict
from domain.looks import Showing
from domain.values import Code, Value
from infra.errors import EngineOutOfReach
from infra.postgres.kept import Kept, evidence
from infra.progress import Progress, quiet

if TYPE_CHECKING:
    from clients.gateway import History

_OTHERWISE = "otherwise"


class Verification(Value):
    """What came of doing everything again; ``history`` says whether any was left to hold the ledger against.

    ``verdict`` is the worst of what was found. ``differences`` accuse, and are written out for those who read all of
    the stream; ``found`` is how many there are. What other rules decided (``other_rules``), and what was decided with
    reference data that is not here (``not_here``), these are no judge of; ``explained`` parts the ledger from the
    history since a restore or a reconcile that is on record.
    """

    stream: Code
    verdict: Verdict
    verified: bool
    found: int
    differences: tuple[str, ...] = ()
    history: bool
    other_rules: tuple[OtherRules, ...] = ()
    not_here: tuple[NotHere, ...] = ()
    explained: tuple[Explained, ...] = ()


class NoHistory(ValueError):
    """What was saved as a history is none; ``why`` names the kind of fault."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def may_verify(desk: Desk, by: SignedIn, stream: str) -> str:
    """Return the id of a stream that somebody may have verified; raises ``CommandRefused`` or ``Unreachable``."""
    async with desk.acting(by) as (connection, person):
        stream = await references.stream(connection, person, stream, desk.today)
        if refused := judged(person, await standing(connection, stream)):
            raise CommandRefused(refused)
        return stream


async def verify(
    desk: Desk, by: SignedIn, stream: str, saved: str | None = None, *, progress: Progress = quiet
) -> Verification:
    """Do everything of a stream again, and say what comes out differently; a saved history takes the engine's place.

    Raises ``CommandRefused`` where there is no such stream or whoever asks may not read its record, ``Unreachable``,
    ``NoHistory`` where what was saved (JSON) is none, or ``OutOfOrder`` where the ledger has a hole.
    """
    from infra.temporal import audit  # noqa: PLC0415  the engine's library, which a story alone does not need

    async with desk.looking(by, Showing.VERIFICATION, stream) as (connection, person, look):
        stream = await references.stream(connection, person, stream, desk.today)
        state = await standing(connection, stream)
        look.of(stream, parts_read(person, state))
        if refused := judged(person, state):
            raise CommandRefused(refused)
        ledger = await evidence(connection, stream)
        whole = reads_the_whole(person, state)
    if saved is not None:
        runs = (_read(saved, stream),)
        return said(stream, await audit.replay(stream, runs, desk.library, ledger), history=True, whole=whole)
    return await verified(desk, stream, ledger, whole=whole, progress=progress)


async def verified(
    desk: Desk, stream: str, ledger: Kept, *, whole: bool, progress: Progress = quiet
) -> Verification:
    """Do everything again of a stream as the database has it; raises ``Unreachable``."""
    from infra.temporal import audit  # noqa: PLC0415  as above

    runs, ledger = await beside_its_histories(desk, stream, ledger)
    found = await audit.replay(stream, runs, desk.library, ledger, progress=progress)
    return said(stream, found, history=bool(runs), whole=whole)


async def beside_its_histories(desk: Desk, stream: str, ledger: Kept) -> "tuple[tuple[History, ...], Kept]":
    """The histories that the engine has, and the ledger of the same moment: again where people went on meanwhile."""
    while True:
        runs = await _running(desk, stream)
        async with desk.reading() as connection:
            later = await evidence(connection, stream)
        if later == ledger:
            return runs, ledger
        ledger = later


def said(stream: str, found: Sequence[Finding], *, history: bool, whole: bool) -> Verification:
    """What was found, in the words of the record only for those who may read all of them."""
    differences = tuple(str(one) for one in found if isinstance(one, Difference))
    others = tuple(one for one in found if isinstance(one, OtherRules))
    came_to = verdict(found)
    return Verification(
        stream=stream,
        verdict=came_to,
        verified=came_to.is_sound,
        found=len(differences),
        differences=differences if whole else (),
        history=history,
        other_rules=others if whole else tuple(map(_without_words, others)),
        not_here=tuple(one for one in found if isinstance(one, NotHere)),
        explained=tuple(one for one in found if isinstance(one, Explained)),
    )


def _without_words(one: OtherRules) -> OtherRules:
    return one.model_copy(update={"repeated": _OTHERWISE}) if one.repeated is not None else one


async def _running(desk: Desk, stream: str) -> "tuple[History, ...]":
    """The histories that the engine still has."""
    from clients.gateway import reached  # noqa: PLC0415  as above
    from infra.temporal import histories  # noqa: PLC0415

    engine = await desk.engine()
    try:
        with reached():
            return await histories.runs(engine, stream)
    except EngineOutOfReach as error:
        raise out_of_reach(error) from error


def _read(saved: str, stream: str) -> "History":
    from infra.temporal import histories  # noqa: PLC0415  as above

    try:
        return histories.read(saved, stream)
    except Exception as error:
        raise NoHistory(type(error).__name__) from error
