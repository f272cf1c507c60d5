"""Custody while the lawyer is away is put to those above by the daily pass, before anything is overdue."""

from datetime import date, timedelta

import pytest

from domain.custody import CustodyAway
from domain.people import Absence, AbsenceKind, Person, Role
from domain.periods import Quarter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.custody import put_above
from domain.quarter.facts import QuarterFacts
from domain.quarter.needs import needs
from tests.domain.quarter.bdd import (
    ABOVE,
    FIRST,
    LAST,
    POLICY,
    PROSECUTORS,
    an_open_quarter,
    at,
    facts,
    given,
    person,
    recorded,
    state,
)

TODAY = FIRST + timedelta(days=20)
SOON, BACK = TODAY + timedelta(days=3), TODAY + timedelta(days=17)
OPEN = an_open_quarter(planned=())
CLOSED = e.QuarterClosed(seed="00", drawn=0, released=(), counts=())


def in_custody(
    urn: str, whose: str = "P1", cover: str | None = None, first: date = SOON, gone: date | None = None
) -> CustodyAway:
    return CustodyAway(
        urn=urn, prosecutor=whose, from_date=first, to_date=BACK, cover=cover, cover_away_on=gone
    )


CASES = (in_custody("91XN1"), in_custody("91XN2"))


def put(
    *urns: str, whose: str = "P1", cover: str | None = None, first: date = SOON, gone: date | None = None
) -> e.CustodyFoundWhileAway:
    return e.CustodyFoundWhileAway(
        prosecutor=whose,
        from_date=first,
        to_date=BACK,
        cover=cover,
        cover_away_on=gone,
        urns=urns,
        tell=("M1", "S1"),
    )


def world(
    *people: Person, custody: tuple[CustodyAway, ...] = CASES, day: date = TODAY, **more: object
) -> QuarterFacts:
    everybody = {one.staff_id: one for one in (*ABOVE, *PROSECUTORS, *people)}
    return facts(at(day), people=tuple(everybody.values()), custody=custody, **more)


def found(quarter_events: tuple[e.QuarterEvent, ...], known: QuarterFacts) -> list[e.CustodyFoundWhileAway]:
    events = given(*quarter_events).when(c.TakePass(), world=known).events
    return [one for one in events if isinstance(one, e.CustodyFoundWhileAway)]


def test_the_daily_pass_puts_custody_to_the_manager_and_the_senior_before_the_prosecutor_is_away() -> None:
    assert found((OPEN,), world()) == [put("91XN1", "91XN2")]


def test_it_is_put_once_for_a_case_and_an_absence() -> None:
    another = in_custody("91XN3")
    later = in_custody("91XN1", first=SOON + timedelta(days=60))

    assert found((OPEN, put("91XN1", "91XN2")), world()) == []
    assert found((OPEN, put("91XN1", "91XN2")), world(custody=(*CASES, another))) == [put("91XN3")]
    assert found((OPEN, put("91XN1")), world(custody=(later,))) == [put("91XN1", first=later.from_date)]


def test_it_names_the_cover_and_is_put_again_once_where_there_is_none_any_more() -> None:
    covered, alone = world(custody=(in_custody("91XN1", cover="P3"),)), world(custody=CASES[:1])

    assert found((OPEN,), covered) == [put("91XN1", cover="P3")]
    assert found((OPEN, put("91XN1", cover="P3")), covered) == []
    assert found((OPEN, put("91XN1", cover="P3")), alone) == [put("91XN1")]
    assert found((OPEN, put("91XN1", cover="P3"), put("91XN1")), alone) == []
    assert found((OPEN, put("91XN1")), covered) == []


def test_a_cover_who_is_away_too_is_no_cover_and_it_is_put_again_once_where_the_cover_falls_away() -> None:
    gone = world(custody=(in_custody("91XN1", cover="P3", gone=BACK),))
    covered, alone = put("91XN1", cover="P3"), put("91XN1")

    assert found((OPEN,), gone) == [put("91XN1", cover="P3", gone=BACK)]
    assert found((OPEN, covered), gone) == [put("91XN1", cover="P3", gone=BACK)]
    assert found((OPEN, covered, put("91XN1", cover="P3", gone=BACK)), gone) == []
    assert found((OPEN, alone), gone) == []


def test_each_absence_is_put_to_those_above_that_prosecutor() -> None:
    events = found((OPEN,), world(custody=(in_custody("91XN1"), in_custody("91XN2", "P2"))))

    assert [(one.prosecutor, one.tell) for one in events] == [("P1", ("M1", "S1")), ("P2", ("M2", "S2"))]


GONE = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ((person("M1", Role.LEGAL_MANAGER, "S1", to_date=GONE),), ("S1", "C1")),
        ((person("S1", Role.SENIOR_MANAGER, "C1", to_date=GONE),), ("M1", "C1")),
        ((person("M1", Role.LEGAL_MANAGER, "S1", area="XS"),), ("S1", "C1")),
        ((person("P1", reports_to=None),), ("C1", "S1", "S2")),
        ((person("P1", reports_to="S1"),), ("S1", "C1")),
    ],
    ids=[
        "the manager has left",
        "the senior has left",
        "the manager is elsewhere",
        "no line",
        "no manager between",
    ],
)
def test_it_is_put_to_whoever_is_in_post_above_here(
    people: tuple[Person, ...], told: tuple[str, ...]
) -> None:
    [event] = found((OPEN,), world(*people))

    assert event.tell == told


@pytest.mark.parametrize(
    ("cover", "told"), [("M2", ("M2", "S1")), ("P3", ("M1", "S1")), (None, ("M1", "S1"))]
)
def test_whoever_covers_a_manager_hears_of_it_where_they_manage_too(
    cover: str | None, told: tuple[str, ...]
) -> None:
    leave = Absence(staff_id="M1", from_date=TODAY, to_date=TODAY, kind=AbsenceKind.LEAVE, cover=cover)

    [event] = found((OPEN,), world(absences=(leave,)))

    assert event.tell == told


def test_a_quarter_puts_it_while_its_days_run_and_it_is_not_closed() -> None:
    after = world(day=LAST + timedelta(days=1))

    assert found((OPEN, CLOSED), world()) == []
    assert found((OPEN,), after) == []
    assert found((OPEN,), world(day=LAST)) == [put("91XN1", "91XN2")]


def test_what_is_so_as_the_quarter_opens_is_put_at_once() -> None:
    opening = c.OpenQuarter(area="XN", quarter=str(Quarter.containing(TODAY)), policy_version=POLICY.version)

    events = given().when(opening, by="S1", world=world()).events

    assert put("91XN1", "91XN2") in events
    assert list(put_above("XN", state(*events).custody_told, world())) == []


def test_the_facts_are_asked_for_by_the_area_as_it_opens_and_at_each_pass_until_it_is_closed() -> None:
    opening = c.OpenQuarter(area="XN", quarter="2026-27-Q3", policy_version=POLICY.version)
    opens, passes = (
        c.QuarterEnvelope(command_id=recorded(OPEN)[0].command_id, actor=actor, command=command)
        for actor, command in (("S1", opening), ("system:quarter", c.TakePass()))
    )

    asked = [needs(opens, None), needs(passes, state(OPEN)), needs(passes, state(OPEN, CLOSED))]

    assert [one.custody_in for one in asked] == ["XN", "XN", None]
