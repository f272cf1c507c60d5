"""Signing in where the system is tried out, and being signed out."""

from typing import Final

from clients.web.pages.sign_in import Anybody, AtProvider, Post, SignedOut, SignIn
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
    Row(ROUTE, "people sign in at a provider", AtProvider(title="Sign in"), NOBODY),
    Row(
        "/sign-in/back",
        "an account that nobody here has",
        SignedOut(
            title="You are not signed in",
            says="Nobody here has your work account. Tell an administrator of your Area its number: 5f0c1d",
            at_provider=True,
        ),
        NOBODY,
        403,
    ),
    Row(
        "/signed-out",
        "somebody signed out where there is a provider",
        SignedOut(
            title="You are signed out",
            says="You are signed out here, and may still be at your work account: sign out there on a shared machine.",
            at_provider=True,
        ),
        NOBODY,
    ),
    Row(
        "/signed-out",
        "somebody signed out",
        SignedOut(title="You are signed out", says="You can close this page."),
        NOBODY,
    ),
)
