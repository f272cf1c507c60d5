"""A record saved whole, and read again years later where nothing runs: no engine, no database, no policy's file."""

import json

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.story import Story, judged, parts_read, reads_the_whole, standing
from clients.desk.telling.lines import NO_TITLES, tell
from clients.desk.telling.readers import EVERYTHING
from clients.desk.verifying import NoHistory, Verification, beside_its_histories, said
from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.kinds import kind_of
from domain.looks import Showing
from infra.postgres.kept import decided, evidence


def is_saved(text: str) -> bool:
    """Tell whether a file holds such a record, rather than a history as the engine saves it."""
    try:
        document = json.loads(text)
    except ValueError:
        return False
    return isinstance(document, dict) and "iqa_evidence" in document


async def saved(desk: Desk, by: SignedIn, stream: str) -> str:
    """Everything of a stream as JSON, for those who may read all of it; nobody is named in it by more than their id.

    Raises ``CommandRefused`` or ``Unreachable``.
    """
    from infra.temporal.evidence import Evidence  # noqa: PLC0415  the engine's library takes long to load

    async with desk.looking(by, Showing.VERIFICATION, stream) as (connection, person, look):
        stream = await references.stream(connection, person, stream, desk.today)
        state = await standing(connection, stream)
        look.of(stream, parts_read(person, state))
        if refused := judged(person, state):
            raise CommandRefused(refused)
        if not reads_the_whole(person, state):
            raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=stream))
        ledger = await evidence(connection, stream)
    runs, ledger = await beside_its_histories(desk, stream, ledger)
    document = Evidence.of(stream, desk.now(), ledger, runs, desk.library)
    return document.model_dump_json(indent=1)


async def read_again(text: str) -> tuple[Story, Verification]:
    """Tell what was saved, all of it, and verify it; raises ``NoHistory`` where it is no such document."""
    from infra.temporal import audit  # noqa: PLC0415  as above
    from infra.temporal.evidence import Evidence  # noqa: PLC0415  as above

    try:
        found = Evidence.model_validate_json(text)
        library, runs = found.library(), found.histories
    except Exception as error:
        raise NoHistory(type(error).__name__) from error
    kind, stream = kind_of(found.stream), found.stream
    verified = said(
        stream, await audit.replay(stream, runs, library, found.kept), history=bool(runs), whole=True
    )
    try:
        titles = {
            number: title for one in library.question_sets.values() for number, title in one.titles.items()
        }
        lines = tell(
            kind, stream, decided(kind, found.kept), EVERYTHING, library.current.calendar, titles or NO_TITLES
        )
    except ValueError:
        lines = ()
    return Story(stream=stream, story=lines), verified
