"""An Area's quarter on the real engine: it opens its IQAs once, draws and releases."""

from pathlib import Path

import pytest

from activities.contracts import Nudge
from clients.errors import CommandRefused
from domain.assessment import Mode, ReMark, Verdict
from domain.casework.commands import RecordAction
from domain.errors import Reason
from domain.ids import case_id
from domain.iqa import commands as c
from domain.quarter.sample.lottery import verify
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.workflows.conftest import Keep
from tests.workflows.quarters import A_DAY, ask_case, open_quarter, pass_over, quarter_of, quarter_until


async def planned(system: System) -> tuple[str, ...]:
    """The IQAs of an opened quarter, once all of them are open."""
    quarter = await quarter_until(system, lambda quarter: not quarter.unopened)
    for iqa in quarter.planned:
        await system.until(iqa.iqa_id, lambda _: True)
    return tuple(iqa.iqa_id for iqa in quarter.planned)


async def confirm(system: System, iqa: str, prosecutor: str, assessor: str) -> None:
    """Select, mark and confirm one planned IQA."""
    await system.send(iqa, assessor, select_case(system, prosecutor, Kind.ANY_WORK))
    await system.send(iqa, assessor, mark_all(await system.state(iqa)))
    await system.send(iqa, assessor, c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))


async def test_a_quarter_opens_one_iqa_for_each_volume_crime_prosecutor_and_only_once(system: System) -> None:
    first = await open_quarter(system)
    iqas = await planned(system)
    second = await open_quarter(system)

    assert first == second
    assert {iqa.removeprefix(f"iqa-{system.quarter}-") for iqa in iqas} == {
        f"{system.id(prosecutor)}-C1" for prosecutor in ("P1", "P2", "P3", "P4", "P5")
    }
    opened = await system.rows("select prosecutor, assessor from iqa.iqas order by prosecutor")
    assert len(opened) == len(iqas)
    assert await system.shown(iqas[0], "Area") == system.area


async def test_a_refused_opening_leaves_no_quarter_and_another_may_be_tried(
    system: System, keep: Keep
) -> None:
    with pytest.raises(CommandRefused) as refused:
        await open_quarter(system, "P1")

    assert refused.value.refused.reason is Reason.NOT_PERMITTED
    await keep(system, "a_refused_opening", quarter_of(system))
    assert (await open_quarter(system, "S1")).events[0] == "quarter_opened"


async def test_a_quarter_and_a_case_that_may_be_behind_ask_the_ledger_once(
    system: System, keep: Keep
) -> None:
    await open_quarter(system)
    await planned(system)
    action = RecordAction(urn=system.urn("P1", Kind.ANY_WORK), what="Ask again.", owner=system.id("P1"))
    await ask_case(system, "M1", action.urn, action)
    streams = (quarter_of(system), case_id(action.urn))

    for stream in streams:
        nudge = Nudge(stream=stream, version=0)
        await system.client.get_workflow_handle(stream).signal("catch_up", nudge)

    async def each_has_asked() -> None:
        asked = await system.rows("select stream from iqa.commands where kind = 'catch_up'")
        assert sorted(row["stream"] for row in asked) == sorted(streams)

    await soon(each_has_asked)
    for stream in streams:
        await keep(system, "caught_up_with_the_ledger", stream)


async def test_what_is_drawn_is_sampled_fed_back_and_closed_and_the_sample_can_be_drawn_again(
    engine: str, database: Database, tmp_path: Path, keep: Keep
) -> None:
    """With a sample of every IQA instead of one in ten, so that the first daily pass draws."""
    async with running_system(engine, database, policy=sample_all(tmp_path)) as system:
        await open_quarter(system, policy="sample-all-1")
        iqa = next(iqa for iqa in await planned(system) if system.id("P1") in iqa)
        await confirm(system, iqa, "P1", "M1")
        held = c.HoldConversation(on=today(), mode=Mode.VIDEO, do_differently="We went through the review.")
        await system.send(iqa, "M1", held)
        await system.send(iqa, "M1", c.RecordNoActions())

        for _ in range(5):
            await system.client.get_workflow_handle(quarter_of(system)).describe()
            await system.skipper.fast_forward(system.client.get_workflow_handle(quarter_of(system)), A_DAY)
            if (await system.state(iqa)).sample:
                break
        state = await system.until(iqa, lambda iqa: iqa.sample is not None and iqa.sample.started)
        assert state.sample is not None
        assert state.sample.sampler == system.id("S1")

        re_marks = tuple(ReMark(question=mark.question, verdict=Verdict.REASONABLE) for mark in state.marks)
        check = c.RecordDipSample(
            comment="Fair.", got_right="The marks.", re_marks=re_marks, seen_version=state.version
        )
        await system.send(iqa, "S1", check)
        await system.send(iqa, "S1", c.GiveFeedback(on=today(), mode=Mode.VIDEO, content="Said so."))
        await system.send(iqa, "M1", c.AcknowledgeFeedback())
        await system.ended(iqa)

        quarter = await quarter_until(system, lambda quarter: not quarter.tellings)
        seed = (await system.rows("select seed from iqa.sample_seeds"))[0]["seed"].hex()
        assert verify(quarter.seed_commitment, seed, quarter.numbered, quarter.drawn, quarter.one_in) == ()
        await keep(system, "drawn_by_its_quarter", quarter_of(system))
        await keep(system, "drawn_by_its_quarter", iqa)


async def test_blocks_whose_iqas_were_all_withdrawn_are_passed_over(
    engine: str, database: Database, tmp_path: Path, keep: Keep
) -> None:
    """Each pass adds to what was numbered, drawn and passed over before."""
    async with running_system(engine, database, policy=sample_all(tmp_path)) as system:
        await open_quarter(system, policy="sample-all-1")
        iqas = {
            name: iqa
            for iqa in await planned(system)
            for name in ("P1", "P2", "P3", "P4")
            if f"{name}-" in iqa
        }
        for gone, stays, manager in (("P1", "P3", "M2"), ("P2", "P4", "M2")):
            await confirm(system, iqas[gone], gone, "M1")
            await system.send(iqas[gone], "S1", c.Withdraw(because="no_case"))
            await confirm(system, iqas[stays], stays, manager)
            before = await quarter_until(system, lambda quarter: not quarter.tellings)
            await pass_over(system, before)
        quarter = await quarter_until(system, lambda found: len(found.drawn) > 1 and not found.tellings)

        assert [one.iqa_ids for one in quarter.passed_over] == [(iqas["P1"],), (iqas["P2"],)]
        assert [one.iqa_id for one in quarter.drawn] == [iqas["P3"], iqas["P4"]]
        assert len(quarter.numbered) == len(iqas)
        await keep(system, "drawn_from_in_two_passes", quarter.quarter_id)


def sample_all(folder: Path) -> Path:
    """The default policy with a sample of every IQA."""
    text = (Path("domain") / "reference" / "policy-default-1.toml").read_text()
    changed = text.replace('version = "default-1"', 'version = "sample-all-1"').replace(
        "one_in = 10", "one_in = 1"
    )
    path = folder / "policy-sample-all-1.toml"
    path.write_text(changed)
    return path
