"""Why the embedded servers can't run: what, where, and what to do."""

from pathlib import Path
from typing import ClassVar


class EmbeddedStackError(Exception):
    """The embedded servers can't run."""

    advice: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        said = (self.__doc__ or "").partition("\n")[0].rstrip(".")
        said = f"{said}: {detail}" if detail else said
        logged = said.endswith("\n")  # lines of a log are told as they are
        self.says = said.rstrip("\n") if logged else f"{said}."
        super().__init__(("\n" if logged else " ").join((self.says, self.advice)))


class AlreadyRunning(EmbeddedStackError):
    """Another process runs the servers of this data folder."""

    advice = "Use them (clients find them by the folder), or stop that process first"

    def __init__(self, pid: int | None, temporal_address: str | None) -> None:
        super().__init__(f"process {pid or 'unknown'}, {temporal_address or 'still starting'}")
        self.pid = pid
        self.temporal_address = temporal_address


class FolderNotUsable(EmbeddedStackError):
    """The data folder can't be used."""

    advice = "Name another folder in IQA_DATA, or give this user the right to write there"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


class DiskFull(EmbeddedStackError):
    """The disk of the data folder is full."""

    advice = "Free some space and start again; nothing that was recorded is lost"

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class ProgramMissing(EmbeddedStackError):
    """A program that the servers need isn't installed."""

    advice = "Install the project's requirements again, or name the program in its setting"

    def __init__(self, program: str, setting: str | None = None) -> None:
        super().__init__(f"{program} ({setting})" if setting else program)
        self.program = program
        self.setting = setting


class AccountMissing(EmbeddedStackError):
    """PostgreSQL refuses to run as root and none of the accounts that it could run as exists."""

    advice = "Run as an ordinary user, or make one of the accounts"

    def __init__(self, tried: tuple[str, ...]) -> None:
        super().__init__(", ".join(tried))
        self.tried = tried


class DidNotStart(EmbeddedStackError):
    """A server did not start."""

    advice = (
        "Mend what its log complains of; when that is its own data, restore a backup, or move the folder aside to "
        "begin with an empty one"
    )

    def __init__(self, part: str, log: Path, last_lines: str) -> None:
        super().__init__(f"{part}; {log} ends:\n{last_lines or '(it said nothing)'}\n")
        self.part = part
        self.log = log
        self.last_lines = last_lines


class PortTaken(EmbeddedStackError):
    """Another program took a server's port while it was starting."""

    advice = "Start again: another port is chosen"

    def __init__(self, part: str, port: int) -> None:
        super().__init__(f"{part}, port {port}")
        self.part = part
        self.port = port


class DataNotWhole(EmbeddedStackError):
    """A file is missing from a server's own data."""

    advice = "Restore a backup, or move the folder aside to begin with an empty one"

    def __init__(self, folder: Path, missing: str) -> None:
        super().__init__(f"{folder} holds files but no {missing}")
        self.folder = folder
        self.missing = missing
