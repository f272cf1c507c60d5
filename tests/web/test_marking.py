"""Marking, and revising what was confirmed, as pages that need no script."""

from clients.web.frame.site import Site
from domain.assessment import Answer
from domain.questions import Work
from tests.area import Kind
from tests.commands import select_case
from tests.system import System
from tests.web.browsing import visiting
from tests.web.reaching import confirmed, fields_of, selected


async def test_the_record_stands_beside_each_question_and_the_case_on_top(system: System, site: Site) -> None:
    it = await selected(system)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/marks")).text

    assert "Next hearing" in page or "next hearing" in page
    first = page.split('id="q1-about"')[1].split("</div>")[0]
    assert "What the record shows" in first
    assert "charging decision" in first
    assert system.id("P1") in first


async def test_a_question_that_is_not_asked_says_where_an_answer_belongs_before_it_can_be_given(
    system: System, site: Site
) -> None:
    it = await system.open("P1")
    await system.send(it, "M1", select_case(system, "P1", Kind.ANY_WORK, Work.EARLY_ADVICE_OR_CHARGING))
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/marks")).text
    not_asked = page.split('id="not-asked"')[1]
    belongs, because = not_asked.index("stands under question 3"), not_asked.index('name="q9-because"')

    assert not_asked.index("Answer it after all") < belongs < not_asked.index('name="q9-answer"') < because


async def test_confirmed_marks_are_revised_with_a_reason_and_only_those_that_changed(
    system: System, site: Site
) -> None:
    it = await confirmed(system)
    to = f"/iqas/{it}/marks/revise"
    async with visiting(site, system.id("M1")) as manager:
        page = await manager.get(f"/iqas/{it}/assessment")
        assert f'href="{to}"' in page.text
        as_it_stands = fields_of(await manager.get(to), to)
        nothing = await manager.post(to, **as_it_stands)
        assert nothing.status_code == 422
        assert "Change an answer" in nothing.text
        assert "Say why you revise the marks" in nothing.text
        changed = as_it_stands | {
            "q1__answer": "no",
            "q1__improve": "Name the witness.",
            "because": "Read again.",
        }
        done = await manager.post(to, **changed)
        assert done.status_code == 303, done.text
    state = await system.state(it)

    assert [(one.question, one.answer) for one in state.marks if one.improvement] == [(1, Answer.NO)]
    assert [one.answer for one in state.first_marks if one.question == 1] == [Answer.YES]
    [revised] = [one.event for one in await system.events(it) if one.event.kind == "marks_revised"]
    assert [one.question for one in revised.marks] == [1]


async def test_marks_that_are_not_confirmed_are_not_revised(system: System, site: Site) -> None:
    it = await selected(system)
    to = f"/iqas/{it}/marks/revise"
    async with visiting(site, system.id("M1")) as manager:
        as_it_stands = fields_of(await manager.get(to), to)
        answer = await manager.post(to, **(as_it_stands | {"q1__answer": "yes", "because": "Read again."}))

    assert answer.status_code == 422
    assert "Read again." in answer.text
