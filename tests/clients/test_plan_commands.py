"""What changes a plan on the command line: a leave, another policy; and how what is asked for is shown."""

from datetime import timedelta

from domain.ids import QUARTER
from domain.questions import Subject
from tests.area import Kind, today
from tests.clients.typed import CommandLine
from tests.workflows.quarters import open_quarter, quarter_until

SOON, LATER, PAST = (str(today() + timedelta(days=days)) for days in (7, 18, -3))


async def test_a_manager_enters_their_leave_with_a_cover(iqa: CommandLine) -> None:
    m1, m3 = iqa.system.id("M1"), iqa.system.id("M3")

    said = await iqa.ok("leave", m1, "--from", SOON, "--to", SOON, "--cover", m3, by="M1")
    corrected = await iqa.ok("leave", m1, "--from", SOON, "--to", LATER, "--json", by="S1")

    assert f"Sam Ortiz ({m1}) is recorded away from" in said.out
    assert f"covered by Tom Whitaker ({m3}) (leave)" in said.out
    assert corrected.document["corrected"] is True
    assert corrected.document["to_date"] == LATER
    found = await iqa.system.rows(
        "select to_date::text, cover, entered_by from iqa.absences where staff_id = $1", m1
    )
    assert found == [{"to_date": LATER, "cover": None, "entered_by": iqa.system.id("S1")}]


async def test_a_leave_names_the_custody_cases_of_whoever_takes_it_and_the_cover_or_that_there_is_none(
    iqa: CommandLine,
) -> None:
    p1, p2 = iqa.system.id("P1"), iqa.system.id("P2")
    urn = iqa.system.urn("P1", Kind.PRESSING)

    alone = await iqa.ok("leave", p1, "--from", SOON, "--to", LATER, by="M1")
    covered = await iqa.ok("leave", p1, "--from", SOON, "--to", LATER, "--cover", p2, by="M1")
    again = await iqa.ok("leave", p1, "--from", SOON, "--to", LATER, "--cover", p2, "--json", by="M1")
    over = await iqa.ok("leave", p1, "--from", PAST, "--to", PAST, "--json", by="M1")

    assert f"{urn}: somebody is in custody;" in alone.out
    assert "nobody is named to cover" in alone.out
    assert "nobody is named to cover" not in covered.out
    assert [(one["urn"], one["cover"]) for one in again.document["custody"]] == [(urn, p2)]
    assert over.document["custody"] == []


async def test_opening_a_quarter_names_custody_whose_prosecutor_will_be_away_and_notices_list_it(
    iqa: CommandLine,
) -> None:
    p1 = iqa.system.id("P1")
    urn = iqa.system.urn("P1", Kind.PRESSING)
    await iqa.ok("leave", p1, "--from", SOON, "--to", LATER, by="M1")

    opened = await iqa.ok("open-quarter", iqa.system.area, iqa.system.quarter, by="S1")
    told = await iqa.ok("notices", by="M1")
    document = (await iqa.ok("notices", "--json", by="M1")).document

    assert f"{urn}: somebody is in custody;" in opened.out
    assert "somebody in custody whose prosecutor is away, in your teams" in told.out
    assert f"{urn}: somebody is in custody;" in told.out
    assert [one["urn"] for notice in document["notices"] for one in notice["custody"]] == [urn]


async def test_an_action_for_somebody_away_on_a_day_of_the_case_is_asked_about_in_an_iqa_and_not_on_the_case(
    iqa: CommandLine,
) -> None:
    it, urn, p2 = await iqa.system.open("P1"), iqa.system.urn("P1", Kind.PRESSING), iqa.system.id("P2")
    absent = (p2, "--from", str(today()), "--to", str(today() + timedelta(days=28)))
    await iqa.ok("leave", *absent, by="M1")
    needed = ("--what", "Chase the report.", "--owner", p2)

    asked = await iqa("action", "add", it, "--urn", urn, *needed, by="M1")
    done = await iqa.ok(
        "action", "add", it, "--urn", urn, *needed, "--asked", "action-while-away=considered", by="M1"
    )
    on_case = await iqa.ok("action", "add", f"case-{urn}", *needed, by="M1")

    assert asked.code == 3
    assert "is a day of this case and" in asked.err
    assert "with no cover named" in asked.err
    assert f"{it}: " in done.out
    assert f"case-{urn}: " in on_case.out


async def test_a_leave_that_cannot_be_is_refused_with_its_rule(iqa: CommandLine) -> None:
    m1 = iqa.system.id("M1")

    others = await iqa("leave", m1, "--from", SOON, "--to", LATER, by="M2")
    backwards = await iqa("leave", m1, "--from", LATER, "--to", SOON, "--json", by="M1")
    nobody = await iqa("leave", "nobody", "--from", SOON, "--to", LATER, by="A1")
    kindless = await iqa("leave", m1, "--from", SOON, "--to", LATER, "--kind", "tea", by="M1")

    assert (others.code, backwards.code, nobody.code, kindless.code) == (5, 3, 4, 2)
    assert backwards.document["rule"] == "ends_before_it_starts"
    assert await iqa.system.rows("select from iqa.absences where staff_id = $1", m1) == []


async def test_a_leave_is_cancelled_by_its_first_day_and_kind(iqa: CommandLine) -> None:
    m1 = iqa.system.id("M1")
    await iqa.ok("leave", m1, "--from", SOON, "--to", LATER, by="M1")

    stranger = await iqa("cancel-leave", m1, "--from", SOON, by="M2")
    other_day = await iqa("cancel-leave", m1, "--from", LATER, "--json", by="M1")
    said = await iqa.ok("cancel-leave", m1, "--from", SOON, by="M1")

    assert (stranger.code, other_day.code) == (5, 4)
    assert other_day.document["rule"] == "unknown_absence"
    assert f"Sam Ortiz ({m1}) is no longer recorded away from" in said.out
    assert await iqa.system.rows("select from iqa.absences where staff_id = $1", m1) == []


async def test_an_open_ended_absence_of_an_import_is_cancelled_too(iqa: CommandLine) -> None:
    m1 = iqa.system.id("M1")
    imported = (
        "insert into iqa.absences (staff_id, from_date, kind, occurrence) values ($1, $2, 'extended', 1)"
    )
    await iqa.system.rows(imported, m1, today())

    said = await iqa.ok("cancel-leave", m1, "--from", str(today()), "--kind", "extended", "--json", by="S1")
    assert (said.document["to_date"], said.document["cancelled_by"]) == (None, iqa.system.id("S1"))


async def test_another_policy_is_applied_once_and_only_to_a_quarter_that_is_open(iqa: CommandLine) -> None:
    command = ("apply-policy", iqa.system.area, iqa.system.quarter)
    early = await iqa(*command, "conversation-first-1", by="S1")
    await open_quarter(iqa.system)
    await quarter_until(iqa.system, lambda quarter: not quarter.unopened)

    applied = await iqa.ok(*command, "conversation-first-1", by="S1")
    again = await iqa(*command, "conversation-first-1", by="S1")
    unknown = await iqa(*command, "no-such-1", "--json", by="S1")
    manager = await iqa(*command, "default-1", by="M1")
    nonsense = await iqa("apply-policy", iqa.system.area, "autumn", "default-1", by="S1")

    assert "goes on under that policy" in applied.out
    assert (early.code, again.code, unknown.code, manager.code, nonsense.code) == (4, 3, 4, 5, 2)
    assert "quarter_not_open" in early.err
    assert unknown.document["rule"] == "unknown_policy"


async def test_what_an_iqa_asks_for_is_shown_where_its_case_is_chosen(iqa: CommandLine) -> None:
    system = iqa.system
    it = system.new_iqa("P1")
    opening = (await system.opening("P1")).model_copy(update={"asks_for": (Subject.DOMESTIC_ABUSE,)})
    await system.start(it, opening, actor=QUARTER)
    await system.until(it, lambda _: True)

    inbox, shown = await iqa.ok("inbox", by="M1"), await iqa.ok("show", it, by="M1")
    eligible = await iqa.ok("eligible", it, by="M1")
    document = (await iqa.ok("eligible", it, "--json", by="M1")).document

    assert "asks for domestic abuse" in inbox.out
    assert "Asks for domestic abuse" in shown.out
    assert "ASKED FOR" in eligible.out
    assert document["asks_for"] == ["domestic_abuse"]
    first, second = document["cases"][:2]
    assert (first["urn"], first["asked_for"]) == (system.urn("P1", Kind.ANY_WORK), ["domestic_abuse"])
    assert second["asked_for"] == []


async def test_what_is_due_this_year_and_asked_for_nowhere_is_told_at_the_opening(iqa: CommandLine) -> None:
    system = iqa.system
    await system.execute(f"update iqa.cases set rape = true where urn = '{system.urn('P6', Kind.ANY_WORK)}'")  # noqa: S608

    opened = await iqa.ok("open-quarter", system.area, system.quarter, by="S1")

    assert "rape of RASSO" in opened.out
