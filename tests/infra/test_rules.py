"""Which rules judged: a hash of the folder that holds them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from infra.reference import Library
from infra.rules import rules_hash
from tests.guards.tree import ROOT

HASH = "from infra.rules import rules_hash; print(rules_hash())"
JUDGE = "import json, sys; from domain.judge import judge; print(json.dumps(judge(**json.load(sys.stdin))))"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rules and what hashes them, somewhere else."""
    shutil.copytree(ROOT / "domain", tmp_path / "domain", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "infra").mkdir()
    for name in ("__init__.py", "rules.py"):
        shutil.copy(ROOT / "infra" / name, tmp_path / "infra" / name)
    return tmp_path


def ran(code: str, folder: Path, given: str = "") -> str:
    """What that code prints there; copied modules are kept out of our own coverage."""
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=unmeasured,
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_same_rules_have_the_same_hash_wherever_they_are(copy: Path) -> None:
    assert ran(HASH, copy) == rules_hash()


@pytest.mark.parametrize(
    "change",
    [
        lambda domain: (domain / "values.py").write_text((domain / "values.py").read_text() + "\n"),
        lambda domain: (domain / "ids.py").rename(domain / "keys.py"),
        lambda domain: (domain / "reference" / "policy-default-1.toml").unlink(),
    ],
    ids=["a byte", "a name", "a policy"],
)
def test_other_rules_have_another(copy: Path, change: object) -> None:
    assert callable(change)
    change(copy / "domain")

    assert ran(HASH, copy) != rules_hash()


def test_the_folder_of_the_rules_is_enough_to_ask_them(copy: Path) -> None:
    shutil.rmtree(copy / "infra")
    current = Library.load().current
    documents = {
        name: value.model_dump(mode="json")
        for name, value in (
            ("policy", current.policy),
            ("calendar", current.calendar),
            ("question_set", current.casework),
        )
    }
    asked = {
        "kind": "quarter",
        "stream": "quarter-2026-27-Q3-XT",
        "events": [],
        "command": {"command_id": str(UUID(int=7)), "actor": "XT-S1", "command": {"kind": "close_quarter"}},
        "facts": {"now": "2026-11-10T10:00:00Z"} | {name: one["version"] for name, one in documents.items()},
        "reference": documents,
    }

    assert json.loads(ran(JUDGE, copy, json.dumps(asked)))["refused"]["reason"] == "quarter_not_open"
