"""What waits for somebody, card by card, and where a step is that is on no page."""

from clients.desk.inbox import Inbox, InboxLine
from clients.web.frame.render import Shell, html
from clients.web.frame.site import Site
from clients.web.pages.my_work import of_inbox
from domain import words
from domain.iqa.state import Step
from domain.people import Role
from tests.area import today
from tests.factories import NOW
from tests.system import System
from tests.web.browsing import visiting
from tests.web.reaching import talked

IQA = "iqa-2026-27-Q3-XN-P1-C1"


def waiting(step: Step, *, overdue: bool = False, stream: str = IQA) -> InboxLine:
    return InboxLine(
        stream=stream,
        step=step,
        item="",
        who="M1",
        due=NOW,
        missed=overdue,
        urgent=False,
        prosecutor="P1",
        assessor="M1",
        urn=None,
        quarter=None,
        stage=None,
        target_on=None,
        asks_for=(),
        overdue=overdue,
        says=words.step(step, ""),
    )


def page_of(*lines: InboxLine, role: Role = Role.LEGAL_MANAGER) -> str:
    inbox = Inbox(who="M1", waiting=lines, escalations=(), names={"P1": "Priya Nair"})
    return html(of_inbox(inbox, role), Shell(organisation="Casework assurance", staff_id="M1"))


def test_nothing_that_waits_is_said_so() -> None:
    assert "Nothing waits for you." in page_of()


def test_what_waits_is_counted_and_what_is_overdue_with_it() -> None:
    assert "2 things wait for you, 1 of them overdue." in page_of(
        waiting(Step.MARK, overdue=True), waiting(Step.SELECT)
    )
    assert "1 thing waits for you." in page_of(waiting(Step.SELECT))


def test_a_step_of_a_page_has_one_button_and_another_says_where_it_is() -> None:
    on_a_page, on_none = page_of(waiting(Step.MARK)), page_of(waiting(Step.COMMENT))

    assert f'href="/iqas/{IQA}/marks"' in on_a_page
    assert "not on a page yet" not in on_a_page
    assert "not on a page yet" in on_none
    assert 'role="button"' not in on_none


def test_what_waits_on_a_case_leads_to_no_iqa() -> None:
    assert f"/iqas/{IQA}" not in page_of(waiting(Step.ACTION, stream="case-91XN0000326"))


def test_what_waits_on_a_case_has_its_button_there() -> None:
    action = page_of(waiting(Step.ACTION, stream="case-91XN0000326"))
    request = page_of(
        waiting(Step.ANSWER_REQUEST, stream="case-91XN0000326").model_copy(update={"item": "r1"})
    )

    assert 'href="/cases/91XN0000326"' in action
    assert 'href="/cases/91XN0000326/requests/r1"' in request
    assert "not on a page yet" not in action + request


def test_what_one_can_do_at_any_time_is_at_hand_for_each_post() -> None:
    assert "/cases?then=actions" in page_of()
    assert "/cases?then=requests" in page_of(role=Role.PROSECUTOR)
    assert "/cases?then" not in page_of(role=Role.AUDITOR)


def test_an_administrator_for_whom_nothing_waits_is_told_how_one_begins() -> None:
    assert "iqa open-quarter" in page_of(role=Role.ADMINISTRATOR)
    assert "iqa open-quarter" not in page_of()


async def test_one_reads_for_whom_one_waits_what_is_new_and_what_waits_while_somebody_is_away(
    system: System, site: Site
) -> None:
    async with visiting(site, system.id("P1")) as prosecutor:
        first = (await prosecutor.get("/")).text
    assert "Since you last looked" not in first
    assert "you say here whether it took place" in first
    await talked(system)
    waits = await system.open("P2")
    await system.rows(
        "insert into iqa.absences (staff_id, from_date, kind, cover, occurrence) values ($1, $2, 'leave', $3, 1)",
        *(system.id("M1"), today(), system.id("M3")),
    )

    async with visiting(site, system.id("P1")) as prosecutor:
        again = (await prosecutor.get("/")).text
        still = (await prosecutor.get("/")).text
    async with visiting(site, system.id("M1")) as manager:
        manages = (await manager.get("/")).text
    async with visiting(site, system.id("S1")) as senior:
        above = (await senior.get("/")).text
    async with visiting(site, system.id("M3")) as colleague:
        covers = (await colleague.get("/")).text

    for page in (again, still):
        news = page.split("Since you last looked")[1]
        assert "the assessment is confirmed" in news
        assert "Your IQAs" in page
    assert "You wait for" in manages
    assert f"Since {today():%A}" in manages.split("You wait for")[1]
    under_their_name = above.split("While Sam Ortiz")[1]
    assert f"/iqas/{waits}" in under_their_name
    assert "nobody acts in their name" in under_their_name
    assert f"/iqas/{waits}" not in covers
    assert "You stand in" in covers.split("While Sam Ortiz")[1]
