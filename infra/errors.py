"""What stands in the way of whoever asks a database or an engine: light to import, as every client knows it."""

from typing import ClassVar, Final

NO_ANSWER: Final = "it does not answer in time"


class OutOfReach(Exception):
    """A server does not answer, or not as it should; ``why`` is what is known of the cause."""

    what: ClassVar[str]
    fault: ClassVar[str] = "is out of reach"
    remedy: ClassVar[str] = "Try again once it answers; `iqa status` looks at every part."

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    @property
    def says(self) -> str:
        """The whole in words, without a stop."""
        return f"{self.what} {self.fault}: {self.why}"


class DatabaseOutOfReach(OutOfReach):
    """The database does not answer."""

    what = "the database"


class EngineOutOfReach(OutOfReach):
    """There is no Temporal server where one should be, or it does not do what it is asked."""

    what = "Temporal"


class DatabaseNotPrepared(Exception):
    """The database answers, and has no tables of this system."""


class NotPrepared(Exception):
    """The servers answer, and lack what a worker needs; each fault in words."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class RightMissing(OutOfReach):
    """A server answers, and its login may not do what is asked; ``why`` are the server's words."""

    fault = "does not let this login do it"
    remedy = "Use a login that may, or have the right given; docs/operating.md."


class DatabaseRightMissing(RightMissing, DatabaseOutOfReach):
    """The login in IQA_DSN lacks a right."""


class EngineRightMissing(RightMissing, EngineOutOfReach):
    """Whoever is known to the engine lacks a right."""


class DatabaseLoginRefused(DatabaseOutOfReach):
    """The database answers, and does not let the login of IQA_DSN in."""

    fault = "refuses this login"
    remedy = "Correct the login in IQA_DSN, or have it let in; docs/operating.md."


class NotTrusted(OutOfReach):
    """A server is there, and it and these settings do not agree on TLS and certificates."""

    fault = "can't be spoken to safely"
    remedy = "Put the certificates right, or what the settings say of them; docs/operating.md has how."


class DatabaseNotTrusted(NotTrusted, DatabaseOutOfReach):
    """The database and IQA_DSN do not agree on TLS."""


class EngineNotTrusted(NotTrusted, EngineOutOfReach):
    """The engine and the settings TEMPORAL_TLS... do not agree."""


class DatabaseShared(DatabaseOutOfReach):
    """A pooler stands before the database that lends its sessions by the transaction or the statement."""

    fault = "can't be used by way of this pooler"
    remedy = (
        "Let it lend whole sessions (PgBouncer: pool_mode = session), or name the database itself in IQA_DSN."
    )


class DatabaseFull(DatabaseOutOfReach):
    """The disk of the database has no room."""

    fault = "has no room left"
    remedy = "Free some space on its disk: it goes on by itself, and nothing that was recorded is lost."
