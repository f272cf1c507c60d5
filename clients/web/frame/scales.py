"""Scales: where a figure stands on a picture, in per cent of its width, so that it fits any page and any text."""

from typing import Final

from domain.values import Value

_DIGITS: Final = 2


class Scale(Value):
    """From nothing at ``begins`` to ``most`` at ``ends``; both ends are per cent of the picture's width."""

    begins: int
    ends: int
    most: int

    def width(self, count: int) -> float:
        """How wide so many are; the most fill the scale, and none are nothing."""
        return round((self.ends - self.begins) * count / self.most, _DIGITS) if self.most else 0.0

    def at(self, count: int) -> float:
        """Where so many end."""
        return self.begins + self.width(count)
