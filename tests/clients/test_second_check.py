"""The second check on the command line: blind, fed back, followed up, picked, and proved."""

import json
from pathlib import Path

import pytest

from clients.cli.frame.exit_codes import ExitCode
from domain.assessment import Mark, Mode
from domain.ids import QUARTER
from domain.iqa.commands import DrawForSample, HoldConversation, RecordNoActions, ReviseMarks
from domain.iqa.state import Stage
from tests.area import today
from tests.clients.typed import CommandLine
from tests.system import A_MOMENT, System
from tests.workflows.quarters import open_quarter, quarter_of, quarter_past, quarter_until
from tests.workflows.test_quarter import confirm, planned


async def sampled(
    iqa: CommandLine,
    prosecutor: str = "P1",
    manager: str = "M1",
    *,
    silent: bool = False,
) -> str:
    """A completed IQA that was drawn for S1, who can start; with no word beside any mark where it is silent."""
    system = iqa.system
    it = await system.open(prosecutor)
    await confirm(system, it, prosecutor, manager)
    if silent:
        marks = tuple(
            Mark(question=one.question, answer=one.answer) for one in (await system.state(it)).marks
        )
        await system.send(it, manager, ReviseMarks(marks=marks, because="Nothing to say."))
    await completed(system, it, manager)
    return it


async def completed(system: System, it: str, manager: str = "M1") -> None:
    """Talk a confirmed IQA over, say that its case needs nothing, and draw it for S1."""
    held = HoldConversation(
        on=today(), mode=Mode.VIDEO, do_differently="What the review could have said on bail."
    )
    await system.send(it, manager, held)
    await system.send(it, manager, RecordNoActions())
    await system.send(it, QUARTER, DrawForSample(sampler=system.id("S1")))


async def test_the_sampler_marks_blind_and_the_check_needs_no_verdicts(iqa: CommandLine) -> None:
    it = await sampled(iqa)

    before = await iqa.ok("show", it, by="S1")
    hidden = await iqa.ok("show", it, "--json", by="S1")
    told = await iqa.ok("history", it, by="S1")
    answers = [f"--answer={one}" for one in ("1=yes", "2=no: No strategy", "3=not-applicable")]
    await iqa.ok("re-mark", it, *answers, by="S1")
    after = await iqa.ok("show", it, by="S1")
    await iqa.ok("dip-sample", it, "--comment", "Question 2 reads leniently.", by="S1")
    shown = await iqa.ok("show", it, by="S1")

    assert (
        f"Marks are not shown, so that you can mark blind: iqa re-mark {it} --answer 2=no, or see"
        in before.out
    )
    assert "    Trial strategy, relevant applications" in before.out
    assert "What the review could have said." not in before.out
    assert {"marks", "first_marks", "held"}.isdisjoint(hidden.document)
    assert "the assessment is confirmed" in told.out
    assert "the marks are recorded" not in told.out
    assert "What the review could have said." not in told.out
    assert "Marks: confirmed" in after.out
    assert "Question 2 Quality of review, marked blind: no" in after.out
    assert "Question 2 Quality of review: too lenient (marked blind: no)" in shown.out
    assert (
        "Question 3 Disclosure in initial review: should be not applicable (marked blind: not applicable)"
        in shown.out
    )
    assert "Marks: confirmed" in (await iqa.ok("show", it, by="S2")).out


async def test_a_thin_check_is_recorded_and_shows_what_it_did_not_re_mark(iqa: CommandLine) -> None:
    it = await sampled(iqa)
    await iqa.ok("re-mark", it, "--skip", by="S1")

    before = await iqa.ok("show", it, by="S1")
    await iqa.ok(
        "dip-sample", it, "--comment", "Agree with DCP.", "--found", "too-early,action-missing", by="S1"
    )
    shown = await iqa.ok("show", it, by="S1")
    story = await iqa.ok("history", it, by="S1")

    assert "Policy asks for 3 questions to be re-marked" in before.out
    assert "not re-marked" in shown.out
    assert "Re-marked: 0; policy asks for 3" in shown.out
    assert "The case itself: not said to be read" in shown.out
    assert "Found: the case was assessed too early (¶6.5)" in shown.out
    assert "a case action is missing" in story.out


async def test_what_the_record_shows_is_told_and_asked_once_what_follows(iqa: CommandLine) -> None:
    it = await sampled(iqa, silent=True)
    check = ("dip-sample", it, "--comment", "Agree with DCP.", "--found", "too-early")

    blind = await iqa.ok("show", it, by="S1")
    await iqa.ok("re-mark", it, "--skip", by="S1")
    before = await iqa.ok("show", it, by="S1")
    asked = await iqa(*check, by="S1")
    strange = await iqa(*check, "--what-follows", "not-held=Nobody talked.", by="S1")
    unknown = await iqa(*check, "--what-follows", "haste=They hurried.", by="S1")
    await iqa.ok(*check, "--what-follows", "empty-box=We write one together.", by="S1")
    shown = await iqa.ok("show", it, by="S1")
    story = await iqa.ok("history", it, by="S1")

    says = "No word stands beside any mark"
    assert says not in blind.out
    assert f"The record shows: {says}" in before.out
    assert "--what-follows empty_box=SENTENCE" in before.out
    assert asked.code == ExitCode.REFUSED
    assert says in asked.err
    assert "what_follows=nothing: Nothing follows from it" in asked.err
    assert (strange.code, "unknown_fact" in strange.err) == (ExitCode.REFUSED, True)
    assert (unknown.code, "is no fact that a record shows" in unknown.err) == (ExitCode.USAGE, True)
    assert "Follows from empty box: We write one together." in shown.out
    assert "We write one together." in story.out
    for other in ("M1", "P1"):
        assert "We write one together." not in (await iqa.ok("show", it, by=other)).out


async def test_a_sampler_who_did_something_in_the_iqa_before_is_not_recorded_as_blind(
    iqa: CommandLine,
) -> None:
    it = await sampled(iqa)
    await iqa.ok(
        "action", "add", it, "--what", "Ask for the statement.", "--owner", iqa.system.id("P1"), by="S1"
    )

    await iqa.ok("re-mark", it, "--answer=2=no: No strategy", by="S1")
    await iqa.ok("dip-sample", it, "--comment", "Question 2 reads leniently.", by="S1")
    shown = await iqa.ok("show", it, by="S1")

    assert "too lenient" in shown.out
    assert "marked blind" not in shown.out
    assert "not blind: the sampler had seen the IQA before" in shown.out


async def test_a_senior_talks_with_the_manager_without_a_sample(iqa: CommandLine) -> None:
    system = iqa.system
    it = await system.open("P1")
    await confirm(system, it, "P1", "M1")

    noted = await iqa.ok(
        "manager-talk", it, "--about", "How a review reads.", "--to-try", "Ask for one at charge.", by="S1"
    )
    manager, theirs = await iqa.ok("show", it, by="M1"), await iqa.ok("show", it, by="P1")
    told = await iqa.ok("notices", by="M1")
    await iqa.ok("manager-talk-outcome", it, "m1", "--outcome", "Two reviews have one.", by="M1")
    after = await iqa.ok("show", it, by="S1")
    story = await iqa.ok("history", it, by="P1")

    assert "say what came of talk m1 with the manager" in noted.out
    assert "To be tried: Ask for one at charge." in manager.out
    assert f"iqa manager-talk-outcome {it} m1" in manager.out
    assert "what a senior manager noted of a talk with you" in told.out
    assert "Came of it: Two reviews have one." in after.out
    assert not [
        word
        for word in ("How a review reads", "m1", "talk with the manager")
        if word in theirs.out + story.out
    ]


async def test_a_sampler_who_sees_the_marks_first_says_so_and_is_not_blind(iqa: CommandLine) -> None:
    it = await sampled(iqa)

    await iqa.ok("re-mark", it, "--skip", by="S1")
    shown = await iqa.ok("show", it, by="S1")
    late = await iqa("re-mark", it, "--answer", "2=no", by="S1")

    assert "Marks: confirmed" in shown.out
    assert (late.code, "not_blind" in late.err) == (ExitCode.REFUSED, True)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ((), "A re-mark has answers, or is skipped"),
        (("--skip", "--answer", "2=no"), "A re-mark has answers, or is skipped"),
        (("--answer", "two=no"), "'two' is no number of a question"),
        (("--answer", "2=perhaps"), "'perhaps' is no answer"),
    ],
)
async def test_what_is_no_answer_is_a_fault_of_usage(
    iqa: CommandLine, typed: tuple[str, ...], says: str
) -> None:
    ran = await iqa("re-mark", "iqa-1", *typed, by="S1")

    assert ran.code == ExitCode.USAGE
    assert says in ran.err


async def test_what_the_manager_is_to_develop_is_followed_up_in_a_later_iqa(iqa: CommandLine) -> None:
    it = await sampled(iqa)
    verdicts = [f"--re-mark={n}=reasonable" for n in (1, 2, 3)]
    await iqa.ok("dip-sample", it, "--comment", "Fair.", "--got-right", "The marks.", *verdicts, by="S1")
    day = today().replace(year=today().year + 1).isoformat()

    asked = await iqa.ok(
        "feedback",
        it,
        "--mode=video",
        "--content",
        "Gone through.",
        "--develop",
        f"what=Ask for a strategy, at charge,by={day}",
        by="S1",
    )
    await iqa.ok("acknowledge", it, by="M1")
    later = await iqa.system.open("P2")
    unconfirmed = await iqa("development", it, "d1", "--shown", "yes", "--in", later, by="S1")
    await confirm(iqa.system, later, "P2", "M1")
    waiting = await iqa.ok("inbox", by="S1")
    await iqa.ok("development", it, "d1", "--shown", "partly", "--in", later, "--again-on", day, by="S1")
    shown = await iqa.ok("show", it, by="S1")
    done = await iqa.ok("development", it, "d1", "--shown", "yes", "--in", later, by="S1")
    story = await iqa.ok("history", it, by="S1")

    assert "to say whether later IQAs show d1, due" in asked.out
    assert (unconfirmed.code, "not_next_iqa" in unconfirmed.err) == (ExitCode.REFUSED, True)
    assert f"iqa development {it} d1" in waiting.out
    assert f"shown: partly in {later}, again by" in shown.out
    assert "What: Ask for a strategy, at charge" in shown.out
    assert "what the later IQAs show is recorded" in done.out
    assert (await iqa.system.ended(it)).stage == Stage.CLOSED
    assert f"what the later IQAs show is recorded: d1, shown: yes, in {later}" in story.out


async def test_the_manager_says_whether_they_revise_or_let_it_stand_and_why(iqa: CommandLine) -> None:
    it = await sampled(iqa)
    verdicts = ("--re-mark=2=too-lenient: No strategy.", "--re-mark=1=reasonable", "--re-mark=3=reasonable")
    await iqa.ok("dip-sample", it, "--comment", "Question 2 is lenient.", *verdicts, "--case-read", by="S1")
    await iqa.ok("feedback", it, "--mode", "video", "--content", "Gone through.", by="S1")

    in_one_click = await iqa("acknowledge", it, by="M1")
    both = await iqa("acknowledge", it, "--revise", "--stands-because", "It does.", by="M1")
    to_come = await iqa.ok("acknowledge", it, "--revise", "--note", "You are right.", by="M1")
    waiting = await iqa.ok("show", it, by="M1")
    await iqa.ok("acknowledge", it, "--stands-because", "It is in the second review.", by="M1")
    shown = await iqa.ok("show", it, by="S1")
    theirs = await iqa.ok("show", it, by="P1")
    story = await iqa.ok("history", it, by="S1")

    assert (in_one_click.code, "(question 2)" in in_one_click.err) == (ExitCode.REFUSED, True)
    assert (both.code, "What is let stand has its reason" in both.err) == (ExitCode.USAGE, True)
    assert "to revise the marks, as said in answer to the feedback" in to_come.out
    assert "to be revised" in waiting.out
    assert f"(iqa revise {it})" in waiting.out
    assert ": let stand\n" in shown.out
    assert "Because: It is in the second review." in shown.out
    assert "Open for comments and queries until" in theirs.out
    assert "let stand" not in theirs.out
    assert "the feedback is acknowledged: to be revised, due" in story.out


@pytest.mark.parametrize(
    "typed", ["Ask for a strategy", "what=Ask", "by=2026-12-18", "what=,by=2027-01-04", "what=Ask,by=soon"]
)
async def test_what_is_to_be_developed_has_words_and_a_day(iqa: CommandLine, typed: str) -> None:
    ran = await iqa(
        "feedback", "iqa-1", "--mode", "video", "--content", "Said so.", "--develop", typed, by="S1"
    )

    assert ran.code == ExitCode.USAGE
    assert "--develop" in ran.err
    assert 'Write it as "what=' in ran.err


async def test_a_senior_manager_picks_an_iqa_beside_the_draw_for_a_listed_reason(iqa: CommandLine) -> None:
    system = iqa.system
    await open_quarter(system)
    it = next(one for one in await planned(system) if system.id("P1") in one)
    early = await iqa("pick-sample", it, "--because", "new_manager", by="S2")
    await confirm(system, it, "P1", "M1")

    hunch = await iqa("pick-sample", it, "--because", "a-hunch", by="S2")
    nowhere = await iqa("pick-sample", "iqa-nowhere", "--because", "new_manager", by="S2")
    picked = await iqa.ok("pick-sample", it, "--because", "new_manager", by="S2")
    again = await iqa("pick-sample", it, "--because", "new_manager", by="S2")
    await system.until(it, lambda state: state.sample is not None)
    shown = await iqa.ok("show", it, by="S1")

    assert "assessment_not_confirmed" in early.err
    assert "marks_look_lenient" in hunch.err
    assert nowhere.code == ExitCode.NOT_FOUND
    assert "beside the draw" in picked.out
    assert again.code == ExitCode.REFUSED
    assert "picked beside the draw (risk)" in shown.out


async def test_whoever_only_read_the_marks_before_the_draw_is_not_recorded_as_blind(iqa: CommandLine) -> None:
    system = iqa.system
    read, unread = await system.open("P1"), await system.open("P2")
    for it, prosecutor in ((read, "P1"), (unread, "P2")):
        await confirm(system, it, prosecutor, "M1")
    await iqa.ok("show", read, by="S1")
    for it in (read, unread):
        await completed(system, it)

    for it in (read, unread):
        await iqa.ok("show", it, by="S1")
        await iqa.ok("re-mark", it, "--answer=2=no: No strategy", by="S1")

    assert "not blind: the sampler had seen the IQA before" in (await iqa.ok("show", read, by="S1")).out
    assert "Question 2 Quality of review, marked blind: no" in (await iqa.ok("show", unread, by="S1")).out


async def test_whoever_picked_an_iqa_for_the_sample_had_seen_it_and_is_not_recorded_as_blind(
    iqa: CommandLine,
) -> None:
    system = iqa.system
    await open_quarter(system)
    it = next(one for one in await planned(system) if system.id("P1") in one)
    await confirm(system, it, "P1", "M1")
    await iqa.ok("pick-sample", it, "--because", "marks_look_lenient", by="S1")
    held = HoldConversation(on=today(), mode=Mode.VIDEO, do_differently="What the review could say on bail.")
    await system.send(it, "M1", held)
    await system.send(it, "M1", RecordNoActions())
    state = await system.until(it, lambda state: state.sample is not None and state.sample.started)
    assert state.sample
    assert state.sample.sampler == system.id("S1")

    await iqa.ok("re-mark", it, "--answer=2=no: No strategy", by="S1")

    assert "not blind: the sampler had seen the IQA before" in (await iqa.ok("show", it, by="S1")).out


async def test_before_the_close_a_sample_shows_its_commitment_and_nothing_of_who_is_in_it(
    iqa: CommandLine,
) -> None:
    await open_quarter(iqa.system)
    it = next(one for one in await planned(iqa.system) if iqa.system.id("P1") in one)
    await confirm(iqa.system, it, "P1", "M1")
    await iqa.ok("pick-sample", it, "--because", "new_manager", by="S2")
    quarter = await quarter_until(iqa.system, lambda _: True)
    which = (iqa.system.area, iqa.system.quarter)

    ran = await iqa.ok("verify-sample", *which, by="M1")
    document = (await iqa.ok("verify-sample", *which, "--json", by="M1")).document
    nowhere = await iqa("verify-sample", "XX", iqa.system.quarter, by="I1")
    prosecutor = await iqa("verify-sample", *which, by="P1")

    assert prosecutor.code == ExitCode.NOT_PERMITTED
    assert "the seed is not revealed yet" in ran.out
    assert quarter.seed_commitment in ran.out
    assert (document["seed"], document["verified"], document["commitment"]) == (
        None,
        False,
        quarter.seed_commitment,
    )
    assert it not in ran.out
    assert [document[name] for name in ("numbered", "drawn", "passed_over")] == [[], [], []]
    assert nowhere.code == ExitCode.NOT_FOUND


@pytest.mark.long
async def test_a_closed_quarter_is_proved_from_its_ledger_and_from_a_document_alone(
    iqa: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = iqa.system
    await open_quarter(system)
    for it in await planned(system):
        prosecutor = next(name for name in ("P1", "P2", "P3", "P4", "P5") if f"{system.id(name)}-" in it)
        await confirm(
            system, it, prosecutor, (await system.state(it)).assessor.removeprefix(f"{system.area}-")
        )
    opened = await quarter_until(system, lambda _: True)
    close = opened.deadline("close")
    assert close is not None
    await quarter_past(system, close.due + A_MOMENT)
    await quarter_until(system, lambda quarter: quarter.closed_at is not None)
    which = (system.area, system.quarter)

    ran = await iqa.ok("verify-sample", *which, by="I1")
    document = (await iqa.ok("verify-sample", *which, "--json", by="I1")).document

    assert "verified; 1 of 5 casework IQAs drawn." in ran.out
    assert len(document["numbered"]) == 5

    await system.execute("alter table iqa.ledger disable trigger all")
    [row] = await system.rows(
        "select version, body from iqa.ledger where stream = $1 and kind = 'iqas_numbered'",
        quarter_of(system),
    )
    body = row["body"].decode()
    ids = [place["iqa_id"] for place in document["numbered"]]
    swapped = body.replace(ids[0], "@").replace(ids[1], ids[0]).replace("@", ids[1])
    change = "update iqa.ledger set body = $1 where stream = $2 and version = $3"
    await system.rows(change, swapped.encode(), quarter_of(system), row["version"])
    altered = await iqa("verify-sample", *which, "--json", by="I1")
    assert altered.code == ExitCode.NOT_VERIFIED
    assert {fault["what"] for fault in altered.document["faults"]} == {"not_the_list"}
    assert "the numbered list is not the one that was published" in altered.err

    monkeypatch.setenv("IQA_DSN", "postgresql://nobody@127.0.0.1:1/nothing")
    kept = tmp_path / "sample.json"
    kept.write_text(json.dumps(document))
    offline = await iqa.ok("verify-sample", *which, "--file", str(kept))
    assert "verified; 1 of 5 casework IQAs drawn." in offline.out
    other = next(one for one in ids if one != document["drawn"][0]["iqa_id"])
    kept.write_text(json.dumps(document).replace(f'"{document["drawn"][0]["iqa_id"]}"', f'"{other}"'))
    forged = await iqa("verify-sample", *which, "--file", str(kept), "--json")
    assert forged.code == ExitCode.NOT_VERIFIED
    assert forged.document["verified"] is False


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "can't be read"),
        (b"{}", "is no document of a sample"),
        (b"\xff", "is no document of a sample"),
        (b'{"area": "XN", "quarter": "2026-27-Q3", "commitment": "c", "one_in": 10, "seed": "xyz"}', "seed"),
        (
            b'{"area": "XS", "quarter": "2026-27-Q3", "commitment": "c", "one_in": 10}',
            "is about XS 2026-27-Q3",
        ),
    ],
)
async def test_a_document_that_cannot_be_used_is_named_with_its_fault(
    iqa: CommandLine, tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "sample.json"
    if content is not None:
        path.write_bytes(content)

    ran = await iqa("verify-sample", "XN", "2026-27-Q3", "--file", str(path))

    assert ran.code == ExitCode.USAGE
    assert says in ran.err
