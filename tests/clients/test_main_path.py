"""One assessment from selection to the prosecutor's last word, as people type it."""

from pathlib import Path

from tests.area import Kind, today
from tests.clients.typed import CommandLine, marks_of


async def test_an_assessment_goes_all_the_way_on_the_command_line(iqa: CommandLine, tmp_path: Path) -> None:
    it = await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.ANY_WORK)
    manager, prosecutor, senior = "M1", "P1", "S1"

    inbox = await iqa.ok("inbox", by=manager)
    eligible = await iqa.ok("eligible", it, by=manager)
    selected = await iqa.ok("select", it, urn, "--work", "charging,initial-review", by=manager)
    template = await iqa.ok("mark", it, "--template", by=manager)
    presets = (await iqa.ok("show", it, "--json", by=manager)).document["selection"]["presets"]
    numbers = [preset["number"] for preset in presets]
    marks = marks_of(tmp_path, dict.fromkeys(numbers, 'answer = "yes"\npreset_changed_because = "asked"'))
    marked = await iqa.ok(
        "mark", it, "--file", str(marks), "--asked", "off-question-answered=considered", by=manager
    )
    confirmed = await iqa.ok("confirm", it, by=manager)
    held = await iqa.ok(
        "hold-conversation",
        it,
        "--mode=video",
        "--do-differently",
        "-",
        by=manager,
        stdin="Which witnesses it should have named 😀".encode(),
    )
    answered = await iqa.ok("confirm-conversation", it, by=prosecutor)
    settled = await iqa.ok("action", "none", it, by=manager)
    commented = await iqa.ok("comment", it, "--text", "@@me: fair", by=prosecutor)
    queried = await iqa.ok("query", it, "2", "--text", "Why?", by=prosecutor)
    upheld = await iqa.ok(
        *("answer-query", it, "q1", "--outcome", "upheld", "--text", "You are right", "--question", "2"),
        *("--answer", "no", "--improvement", "Name the witness"),
        by=senior,
    )
    shown = await iqa.ok("show", it, by=prosecutor)

    assert f"select a case  iqa eligible {it}" in inbox.out
    assert urn in eligible.out
    assert "guilty_plea: A guilty plea was entered." in eligible.out
    assert f"Next: Sam Ortiz ({iqa.system.id('M1')}) to mark and confirm the assessment, due" in selected.out
    assert "# 1. Decision under the Code: The charging or review decision" in template.out
    assert "Every question that is on is answered." in marked.out
    assert "the assessment is confirmed" in confirmed.out
    assert "say whether the conversation took place" in held.out
    assert "confirms the conversation" in answered.out
    assert "the IQA is completed" in settled.out
    assert "the comment is kept" in commented.out
    assert "to answer query q1" in queried.out
    assert "both versions stay" in upheld.out
    assert "Which witnesses it should have named 😀" in shown.out
    assert "@me: fair" in shown.out
    assert "Name the witness" in shown.out


async def test_an_iqa_starts_from_an_everyday_conversation(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.ANY_WORK)

    noted = await iqa.ok(
        *("note-conversation", urn, "--prosecutor", iqa.system.id("P1")),
        *("--mode", "telephone", "--view", "Two lines"),
        by="M1",
    )
    eligible = await iqa.ok("eligible", it, by="M1")
    started = f"case-{urn}.c1"
    drawn = await iqa("draw", it, by="M1")
    anyway = await iqa.ok("draw", it, "--anyway", by="M1")
    await iqa.ok("select", it, urn, "--work", "charging", "--conversation", started, by="M1")
    state = await iqa.system.state(it)

    assert f"--conversation {started}" in noted.out
    assert eligible.out.index(started) < eligible.out.index("may be chosen")
    assert state.selection
    assert state.selection.conversation_id == started
    assert drawn.code == 3
    assert f"`iqa select {it} {urn} --work WORK --conversation {started}`" in " ".join(drawn.err.split())
    assert "Draw 1:" in anyway.out


async def test_a_plan_for_a_talk_is_asked_about_with_a_way_that_is_open_at_that_step(
    iqa: CommandLine,
) -> None:
    it = await iqa.system.open("P1", policy="conversation-first-1")
    urn, plan = iqa.system.urn("P1", Kind.ANY_WORK), "Will discuss at our 1-2-1"
    note = ("note-conversation", urn, "--prosecutor", iqa.system.id("P1"), "--mode", "video", "--view", plan)
    await iqa.ok(*note, by="M1")

    select = ("select", it, urn, "--work", "charging")
    asked = await iqa(*select, "--conversation", f"case-{urn}.c1", by="M1")
    await iqa.ok(*select, by="M1")
    held = await iqa("hold-conversation", it, "--mode", "video", "--view", plan, by="M1")

    await iqa.ok("hold-conversation", it, "--mode", "video", "--view", "Bail was a close call.", by="M1")
    right = ("--on", str(today()), "--mode", "video", "--view", plan, "--because", "It was not yet.")
    corrected = await iqa("correct-conversation", it, *right, by="M1")

    assert (asked.code, held.code, corrected.code) == (3, 3, 3)
    assert "select the case without --conversation" in asked.err
    assert "plan-conversation" not in asked.err
    assert "plan-conversation" in held.err
    assert "`iqa take-back-conversation` opens the step again" in " ".join(corrected.err.split())


async def test_a_drawn_case_is_recorded_and_selected_as_drawn_and_another_is_not(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")

    first = await iqa.ok("draw", it, by="M1")
    again = (await iqa.ok("draw", it, "--json", by="M1")).document
    others = iqa.system.urn("P1", Kind.GUILTY)
    other = await iqa("select", it, others, "--work", "charging", "--drawn", by="M1")
    await iqa.ok(*again["select"].split()[1:], by="M1")
    shown = await iqa.ok("show", it, by="S1")
    told = await iqa.ok("notices", by="S1")

    assert "Draw 1: " in first.out
    assert "eligible cases" in first.out
    assert other.code == 3
    assert "case_not_drawn" in other.err
    assert again["drawn"]["number"] == 2
    assert f"Draw 2: {again['drawn']['urn']}" in shown.out
    assert f"Case: {again['drawn']['urn']}, drawn" in shown.out
    assert "drawn again" in told.out


async def test_a_case_is_drawn_for_an_iqa_by_the_short_form_of_its_id(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")

    drawn = await iqa.ok("draw", it.removeprefix("iqa-").lower(), "--json", by="M1")

    assert drawn.document["stream"] == it
    assert drawn.document["drawn"]["number"] == 1
    assert drawn.document["select"].startswith(f"iqa select {it} ")
    assert len((await iqa.system.state(it)).draws) == 1


async def test_a_senior_manager_opens_the_quarter_once(iqa: CommandLine) -> None:
    quarter = iqa.system.quarter

    opened = await iqa.ok("open-quarter", iqa.system.area, quarter, by="S1")
    again = await iqa("open-quarter", iqa.system.area, quarter, by="S2")
    manager = await iqa("open-quarter", iqa.system.area, quarter, by="M1")

    assert f"quarter-{quarter}-{iqa.system.area}: the quarter is open" in opened.out
    assert (again.code, manager.code) == (6, 5)
    assert "already_open" in again.err
    assert "not_permitted" in manager.err


async def test_an_action_on_a_case_is_recorded_shown_and_completed_outside_any_iqa(iqa: CommandLine) -> None:
    urn, owner = iqa.system.urn("P1", Kind.ANY_WORK), iqa.system.id("P1")
    case = f"case-{urn}"

    add = ("action", "add", case, "--what", "Send the letter", "--owner", owner)
    await iqa.ok(*add, by="M1")
    urgent = await iqa.ok(*add, "--urgent", "--json", by="M1")
    inbox = await iqa.ok("inbox", by="P1")
    waiting = (await iqa.ok("inbox", "--json", by="P1")).document["waiting"]
    done = await iqa.ok("action", "complete", case, "a1", "--outcome", "Sent", by="P1")
    shown = await iqa.ok("show", case, by="P1")
    others = await iqa("show", case, by="P2")

    assert f"iqa action complete {case} a1" in inbox.out
    assert [line for line in inbox.out.splitlines() if "urgent" in line and f"{case} a2" in line]
    assert [(one["item"], one["urgent"]) for one in waiting] == [("a2", True), ("a1", False)]
    assert {one["item"]: one["urgent"] for one in urgent.document["next"]} == {"a1": False, "a2": True}
    assert "has its outcome" in done.out
    assert "Send the letter" in shown.out
    assert others.code == 5


async def test_a_prosecutor_asks_for_an_assessment_and_is_answered(iqa: CommandLine) -> None:
    urn = iqa.system.urn("P1", Kind.ANY_WORK)
    case = f"case-{urn}"

    made = await iqa.ok("ask-for", "assessment", urn, "--text", "Was it enough?", by="P1")
    inbox = await iqa.ok("inbox", by="M1")
    others = await iqa("answer-request", case, "r1", "agreed", "--text", "Yes.", by="M3")
    answered = await iqa.ok("answer-request", case, "r1", "agreed", "--text", "Next week.", by="M1")
    shown = await iqa.ok("show", case, by="P1")
    colleague = await iqa("show", case, by="P2")

    assert "the request is before the manager" in made.out
    assert f"iqa answer-request {case} r1" in inbox.out
    assert others.code == 5
    assert "answered" in answered.out
    assert "waits for a case: `iqa eligible` offers this one first" in answered.out
    assert f"({iqa.system.id('M1')}) for an assessment; agreed by" in shown.out
    assert "Was it enough?" in shown.out
    assert "Next week." in shown.out
    assert colleague.code == 5


async def test_an_assessment_that_was_asked_for_and_agreed_is_selected_as_such(iqa: CommandLine) -> None:
    urn, it = iqa.system.urn("P1", Kind.ANY_WORK), await iqa.system.open("P1")
    request = f"case-{urn}.r1"
    select = ("select", it, urn, "--work", "charging", "--asked", request)

    unknown = await iqa(*select, by="M1")
    await iqa.ok("ask-for", "assessment", urn, "--text", "Was it enough?", by="P1")
    unanswered = await iqa(*select, by="M1")
    before = await iqa.ok("eligible", it, by="M1")
    agreed = await iqa.ok("answer-request", f"case-{urn}", "r1", "agreed", "--text", "Yes.", by="M1")
    offered = await iqa.ok("eligible", it, "--json", by="M1")
    listed = await iqa.ok("eligible", it, by="M1")
    await iqa.ok(*select, by="M1")
    other = await iqa.system.open("P1")
    after = await iqa.ok("eligible", other, by="M1")
    shown = await iqa.ok("show", it, by="P1")
    story = await iqa.ok("history", it, by="S1")

    assert f"({iqa.system.id('M1')}) to select this case" in agreed.out
    assert f"iqa select {it} {urn} --work WORK --asked {request}" in agreed.out.replace("\n    ", " ")
    assert request not in before.out
    assert (offered.document["cases"][0]["urn"], offered.document["cases"][0]["request_id"]) == (urn, request)
    assert f"asked for an assessment of {urn}, and it was agreed (--asked {request})." in listed.out
    assert request not in after.out
    assert "unknown_request" in unknown.err
    assert "request_not_agreed" in unanswered.err
    assert "asked for" in shown.out
    assert f"asked for by the prosecutor, {request}" in story.out
