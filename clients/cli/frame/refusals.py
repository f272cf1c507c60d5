"""Refusals and missing answers as failures that a person reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from clients.cli.frame import ways
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.desk.names import called_within
from clients.errors import CommandFailed, NotRunning, Unreachable
from domain import words
from domain.errors import Kind, Reason, Refused
from infra.errors import OutOfReach

CODES: Final = {
    Kind.RULE: ExitCode.REFUSED,
    Kind.NOT_FOUND: ExitCode.NOT_FOUND,
    Kind.NOT_PERMITTED: ExitCode.NOT_PERMITTED,
    Kind.CONFLICT: ExitCode.CONFLICT,
}
"""How each kind of refusal ends the process."""

_REPEAT: Final = "Repeat the same command with {}: it is done once at most."


def by_rule(
    refused: Refused, command_id: UUID | None = None, names: Mapping[str, str] = MappingProxyType({})
) -> Failure:
    """A refusal: which rule, what it says, where it comes from and what to do."""
    reason, detail = refused.reason, refused.detail
    rule = reason.rule
    about = f" ({called_within(_told(refused), names, names)})" if detail else ""
    return Failure(
        CODES[rule.kind],
        f"Refused by the rule {reason}: {rule.says}{about}",
        _ways_out(refused),
        rule=reason,
        detail=detail,
        source=rule.source,
        **({"command_id": str(command_id)} if command_id else {}),
        **({"names": dict(names)} if names else {}),
    )


def _told(refused: Refused) -> str:
    """What a refusal is about; posts in words, but what is to be typed as it is typed."""
    return words.in_words(refused.detail) if refused.reason in _OF_POSTS else refused.detail


_OF_POSTS: Final = frozenset({Reason.NOT_PERMITTED, Reason.OWN_WORK, Reason.DID_THE_WORK})
"""Refusals that name posts and people."""


def _ways_out(refused: Refused) -> str:
    """What the person can do, and what else where there is another way."""
    other = ways.INSTEAD.get(refused.instead) if refused.instead else None
    return f"{remedy(refused.reason)} {other.format(urn=refused.urn)}" if other else remedy(refused.reason)


def remedy(reason: Reason) -> str:
    """What the person can do, and the command that shows what they need for it."""
    rule = reason.rule
    return f"{rule.remedy} See `{ways.VIEWS[rule.see]}`." if rule.see else rule.remedy


def unreachable(error: Unreachable) -> Failure:
    """No answer: where something was sent it may still take effect, so say how to repeat it safely."""
    if error.command_id is None:
        says = f"{error.what[0].upper()}{error.what[1:]}."
        return Failure(ExitCode.UNREACHABLE, says, error.remedy or OutOfReach.remedy)
    mend = " (an operator starts it again with `iqa reconcile`)" if isinstance(error, NotRunning) else ""
    return Failure(
        ExitCode.UNREACHABLE,
        f"No answer in time: {error.what}{mend}. The step may still take effect.",
        " ".join(filter(None, (error.remedy, _REPEAT.format(again(error.command_id, error.seen_version))))),
        what=error.what,
        command_id=str(error.command_id),
    )


def failed(error: CommandFailed) -> Failure:
    """The system met a bug."""
    return Failure(
        ExitCode.BUG,
        f"The system failed at this command ({error.kind}): nothing was recorded, operators are alarmed.",
        f"Tell them the command id {error.command_id}.",
        kind=error.kind,
        command_id=str(error.command_id),
    )


def interrupted(command_id: UUID, seen_version: int | None) -> Failure:
    """Ctrl-C while the answer was awaited."""
    return Failure(
        ExitCode.INTERRUPTED,
        "Interrupted before the answer came. The step may still take effect.",
        _REPEAT.format(again(command_id, seen_version)),
        command_id=str(command_id),
    )


def again(command_id: UUID, seen_version: int | None) -> str:
    """The options that make a command the very same again."""
    seen = f" --seen-version {seen_version}" if seen_version is not None else ""
    return f"--command-id {command_id}{seen}"
