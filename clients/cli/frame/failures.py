"""Why a command ended without being done: what was wrong, where it comes from, and what to do."""

from typing import Any

from clients.cli.frame.exit_codes import ExitCode


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


def usage(says: str, remedy: str = "", **more: Any) -> Failure:  # noqa: ANN401  JSON values
    """What was typed, or a file that was named, can't be used."""
    return Failure(ExitCode.USAGE, says, remedy, **more)
