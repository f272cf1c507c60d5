"""Reference data in use, kept beside the ledger with its hash: no client needs the files, and none uses another."""

from collections.abc import Collection, Sequence

from domain.reference.kept import Document
from infra.postgres.connections import Connection
from infra.postgres.sql import queries


async def kept_documents(connection: Connection, known: Collection[str] = ()) -> tuple[Document, ...]:
    """What is kept; of the versions that are known here without the content."""
    rows = queries("reference_data").documents(connection, known=sorted(known))
    return tuple([Document.model_validate(dict(row)) async for row in rows])


async def keep_in_use(
    connection: Connection, documents: Sequence[Document], policy: str, calendar: str
) -> tuple[Document, ...]:
    """Keep what a worker serves by, each version once, and by which it begins what is new; return all that is kept."""
    sql = queries("reference_data")
    await sql.keep_documents(
        connection,
        kinds=[one.kind for one in documents],
        versions=[one.version for one in documents],
        hashes=[one.hash for one in documents],
        contents=[one.content for one in documents],
    )
    await sql.choose(connection, policy=policy, calendar=calendar)
    return await kept_documents(connection)
