"""Choosing a case that no rule offers, giving one up, and other steps beside the task list."""

import pytest

from clients.web.frame.site import Site
from tests.area import Kind
from tests.commands import mark_all
from tests.system import System
from tests.web.browsing import visiting
from tests.web.reaching import confirmed, fields_of, selected, talked

NOTE = "We learned most from it."


async def test_a_case_that_is_not_eligible_says_why_whose_work_it_is_and_what_can_be_done(
    system: System, site: Site
) -> None:
    it, others = await system.open("P1"), system.urn("P1", Kind.OTHERS_WORK)
    finished = system.urn("P1", Kind.FINALISED)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"/iqas/{it}/case")).text

    of_others = page.split(f'id="not-{others}"')[1].split("</section>")[0]
    assert "The work of" in of_others
    assert f'href="/cases/{others}/actions/new"' in of_others
    of_finished = page.split(f'id="not-{finished}"')[1].split("</section>")[0]
    assert f'href="/iqas/{it}/case/{finished}"' in of_finished


async def test_a_rule_is_set_aside_for_a_listed_reason_that_those_above_see(
    system: System, site: Site
) -> None:
    it, urn = await system.open("P1"), system.urn("P1", Kind.FINALISED)
    to = f"/iqas/{it}/case/{urn}"
    async with visiting(site, system.id("M1")) as manager:
        shown = await manager.get(to)
        assert "Your senior managers will see this." in shown.text
        nothing = await manager.post(to, **fields_of(shown, to))
        assert nothing.status_code == 422
        assert "Choose a reason" in nothing.text
        assert "Tick the work that you assess" in nothing.text
        said: dict[str, str | list[str]] = {"because": "discussed", "note": NOTE, "work": ["charging"]}
        done = await manager.post(to, **fields_of(shown, to) | said)
        assert done.status_code == 303, done.text
    state = await system.state(it)

    assert state.selection is not None
    assert state.selection.urn == urn
    [aside] = state.selection.set_aside
    assert (aside.rule, aside.because, aside.note) == (
        "case_not_live",
        "discussed",
        "We learned most from it.",
    )


async def test_a_case_that_may_be_chosen_needs_nothing_set_aside(system: System, site: Site) -> None:
    it, urn = await system.open("P1"), system.urn("P1", Kind.ANY_WORK)
    async with visiting(site, system.id("M1")) as manager:
        assert (await manager.get(f"/iqas/{it}/case/{urn}")).status_code == 404


async def test_a_case_is_given_up_for_a_listed_reason_and_another_chosen(system: System, site: Site) -> None:
    it = await selected(system)
    to = f"/iqas/{it}/replace"
    async with visiting(site, system.id("M1")) as manager:
        assert f'href="{to}"' in (await manager.get(f"/iqas/{it}")).text
        form = fields_of(await manager.get(to), to)
        nothing = await manager.post(to, **form)
        assert nothing.status_code == 422
        done = await manager.post(to, **form | {"because": "conflict", "note": "I advised on it."})
        assert done.status_code == 303, done.text
        assert "Choose a case</a>" in (await manager.get(f"/iqas/{it}")).text

    state = await system.state(it)
    assert (state.selection, state.replaced) == (None, 1)


@pytest.mark.parametrize(
    ("step", "said", "event"),
    [
        ("withdraw", {"because": "other", "note": "Opened twice."}, "withdrawn"),
        ("reassign", {"to": "M2", "note": "She knows the case."}, "reassigned"),
        (
            "close-conversation",
            {"because": "left", "note": "She has left the service."},
            "conversation_closed_as_impossible",
        ),
    ],
)
async def test_a_senior_manager_steers_an_iqa_in_a_short_form(
    system: System, site: Site, step: str, said: dict[str, str], event: str
) -> None:
    it = await confirmed(system)
    to = f"/iqas/{it}/{step}"
    if "to" in said:
        said = said | {"to": system.id(said["to"])}
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("P1")) as prosecutor:
        assert f'href="{to}"' in (await senior.get(f"/iqas/{it}")).text
        assert (await prosecutor.get(to)).status_code == 404
        form = fields_of(await senior.get(to), to)
        assert (await senior.post(to, **form)).status_code == 422
        done = await senior.post(to, **form | said)
        assert done.status_code == 303, done.text

    assert event in await system.kinds(it)


async def test_who_may_not_take_a_step_now_hears_why(system: System, site: Site) -> None:
    it = await talked(system)
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("M1")) as manager:
        assert (await senior.get(f"/iqas/{it}/close-conversation")).status_code == 422
        replaced = await manager.get(f"/iqas/{it}/replace")

    assert replaced.status_code == 422
    assert "confirmed" in replaced.text


async def test_what_no_longer_holds_of_a_case_is_set_aside_at_confirming_for_a_reason(
    system: System, site: Site
) -> None:
    it = await selected(system)
    await system.send(it, "M1", mark_all(await system.state(it)))
    urn, to = system.urn("P1", Kind.ANY_WORK), f"/iqas/{it}/marks/check"
    await system.rows("update iqa.cases set status = 'finalised' where urn = $1", urn)
    async with visiting(site, system.id("M1")) as manager:
        refused = await manager.post(to, **fields_of(await manager.get(to), to))
        assert refused.status_code == 422
        assert "Your senior managers will see this." in refused.text
        no_reason = await manager.post(to, **fields_of(refused, to))
        assert "Choose a reason" in no_reason.text
        done = await manager.post(to, **fields_of(no_reason, to) | {"because": "discussed", "note": NOTE})
        assert done.status_code == 303, done.text
    state = await system.state(it)

    assert state.confirmed_at is not None
    assert state.selection is not None
    assert [(one.rule, one.note) for one in state.selection.set_aside] == [("case_not_live", NOTE)]
