"""What is committed names no package registry, no machine's folders, and no second kind of lock."""

import re
from pathlib import Path

import pytest

from tests.guards.tree import ROOT, committed_files

REGISTRY = re.compile(
    rb"\b(?:pypi|pythonhosted|npmjs|yarnpkg|(?:deb|security)\.debian)\.(?:org|com)\b"
    rb"|\b(?:index|registry|proxy)\.(?:crates|golang|docker)\.(?:io|org)\b"
)
MACHINE_PATH = re.compile(
    rb"(?<![\w.~$}/-])/(?:root|home/[\w.-]+|Users/[\w.-]+|work/[\w.-]+|opt/[\w.-]+)(?![\w-])"
)
FOREIGN_LOCKS = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "pdm.lock"}


def faults(path: Path) -> list[str]:
    content = path.read_bytes()
    found = [match.group().decode() for rule in (REGISTRY, MACHINE_PATH) for match in rule.finditer(content)]
    return [*found, *({path.name} & FOREIGN_LOCKS)]


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    assert {str(path.relative_to(ROOT)): faults(path) for path in committed_files() if faults(path)} == {}


def test_the_files_looked_at_are_those_of_the_repository() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in committed_files()}

    assert {"Makefile", "pyproject.toml", "requirements.lock", "tests/guards/tree.py"} <= names
    assert not any(name.startswith((".venv/", ".iqa/", ".git/")) for name in names)


@pytest.mark.parametrize(
    "planted",
    [
        "index = https://" + "pypi" + ".org/simple",
        "https://files." + "pythonhosted" + ".org/packages/x.whl",
        "https://registry." + "npmjs" + ".org/x",
        "deb http://" + "deb.debian" + ".org/debian stable main",
        "open('" + "/ro" + "ot/secret')",
        "cd " + "/home" + "/somebody/iqa",
        '"' + "/Users" + '/somebody/iqa"',
        "see " + "/work" + "/main.",
        "--find-links " + "/opt" + "/wheels",
    ],
)
def test_a_planted_host_or_machine_path_is_found(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "notes.md"
    path.write_text(f"harmless\n{planted}\nharmless\n")

    assert faults(path) != []


@pytest.mark.parametrize(
    "harmless",
    ["infra/root.py", "~/work/iqa", "http://localhost/home/page", "/var/lib/iqa", "a/b/opt/c", "/homes"],
)
def test_a_path_of_no_machine_is_left_alone(tmp_path: Path, harmless: str) -> None:
    path = tmp_path / "notes.md"
    path.write_text(harmless)

    assert faults(path) == []


@pytest.mark.parametrize("name", sorted(FOREIGN_LOCKS))
def test_a_second_kind_of_lock_is_found(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()

    assert faults(path) == [name]
