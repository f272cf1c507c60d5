"""The folder of an export: the files that are read, whole and at rest, and what looks like one and is not read."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from domain.roster.columns import LAYOUTS
from domain.roster.faults import Fault
from infra.csv_files import is_ended
from infra.file_kinds import kind_of

_FILES: Final = tuple(layout.file for layout in LAYOUTS)
_WORDS: Final[Mapping[str, str]] = {layout.table: layout.file for layout in LAYOUTS} | {
    "staff": "people.csv",
    "person": "people.csv",
    "users": "people.csv",
    "leave": "absences.csv",
    "absent": "absences.csv",
    "sickness": "absences.csv",
    "acts": "contributions.csv",
}
_FILLERS: Final = frozenset(
    (
        "a",
        "backup",
        "bak",
        "copy",
        "csv",
        "data",
        "export",
        "extract",
        "file",
        "final",
        "kopie",
        "last",
        "latest",
        "list",
    )
) | frozenset(
    ("new", "of", "old", "orig", "original", "report", "saved", "sheet", "tab", "table", "tmp", "v")
)
"""Words that a name may have besides without being another's."""

_LITTER: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_ALIKE: Final = 0.75


class Beside(NamedTuple):
    """What lies beside the files that are read: what looks like one, which those are, and what is only there."""

    faults: tuple[Fault, ...]
    meant: frozenset[str]
    warnings: tuple[Fault, ...]


class Export(NamedTuple):
    """What lies in a folder: the content of each file that is read, what is wrong, and what is passed over.

    ``unended`` warns of what a cut file and some whole ones have in common: no end of their last line. ``written_at``
    is when the youngest of them was written, in seconds since the epoch.
    """

    folder: Path
    contents: Mapping[str, bytes]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    unended: tuple[Fault, ...] = ()
    written_at: float = 0.0

    def changed(self) -> tuple[Fault, ...]:
        """Read the files again, and name those that are not what they were: somebody still writes them.

        What was wrong with the folder before is no change, and is told with everything else that is wrong.
        """
        now = read_folder(self.folder)
        names = [name for name in _FILES if now.contents.get(name) != self.contents.get(name)]
        changed = tuple(_fault(name, _CHANGED) for name in names)
        return changed or tuple(fault for fault in now.faults if fault not in self.faults)


_UNENDED: Final = "its last line has no line end: is the file whole?"
_CHANGED: Final = "changed while it was read: is it still being written? Import again once it is whole"


def read_folder(folder: Path) -> Export:
    """Read an export's files into memory, and look at whatever lies beside them; nothing is raised."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except (OSError, ValueError) as error:
        return Export(folder, {}, (_fault(str(folder), _no_folder(folder, error)),))
    contents: dict[str, bytes] = {}
    beside = _beside(folder, names)
    faults = [*beside.faults]
    for layout in LAYOUTS:
        read = _read(folder / layout.file)
        if isinstance(read, bytes):
            contents[layout.file] = read
        elif read or not (layout.optional or layout.file in beside.meant):
            faults.append(_fault(layout.file, read or "this file is missing"))
    unended = tuple(_fault(name, _UNENDED) for name, data in contents.items() if not is_ended(data))
    return Export(folder, contents, tuple(faults), beside.warnings, unended, _written_at(folder, contents))


def _beside(folder: Path, names: list[str]) -> Beside:
    faults, warnings, meant = [], [], set()
    for name in names:
        if name in _FILES or _is_read_as(folder, name):
            continue
        if ours := _meant(name):
            meant.add(ours)
            faults.append(_fault(name, _not_read(ours, names)))
        elif name.lower().endswith(".csv") and not name.startswith("."):
            faults.append(
                _fault(name, f"is not read: the files are {', '.join(_FILES)}; rename it or take it out")
            )
        elif not name.startswith((".", "~$")) and name.lower() not in _LITTER:
            warnings.append(_fault(name, "is not read"))
    return Beside(tuple(faults), frozenset(meant), tuple(warnings))


def _read(path: Path) -> bytes | str | None:
    """The content; else why there is none, or None where no such file is."""
    try:
        if not os.path.lexists(path):
            return None
        if not path.exists():
            return "leads to a file that is missing"
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return "is a folder, not a file"
        if not stat.S_ISREG(mode):
            return "is no file, but a pipe or a device"
        return path.read_bytes()
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _written_at(folder: Path, names: Iterable[str]) -> float:
    """When the youngest of these files was last written, in seconds since the epoch."""
    try:
        return max(((folder / name).stat().st_mtime for name in names), default=0.0)
    except OSError:
        return 0.0


def _no_folder(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError) or getattr(error, "errno", None) == errno.ENAMETOOLONG:
        return "there is no such folder"
    if isinstance(error, NotADirectoryError):
        kind = kind_of(path.read_bytes()) if path.is_file() and os.access(path, os.R_OK) else None
        what = f"is {kind}" if kind else "is a file"
        return f"{what}, not a folder: give the folder that holds {_FILES[0]} and the others"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _is_read_as(folder: Path, name: str) -> bool:
    """Tell whether this is one of our files under other capitals, where the file system does not tell these apart."""
    try:
        return name.lower() in _FILES and (folder / name).samefile(folder / name.lower())
    except OSError:
        return False


def _meant(name: str) -> str | None:
    """The file that a name is likely to stand for: in other capitals, a copy, with a date, another ending or word."""
    if name.startswith((".", "~$")):
        return None
    words = re.findall(r"[a-z]+", name.lower())
    alike = [get_close_matches(word, _WORDS, 1, _ALIKE) for word in words]
    tables = [_WORDS[found[0]] for found in alike if found]
    stem = re.findall(r"[a-z]+", name.lower().split(".", maxsplit=1)[0])
    strange = [
        word for word in stem if word not in _FILLERS and not get_close_matches(word, _WORDS, 1, _ALIKE)
    ]
    return tables[0] if tables and (not strange or ".csv" in name.lower()) else None


def _not_read(ours: str, names: list[str]) -> str:
    if ours in names:
        return f"is not read, since {ours} lies beside it: take out the one that does not count"
    return f"is not read: is it {ours}? Export it under that name, or take it out"


def _fault(name: str, reason: str) -> Fault:
    return Fault(name, 0, "", None, reason)
