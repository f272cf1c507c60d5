"""Days and times as people type them into the three fields of a date, and into that of a time."""

from datetime import date, time

from clients.web.frame.forms import Filled
from clients.web.frame.render import Wrong

PARTS = ("day", "month", "year")
"""The fields of a date, below its own name."""


def fields(name: str) -> tuple[str, ...]:
    """The names of the three fields of a date."""
    return tuple(f"{name}-{part}" for part in PARTS)


def standing(name: str, day: date) -> dict[str, str]:
    """A day as it stands in the three fields."""
    return dict(zip(fields(name), (str(day.day), str(day.month), str(day.year)), strict=True))


def day(words: Filled, name: str, what: str) -> date | Wrong:
    """The day that was typed, or what is wrong with it; ``what`` is the day's own name in a sentence."""
    typed = [words.text(one) or "" for one in fields(name)]
    if not any(typed):
        return Wrong(field=f"{name}-day", says=f"Enter {what}")
    missing = [part for part, one in zip(PARTS, typed, strict=True) if not one]
    if missing:
        return Wrong(
            field=f"{name}-{missing[0]}", says=f"{_begun(what)} must have a {' and a '.join(missing)}"
        )
    try:
        return date(int(typed[2]), int(typed[1]), int(typed[0]))
    except ValueError:
        return Wrong(field=f"{name}-day", says=f"{_begun(what)} must be a real day, such as 11 12 2026")


def clock(words: Filled, name: str) -> time | Wrong | None:
    """The time that was typed, None where none was, or what is wrong with it."""
    typed = words.text(name)
    if typed is None:
        return None
    try:
        return time.fromisoformat(typed.replace(".", ":").zfill(5))
    except ValueError:
        return Wrong(field=name, says="The time must be like 14:30, or left blank")


def _begun(what: str) -> str:
    return what[0].upper() + what[1:]
