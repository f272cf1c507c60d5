"""Do a quarter's assessments crowd into its last weeks? An index, and an exact test against an even spread.

The report found work "selected or completed towards the end of the quarter" (¶2.16, ¶6.11) and gives no measure;
this one is local. With ``n`` assessments confirmed, ``x`` of them in the last weeks, and ``l`` of the quarter's ``d``
working days in those weeks:

- index = (x / n) / (l / d). 1 is even, 2 is twice as many as an even spread has. It depends on neither the size of an
  Area nor the bank holidays of a quarter, so Areas and quarters can be held side by side.
- probability = P(X >= x), X ~ Binomial(n, l / d): the one-sided exact binomial test (Clopper and Pearson, Biometrika
  26 (1934), 404-413; NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.6.18). That many or more fall into the
  last weeks by chance if each assessment is as likely on any working day as on another.

The sum is exact, in whole numbers; only its result is rounded, to the nearest float.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from domain.calendar import DayRange
from domain.quarter.pace.figures import Bunching


def at_least(x: int, n: int, part: Fraction) -> Fraction:
    """Return P(X >= x) exactly, for X ~ Binomial(n, part) and 0 <= part <= 1."""
    if x <= 0:
        return Fraction(1)
    if x > n or part == 0:
        return Fraction(0)
    if part == 1:
        return Fraction(1)
    hit, miss = part.numerator, part.denominator - part.numerator
    if 2 * x > n:
        return Fraction(_top(n - x, n, hit, miss), part.denominator**n)
    return 1 - Fraction(_top(x - 1, n, miss, hit), part.denominator**n)


def _top(most: int, n: int, likely: int, rare: int) -> int:
    """Sum C(n, k) rare^k likely^(n-k) over k from 0 to ``most``; each term follows from the one before it."""
    term: int = likely**n
    total = term
    for k in range(most):
        term = term * ((n - k) * rare) // ((k + 1) * likely)
        total += term
    return total


def bunching(confirmed: Iterable[date], days: Iterable[date], late: DayRange, weeks: int) -> Bunching:
    """Measure how many of the ``confirmed`` fall into the ``late`` days, of the working ``days`` looked at.

    ``confirmed`` holds the London day of each assessment. Before the last ``weeks`` begin, and where nothing
    was confirmed, there is nothing to compare: index and probability are None.
    """
    found = tuple(confirmed)
    return of_counts(len(found), sum(day in late for day in found), days, late, weeks)


def of_counts(
    confirmed: int, confirmed_late: int, days: Iterable[date], late: DayRange, weeks: int
) -> Bunching:
    """Measure as ``bunching`` does, where it is counted already how many were confirmed, and how many late."""
    working = tuple(days)
    counted = Bunching(
        weeks=weeks,
        confirmed=confirmed,
        confirmed_late=confirmed_late,
        working_days=len(working),
        working_days_late=sum(day in late for day in working),
    )
    return _measured(counted)


def together(found: Iterable[Bunching]) -> Bunching | None:
    """Measure several Areas as one; None unless the same days were looked at in all of them."""
    each = tuple(found)
    if len({(one.weeks, one.working_days, one.working_days_late) for one in each}) != 1:
        return None
    counts = {name: sum(getattr(one, name) for one in each) for name in ("confirmed", "confirmed_late")}
    return _measured(each[0].model_copy(update=counts | {"index": None, "probability": None}))


def _measured(counted: Bunching) -> Bunching:
    x, n = counted.confirmed_late, counted.confirmed
    if not (n and counted.working_days_late):
        return counted
    part = Fraction(counted.working_days_late, counted.working_days)
    measured = {"index": float(Fraction(x, n) / part), "probability": float(at_least(x, n, part))}
    return counted.model_copy(update=measured)
