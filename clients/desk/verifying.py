"""The verification of a stream: every decision repeated, and its ledger held against its workflow's own history."""

from typing import TYPE_CHECKING

from clients.desk import references
from clients.desk.desk import Desk, SignedIn, out_of_reach
from clients.desk.story import judged, parts_read, reads_the_whole, standing
from clients.errors import CommandRefused
from domain.audit import Difference, Finding, OtherRules
from domain.looks import Showing
from domain.values import Code, Value
from infra.errors import EngineOutOfReach
from infra.postgres.kept import kept

if TYPE_CHECKING:
    from clients.gateway import History

_OTHERWISE = "otherwise"


class Verification(Value):
    """What came of doing everything again; ``history`` says whether any was left to hold the ledger against.

    ``differences`` are written out for those who read the whole of the stream; ``found`` is how many there are. What
    ``other_rules`` decided, these are no judge of: it is not verified where they would decide otherwise and no history
    is left, and accuses nobody.
    """

    stream: Code
    verified: bool
    found: int
    differences: tuple[str, ...] = ()
    history: bool
    other_rules: tuple[OtherRules, ...] = ()


class NoHistory(ValueError):
    """What was saved as a history is none; ``why`` names the kind of fault."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def verify(desk: Desk, by: SignedIn, stream: str, saved: str | None = None) -> Verification:
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
        ledger = await kept(connection, stream)
    runs = (_read(saved, stream),) if saved is not None else await _running(desk, stream)
    found = await audit.replay(stream, runs, desk.library, ledger)
    return _said(stream, found, history=bool(runs), whole=reads_the_whole(person, state))


def _said(stream: str, found: tuple[Finding, ...], *, history: bool, whole: bool) -> Verification:
    """What was found, in the words of the record only for those who may read all of them."""
    differences = tuple(str(one) for one in found if isinstance(one, Difference))
    others = tuple(one for one in found if isinstance(one, OtherRules))
    judged_by_others = not history and any(one.repeated is not None for one in others)
    return Verification(
        stream=stream,
        verified=not differences and not judged_by_others,
        found=len(differences),
        differences=differences if whole else (),
        history=history,
        other_rules=others if whole else tuple(map(_without_words, others)),
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
