"""What every test of a client may ask for."""

from tests.clients.typed import iqa, quiet

__all__ = ["iqa", "quiet"]
