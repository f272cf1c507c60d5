"""What a quarter came to as pictures: how much of what was drawn is checked, and which conversations are held.

Each row is an Area or a category, in the order of their codes: nothing is ranked (¶6.12).
"""

from collections.abc import Iterator, Mapping, Sequence

from clients.web.frame.pictures import Picture, Row, picture
from clients.web.frame.tables import Table

Rates = Sequence[tuple[str, Mapping[str, int]]]
"""The figures of each row, by its name."""


def of_rates(of: str, found: Rates) -> Iterator[Picture]:
    """The pictures of some rows, each of which is an ``of``; none of what there is nothing of yet."""
    if any(figures["drawn"] for _, figures in found):
        yield _coverage(of, found)
    if any(_came_due(figures) or figures["conversations_to_come"] for _, figures in found):
        yield _conversations(of, found)


def _coverage(of: str, found: Rates) -> Picture:
    drawn, checked = _sum(found, "drawn"), _sum(found, "sampled")
    return picture(
        f"{checked} of {drawn} assessments drawn for a second check are checked.",
        ("Checked", "Drawn, and not checked yet"),
        (
            Row(
                name=name,
                says=f"{one['sampled']} of {one['drawn']}",
                done=one["sampled"],
                open=one["drawn"] - one["sampled"],
            )
            for name, one in found
        ),
        Table(
            name="coverage",
            caption="Second checks of what was drawn",
            headings=(of, "Undertaken", "Drawn", "Checked", "Not checked yet"),
            rows=tuple(
                (
                    name,
                    *map(
                        str, (one["undertaken"], one["drawn"], one["sampled"], one["drawn"] - one["sampled"])
                    ),
                )
                for name, one in found
            ),
        ),
    )


def _conversations(of: str, found: Rates) -> Picture:
    held, missed = _sum(found, "conversations_held"), _sum(found, "conversations_not_held")
    return picture(
        f"{held} of {held + missed} conversations that are due are held; {missed} passed their day.",
        ("Held", "Not held by its day"),
        (Row(name=name, says=_talks(one), **_bar(one)) for name, one in found),
        Table(
            name="conversations",
            caption="Conversations, and how they stand to their day",
            headings=(of, "Held", "Not held by its day", "Not held yet, and in time", "Closed as impossible"),
            rows=tuple(
                (name, *(str(one[f"conversations_{each}"]) for each in _COLUMNS)) for name, one in found
            ),
        ),
    )


_COLUMNS = ("held", "not_held", "to_come", "impossible")


def _bar(one: Mapping[str, int]) -> dict[str, int]:
    return {"done": one["conversations_held"], "open": one["conversations_not_held"]}


def _talks(one: Mapping[str, int]) -> str:
    missed, ahead = one["conversations_not_held"], one["conversations_to_come"]
    late = f", {missed} late" if missed else ""
    return f"{one['conversations_held']} held{late}{f', {ahead} to come' if ahead else ''}"


def _came_due(one: Mapping[str, int]) -> int:
    return one["conversations_held"] + one["conversations_not_held"]


def _sum(found: Rates, field: str) -> int:
    return sum(one[field] for _, one in found)
