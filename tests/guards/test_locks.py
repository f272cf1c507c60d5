"""Both locks pin every package by version and hash, agree, and hold what pyproject.toml asks for."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.guards.tree import ROOT

PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
COMMENT = re.compile(r"^ +#")


def faults(lock: str) -> list[str]:
    """Lines that are neither a pin, its hash nor a comment, and pins that no hash follows."""
    lines = lock.splitlines()
    strange = [line for line in lines if not any(kind.match(line) for kind in (PIN, HASH, COMMENT))]
    bare = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if PIN.match(line) and not HASH.match(after)
    ]
    return strange + bare


def pins(lock: str) -> dict[str, Version]:
    found = (PIN.match(line) for line in lock.splitlines())
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in found if pin}


def unmet(requirements: list[str], pinned: dict[str, Version]) -> list[str]:
    wanted = [Requirement(text) for text in requirements]
    return [
        str(need)
        for need in wanted
        if (version := pinned.get(canonicalize_name(need.name))) is None or version not in need.specifier
    ]


def read(name: str) -> str:
    return (ROOT / name).read_text()


def asked_for() -> tuple[list[str], list[str]]:
    """What pyproject.toml asks for at run time (its build included) and for development."""
    project: dict[str, Any] = tomllib.loads(read("pyproject.toml"))
    groups = project["dependency-groups"]
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"], *groups["build"]]
    return runtime, [*runtime, *groups["dev"]]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    assert len(pins(read(name))) > 20
    assert faults(read(name)) == []


def test_development_runs_on_the_versions_that_are_shipped() -> None:
    assert pins(read("requirements.lock")).items() <= pins(read("requirements-dev.lock")).items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    runtime, development = asked_for()

    assert unmet(runtime, pins(read("requirements.lock"))) == []
    assert unmet(development, pins(read("requirements-dev.lock"))) == []


def test_tools_of_development_are_not_shipped() -> None:
    assert not {"pytest", "mypy", "ruff", "govuk-bank-holidays"} & pins(read("requirements.lock")).keys()


@pytest.mark.parametrize(
    "planted",
    [
        "rich==15.0.0\n",
        "rich==15.0.0 \\\n    # via iqa\n",
        "rich>=15 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "rich==15.0.0 \\\n    --hash=sha256:abc\n",
        "--index-url https://example.com/simple\n",
        "--find-links wheels\n",
        "rich @ https://example.com/rich.whl\n",
        "-e .\n",
    ],
)
def test_a_planted_fault_in_a_lock_is_found(planted: str) -> None:
    assert faults(planted) != []


def test_a_requirement_that_is_missing_or_too_old_is_found() -> None:
    pinned = {"rich": Version("13.0")}

    assert unmet(["rich>=14", "structlog", "Rich<14"], pinned) == ["rich>=14", "structlog"]


def test_set_up_installs_from_both_locks_by_hash() -> None:
    makefile = read("Makefile")

    assert makefile.count("--require-hashes --requirement requirements.lock") == 1
    assert makefile.count("--require-hashes --requirement requirements-dev.lock") == 1
