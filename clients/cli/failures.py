"""Why a command ended without being done: what was wrong, where it comes from, and what to do."""

from typing import Any, Final
from uuid import UUID

from clients.cli.exit_codes import ExitCode
from clients.errors import CommandFailed, Unreachable
from domain.errors import Refused
from domain.rules import RULES


class Failure(Exception):
    """A command that was not done; ``says`` is what was wrong, ``remedy`` what the person can do."""

    def __init__(self, code: ExitCode, says: str, remedy: str = "", **more: Any) -> None:  # noqa: ANN401  JSON values
        super().__init__(says)
        self.code = code
        self.says = says
        self.remedy = remedy
        self.more: dict[str, Any] = more

    @property
    def document(self) -> dict[str, Any]:
        """The failure as JSON values."""
        known = {"exit_code": int(self.code), "error": self.code.name.lower(), "says": self.says}
        return known | ({"remedy": self.remedy} if self.remedy else {}) | self.more

    @property
    def lines(self) -> tuple[str, ...]:
        """The failure for a reader."""
        said = [self.says]
        if source := self.more.get("source"):
            said.append(f"  Why: {source}")
        if self.remedy:
            said.append(f"  What to do: {self.remedy}")
        return tuple(said)


_REPEAT: Final = "Repeat the same command with {}: it is done once at most."


def usage(says: str, remedy: str = "", **more: Any) -> Failure:  # noqa: ANN401  JSON values
    """What was typed, or a file that was named, can't be used."""
    return Failure(ExitCode.USAGE, says, remedy, **more)


def by_rule(refused: Refused, command_id: UUID | None = None) -> Failure:
    """A refusal: which rule, what it says, where it comes from and what to do."""
    reason, detail = refused.reason, refused.detail
    rule = RULES[reason]
    about = f" ({detail})" if detail else ""
    return Failure(
        ExitCode.of(rule.kind),
        f"Refused by the rule {reason}: {rule.says}{about}",
        rule.remedy,
        rule=reason,
        detail=detail,
        source=rule.source,
        **({"command_id": str(command_id)} if command_id else {}),
    )


def unreachable(error: Unreachable) -> Failure:
    """No answer: the step may still take effect, so say how to repeat it safely."""
    return Failure(
        ExitCode.UNREACHABLE,
        f"No answer in time: {error.what}. The step may still take effect.",
        _REPEAT.format(again(error.command_id, error.seen_version)),
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


def out_of_reach(why: str) -> Failure:
    """The database can't be asked, and nothing was to be changed."""
    return Failure(
        ExitCode.UNREACHABLE, f"The database is out of reach: {why}.", "Try again once it answers."
    )


NO_ANSWER: Final = "it does not answer in time"

NOT_PREPARED = Failure(
    ExitCode.UNREACHABLE,
    "The database has no tables of this system yet.",
    "Start `iqa run` once on it: it makes them.",
)
