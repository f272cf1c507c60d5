"""Long streams come back in pages, long facts as their hash; the ledger has both whole."""

import json
from hashlib import sha256
from uuid import UUID

import pytest

from activities import pages
from activities.pages import as_kept, names, page, told
from activities.ports import StoredEvent
from tests.factories import NOW


def things(count: int, length: int) -> tuple[StoredEvent, ...]:
    thing = StoredEvent(1, NOW, "XN-M01", UUID(int=1), "marks_recorded", b"x" * length)
    return (thing,) * count


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_few_events_are_one_page_however_long_they_are(count: int) -> None:
    events = things(count, pages.LONGEST_PAGE)

    assert page(events) == (events, False)


def test_many_short_events_are_one_page() -> None:
    assert page(things(1000, 10)) == (things(1000, 10), False)


def test_what_does_not_fit_comes_with_the_next_page() -> None:
    events = things(10, pages.LONGEST_PAGE * 3 // 10)

    first, more = page(events)

    assert (len(first), more) == (3, True)
    assert page(events[3:8]) == (events[3:8], False)


def test_a_page_holds_at_least_one_event() -> None:
    events = things(10, 2 * pages.LONGEST_PAGE)

    assert page(events) == (events[:1], True)


def test_short_facts_stand_in_the_history_and_long_ones_are_named_by_their_hash() -> None:
    short = {"now": "2026-11-26T09:00:00Z", "people": ["XN-M01"]}
    long = short | {"people": ["XN-M01"] * pages.LONGEST_FACTS}

    assert told(short) == short
    assert told(long) == {
        "now": short["now"],
        "sha256": sha256(json.dumps(long, sort_keys=True).encode()).hexdigest(),
        "bytes": len(json.dumps(long, sort_keys=True)),
    }


@pytest.mark.parametrize("count", [1, pages.LONGEST_FACTS])
def test_a_history_names_the_facts_that_the_ledger_keeps_and_no_others(count: int) -> None:
    facts = {"now": "2026-11-26T09:00:00Z", "people": ["XN-M01"] * count}

    assert names(told(facts), as_kept(facts))
    assert not names(told(facts), as_kept(facts | {"people": ["XN-M02"] * count}))
