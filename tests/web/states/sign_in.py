"""Signing in where the system is tried out, and being signed out."""

from typing import Final

from clients.web.pages.sign_in import Anybody, Post, SignedOut, SignIn
from tests.web.states.row import NOBODY, Row

ROUTE: Final = "/sign-in"


def anybody(staff_id: str, name: str) -> Anybody:
    """Somebody as whom one can continue."""
    return Anybody(staff_id=staff_id, says=f"{name} ({staff_id})")


POSTS: Final = (
    Post(
        title="Prosecutors, XN",
        people=(anybody("XN-P01", "Ravi Shah"), anybody("XN-P02", "Priya Nair"), anybody("XN-P03", "XN-P03")),
    ),
    Post(title="Legal managers, XN", people=(anybody("XN-M01", "Asha Patel"),)),
    Post(
        title="Senior legal managers, XN",
        people=(anybody("XN-S118", "Wilhelmina Featherstonehaugh-Cholmondeley-Montgomery"),),
    ),
)

ROWS: Final = (
    Row(ROUTE, "people can continue", SignIn(title="Who are you?", posts=POSTS), NOBODY, picture="sign-in"),
    Row(ROUTE, "nobody is imported", SignIn(title="Who are you?", posts=()), NOBODY),
    Row(
        ROUTE,
        "the browser is not let in",
        SignedOut(title="Open the address that was printed", says="This browser has not been let in."),
        NOBODY,
        403,
    ),
    Row(
        "/signed-out",
        "somebody signed out",
        SignedOut(title="You are signed out", says="You can close this page."),
        NOBODY,
    ),
)
