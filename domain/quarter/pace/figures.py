"""How a quarter is getting on, as it is told: what waits and what follows from it, never how many are done (¶2.13)."""

from enum import StrEnum

from domain.values import Code, Value


class Signal(StrEnum):
    """Whom a week's figures are put before: nobody, the manager, or the senior manager as well."""

    NONE = "none"
    WARNED = "warned"
    RAISED = "raised"


class ManagerWeek(Value):
    """What waits with one manager at the end of a week; for that manager and the one above alone (¶6.12).

    ``urgent_actions`` are open in the manager's IQAs, whoever keeps them. ``to_assess`` are IQAs whose assessment is
    still to come, ``behind`` those of them that by their target should be confirmed, ``forecast`` those that fall
    into the quarter's last weeks at the pace so far. ``left_no_time`` are assessments confirmed too late to be
    assured within the quarter. ``set_aside`` are IQAs of the manager in which a rule of selection was set aside since
    the review before. ``weeks_behind`` counts the reviews in a row, this one included, that found so.
    """

    manager: Code
    senior_manager: Code
    urgent_actions: int = 0
    conversations_overdue: int = 0
    others_overdue: int = 0
    to_assess: int = 0
    behind: int = 0
    forecast: int = 0
    left_no_time: int = 0
    set_aside: tuple[Code, ...] = ()
    weeks_behind: int = 0
    signal: Signal = Signal.NONE


class Bunching(Value):
    """How far a quarter's assessments crowd into its last weeks.

    ``index`` is the share confirmed in the last ``weeks`` over the share of the quarter's working days in them: 1 is
    even. ``probability`` is that of at least so many there by chance if all days were alike (binomial tail, exact).
    Both are None where nothing was confirmed, and before the last weeks begin (domain/quarter/pace/bunching.py).
    """

    weeks: int
    confirmed: int
    confirmed_late: int
    working_days: int
    working_days_late: int
    index: float | None = None
    probability: float | None = None


class Pattern(Value):
    """An Area's week without anybody's name; ``days_to_assure`` are the working days left that leave time to assure.

    ``others_overdue`` are all other steps of anybody that are overdue; ``behind`` counts assessments, ``warned`` and
    ``raised`` managers.
    """

    urgent_actions: int = 0
    conversations_overdue: int = 0
    others_overdue: int = 0
    days_to_assure: int = 0
    to_assess: int = 0
    behind: int = 0
    forecast: int = 0
    left_no_time: int = 0
    warned: int = 0
    raised: int = 0
    bunching: Bunching | None = None


class OnesWeek(Value):
    """A manager's last week, as the quarter remembers it to know what persists."""

    manager: Code
    signal: Signal
    weeks_behind: int = 0
