"""Who reports to whom: every prosecutor has a manager, and no line of management leads back to its start."""

from collections.abc import Iterator, Mapping

from domain.people import Role
from domain.roster.sheets import Sheet


def check(people: Sheet, on_record: Mapping[str, str | None]) -> None:
    """Note the prosecutors without a manager, and the circles in the lines of management after the import."""
    lines: dict[str, int] = {}
    managers = dict(on_record)
    for line, (person, role, manager) in people.cells("staff_id", "role", "reports_to"):
        if role == Role.PROSECUTOR and people.is_empty(line, "reports_to", manager):
            people.fault(line, "reports_to", "", "a prosecutor needs a manager")
        if isinstance(person, str):
            lines[person] = line
            managers[person] = manager if isinstance(manager, str) else None
    for circle in circles(managers):
        named = [person for person in circle if person in lines]
        if named:
            line, person = min((lines[person], person) for person in named)
            people.fault(line, "reports_to", managers[person], _reason(circle))


def circles(managers: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Find every circle once, in the order of reporting; who reports to themselves is a circle of one."""
    settled: set[str] = set()
    for start in managers:
        path: dict[str, int] = {}
        person: str | None = start
        while person is not None and person not in settled and person not in path:
            path[person] = len(path)
            person = managers.get(person)
        if person is not None and person in path:
            yield tuple(path)[path[person] :]
        settled.update(path)


def _reason(circle: tuple[str, ...]) -> str:
    if len(circle) == 1:
        return "nobody reports to themselves"
    shown = circle if len(circle) <= _LONGEST_SHOWN else (*circle[: _LONGEST_SHOWN - 1], "…")
    return f"reporting goes in a circle: {', '.join(shown)}"


_LONGEST_SHOWN = 8
