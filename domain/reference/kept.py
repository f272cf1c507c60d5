"""Reference data as it is kept beside the ledger: a version once, with the hash of what it says."""

from datetime import datetime

from domain.values import Code, Value


class Document(Value):
    """A policy, a calendar or a question set; without ``content`` (JSON) a file of its name is here already.

    ``chosen_at`` (UTC) is when a worker last began to serve what is new by that policy.
    """

    kind: Code
    version: Code
    hash: Code
    content: str | None
    chosen_at: datetime | None
