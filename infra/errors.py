"""What stands in the way of whoever asks a database or an engine: light to import, as every client knows it."""

from typing import ClassVar, Final

NO_ANSWER: Final = "it does not answer in time"


class OutOfReach(Exception):
    """A server does not answer; ``why`` is what is known of the cause."""

    what: ClassVar[str]

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


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


class DatabaseRightMissing(RightMissing, DatabaseOutOfReach):
    """The login in IQA_DSN lacks a right."""


class EngineRightMissing(RightMissing, EngineOutOfReach):
    """Whoever is known to the engine lacks a right."""
