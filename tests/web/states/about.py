"""What stands in the foot of every page: it has one state each."""

from typing import Final

from clients.web.pages.about import PAGES
from tests.web.states.row import NOBODY, Row

ROWS: Final = tuple(Row(f"/{name}", name, page, NOBODY) for name, page in PAGES.items())
