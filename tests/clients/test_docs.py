"""docs/cli.md: every command with an example that is understood, and every exit code."""

import re
import shlex

import pytest
from cyclopts import App

from clients.cli.frame.app import build
from clients.cli.frame.commands import ACTION, COMMANDS
from clients.cli.frame.exit_codes import ExitCode
from tests.guards.tree import ROOT

TEXT = (ROOT / "docs" / "cli.md").read_text()
EXAMPLES = [shlex.split(line)[1:] for line in re.findall(r"^    (iqa .*)$", TEXT, re.MULTILINE)]
NAMES = [entry.name for entries in COMMANDS.values() for entry in entries]


def parse(example: list[str]) -> None:
    words = [word for word in example if word != "--json"]
    build().parse_args(words, exit_on_error=False, print_error=False)


@pytest.mark.parametrize("example", EXAMPLES, ids=" ".join)
def test_an_example_is_understood(example: list[str]) -> None:
    parse(example)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_an_example(name: str) -> None:
    assert any(example[0] == name for example in EXAMPLES)


@pytest.mark.parametrize("name", [entry.name for entry in ACTION])
def test_a_command_about_case_actions_has_an_example(name: str) -> None:
    assert any(example[:2] == ["action", name] for example in EXAMPLES)


def test_no_example_is_of_a_command_that_is_gone() -> None:
    assert {example[0] for example in EXAMPLES} <= {*NAMES, "action"}


def test_every_exit_code_stands_in_the_table() -> None:
    told = re.findall(r"^\| (\d+) \| (\w+) \|", TEXT, re.MULTILINE)

    assert [(int(code), name) for code, name in told] == [(code, code.name.lower()) for code in ExitCode]


def leaves(app: App) -> dict[str, App]:
    commands = {name: app[name] for name in [*NAMES]}
    return commands | {f"action {entry.name}": app["action"][entry.name] for entry in ACTION}


def test_every_command_and_every_option_has_help() -> None:
    bare = []
    for name, command in leaves(build()).items():
        if not command.help:
            bare.append(name)
        arguments = command.assemble_argument_collection(parse_docstring=False)
        bare += [
            f"{name} {one.name}"
            for one in arguments
            if one.parse and not one.children and not one.parameter.help
        ]

    assert bare == []
