"""What every test of the pages may ask for."""

from tests.web.browsing import browser, pages, site
from tests.web.meeting_states import met

__all__ = ["browser", "met", "pages", "site"]
