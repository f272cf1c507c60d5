"""What was sent and is not answered yet."""

from clients.web.pages.sending import being_processed
from tests.web.states.row import MANAGER, Row

ROWS = (
    Row(
        "/sending/{key}",
        "there is no answer yet",
        being_processed("0f5c2c0e9d3f5f0e8a535d5c3a6f2a11"),
        MANAGER,
        picture="being-processed",
    ),
)
