"""Forms that are sent: nothing typed is lost, nothing is recorded twice, and whoever is asked first can answer."""

import pytest

from clients.desk import desk as desks
from clients.web.frame.site import Site
from domain.assessment import Answer, Mode
from domain.casework.commands import AnswerRequest, MakeRequest, NoteCaseConversation
from domain.casework.requested import RequestAnswer, Wanted
from tests import clock
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.servers import Database, soon
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.workflows.quarters import ask_case


async def with_case(system: System) -> str:
    """An IQA whose case is chosen."""
    it = await system.open("P1")
    await system.send(
        it, "M1", select_case(system, "P1", Kind.ANY_WORK).model_copy(update={"seen_version": 1})
    )
    return it


def hidden(page: str, name: str) -> str:
    """The value of a field that every form has."""
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


async def at_marks(visitor: Visitor, it: str) -> tuple[str, str]:
    """Where a form of marks begins, and the version of the stream that it shows."""
    page = (await visitor.get(f"/iqas/{it}/marks")).text
    return f"/iqas/{it}/marks", hidden(page, "seen")


async def test_the_same_words_sent_twice_are_one_command(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        for _ in range(2):
            answer = await manager.post(path, seen=seen, draft="0", q1__answer="yes")
            assert answer.status_code == 303, answer.text
    state = await system.state(it)

    assert [mark.answer for mark in state.marks] == [Answer.YES]
    assert str(state.version) == str(int(seen) + 1)


async def test_a_no_without_what_to_do_differently_is_shown_again_with_every_word(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        answer = await manager.post(
            path, seen=seen, draft="0", q1__answer="no", q1__good="Prompt & polite", team_learning="For <all>"
        )

    assert answer.status_code == 422
    assert "Say what should be done differently in question 1" in answer.text
    assert 'href="#q1-improve"' in answer.text
    assert "Prompt &amp; polite" in answer.text
    assert "For &lt;all&gt;" in answer.text
    assert (await system.state(it)).marks == ()


async def test_what_says_nothing_is_asked_about_first_and_recorded_with_the_answer(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        said = {"seen": seen, "q1__answer": "yes", "q1__good": "No concerns identified."}
        asked = await manager.post(path, **said, draft="0")
        assert asked.status_code == 422
        assert "Nothing is recorded yet" in asked.text
        assert 'name="asked-empty_phrase"' in asked.text
        assert "No concerns identified." in asked.text
        assert (await system.state(it)).marks == ()

        draft = hidden(asked.text, "draft")
        done = await manager.post(path, **said, draft=draft, asked__empty_phrase="considered")
        assert done.status_code == 303, done.text
    state = await system.state(it)

    assert [(one.about, one.answer) for one in state.prompts] == [("empty_phrase", "considered")]


async def test_an_answer_to_what_was_asked_first_is_judged_by_what_its_writer_had_seen(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        said = {"q1__answer": "yes", "q1__good": "No concerns identified."}
        asked = await manager.post(path, seen=seen, draft="0", **said)
        state = await system.state(it)
        await system.send(it, "M1", mark_all(state))
        late = await manager.post(
            path,
            seen=hidden(asked.text, "seen"),
            draft=hidden(asked.text, "draft"),
            asked__empty_phrase="considered",
            **said,
        )

    assert hidden(asked.text, "seen") == seen
    assert late.status_code == 422
    assert "Somebody changed this after you looked." in late.text
    assert hidden(late.text, "seen") == str((await system.state(it)).version)


async def test_a_text_of_another_tab_is_not_written_over(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        await manager.post(f"/iqas/{it}/drafts/marks", seen=seen, draft="0", team_learning="Of the other tab")
        answer = await manager.post(path, seen=seen, draft="0", q1__answer="yes", team_learning="Of this tab")
        assert answer.status_code == 409
        assert "Of the other tab" in answer.text
        assert "Of this tab" in answer.text
        assert (await system.state(it)).marks == ()

        draft = hidden(answer.text, "draft")
        again = await manager.post(
            path, seen=seen, draft=draft, q1__answer="yes", team_learning="Of this tab"
        )
        assert again.status_code == 303, again.text
    assert (await system.state(it)).team_learning == "Of this tab"


async def test_who_comes_back_finds_what_they_began_to_write(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        _, seen = await at_marks(manager, it)
        await manager.post(f"/iqas/{it}/drafts/marks", seen=seen, draft="0", team_learning="Half a sentence")
        page = (await manager.get(f"/iqas/{it}/marks")).text

    assert "You began to write this" in page
    assert "Half a sentence" in page
    assert hidden(page, "draft") == "1"


async def test_who_comes_back_after_an_answer_was_lost_is_told_that_it_was_recorded(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        await manager.post(path, seen=seen, draft="0", q1__answer="yes")
        async with system.connection() as connection:
            sent = await connection.fetchval(
                "select command_id from iqa.commands where stream = $1 and kind = 'record_marks'", it
            )
        insert = """
            insert into iqa.drafts (staff_id, stream, form, version, seen_version, words, command_id, saved_at)
            values ($1, $2, 'marks', 1, 2, '[{}, {}]', $3, now())
        """
        await system.rows(insert, system.id("M1"), it, sent)
        first, second = (await manager.get(path)).text, (await manager.get(path)).text

    assert "What you sent was recorded at" in first
    assert "recorded at" not in second


async def test_a_field_that_no_form_has_is_refused(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        strange = await manager.post(f"/iqas/{it}/marks", seen="2", draft="0", overrides="all")
        twice = await manager.post(f"/iqas/{it}/marks", seen=["2", "3"], draft="0")

    assert (strange.status_code, twice.status_code) == (422, 422)


async def test_line_ends_of_a_browser_become_one_and_a_nul_is_a_fault_of_its_field(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        nul = await manager.post(path, seen=seen, draft="0", q1__answer="yes", q1__good="a\x00b")
        good = await manager.post(
            path, seen=seen, draft="0", q1__answer="yes", q1__good="Weighed.\r\nWith reasons."
        )

    assert nul.status_code == 422
    assert 'href="#q1-good"' in nul.text
    assert good.status_code == 303
    assert (await system.state(it)).marks[0].good_practice == "Weighed.\nWith reasons."


async def test_a_conversation_is_planned_and_the_step_stays_open(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        path, seen = await at_marks(manager, it)
        answers = {f"q{number}__answer": "yes" for number in (await system.state(it)).unanswered()}
        await manager.post(path, seen=seen, draft="0", **answers)
        check = (await manager.get(f"/iqas/{it}/marks/check")).text
        await manager.post(f"/iqas/{it}/marks/check", seen=hidden(check, "seen"), draft="0")
        await soon(lambda: _is_confirmed(system, it))
        page = (await manager.get(f"/iqas/{it}/meeting")).text
        wrong = await manager.post(
            f"/iqas/{it}/meeting/plan", seen=hidden(page, "seen"), draft="0", plan__day="31", plan__month="2"
        )
        assert wrong.status_code == 422
        assert "must have a year" in wrong.text
        on = site.desk.today
        day = {"plan__day": str(on.day), "plan__month": str(on.month), "plan__year": str(on.year)}
        planned = await manager.post(
            f"/iqas/{it}/meeting/plan",
            seen=hidden(page, "seen"),
            draft="0",
            at="17.30",
            plan_mode="video",
            **day,
        )
        assert planned.status_code == 303, planned.text
        shown = (await manager.get(f"/iqas/{it}/meeting")).text

    state = await system.state(it)
    assert state.plan is not None
    assert (state.plan.on, state.talk) == (on, "open")
    assert "at 17:30" in shown


async def _is_confirmed(system: System, it: str) -> None:
    assert (await system.state(it)).confirmed_at


async def test_an_action_is_recorded_and_its_owner_says_what_came_of_it(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("P1")) as owner:
        page = (await manager.get(f"/iqas/{it}/actions")).text
        nothing = await manager.post(f"/iqas/{it}/actions", seen=hidden(page, "seen"), draft="0")
        assert nothing.status_code == 422
        assert "Say what the case needs" in nothing.text
        recorded = await manager.post(
            f"/iqas/{it}/actions",
            seen=hidden(page, "seen"),
            draft="0",
            what="Send the victim the letter.",
            owner=system.id("P1"),
            urgent="yes",
        )
        assert recorded.status_code == 303, recorded.text
        [action] = (await system.state(it)).actions
        page = (await owner.get(f"/iqas/{it}/actions")).text
        field = {f"outcome__{action.action.action_id}": "Sent today."}
        done = await owner.post(
            f"/iqas/{it}/actions/{action.action.action_id}", seen=hidden(page, "seen"), draft="0", **field
        )
        assert done.status_code == 303, done.text

    [action] = (await system.state(it)).actions
    assert (action.action.urgent, action.outcome) == (True, "Sent today.")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("marks", {"asked__empty_phrase": "no code!", "q1__answer": "yes", "q1__good": "None."}),
        ("actions/no%20id", {"outcome__no id": "Done"}),
        ("marks", {"seen": "9" * 5_000}),
    ],
)
async def test_what_no_page_sends_is_no_fault_of_the_service(
    system: System, site: Site, path: str, fields: dict[str, str]
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        answer = await manager.post(f"/iqas/{it}/{path}", **({"seen": "2", "draft": "0"} | fields))

    assert answer.status_code < 500, answer.text


async def test_an_owner_who_is_no_staff_id_is_a_fault_of_the_field(system: System, site: Site) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager:
        answer = await manager.post(
            f"/iqas/{it}/actions",
            seen="2",
            draft="0",
            what="Send it.",
            owner="other",
            other="Priya, who else",
        )

    assert answer.status_code == 422
    assert "by a staff id such as" in answer.text
    assert "Priya, who else" in answer.text


async def test_while_the_engine_is_away_the_words_are_kept_and_one_can_try_again(
    system: System, database: Database
) -> None:
    it = await with_case(system)
    away = system.settings.model_copy(
        update={"dsn": database.web_dsn, "temporal": (("TEMPORAL_ADDRESS", "127.0.0.1:9"),)}
    )
    async with desks.opened(away, now=clock.now, patience_s=2) as desk:
        site = Site(desk, "http://127.0.0.1:20345")
        async with visiting(site, system.id("M1")) as manager:
            path, seen = await at_marks(manager, it)
            manager.client.headers["referer"] = site.origin + path
            answer = await manager.post(path, seen=seen, draft="0", q1__answer="yes", team_learning="Kept")
            again = (await manager.get(path)).text

    assert answer.status_code == 503
    assert "Sorry, try again in a few minutes" in answer.text
    assert f'action="{path}"' in answer.text
    assert "You began to write this" in again
    assert "Kept" in again


async def test_a_case_that_its_prosecutor_asked_for_and_was_agreed_is_offered_first_and_chosen_as_such(
    system: System, site: Site
) -> None:
    it, urn = await system.open("P1"), system.urn("P1", Kind.REVIEWED)
    await ask_case(system, "P1", urn, MakeRequest(urn=urn, wanted=Wanted.ASSESSMENT, text="Was it enough?"))
    agreed = AnswerRequest(request_id="r1", answer=RequestAnswer.AGREED, text="Yes.")
    await ask_case(system, "M1", urn, agreed)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/case")).text
        request = f"case-{urn}.r1"
        assert page.count(f'value="{request}" checked') == 1
        assert page.split('name="urn" value="')[1].startswith(urn)
        chosen = await manager.post(
            f"/iqas/{it}/case",
            seen=hidden(page, "seen"),
            draft="0",
            urn=urn,
            request=request,
            work=["charging"],
        )
        assert chosen.status_code == 303, chosen.text

    state = await system.state(it)
    assert state.selection is not None
    assert (state.selection.source, state.selection.request_id) == ("asked_for", request)


async def test_an_iqa_starts_on_the_page_from_a_talk_that_was_noted(system: System, site: Site) -> None:
    it, urn = await system.open("P1"), system.urn("P1", Kind.ANY_WORK)
    noted = NoteCaseConversation(
        urn=urn,
        prosecutor=system.id("P1"),
        on=today(),
        mode=Mode.TELEPHONE,
        do_differently="Ask for a second statement where it is weak.",
    )
    await ask_case(system, "M1", urn, noted)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/case")).text
        assert page.count("Start from your talk about it on") == 1
        talk = page.split('name="conversation" type="checkbox" value="')[1].split('"')[0]
        chosen = await manager.post(
            f"/iqas/{it}/case",
            seen=hidden(page, "seen"),
            draft="0",
            urn=urn,
            conversation=talk,
            work=["charging"],
        )
        assert chosen.status_code == 303, chosen.text

    state = await system.state(it)
    assert state.selection is not None
    assert (state.selection.source, state.selection.conversation_id) == ("conversation", talk)
