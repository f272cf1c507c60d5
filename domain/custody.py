"""Custody while the lawyer is away: which cases are left alone, and who stands in (report ¶5.24)."""

from datetime import date

from domain.values import Code, Value


class CustodyAway(Value):
    """A live case with somebody in custody, and an absence of the person to whom it is allocated.

    Days are London's. Without a last day the absence is open-ended; without a cover nobody is named to stand in.
    ``cover_away_on`` is the first day of it on which the cover is away too.
    """

    urn: Code
    prosecutor: Code
    from_date: date
    to_date: date | None
    cover: Code | None
    cover_away_on: date | None = None

    @property
    def is_covered(self) -> bool:
        """Whether somebody is named to stand in who is there on all of its days."""
        return self.cover is not None and self.cover_away_on is None
