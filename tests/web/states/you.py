"""Where somebody is signed in."""

from typing import Final

from clients.web.frame.render import Link
from clients.web.pages.you import Place, YourSignIns
from tests.web.states.row import Row

ROUTE: Final = "/you/sign-ins"
HERE: Final = Place(
    says="By OpenID Connect at 09:02 on Friday 11 December 2026, from 10.0.0.7", last="This browser", ends=""
)
ELSEWHERE: Final = Place(
    says="By OpenID Connect at 08:10 on Friday 11 December 2026",
    last="Last used at 08:40 on Friday 11 December 2026",
    ends="0f6d3a0e-5d5c-4a6f-8a53-9d3f5f0e2c0e",
)


def signed_in(*places: Place) -> YourSignIns:
    """The page of somebody who is signed in at these places."""
    return YourSignIns(
        title="Your sign-ins",
        back=Link(text="My work", href="/"),
        places=places,
        others=sum(bool(place.ends) for place in places),
    )


ROWS: Final = (
    Row(ROUTE, "here alone", signed_in(HERE)),
    Row(
        ROUTE,
        "here and elsewhere",
        signed_in(HERE, ELSEWHERE, ELSEWHERE.model_copy(update={"ends": "other"})),
    ),
)
