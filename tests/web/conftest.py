"""What every test of the pages may ask for."""

from tests.web.browsing import browser, pages, site

__all__ = ["browser", "pages", "site"]
