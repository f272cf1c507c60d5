"""Handing over, and what goes up, on the command line."""

from clients.cli.frame.exit_codes import ExitCode
from domain.casework.commands import RecordAction
from domain.ids import case_id
from tests.area import Kind
from tests.clients.typed import CommandLine
from tests.workflows.quarters import ask_case, open_quarter, quarter_until
from tests.workflows.test_case import next_deadline_passes
from tests.workflows.test_quarter import confirm, planned


async def test_a_managers_iqas_go_to_another_and_what_cannot_is_told(iqa: CommandLine) -> None:
    system = iqa.system
    await open_quarter(system)
    await planned(system)
    m1, m3 = system.id("M1"), system.id("M3")

    by_manager = await iqa("hand-over", m1, "--to", m3, "--because", "Leave", by="M3")
    to_prosecutor = await iqa("hand-over", m1, "--to", system.id("P5"), "--because", "Leave", by="S1")
    done = await iqa.ok("hand-over", m1, "--to", m3, "--because", "Leave until March", by="S1")
    await quarter_until(system, lambda quarter: not quarter.tellings)
    again = await iqa("hand-over", m1, "--to", m3, "--because", "Leave", by="S1")
    back = await iqa.ok("hand-over", m3, "--to", m1, "--because", "Back", "--json", by="A1")
    await quarter_until(system, lambda quarter: not quarter.tellings)

    assert by_manager.code == ExitCode.NOT_PERMITTED
    assert to_prosecutor.code == ExitCode.NOT_PERMITTED
    assert f"Sam Ortiz ({m1}) hands over to Tom Whitaker ({m3}): 2 IQAs." in done.out
    assert (again.code, "nothing_to_hand_over" in again.err) == (ExitCode.REFUSED, True)
    assert len(back.document["handed_over"]["iqas"]) == 3


async def test_what_a_prosecutor_asked_for_waits_for_whoever_has_the_work_now(iqa: CommandLine) -> None:
    system = iqa.system
    await open_quarter(system)
    urn, m1, m3 = system.urn("P1", Kind.ANY_WORK), system.id("M1"), system.id("M3")
    await iqa.ok("ask-for", "conversation", urn, "--text", "Was the plea right?", by="P1")

    done = await iqa.ok("hand-over", m1, "--to", m3, "--because", "Leave", by="S1")
    await quarter_until(system, lambda quarter: not quarter.tellings)
    before = await iqa("show", case_id(urn), by="M1")
    inbox = await iqa.ok("inbox", by="M3")
    shown = await iqa.ok("show", case_id(urn), by="P1")
    story = await iqa.ok("history", case_id(urn), by="P1")

    assert f"Tom Whitaker ({m3}): " in done.out
    assert "1 request." in done.out
    assert before.code == ExitCode.NOT_PERMITTED
    assert "r1" in inbox.out
    assert m3 in shown.out
    assert f"to Tom Whitaker ({m3})" in story.out
    assert "Leave" not in story.out


async def test_an_iqa_of_their_own_work_stays_and_is_named(iqa: CommandLine) -> None:
    system = iqa.system
    await open_quarter(system)
    await planned(system)
    # P1 was promoted since: their own IQA of this quarter stays with M1.
    promoted = "update iqa.people set role = 'legal_manager', reports_to = $1 where staff_id = $2"
    await system.rows(promoted, system.id("S1"), system.id("P1"))

    done = await iqa.ok("hand-over", system.id("M1"), "--to", system.id("P1"), "--because", "Leave", by="S1")

    await quarter_until(system, lambda quarter: not quarter.tellings)
    assert f"Priya Nair ({system.id('P1')}): 1 IQA." in done.out
    stays = f"iqa iqa-{system.quarter}-{system.id('P1')}-C1 (own work)"
    assert f"Stays with Sam Ortiz ({system.id('M1')}): {stays}" in done.out


async def test_what_went_up_is_shown_to_whom_it_went_with_its_rung_and_how_long_it_stays(
    iqa: CommandLine,
) -> None:
    system = iqa.system
    await open_quarter(system)
    it = next(one for one in await planned(system) if system.id("P1") in one)
    await confirm(system, it, "P1", "M1")
    await system.forward_past(it, "reminder")
    await system.forward_past(it, "converse")
    first = await iqa.ok("escalations", "--json", by="S1")
    nothing = await iqa.ok("inbox", "--json", by="C1")

    await system.forward_past(it, f"escalation:{it}.e1")
    [matter] = (await iqa.ok("inbox", "--json", by="C1")).document["escalations"]
    listed = await iqa.ok("inbox", by="C1")
    by_senior = await iqa.ok(
        "acknowledge-escalation", f"{it}.e1", "--will-do", "I call her tomorrow.", by="S1"
    )
    taken = await iqa.ok("escalations", by="C1")
    rest = await iqa.ok("inbox", "--json", by="M1")

    assert [one["rung"] for one in first.document["escalations"]] == [0]
    assert first.document["escalations"][0]["climb_due"] is not None
    assert nothing.document["escalations"] == []
    assert (matter["stream"], matter["rung"], matter["climb_due"]) == (it, 1, None)
    assert matter["matter"] == "conversation"
    assert system.id("C1") in matter["told"]
    assert "MATTER" in listed.out
    assert "GOES UP" in listed.out
    assert "it is taken on" in by_senior.out
    assert "I call her tomorrow." in taken.out
    assert rest.document["escalations"] == []


async def test_what_went_up_on_a_case_is_taken_on_there_by_the_id_that_people_see(iqa: CommandLine) -> None:
    system = iqa.system
    urn = system.urn("P1", Kind.ANY_WORK)
    needed = RecordAction(urn=urn, what="Chase the forensic report.", owner=system.id("P1"))
    await ask_case(system, "M1", urn, needed)
    await next_deadline_passes(system, urn)

    [raised] = (await iqa.ok("inbox", "--json", by="M1")).document["escalations"]
    taken = await iqa.ok(
        "acknowledge-escalation", raised["escalation_id"], "--will-do", "I call them.", by="M1"
    )
    again = await iqa("acknowledge-escalation", raised["escalation_id"], "--will-do", "I too.", by="S1")

    assert raised["stream"] == case_id(urn)
    assert "it is taken on" in taken.out
    assert (again.code, "already_done" in again.err) == (ExitCode.REFUSED, True)
