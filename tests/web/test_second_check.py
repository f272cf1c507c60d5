"""The second check on pages: blind first, then side by side, recorded, told, and answered in one click."""

from clients.web.frame.site import Site
from domain.assessment import Answer, Mark, Mode, ReMark, Reply, Upheld, Verdict
from domain.ids import QUARTER
from domain.iqa import commands as c
from tests.area import Kind, today
from tests.system import System
from tests.web.browsing import Pages, Reader, Visitor, visiting
from tests.web.checking import BARE, assessed, drawn
from tests.web.test_journeys import (
    chooses,
    marks,
    records_that_nothing_is_needed,
    says_that_it_took_place,
    talks,
)
from tests.web.test_sending import hidden


async def re_marks(sampler: Visitor, it: str) -> None:
    """The sampler answers question 2 before they see a mark."""
    page = (await sampler.get(f"/iqas/{it}/second-check")).text
    answers = {"q2__answer": "no", "q2__comment": "Where is the second witness?", "case_read": "yes"}
    done = await sampler.post(
        f"/iqas/{it}/second-check", seen=hidden(page, "seen"), draft=hidden(page, "draft"), **answers
    )
    assert (done.status_code, done.headers["location"]) == (303, f"/iqas/{it}/second-check/compare"), (
        done.text
    )


async def test_before_their_own_answers_a_sampler_sees_no_mark(system: System, site: Site) -> None:
    it = await drawn(system)
    async with visiting(site, system.id("S1")) as sampler:
        page = (await sampler.get(f"/iqas/{it}/second-check")).text
        ahead = await sampler.get(f"/iqas/{it}/second-check/compare")
        nothing = await sampler.post(f"/iqas/{it}/second-check", seen=hidden(page, "seen"), draft="0")

    assert "Have you read the case?" in page
    assert page.count('value="" checked>') >= 6, "not re-marked stands first"
    assert "Theirs" not in page
    assert (ahead.status_code, ahead.headers["location"]) == (303, f"/iqas/{it}/second-check")
    assert nothing.status_code == 422
    assert "Answer a question as you would, or look at the marks first" in nothing.text


async def test_their_answers_stand_beside_the_marks_with_the_direction(system: System, site: Site) -> None:
    it = await drawn(system)
    async with visiting(site, system.id("S1")) as sampler:
        await re_marks(sampler, it)
        page = (await sampler.get(f"/iqas/{it}/second-check/compare")).text

    assert "Too lenient, as your answer says" in page
    assert "Where is the second witness?" in page
    assert 'value="yes" checked' in page.split("Have you read the case?")[1].split("</fieldset>")[0]


async def test_marks_may_be_seen_first_and_the_page_says_what_that_means(system: System, site: Site) -> None:
    it = await drawn(system)
    async with visiting(site, system.id("S1")) as sampler:
        page = (await sampler.get(f"/iqas/{it}/second-check")).text
        seen = await sampler.post(f"/iqas/{it}/second-check/look", seen=hidden(page, "seen"), draft="0")
        assert seen.status_code == 303, seen.text
        shown = (await sampler.get(f"/iqas/{it}/second-check/compare")).text

    assert "what you answer then is not blind" in page
    assert "Theirs" in shown
    state = await system.state(it)
    assert state.sample
    assert state.sample.marks_seen


async def test_a_check_is_recorded_from_two_pages_and_told_to_the_manager(system: System, site: Site) -> None:
    it = await drawn(system, BARE)
    at = f"/iqas/{it}/second-check"
    async with visiting(site, system.id("S1")) as sampler:
        await re_marks(sampler, it)
        page = (await sampler.get(f"{at}/compare")).text
        said = {"q3__verdict": "reasonable", "q7__verdict": "reasonable", "found__too_early": "yes"}
        said |= {"follows__empty_box": "They write a word beside each mark."}
        kept = await sampler.post(
            f"{at}/compare", seen=hidden(page, "seen"), draft=hidden(page, "draft"), case_read="yes", **said
        )
        assert (kept.status_code, kept.headers["location"]) == (303, f"{at}/feedback"), kept.text
        end = (await sampler.get(f"{at}/feedback")).text
        assert "The case was assessed too early" in end
        carried = dict(case_read="yes", **said)
        unsaid = await sampler.post(
            f"{at}/feedback", seen=hidden(end, "seen"), draft=hidden(end, "draft"), missed="Two.", **carried
        )
        assert unsaid.status_code == 422
        assert "Say in a sentence what the check found" in unsaid.text
        done = await sampler.post(
            f"{at}/feedback",
            seen=hidden(end, "seen"),
            draft=hidden(end, "draft"),
            got_right="The strategy was read closely.",
            missed="The second witness.",
            manager_will_do="Look at every statement.",
            comment="The assessment was too kind on the strategy.",
            **carried,
        )
        assert done.status_code == 303, done.text

    sample = (await system.state(it)).sample
    assert sample
    assert sample.case_read
    assert {one.question: one.verdict for one in sample.re_marks} == {
        2: Verdict.TOO_LENIENT,
        3: Verdict.REASONABLE,
        7: Verdict.REASONABLE,
    }
    assert sample.judgements == ("too_early",)
    assert [(one.fact, one.sentence) for one in sample.follows] == [
        ("empty_box", "They write a word beside each mark.")
    ]
    assert sample.manager_will_do == "Look at every statement."


async def fed_back(system: System, verdict: Verdict = Verdict.TOO_LENIENT) -> str:
    """An IQA whose second check found question 2 so, and whose manager was told."""
    it = await drawn(system)
    await system.send(it, "S1", c.SeeMarks())
    state = await system.state(it)
    again = tuple(
        ReMark(question=one.question, verdict=verdict if one.question == 2 else Verdict.REASONABLE)
        for one in state.marks
    )
    check = c.RecordDipSample(
        comment="Fair.", got_right="The marks.", re_marks=again, seen_version=state.version
    )
    await system.send(it, "S1", check)
    await system.send(it, "S1", c.GiveFeedback(on=today(), mode=Mode.VIDEO, content="We looked at Q2."))
    return it


async def test_feedback_is_recorded_with_what_is_to_be_developed(system: System, site: Site) -> None:
    it = await drawn(system)
    await system.send(it, "S1", c.SeeMarks())
    state = await system.state(it)
    again = tuple(ReMark(question=one.question, verdict=Verdict.REASONABLE) for one in state.marks)
    await system.send(
        it,
        "S1",
        c.RecordDipSample(
            comment="Fair.", got_right="The marks.", re_marks=again, seen_version=state.version
        ),
    )
    async with visiting(site, system.id("S1")) as sampler:
        page = (await sampler.get(f"/iqas/{it}/feedback")).text
        on = site.desk.today
        day = {"on__day": str(on.day), "on__month": str(on.month), "on__year": str(on.year)}
        form = {"seen": hidden(page, "seen"), "draft": "0"}
        bare = await sampler.post(f"/iqas/{it}/feedback", **form, **day, develop="Witnesses")
        later = {"by__day": "31", "by__month": "3", "by__year": str(on.year + 1)}
        done = await sampler.post(
            f"/iqas/{it}/feedback",
            **form,
            **day,
            **later,
            mode="video",
            content="We looked at Q2 together.",
            develop="Look at every witness.",
        )

    assert bare.status_code == 422
    assert "Say how you talked" in bare.text
    assert "Enter the day by which it should show" in bare.text
    assert done.status_code == 303, done.text
    sample = (await system.state(it)).sample
    assert sample
    assert sample.feedback
    assert [one.action.what for one in sample.development] == ["Look at every witness."]


async def test_a_manager_lets_a_mark_stand_with_a_reason_or_says_that_they_revise(
    system: System, site: Site
) -> None:
    it = await fed_back(system)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/feedback")).text
        assert "Too lenient" in page
        assert ">Nothing to revise<" not in page
        form = {"seen": hidden(page, "seen"), "draft": "0"}
        unsaid = await manager.post(f"/iqas/{it}/feedback/answer", **form, reply="let_stand")
        strange = await manager.post(f"/iqas/{it}/feedback/answer", **form, reply="perhaps")
        revises = await manager.post(f"/iqas/{it}/feedback/answer", **form, reply="revise")
        assert revises.status_code == 303, revises.text
        shown = (await manager.get(f"/iqas/{it}/feedback")).text
        stands = await manager.post(
            f"/iqas/{it}/feedback/answer",
            seen=hidden(shown, "seen"),
            draft="0",
            reply="let_stand",
            because="The second witness is in the review.",
        )

    assert (unsaid.status_code, strange.status_code) == (422, 422)
    assert 'href="#because"' in unsaid.text
    assert stands.status_code == 303, stands.text
    sample = (await system.state(it)).sample
    assert sample
    assert (sample.reply, sample.reply_note) == (Reply.LET_STAND, "The second witness is in the review.")


async def test_where_nothing_was_found_otherwise_one_click_is_enough(system: System, site: Site) -> None:
    it = await fed_back(system, Verdict.REASONABLE)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/feedback")).text
        done = await manager.post(
            f"/iqas/{it}/feedback/answer", seen=hidden(page, "seen"), draft="0", reply="nothing_to_revise"
        )

    assert "one click says that you have read it" in page
    assert done.status_code == 303, done.text
    sample = (await system.state(it)).sample
    assert sample
    assert sample.acknowledged_at


async def test_the_manager_learns_of_a_second_check_by_its_feedback_and_the_assessed_never(
    system: System, site: Site
) -> None:
    it = await drawn(system)
    pages = (f"/iqas/{it}/second-check", f"/iqas/{it}/second-check/compare", f"/iqas/{it}/feedback")
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("P1")) as assessed_one:
        answers = [await who.get(path) for who in (manager, assessed_one) for path in pages]
        hubs = [(await who.get(f"/iqas/{it}")).text for who in (manager, assessed_one)]

    assert {answer.status_code for answer in answers} == {404}
    assert not any("Second check" in hub for hub in hubs)


async def test_a_query_is_answered_with_another_mark(system: System, site: Site) -> None:
    it = await assessed(system)
    await system.send(it, "P1", c.QueryMark(question=2, text="The advice came after the charge."))
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("P1")) as prosecutor:
        work = (await senior.get("/")).text
        page = (await senior.get(f"/iqas/{it}/queries/q1")).text
        form = {"seen": hidden(page, "seen"), "draft": "0", "outcome": "upheld", "text": "So it did."}
        unmarked = await senior.post(f"/iqas/{it}/queries/q1", **form)
        bare = await senior.post(f"/iqas/{it}/queries/q1", **form, answer="no")
        done = await senior.post(f"/iqas/{it}/queries/q1", **form, answer="no", improve="Ask for it first.")
        shown = (await prosecutor.get(f"/iqas/{it}/queries/q1")).text
        none = await prosecutor.get(f"/iqas/{it}/queries/q9")

    assert f'href="/iqas/{it}/queries/q1"' in work
    assert "The advice came after the charge." in page
    assert "Say how the question is answered now" in unmarked.text
    assert "Say what should be done differently" in bare.text
    assert done.status_code == 303, done.text
    assert f"Upheld by Helen Marsh ({system.id('S1')}): So it did." in shown
    assert none.status_code == 404
    state = await system.state(it)
    assert state.queries[0].outcome is Upheld.UPHELD
    assert state.mark(2) == Mark(question=2, answer=Answer.NO, improvement="Ask for it first.")


async def test_an_iqa_goes_from_selection_to_feedback_between_four_people_by_keyboard(pages: Pages) -> None:
    system = pages.system
    it = await system.open("P1")
    async with (
        pages.opened_by("M1") as manager,
        pages.opened_by("P1") as prosecutor,
        pages.opened_by("S1") as sampler,
        pages.opened_by("C1") as chief,
    ):
        await chooses(manager, system.urn("P1", Kind.ANY_WORK))
        await marks(manager)
        await talks(manager)
        await says_that_it_took_place(prosecutor, it)
        await records_that_nothing_is_needed(manager, it)
        await system.send(it, QUARTER, c.DrawForSample(sampler=system.id("S1")))
        await answers_first(sampler, it)
        await compares(sampler)
        await concludes(sampler)
        await tells(sampler)
        await answers(manager, it)
        await chief.goes(f"/iqas/{it}/feedback")
        await chief.page.get_by_text("The second witness is in the review.").wait_for()
        await prosecutor.goes(f"/iqas/{it}")
        assert await prosecutor.page.get_by_text("Second check").count() == 0

    sample = (await system.state(it)).sample
    assert sample
    assert sample.reply is Reply.LET_STAND


async def answers_first(sampler: Reader, it: str) -> None:
    """The sampler gives an answer of their own."""
    await sampler.goes("/")
    await sampler.page.get_by_role("button", name="Check the assessment").focus()
    await sampler.page.keyboard.press("Enter")
    await sampler.stands_at("Second check: your own answers first")
    read = sampler.page.get_by_role("group", name="Have you read the case?")
    await read.get_by_label("Yes").focus()
    await sampler.page.keyboard.press("Space")
    await (
        sampler.page.get_by_role("group", name="Your answer question 2")
        .get_by_label("No", exact=True)
        .focus()
    )
    await sampler.page.keyboard.press("Space")
    await sampler.press("Keep my answers and compare")


async def compares(sampler: Reader) -> None:
    """The sampler sees both, and finds question 3 reasonable."""
    await sampler.stands_at("Second check: theirs and yours")
    await sampler.page.get_by_text("Too lenient, as your answer says").first.wait_for(state="attached")
    await sampler.page.locator("#q3-verdict").select_option("reasonable")
    await sampler.page.get_by_label("What follows?").fill("They write a word beside each mark.")
    await sampler.press("Save and go on")


async def concludes(sampler: Reader) -> None:
    """The sampler says what was right and what was missed."""
    await sampler.stands_at("Second check: what comes of it")
    await sampler.page.get_by_label("What was right").fill("The strategy was read closely.")
    await sampler.page.get_by_label("What was missed").fill("The second witness.")
    await sampler.page.get_by_label("What will the manager do?").fill("Look at every statement.")
    await sampler.page.get_by_label("What the check found").fill("The assessment was too kind on question 2.")
    await sampler.press("Record the second check")
    await sampler.stands_at("IQA of")


async def tells(sampler: Reader) -> None:
    """The sampler tells the manager."""
    await sampler.press("Record the feedback")
    await sampler.stands_at("Feedback on the assessment")
    await sampler.page.get_by_label("Video").focus()
    await sampler.page.keyboard.press("Space")
    await sampler.page.get_by_label("What you told them").fill("We looked at question 2 together.")
    await sampler.press("Record the feedback")
    await sampler.stands_at("IQA of")


async def answers(manager: Reader, it: str) -> None:
    """The manager lets it stand."""
    await manager.goes(f"/iqas/{it}/feedback")
    await manager.page.get_by_label("I let it stand, because").fill("The second witness is in the review.")
    await manager.press("Let it stand")
    await manager.stands_at("IQA of")
