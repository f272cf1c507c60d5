"""A change to replay-sensitive code is never an accident."""

import pytest

from tests.workflows.fingerprints import changed, commands, fingerprints, hashes, recorded, write

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
3. Then commit to the change: pytest tests/workflows/test_fingerprints.py --renew-fingerprints
"""

SHELL = """
class Iqa:
    async def run(self):
        '''Wait.'''
        await workflow.wait_condition(self.news)  # a comment
        workflow.upsert_search_attributes(changes)
        return await self.stream.record(step(), workflow.now())

    def query(self):
        return self.version
"""

FOLD = """
TOUCHES = {1: 2}

def evolve(iqa, event):
    '''Fold.'''
    return iqa | event  # a comment
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


def test_a_workflows_commands_and_awaits_are_told_in_order() -> None:
    assert commands(SHELL) == {
        "Iqa.run": [
            "await workflow.wait_condition(self.news)",
            "workflow.upsert_search_attributes(changes)",
            "await self.stream.record(step(), workflow.now())",
        ]
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("await workflow.wait_condition(self.news)", "pass"),
        ("upsert_search_attributes", "upsert_memo"),
        ("self.news", "self.news, timeout=1"),
    ],
)
def test_another_command_is_noticed(old: str, new: str) -> None:
    assert changed({"f": commands(SHELL)}, {"f": commands(SHELL.replace(old, new))}) == ["f: Iqa.run"]


@pytest.mark.parametrize(
    ("old", "new", "where"), [("iqa | event", "event | iqa", "f: evolve"), ("1: 2", "1: 3", "f: TOUCHES")]
)
def test_another_fold_is_noticed(old: str, new: str, where: str) -> None:
    assert changed({"f": hashes(FOLD)}, {"f": hashes(FOLD.replace(old, new))}) == [where]


def test_other_words_are_not_noticed() -> None:
    for source, of in ((SHELL, commands), (FOLD, hashes)):
        reworded = (
            source.replace("Wait.", "Wait for it.").replace("Fold.", "Fold it.").replace("a comment", "words")
        )
        assert changed({"f": of(source)}, {"f": of(reworded)}) == []


def test_a_new_and_a_lost_function_are_noticed() -> None:
    both = {"f": {"a": ["x"], "b": ["y"]}}

    assert changed({"f": {"a": ["x"]}}, both) == ["f: b"]
    assert changed(both, {}) == ["f: a", "f: b"]
