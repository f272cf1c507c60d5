"""Every code that a person meets has words."""

from typing import get_args
from uuid import UUID

from clients.cli.frame import words
from clients.cli.frame.commands import COMMANDS
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.refusals import CODES, WAYS, by_rule, failed
from clients.errors import CommandFailed
from domain.casework.events import CaseEvent
from domain.errors import Kind, Reason, Refused, See
from domain.iqa.events import IqaEvent
from domain.iqa.state import Step
from domain.policy import PromptKind

ID = UUID(int=7)


def kinds(union: object) -> set[str]:
    return {event.model_fields["kind"].default for event in get_args(union)}


def test_every_event_of_an_iqa_or_a_case_is_told_in_words() -> None:
    assert kinds(IqaEvent) | kinds(CaseEvent) <= set(words.EVENTS)


def test_every_step_says_what_is_asked_and_how_it_is_done() -> None:
    assert set(words.STEPS) == set(Step)
    assert words.step("action", "a2", "case-U1") == (
        "complete case action a2",
        "iqa action complete case-U1 a2",
    )


def test_every_prompt_asks_something() -> None:
    assert set(words.PROMPTS) == set(PromptKind)


def test_every_kind_of_refusal_has_an_exit_code_of_its_own() -> None:
    assert set(CODES) == set(Kind)
    assert len(set(CODES.values())) == len(Kind)


def test_every_refusal_says_which_rule_why_and_what_to_do() -> None:
    for reason in Reason:
        failure = by_rule(Refused(reason=reason, detail="it"))
        assert reason in failure.says
        assert failure.remedy
        assert failure.lines[1].startswith("  Why: ")


def test_every_view_that_a_remedy_names_has_its_command() -> None:
    commands = {f"iqa {entry.name}" for entries in COMMANDS.values() for entry in entries}

    assert set(WAYS) == set(See)
    assert set(WAYS.values()) <= commands
    assert by_rule(Refused(reason=Reason.NOT_OPEN)).remedy == "Check the id. See `iqa inbox`."


def test_a_bug_of_the_system_is_told_with_the_command_id() -> None:
    failure = failed(CommandFailed(ID, "Bug"))

    assert failure.code is ExitCode.BUG
    assert str(ID) in failure.remedy
