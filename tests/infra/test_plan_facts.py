"""What a plan asks of the database: who stands how with domestic abuse and rape, who is away, which policy is there."""

from datetime import timedelta

from domain.ids import iqa_id
from domain.iqa.commands import ConfirmAssessment, Withdraw
from domain.quarter.facts import QuarterNeeds
from domain.quarter.pace.standing import YearOf
from domain.questions import Category, Subject
from infra.postgres.quarter_facts import quarter_facts
from infra.reference import Library
from tests import clock
from tests.area import Kind
from tests.commands import mark_all, select_case
from tests.records import Desk

A_YEAR = timedelta(days=365)


async def coverage(
    desk: Desk, since: timedelta = A_YEAR, until: timedelta = A_YEAR
) -> dict[tuple[str, Subject], tuple[int, int]]:
    """How many were confirmed and how many are live, by prosecutor and kind of case."""
    year = YearOf(area=desk.area, since=desk.now - since, until=desk.now + until)
    async with desk.connection() as connection:
        facts = await quarter_facts(connection, Library.load(), QuarterNeeds(coverage_of=year), desk.now)
    return {(one.prosecutor, one.subject): (one.confirmed, one.live) for one in facts.coverage}


async def confirm(desk: Desk, prosecutor: str = "P1") -> str:
    iqa = iqa_id(desk.quarter, desk.id(prosecutor), Category.CASEWORK)
    await desk.open(iqa, prosecutor)
    await desk.ask(iqa, "M1", select_case(desk, prosecutor))
    await desk.ask(iqa, "M1", mark_all(await desk.state(iqa)))
    asked = await desk.ask(iqa, "M1", ConfirmAssessment(seen_version=(await desk.state(iqa)).version))
    assert asked.answer is not None, asked.refused
    return iqa


async def only(desk: Desk, **kinds: tuple[str, ...]) -> None:
    """Let these cases of the Area, and no others, be about domestic abuse or rape."""
    for column in ("domestic_abuse", "rape"):
        urns = ", ".join(f"'{urn}'" for urn in kinds.get(column, ()))
        fits = f"urn in ({urns})" if urns else "false"
        await desk.execute(f"update iqa.cases set {column} = {fits} where area = '{desk.area}'")  # noqa: S608


async def test_live_cases_count_for_whom_they_are_allocated_to_and_for_whoever_worked_on_them(
    desk: Desk,
) -> None:
    theirs, others = desk.urn("P1", Kind.ANY_WORK), desk.urn("P1", Kind.OTHERS_WORK)
    await only(desk, domestic_abuse=(theirs,), rape=(others,))

    assert await coverage(desk) == {
        (desk.id("P1"), Subject.DOMESTIC_ABUSE): (0, 1),
        (desk.id("P1"), Subject.RAPE): (0, 1),
        (desk.id("P2"), Subject.RAPE): (0, 1),
    }


async def test_finished_cases_and_guilty_pleas_count_for_nobody(desk: Desk) -> None:
    await only(desk, rape=(desk.urn("P1", Kind.FINALISED), desk.urn("P1", Kind.GUILTY)))

    assert await coverage(desk) == {}


async def test_an_iqa_counts_once_it_is_confirmed_within_the_year_and_not_when_it_was_withdrawn(
    desk: Desk,
) -> None:
    await only(desk, rape=(desk.urn("P1", Kind.ANY_WORK),))
    key = (desk.id("P1"), Subject.RAPE)
    iqa = await confirm(desk)

    assert (await coverage(desk))[key] == (1, 1)
    assert (await coverage(desk, since=-timedelta(seconds=1)))[key] == (0, 1)
    assert (await coverage(desk, until=-timedelta(seconds=1)))[key] == (0, 1)

    withdrawn = await desk.ask(iqa, "S1", Withdraw(because="opened_in_error"))
    assert withdrawn.answer is not None, withdrawn.refused
    assert (await coverage(desk))[key] == (0, 1)


async def test_an_area_stands_by_itself(desk: Desk) -> None:
    year = YearOf(area="T000", since=desk.now - A_YEAR, until=desk.now)
    async with desk.connection() as connection:
        facts = await quarter_facts(connection, Library.load(), QuarterNeeds(coverage_of=year), desk.now)

    assert facts.coverage == ()


async def test_a_policy_that_is_not_installed_is_told_apart_from_one_that_is(desk: Desk) -> None:
    async with desk.connection() as connection:
        found = [
            (await quarter_facts(connection, Library.load(), QuarterNeeds(policy_asked=version), clock.now()))
            for version in ("conversation-first-1", "no-such-1", None)
        ]

    assert [facts.policy_installed for facts in found] == ["conversation-first-1", None, None]
    assert {facts.policy.version for facts in found} == {"default-1"}


async def test_what_an_iqa_asks_for_stands_in_its_row_and_in_the_inbox(desk: Desk) -> None:
    iqa = iqa_id(desk.quarter, desk.id("P1"), Category.CASEWORK)
    opening = (await desk.opening("P1")).model_copy(update={"asks_for": (Subject.RAPE,)})
    await desk.ask(iqa, "system:quarter", opening)

    assert (await desk.rows("select asks_for from iqa.iqas"))[0]["asks_for"] == ["rape"]
    assert await desk.read_rows(iqa) == await desk.folded_rows(iqa)
