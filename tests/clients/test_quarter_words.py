"""How a quarter's figures are said."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clients.cli.frame.report import Table
from clients.cli.quarter import area_report
from clients.desk.figures import bunched, chance, judged, prompt_named, share
from clients.desk.national import AreaLine, PromptTotal, prompts_together
from clients.desk.reports import QuarterReport, told_of
from domain.assessment import Judgement
from domain.quarter.close.report import AreaReport, CategoryReport, Outstanding, PromptCount, StepCount
from domain.quarter.pace.figures import Bunching
from domain.questions import Category
from infra.postgres.quarter_views import Frozen
from tests.area import Kind
from tests.clients.typed import CommandLine, marks_of
from tests.commands import mark_all
from tests.servers import Database
from tests.system import running_system
from tests.workflows.quarters import open_quarter, quarter_until
from tests.workflows.test_quarter import sample_all

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
COUNTED = Bunching(weeks=3, confirmed=40, confirmed_late=20, working_days=64, working_days_late=13)
CASEWORK = CategoryReport(
    category=Category.CASEWORK,
    undertaken=40,
    completed=38,
    completed_on_time=30,
    conversations_held=36,
    conversations_before_marks=9,
    conversations_over_marks=27,
    conversations_impossible=1,
    conversations_not_held=2,
    conversations_to_come=1,
    conversations_due_by=date(2027, 1, 8),
    left_no_time=20,
    drawn=4,
    picked=1,
    sampled=3,
    fed_back=2,
    re_marked=7,
    re_marks_asked=9,
    cases_read=1,
    picked_sampled=1,
)


def report(**more: object) -> AreaReport:
    return AreaReport(area="XN", quarter="2026-27-Q3", as_of=NOW).model_copy(update=more)


@pytest.mark.parametrize(
    ("bunching", "said"),
    [
        (None, "nothing is confirmed yet"),
        (COUNTED.model_copy(update={"confirmed": 0}), "nothing is confirmed yet"),
        (COUNTED, "measured once the last 3 weeks begin"),
        (
            COUNTED.model_copy(update={"index": 2.4615, "probability": 0.0000275}),
            (
                "index 2.46 (1 is even): 20 of 40 assessments in 13 of 64 working days; "
                "so many or more by chance: below 0.0001."
            ),
        ),
    ],
)
def test_bunching_is_a_sentence_that_says_what_was_counted(bunching: Bunching | None, said: str) -> None:
    assert said in bunched(bunching)


def test_a_small_chance_is_not_said_to_be_none() -> None:
    assert [chance(p) for p in (0.0, 1e-9, 0.00012, 0.0312, 1.0)] == [
        "below 0.0001",
        "below 0.0001",
        "0.00012",
        "0.031",
        "1",
    ]


def test_a_share_of_nothing_is_a_dash() -> None:
    assert (share(1, 3), share(0, 0)) == ("33 %", "-")


def test_a_report_has_a_row_for_each_figure_with_its_share() -> None:
    found = area_report.lines(told_of(report(categories=(CASEWORK,)), None))

    (table,) = (part for part in found if isinstance(part, Table))
    assert table.headings == ("", "CASEWORK")
    assert dict(row for row in table.rows if len(row) == 2) == {
        "Undertaken": "40",
        "Completed": "38 (95 %)",
        "Completed without a missed deadline": "30 (75 %)",
        "Conversation held": "36 (90 %)",
        "Conversation held before the marks": "9 (25 %)",
        "Conversation held over the marks": "27 (75 %)",
        "Conversation closed as impossible": "1 (2 %)",
        "Conversation not held": "2 (5 %)",
        "Conversation not held yet": "1 (2 %), due by Fri 8 Jan 2027",
        "Confirmed too late to be assured": "20 (50 %)",
        "Drawn for the dip sample": "4 (10 %)",
        "Drawn and sampled": "3 (75 %)",
        "Drawn and fed back": "2 (50 %)",
        "Second checks in which the case was read": "1 (33 %)",
        "Questions re-marked in them": "7",
        "Questions that policy asks them to re-mark": "9",
        "Picked beside the draw": "1",
        "Picked and sampled": "1",
    }


def test_what_second_checks_have_ticked_is_a_sentence_with_each_paragraph() -> None:
    counts = {Judgement.TOO_EARLY: 2, Judgement.ACTION_MISSING: 1, Judgement.NOT_THEIR_WORK: 0}

    assert list(judged(counts)) == [
        "Second checks found: the case was assessed too early (¶6.5) 2, a case action is missing (¶5.24) 1."
    ]
    assert list(judged({})) == []


OFTEN = PromptCount(prompt="empty_phrase", iqas=10, asked=12, recorded=3)
SELDOM = PromptCount(prompt="same_comment")


def test_what_was_asked_first_is_told_with_its_shares_and_what_was_in_few_iqas_without_a_number() -> None:
    told = report(categories=(CASEWORK,), prompts=(OFTEN, SELDOM), prompts_told_from=5)

    found = list(area_report.lines(told_of(told, None)))

    [table] = (one for one in found if isinstance(one, Table) and one.headings[0] == "PROMPT")
    assert table.rows == [("empty phrase (¶5.21)", "10 (25 %)", "12", "3 (25 %)")]
    assert "Asked first in fewer than 5 IQAs, and not told by number: same comment." in found


def test_a_report_from_before_such_figures_says_nothing_of_what_was_asked_first() -> None:
    found = area_report.lines(told_of(report(categories=(CASEWORK,)), None))

    assert not [one for one in found if "sked first" in str(one)]


def test_a_prompt_of_a_later_release_is_told_by_its_name_alone() -> None:
    assert prompt_named("of_a_later_release") == "of a later release"


def test_the_sums_of_what_was_asked_first_are_of_those_areas_that_tell_it_by_number() -> None:
    def line(area: str, undertaken: int, *prompts: PromptCount) -> AreaLine:
        return AreaLine(area=area, frozen=False, figures={"undertaken": undertaken}, prompts=prompts)

    other = OFTEN.model_copy(update={"iqas": 6, "asked": 6, "recorded": 6})
    areas = (
        line("XN", 40, OFTEN, SELDOM),
        line("YN", 20, other),
        line("ZN", 9, PromptCount(prompt="empty_phrase")),
    )

    assert tuple(prompts_together(areas)) == (
        PromptTotal(prompt="empty_phrase", areas=2, undertaken=60, iqas=16, asked=18, recorded=9),
    )


async def test_what_was_asked_first_is_in_the_report_and_side_by_side_by_rule_and_area(
    engine: str,
    database: Database,
    tmp_path: Path,
    quiet: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    policy = told_from_one(tmp_path)
    async with running_system(engine, database, policy=policy) as system:
        await open_quarter(system, policy="told-from-1")
        found = await quarter_until(system, lambda found: not found.unopened)
        iqa = CommandLine(system, monkeypatch, capsys)
        monkeypatch.setenv("IQA_POLICY", str(policy))
        it = next(one.iqa_id for one in found.planned if one.prosecutor == system.id("P1"))
        await iqa.ok("select", it, system.urn("P1", Kind.ANY_WORK), "--work", "charging", by="M1")
        held_up = [
            (await iqa("mark", it, "--file", praising(tmp_path, words), by="M1")).code
            for words in ("Fine.", "Good.", "Fine.")
        ]
        good = praising(tmp_path, "Good.")
        await iqa.ok("mark", it, "--file", good, "--asked", "empty_phrase=considered", by="M1")
        state = await system.state(it)
        await system.send(it, "M1", mark_all(state))
        await iqa.ok("confirm", it, by="M1")

        place = (system.area, system.quarter)
        shown = await iqa.ok("quarter-report", *place, by="S1")
        told = (await iqa.ok("quarter-report", *place, "--json", by="S1")).document["report"]
        national = await iqa.ok("national", system.quarter, by="C1")
        every = (await iqa.ok("national", system.quarter, "--json", by="C1")).document

    assert held_up == [3, 3, 3]
    assert " ".join(shown.out.split()).count("empty phrase (¶5.21) 1 (100 %) 2 1 (50 %)") == 1
    numbers = {"prompt": "empty_phrase", "iqas": 1, "asked": 2, "recorded": 1}
    assert [one for one in told["prompts"] if one["iqas"]] == [numbers]
    assert [one for one in every["areas"][0]["prompts"] if one["iqas"]] == [numbers]
    assert every["prompts"] == [numbers | {"areas": 1, "undertaken": 1}]
    assert " ".join(national.out.split()).count("empty phrase (¶5.21) 1 (100 %) 2 1 (50 %)") == 2
    assert "M1" not in national.out


def praising(folder: Path, words: str) -> str:
    return str(marks_of(folder, {1: f'answer = "yes"\ngood_practice = "{words}"'}))


def told_from_one(folder: Path) -> Path:
    """The default policy, which tells every number."""
    text = (Path("domain") / "reference" / "policy-default-1.toml").read_text()
    changed = text.replace('version = "default-1"', 'version = "told-from-1"').replace(
        "told_from = 5", "told_from = 1"
    )
    path = folder / "policy-told-from-1.toml"
    path.write_text(changed)
    return path


def test_a_closed_quarter_with_nothing_left_says_so_and_one_with_much_left_says_how_much_is_not_listed() -> (
    None
):
    def frozen(it: AreaReport) -> QuarterReport:
        kept = it.model_dump(mode="json")
        return told_of(it, Frozen(report=it, as_kept=kept, report_hash="ab", closed_at=NOW, verified=True))

    step = Outstanding(stream="iqa-1", step="mark", who="M1")
    much = report(waits=(StepCount(step="mark", count=7),), outstanding=(step,))

    done = list(area_report.lines(frozen(report())))
    left = list(area_report.lines(frozen(much)))

    assert "Nothing is outstanding." in done
    assert "Outstanding, and carried over: mark and confirm the assessment: 7." in left
    assert any(isinstance(part, str) and part.startswith("And 6 more") for part in left)


async def test_a_quarter_is_told_by_the_policy_that_its_servers_keep_and_a_spoilt_file_is_refused(
    engine: str,
    database: Database,
    tmp_path: Path,
    quiet: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    policy = sample_all(tmp_path)
    async with running_system(engine, database, policy=policy) as system:
        await open_quarter(system, policy="sample-all-1")
        await quarter_until(system, lambda found: bool(found.planned))
        iqa = CommandLine(system, monkeypatch, capsys)

        without = await iqa("pace", system.area, system.quarter, by="M1")
        monkeypatch.setenv("IQA_POLICY", str(policy))
        with_it = await iqa("pace", system.area, system.quarter, by="M1")
        policy.write_text("version = 1")
        spoilt = await iqa("pace", system.area, system.quarter, by="M1")

    assert (without.code, with_it.code, spoilt.code) == (0, 0, 2)
    assert without.out == with_it.out
    assert "The policy can't be used" in spoilt.err
