"""Who is shown what: everybody their own inbox, and words only to those concerned."""

import re
from pathlib import Path

from domain.assessment import Answer, Mark, Mode
from domain.ids import QUARTER
from domain.iqa.commands import ConfirmAssessment, DrawForSample, HoldConversation, RecordMarks, SelectCase
from domain.prompts import PromptKind
from domain.questions import Work
from tests.area import Kind, today
from tests.clients.typed import CommandLine
from tests.factories import answered

THEIR_WORK = answered(PromptKind.OFF_QUESTION_ANSWERED)


async def marked(iqa: CommandLine) -> str:
    it = await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.ANY_WORK)
    select = SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1)
    await iqa.system.send(it, "M1", select)
    state = await iqa.system.state(it)
    marks = tuple(
        Mark(
            question=preset.number,
            answer=Answer.YES,
            good_practice=f"Clear strategy {preset.number}",
            preset_changed_because="asked",
        )
        for preset in (state.selection.presets if state.selection else ())
    )
    await iqa.system.send(it, "M1", RecordMarks(marks=marks, answered=THEIR_WORK, seen_version=state.version))
    return it


async def confirmed(iqa: CommandLine) -> str:
    it = await marked(iqa)
    version = (await iqa.system.state(it)).version
    await iqa.system.send(it, "M1", ConfirmAssessment(seen_version=version))
    return it


async def test_the_prosecutor_reads_the_marks_once_they_are_confirmed(iqa: CommandLine) -> None:
    it = await marked(iqa)

    before = await iqa.ok("show", it, "--json", by="P1")
    state = await iqa.system.state(it)
    await iqa.system.send(it, "M1", ConfirmAssessment(seen_version=state.version))
    after = await iqa.ok("show", it, "--json", by="P1")

    assert "marks" not in before.document
    assert after.document["marks"][0]["good_practice"] == "Clear strategy 1"
    assert "prompts" not in after.document


async def test_the_prosecutor_never_sees_the_second_check(iqa: CommandLine) -> None:
    it = await confirmed(iqa)
    await iqa.system.send(
        it,
        "M1",
        HoldConversation(
            on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
        ),
    )
    await iqa.ok("action", "none", it, by="M1")
    await iqa.system.send(it, QUARTER, DrawForSample(sampler=iqa.system.id("S1")))
    numbers = [mark.question for mark in (await iqa.system.state(it)).marks]
    re_marks = [part for number in numbers for part in ("--re-mark", f"{number}=too-lenient: harm")]
    waiting = await iqa.ok("inbox", by="S1")
    await iqa.ok("dip-sample", it, "--comment", "SECOND", "--missed", "Q2", *re_marks, by="S1")
    await iqa.ok("feedback", it, "--mode", "video", "--content", "We went through it", by="S1")
    await iqa.ok("acknowledge", it, "--stands-because", "SECOND thoughts", by="M1")
    await iqa.system.ended(it)

    manager, prosecutor = await iqa.ok("show", it, by="M1"), await iqa.ok("show", it, by="P1")
    story = await iqa.ok("history", it, by="P1")

    assert f"iqa dip-sample {it}" in waiting.out
    assert "SECOND" in manager.out
    assert "too lenient" in manager.out
    assert "SECOND" not in prosecutor.out
    assert "the IQA is closed" in story.out
    assert not [word for word in ("SECOND", "lenient", "sampl", "feedback", "S1 (") if word in story.out]


async def test_auditors_read_everything_and_act_on_nothing(iqa: CommandLine) -> None:
    it = await confirmed(iqa)

    shown = await iqa.ok("show", it, by="I1")
    refused = await iqa("withdraw", it, "--because", "other", by="I1")

    assert "Clear" in shown.out
    assert refused.code == 5


async def test_somebody_who_has_left_is_shown_nothing(iqa: CommandLine) -> None:
    ran = await iqa("inbox", by="P7")

    assert ran.code == 5
    assert "not_in_post" in ran.err


async def test_what_is_overdue_stands_first_and_what_went_up_is_taken_on_by_a_senior_manager(
    iqa: CommandLine,
) -> None:
    await iqa.ok("open-quarter", iqa.system.area, iqa.system.quarter, by="S1")
    late, on_time = await confirmed(iqa), await iqa.system.open("P2")
    await iqa.system.forward_past(late, "converse")

    inbox = (await iqa.ok("inbox", "--json", by="M1")).document["waiting"]
    above = (await iqa.ok("inbox", "--json", by="S1")).document["escalations"]
    raised = (await iqa.ok("escalations", by="C1")).out
    will_do = "I will sit down with both"
    await iqa.ok("acknowledge-escalation", above[0]["escalation_id"], "--will-do", will_do, by="S1")
    afterwards = (await iqa.ok("inbox", "--json", by="S1")).document["escalations"]
    taken = (await iqa.ok("escalations", by="C1")).out
    shown = [(await iqa.ok("show", late, "--json", by=reader)).out for reader in ("S1", "P1")]

    streams = [waiting["stream"] for waiting in inbox]
    assert inbox[0]["stream"] == late
    assert inbox[0]["overdue"]
    assert streams.index(late) < streams.index(on_time)
    assert late in raised
    assert afterwards == []
    assert will_do in taken
    assert [will_do in out for out in shown] == [True, False], "the assessed prosecutor does not read of it"


async def test_every_refused_case_is_listed_with_each_reason(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")

    cases = (await iqa.ok("eligible", it, "--json", by="M1")).document["cases"]

    told = {case["urn"]: [obstacle["rule"] for obstacle in case["obstacles"]] for case in cases}
    assert told[iqa.system.urn("P1", Kind.GUILTY)] == ["guilty_plea"]
    assert "case_not_live" in told[iqa.system.urn("P1", Kind.FINALISED)]
    assert told[iqa.system.urn("P1", Kind.ANY_WORK)] == []


async def test_work_that_another_iqa_assesses_is_not_offered_again(iqa: CommandLine) -> None:
    taken, it = await marked(iqa), await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.ANY_WORK)

    cases = (await iqa.ok("eligible", it, "--json", by="M1")).document["cases"]
    again = await iqa("select", it, urn, "--work", "charging", by="M1")

    offered = next(case["work"] for case in cases if case["urn"] == urn)
    assert taken
    assert "charging" not in offered
    assert (again.code, "already_assessed" in again.err) == (6, True)


async def test_a_story_is_verified_against_the_ledger(iqa: CommandLine, tmp_path: Path) -> None:
    it = await confirmed(iqa)
    saved = tmp_path / "history.json"
    saved.write_text((await iqa.system.history(it)).to_json())

    live = await iqa.ok("history", it, "--replay", by="S1")
    await iqa.system.execute("alter table iqa.ledger disable trigger all")
    await iqa.system.execute("update iqa.ledger set actor = 'M9' where version = 2")
    tampered = await iqa("history", it, "--replay", "--file", str(saved), by="S1")
    seen = await iqa("history", it, "--replay", "--json", by="S1")
    assessed = await iqa("history", it, "--replay", "--json", by="P1")

    assert re.search("the IQA is open: .*verified; history, decisions and ledger agree", live.out, re.DOTALL)
    assert (tampered.code, seen.code, assessed.code) == (8, 8, 8)
    assert re.search("the IQA is open: .*: altered, ", tampered.err, re.DOTALL)
    assert "M9" in tampered.err.partition(": altered")[2]
    assert [line["version"] for line in seen.document["story"]] == [1, 2, 3, 4, 5]
    assert seen.document["found"] == len(seen.document["differences"]) > 0
    assert (assessed.document["found"], assessed.document["differences"]) == (seen.document["found"], [])
    assert {line["version"] for line in assessed.document["story"]} == {None}


async def test_without_any_history_a_ledger_is_verified_alone_as_far_as_that_goes(iqa: CommandLine) -> None:
    it = iqa.system.new_iqa("P1")
    async with iqa.system.desk() as desk:
        await desk.open(it)
    rules = "f" * 64

    alone = await iqa.ok("history", it, "--replay", by="S1")
    await iqa.system.execute(f"update iqa.commands set rules = '{rules}'")  # noqa: S608  made up here
    other = await iqa.ok("history", it, "--replay", "--json", by="S1")
    await iqa.system.execute("alter table iqa.ledger disable trigger all")
    await iqa.system.execute(
        "update iqa.ledger set body = replace(convert_from(body, 'utf8'), 'assessment_first', 'conversation_first')"
        "::bytea"
    )
    unlike = await iqa("history", it, "--replay", by="S1")

    assert "verified; decisions and ledger agree; no history is left." in alone.out
    assert (other.document["verified"], other.document["history"]) == (True, False)
    assert [one["rules"] for one in other.document["other_rules"]] == [rules]
    assert unlike.code == 9
    assert "cannot be judged here" in unlike.err
    assert "That accuses nobody" in unlike.err


async def test_a_ledger_with_a_hole_is_said_to_have_one_and_is_no_bug(iqa: CommandLine) -> None:
    it = await confirmed(iqa)
    await iqa.system.execute("alter table iqa.ledger disable trigger all")
    await iqa.system.execute("delete from iqa.ledger where version = 2")

    for asked in (("history", it), ("history", it, "--replay"), ("show", it)):
        told = await iqa(*asked, by="S1")
        assert (told.code, f"The ledger of {it} is not whole" in told.err) == (8, True)


async def test_a_ledger_that_holds_no_command_can_not_be_told_and_is_not_verified(iqa: CommandLine) -> None:
    it = await confirmed(iqa)
    await iqa.system.execute("update iqa.commands set body = '{}' where judged_version = 1")

    told = await iqa("history", it, "--json", by="S1")
    verified = await iqa("history", it, "--replay", "--json", by="S1")

    assert (told.code, verified.code) == (8, 8)
    assert (told.document["story"], told.document["verified"]) == ([], False)
    assert "the ledger can't be read (ValidationError)" in told.document["says"]
    assert verified.document["found"] > 0
