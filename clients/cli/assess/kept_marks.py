"""What somebody typed while they marked and has not recorded: kept in a file of their own, and offered next time."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from domain.ids import derived_id
from domain.values import Value

_KEPT: Final = timedelta(days=30)


class Typed(Value):
    """What was typed for one question: each field as it stood in its line."""

    answer: str = ""
    not_applicable: str = ""
    good_practice: str = ""
    improvement: str = ""
    preset_changed_because: str = ""


class Begun(Value):
    """Marks that were begun: for which case, at which place of the dialogue, when (UTC), and what was typed."""

    urn: str
    place: int
    at: datetime
    typed: dict[int, Typed]
    notes: dict[str, str]


class KeptMarks:
    """The file of one IQA and one assessor: nobody else reads it, and it goes once its marks are recorded."""

    def __init__(self, iqa_id: str, assessor: str, urn: str) -> None:
        self._urn = urn
        self._path = _folder() / f"{derived_id('marks', iqa_id, assessor)}.json"

    def begun(self, now: datetime) -> Begun | None:
        """What was begun for this case; whatever was kept for a month, for whichever case, is thrown away first."""
        for path in _older_than(now - _KEPT, self._path.parent):
            path.unlink(missing_ok=True)
        with suppress(OSError, ValidationError):
            found = Begun.model_validate_json(self._path.read_bytes())
            return found if found.urn == self._urn else None
        return None

    def keep(self, begun: Begun) -> bool:
        """Keep it in place of what was kept before, whole at any moment; return whether it could be kept."""
        draft = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(begun.model_dump_json())
            draft.replace(self._path)
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Throw it away."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _folder() -> Path:
    """Where programs keep what a person would miss (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111  never raises
    return Path(home) / "iqa" / "marks"


def _older_than(instant: datetime, folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from [one for one in folder.iterdir() if one.stat().st_mtime < instant.timestamp()]
