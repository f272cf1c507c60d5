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
