"""Every refusal has its exit code and its words, and every step and view its command."""

from uuid import UUID

from clients.cli.frame import ways
from clients.cli.frame.commands import ACTION, COMMANDS
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.refusals import CODES, by_rule, failed
from clients.errors import CommandFailed
from domain.errors import Kind, Reason, Refused, See
from domain.iqa.state import Step

ID = UUID(int=7)


def test_every_step_and_every_view_has_its_command() -> None:
    commands = {f"iqa {entry.name}" for entries in COMMANDS.values() for entry in entries}
    commands |= {f"iqa action {entry.name}" for entry in ACTION}
    named = [*ways.STEPS.values(), *ways.VIEWS.values()]

    assert set(ways.STEPS) == set(Step)
    assert set(ways.VIEWS) == set(See)
    assert [way for way in named if not any(f"{way} ".startswith(f"{name} ") for name in commands)] == []
    assert ways.to_do("action", "a2", "case-U1") == "iqa action complete case-U1 a2"


def test_every_kind_of_refusal_has_an_exit_code_of_its_own() -> None:
    assert set(CODES) == set(Kind)
    assert len(set(CODES.values())) == len(Kind)


def test_every_refusal_says_which_rule_why_and_what_to_do() -> None:
    for reason in Reason:
        failure = by_rule(Refused(reason=reason, detail="it"))
        assert reason in failure.says
        assert failure.remedy
        assert failure.lines[1].startswith("  Why: ")


def test_a_remedy_names_the_command_that_shows_what_is_needed() -> None:
    assert by_rule(Refused(reason=Reason.NOT_OPEN)).remedy == "Check the id. See `iqa inbox`."


def test_a_bug_of_the_system_is_told_with_the_command_id() -> None:
    failure = failed(CommandFailed(ID, "Bug"))

    assert failure.code is ExitCode.BUG
    assert str(ID) in failure.remedy


def test_a_refusal_at_confirmation_names_the_other_way_out() -> None:
    refused = Refused(reason=Reason.CASE_NOT_LIVE, detail="91XT10426", instead=See.REPLACE)

    assert by_rule(refused).remedy.endswith("Or give the case up and choose another: `iqa replace`.")


def test_a_refused_case_that_cannot_wait_is_told_with_the_action_on_it() -> None:
    refused = Refused(
        reason=Reason.GUILTY_PLEA, detail="91XT10426", instead=See.URGENT_ACTION, urn="91XT10426"
    )

    told = by_rule(refused).remedy

    assert "Or record an urgent action on this case: `iqa action add case-91XT10426 --urgent" in told


def test_a_second_case_is_refused_with_the_way_to_it() -> None:
    assert "`iqa replace`" in by_rule(Refused(reason=Reason.CASE_SELECTED, detail="91XT10126")).remedy


def test_posts_stand_in_words_and_people_by_their_ids() -> None:
    refused = Refused(reason=Reason.NOT_PERMITTED, detail="allowed: senior_manager XT-S1")

    assert "(allowed: senior manager XT-S1)" in by_rule(refused).says
