"""A change to replay-sensitive code is never an accident."""

import shutil
from pathlib import Path

import pytest

from tests.guards.tree import ROOT
from tests.workflows.fingerprints import changed, fingerprints, recorded, write
from tests.workflows.reach import ROOMS

WHAT_TO_DO = """
Code that the histories of open workflows depend on has changed:
  {changes}
An open workflow is replayed from its history, which must lead it the same way again.
1. Does the change alter which commands a workflow gives, or in which order, or what is folded?
   Then keep the old way for old histories:

       if workflow.patched("what-changed"):
           ...  # the new way
       else:
           ...  # the old way, until no history needs it

   A fold that must change gets a new event kind instead, or a new field with a default.
2. Do the golden histories still replay (pytest tests/workflows/test_golden.py)?
   Whatever is new in a fold or an event needs a history that shows it: pytest tests/journeys --write-histories
3. Then commit to the change: pytest tests/workflows/test_fingerprints.py --renew-fingerprints
"""


def test_what_histories_depend_on_is_as_it_was_committed(request: pytest.FixtureRequest) -> None:
    found = fingerprints()
    if request.config.getoption("--renew-fingerprints"):
        write(found)

    changes = changed(recorded(), found)

    assert not changes, WHAT_TO_DO.format(changes="\n  ".join(changes))


def test_it_covers_every_workflow_and_every_fold() -> None:
    files = set(fingerprints())

    shells = {f"workflows/{name}.py" for name in ("iqa", "quarter", "case", "stream", "search")}
    folds = {
        f"domain/{name}/{file}.py"
        for name in ("iqa", "quarter", "casework")
        for file in ("evolve", "next_step")
    }
    assert files >= shells | folds


STEERS = [
    (
        "workflows/iqa.py",
        "        await self._hand_on()\n        await workflow",
        "        await workflow",
        "IqaWorkflow.run",
    ),
    ("workflows/stream.py", "self.version, self.refusals)", "self.refusals)", "Stream.system_id"),
    (
        "workflows/case.py",
        "if self._stream.is_behind:",
        "if not self._stream.is_behind:",
        "CaseWorkflow._next",
    ),
    ("workflows/quarter.py", "self._put_off |= untold", "self._put_off = untold", "QuarterWorkflow._tell"),
    ("activities/record.py", 'f"record_{kind.name}"', 'f"{kind.name}_record"', "activity_name"),
    ("activities/post.py", "-> PostMade", "-> PostRound", "PostRoom.make_round"),
    ("domain/ids.py", "(str(part) for part in parts)", "(str(part) for part in parts[1:])", "derived_id"),
    ("domain/ids.py", "6c1b7c5e", "6c1b7c5f", "_NAMESPACE"),
    ("domain/stream.py", "state.version if state else 0", "state.version if state else 1", "advance"),
    ("domain/escalations.py", "one.is_open and one.climb_due", "one.climb_due", "climbing"),
    ("domain/iqa/evolve.py", "Step.DIP_SAMPLE,\n", "Step.FEEDBACK,\n", "_TOUCHES"),
    ("domain/iqa/state.py", "if self.completed_at:\n", "if self.closed_at:\n", "Iqa.stage"),
    ("domain/iqa/state.py", "(one.due, one.name)", "(one.name, one.due)", "Iqa.timers"),
    ("domain/iqa/state.py", "revision: int = 1", "revision: int = 0", "Plan"),
    ("domain/iqa/events.py", "minutes: int = 30", "minutes: int = 31", "ConversationPlanned"),
    ("domain/quarter/state.py", "(*self.opened, *self.withdrawn)", "self.opened", "AreaQuarter.unopened"),
    ("domain/quarter/state.py", "self.unopened or self.tellings", "self.tellings", "AreaQuarter.finished"),
    ("domain/quarter/kind.py", "evolve=evolve,", "evolve=evolve or print,", "QUARTER.evolve"),
    (
        "domain/casework/state.py",
        "for one in self.open_actions",
        "for one in self.actions",
        "CaseNotes.waiting",
    ),
    ("domain/values.py", "max_length=64", "max_length=63", "Code"),
    ("domain/errors.py", '"own_work",', '"own_case",', "Reason"),
]
"""What a release might touch without a thought of open workflows: where, what is changed, and what is named."""

DOES_NOT = [
    ("workflows/stream.py", "if refused := self._kind.screen(envelope, self.state)", "if refused := None"),
    ("workflows/options.py", "seconds=5", "seconds=6"),
    ("workflows/iqa.py", "self._handed_on: set[str]", "self._handed_on: set[object]"),
    ("workflows/quarter.py", '"""Open it, then', '"""Open it. Then'),
    (
        "workflows/stream.py",
        "    def news(self) -> Callable[[], bool]:",
        "    def news(self):  # what is new",
    ),
    ("activities/record.py", "if version < request.folded:", "if version != request.folded:"),
    ("activities/post.py", "again=waiting.attempts > 0", "again=True"),
    ("domain/iqa/screen.py", "if iqa is None:", "if iqa is not None:"),
    ("domain/iqa/decide.py", "> iqa.version", ">= iqa.version"),
    ("domain/iqa/needs.py", "return ", "return None or "),
    ("domain/iqa/waits.py", "return iqa.assessor", "return iqa.senior_manager"),
    ("domain/iqa/state.py", "return self.talk in HELD or", "return (\n            self.talk in HELD) or"),
    ("domain/iqa/state.py", "passed = any(", "passed = all("),
    ("domain/quarter/rows.py", "return ", "return None or "),
    ("domain/quarter/kind.py", "decide=decide,", "decide=print,"),
    ("domain/errors.py", "Nobody assesses, samples", "No one assesses, samples"),
]
"""What no replay runs or decodes with: where, and what is changed."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The rooms that a replay may reach, to be changed."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def edit(tree: Path, file: str, old: str, new: str) -> None:
    source = (tree / file).read_text()
    assert old in source, f"{file} no longer says {old!r}"
    (tree / file).write_text(source.replace(old, new, 1))


def test_a_change_to_what_steers_a_replay_is_noticed(tree: Path) -> None:
    for file, old, new, _ in STEERS:
        edit(tree, file, old, new)

    assert changed(fingerprints(), fingerprints(tree)) == sorted(
        f"{file}: {name}" for file, _, _, name in STEERS
    )


def test_a_change_to_what_no_replay_runs_is_not_noticed(tree: Path) -> None:
    for file, old, new in DOES_NOT:
        edit(tree, file, old, new)

    assert changed(fingerprints(), fingerprints(tree)) == []


def test_what_a_fold_begins_to_call_is_watched_from_then_on(tree: Path) -> None:
    edit(tree, "domain/iqa/next_step.py", "iqa.closed_at is not None", "day_of(iqa.closed_at) is not None")
    edit(
        tree,
        "domain/iqa/next_step.py",
        "from domain.iqa.state",
        "from domain.calendar import day_of\nfrom domain.iqa.state",
    )
    before = fingerprints(tree)

    edit(tree, "domain/calendar.py", ".astimezone(LONDON).date()", ".astimezone(LONDON).today()")

    assert changed(before, fingerprints(tree)) == ["domain/calendar.py: day_of"]


def test_what_a_fold_reads_of_a_state_is_watched_from_then_on(tree: Path) -> None:
    edit(tree, "domain/iqa/next_step.py", "if iqa.closed_at is not None", "if iqa.closable")

    assert changed(fingerprints(), fingerprints(tree)) == [
        "domain/assessment.py: Reply.revises",
        "domain/iqa/next_step.py: next_step",
        "domain/iqa/second_check.py: Sample.awaits_revision",
        "domain/iqa/second_check.py: Sample.is_over",
        "domain/iqa/second_check.py: Sample.open_development",
        "domain/iqa/state.py: Iqa.closable",
        "domain/iqa/state.py: Iqa.open_manager_talks",
        "domain/iqa/state.py: Iqa.open_queries",
        "domain/iqa/state.py: Iqa.sample_settled",
        "domain/iqa/state.py: Iqa.settled",
    ]


def test_most_of_the_domain_is_free_to_change() -> None:
    """A guard that names everything is one that everybody learns to renew unread."""
    rooms = {Path(file).parent.name for file in fingerprints()}

    assert not rooms & {"steps", "planning", "roster", "reference"}
    assert not {"decide", "screen", "needs", "rows", "notices"} & {
        name for named in fingerprints().values() for name in named
    }


def test_a_new_and_a_lost_function_are_noticed() -> None:
    both = {"f": {"a": "x", "b": "y"}}

    assert changed({"f": {"a": "x"}}, both) == ["f: b"]
    assert changed(both, {}) == ["f: a", "f: b"]
