"""`make` alone lists every verb with what it does."""

import os
import re
import subprocess

import pytest

from tests.guards.tree import ROOT

VERBS = {
    "setup",
    "run",
    "demo",
    "quick",
    "test",
    "coverage",
    "format",
    "lint",
    "types",
    "laws",
    "chaos",
    "any-day",
    "mutants",
    "bench",
    "lock",
    "clean",
}
TARGET = re.compile(r"^([a-z][a-z-]*):(?![:=])(.*)$", re.MULTILINE)


def verbs(makefile: str) -> dict[str, str]:
    """Each verb with its description, empty where it has none."""
    return {name: rest.partition("## ")[2].strip() for name, rest in TARGET.findall(makefile)}


def phony(makefile: str) -> set[str]:
    return {name for line in re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE) for name in line.split()}


def undescribed(makefile: str) -> set[str]:
    described = {name for name, description in verbs(makefile).items() if description}
    return (verbs(makefile).keys() | phony(makefile)) - described


def test_every_verb_is_described_and_is_no_file() -> None:
    makefile = (ROOT / "Makefile").read_text()

    assert undescribed(makefile) == set()
    assert verbs(makefile).keys() == phony(makefile)
    assert verbs(makefile).keys() >= VERBS


@pytest.mark.parametrize("make", [["make"], ["make", "help"]])
def test_make_lists_the_verbs(make: list[str]) -> None:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    listing = subprocess.run(make, cwd=ROOT, env=quiet, check=True, capture_output=True, text=True).stdout
    described = verbs((ROOT / "Makefile").read_text())

    assert [line.split(maxsplit=2) for line in listing.splitlines()] == [
        ["make", name, description] for name, description in described.items()
    ]


@pytest.mark.parametrize(
    "planted", ["sweep:\n\t@rm dust\n", "sweep: dust\n\t@rm dust\n", "sweep: ##\n", ".PHONY: sweep\n"]
)
def test_a_planted_verb_without_a_description_is_found(planted: str) -> None:
    assert undescribed("help: ## List\n" + planted) == {"sweep"}


def test_variables_and_files_are_no_verbs() -> None:
    assert verbs("compile := uv\nlock = x\n.venv/.dev: FORCE\nFORCE:\n") == {}
