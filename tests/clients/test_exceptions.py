"""The exceptions of a quarter as those above read them: who, which rule and why in the line, above it only how many."""

from datetime import date, timedelta

from domain.assessment import Override
from domain.cases import ContributionKind
from tests.area import Kind, today
from tests.clients.typed import CommandLine
from tests.commands import select_case
from tests.workflows.quarters import open_quarter, quarter_until, until_day

ONLY_CASE = Override(rule="case_not_live", because="only_case", note="She is away from Monday on.")


async def set_aside(iqa: CommandLine, theme: str | None = None) -> str:
    """An IQA of P1 in which the manager chose a finalised case, for a reason."""
    iqa_id = await iqa.system.open("P1")
    chosen = select_case(iqa.system, "P1", Kind.FINALISED)
    command = chosen.model_copy(update={"overrides": (ONLY_CASE,), "theme": theme})
    await iqa.system.send(iqa_id, "M1", command)
    return iqa_id


async def test_the_senior_in_whose_line_it_is_reads_who_which_rule_and_why(iqa: CommandLine) -> None:
    iqa_id = await set_aside(iqa)

    senior = await iqa.ok("exceptions", iqa.system.quarter, by="S1")
    manager = await iqa.ok("exceptions", by="M1")
    another = await iqa.ok("exceptions", iqa.system.quarter, by="S2")

    for told in (senior, manager):
        assert iqa_id in told.out
        assert "The case is not live. Set aside by " in told.out
        assert f"({iqa.system.id('M1')})" in told.out
        assert "Because: The prosecutor has no other case that fits" in told.out
        assert "Note: She is away from Monday on." in told.out
    assert "set aside in no IQA in your line" in another.out
    assert "by Area and rule" not in senior.out


async def test_the_chief_and_the_nation_read_rule_and_area_above_the_floor_and_no_name(
    iqa: CommandLine,
) -> None:
    iqa_id = await set_aside(iqa)

    chief = await iqa.ok("exceptions", iqa.system.quarter, by="C1")
    nation = (await iqa.ok("exceptions", iqa.system.quarter, "--json", by="I1")).document
    prosecutor = await iqa("exceptions", by="P1")
    administrator = await iqa("exceptions", by="A1")

    assert "The case is not live." in chief.out
    assert "fewer than 5" in chief.out
    for hidden in (iqa_id, iqa.system.id("M1"), "no other case"):
        assert hidden not in chief.out
    ours = [one for one in nation["counts"] if one["area"] == iqa.system.area]
    assert [(one["rule"], one["iqas"]) for one in ours] == [("case_not_live", None)]
    assert (nation["set_aside"], nation["told_from"]) == ([], 5)
    assert (prosecutor.code, administrator.code) == (5, 5)


async def test_a_themed_assessment_is_allowed_and_stands_by_itself(iqa: CommandLine) -> None:
    iqa_id = await iqa.system.open("P1")
    themed = select_case(iqa.system, "P1").model_copy(update={"theme": "Early pleas"})
    await iqa.system.send(iqa_id, "M1", themed)

    found = (await iqa.ok("exceptions", iqa.system.quarter, "--json", by="S1")).document
    chief = (await iqa.ok("exceptions", iqa.system.quarter, "--json", by="C1")).document

    assert found["set_aside"] == []
    assert [(one["iqa_id"], one["theme"]) for one in found["themed"]] == [(iqa_id, "Early pleas")]
    assert (chief["counts"], [one["iqas"] for one in chief["themed_counts"]]) == ([], [None])


async def test_show_and_history_tell_the_reason(iqa: CommandLine) -> None:
    iqa_id = await set_aside(iqa)

    shown = await iqa.ok("show", iqa_id, by="S1")
    story = await iqa.ok("history", iqa_id, by="S1")

    assert "Set aside by " in shown.out
    assert f"({iqa.system.id('M1')})" in shown.out
    assert "case not live (only case)" in shown.out
    for told in (shown, story):
        assert "She is away from Monday on." in told.out


async def test_the_weeks_notice_to_the_senior_tells_the_reason(iqa: CommandLine) -> None:
    await open_quarter(iqa.system)
    found = await quarter_until(iqa.system, lambda found: not found.unopened)
    [planned] = (one for one in found.planned if one.prosecutor == iqa.system.id("P1"))
    await iqa.system.until(planned.iqa_id, lambda _: True)
    chosen = select_case(iqa.system, "P1", Kind.FINALISED).model_copy(update={"overrides": (ONLY_CASE,)})
    await iqa.system.send(planned.iqa_id, "M1", chosen)
    await until_day(iqa.system, _monday_after(today()))

    senior = await iqa.ok("notices", "--days", "3000", by="S1")
    another = await iqa.ok("notices", "--days", "3000", by="S2")

    assert "a case chosen against a rule, in your teams" in senior.out
    assert "Because: The prosecutor has no other case that fits" in senior.out
    assert "set aside in your line" not in another.out


async def test_where_nothing_is_the_prosecutors_too_little_own_work_is_not_set_aside(
    iqa: CommandLine,
) -> None:
    iqa_id = await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.OTHERS_WORK)
    select = ("select", iqa_id, urn, "--work", "charging", "--override", "too_little_own_work=learning")

    bare = await iqa(*select, by="M1")
    named = await iqa(*select, "--own-work", ContributionKind.CORRESPONDENCE, by="M1")

    assert (bare.code, named.code) == (3, 3)
    assert "own_work_not_named" in bare.err
    assert f"Priya Nair ({iqa.system.id('P1')}) did nothing" in named.err


async def test_name_on_file_only_the_refusal_and_the_list_say_whose_work_it_is_and_offer_them(
    iqa: CommandLine,
) -> None:
    iqa_id = await iqa.system.open("P1")
    theirs = await iqa.system.open("P2")
    urn = iqa.system.urn("P1", Kind.OTHERS_WORK)

    refused = await iqa("select", iqa_id, urn, "--work", "charging", by="M1")
    choices = (await iqa.ok("eligible", iqa_id, "--json", by="M1")).document
    [case] = [one for one in choices["cases"] if one["urn"] == urn]
    told = await iqa.ok("eligible", iqa_id, by="M1")

    assert "too_little_own_work" in refused.err
    assert (case["done_by"], case["fits"]) == ([iqa.system.id("P2")], [theirs])
    assert f"({iqa.system.id('P2')})" in refused.err
    assert "`iqa eligible`" in refused.err
    assert f"({iqa.system.id('P2')}): `iqa eligible {theirs}`." in told.out


async def test_a_refused_case_that_cannot_wait_names_the_command_of_an_urgent_action(
    iqa: CommandLine,
) -> None:
    iqa_id = await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.PRESSING)

    refused = await iqa("select", iqa_id, urn, "--work", "progression", by="M1")
    named = ("--urgent", "--what", "Chase the letter", "--owner", iqa.system.id("P1"))
    done = await iqa.ok("action", "add", f"case-{urn}", *named, by="M1")

    assert f"`iqa action add case-{urn} --urgent --what WHAT --owner STAFF_ID`" in refused.err
    assert "urgent" in done.out


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
