"""Draws the courses of an IQA and of a quarter as Mermaid state diagrams, from what walking their rules has found."""

from collections.abc import Iterable, Iterator
from functools import cache

from domain.iqa.state import Iqa, Stage, Step
from domain.iqa.waits import waits
from domain.policy import Order
from domain.words import in_words
from domain.words import step as asks
from tests.guards.pictures import iqa as walk
from tests.guards.pictures import quarter as life

OUTSIDE = "[*]"
RINGS = "⏰"

Arrows = dict[tuple[str, str], set[str]]
"""By what one is left for another."""


def pictures() -> dict[str, str]:
    """Every picture by the name under which it stands in the docs."""
    return {
        "iqa": _diagram(_course(Order.ASSESSMENT_FIRST)),
        "iqa-conversation-first": _diagram(_under_way(Order.CONVERSATION_FIRST)),
        "iqa-beside": _diagram(_beside(Order.ASSESSMENT_FIRST)),
        "quarter": _diagram(_quarter()),
    }


def _diagram(lines: Iterable[str]) -> str:
    return "\n".join(("```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"))


def _course(order: Order) -> Iterator[str]:
    """An IQA from its opening to its end; what can be withdrawn is under way, and withdrawing is drawn once."""
    arrows = between_stages(walk.moves(order))
    early = {*_early(arrows)}
    yield from _drawn({pair: by for pair, by in arrows.items() if OUTSIDE in pair})
    yield 'state "under way" as under_way {'
    yield from (f"    {line}" for line in _under_way(order))
    yield "}"
    yield f"under_way --> {Stage.WITHDRAWN}: Withdraw"
    yield from _drawn(
        {
            (a, b): by
            for (a, b), by in arrows.items()
            if b != Stage.WITHDRAWN and OUTSIDE not in {a, b} and not {a, b} <= early
        }
    )
    for stage in sorted({move.after.stage for move in walk.moves(order) if move.after.closed_at}):
        yield f"{stage} --> {OUTSIDE}"


def _under_way(order: Order) -> Iterator[str]:
    """The stages of an IQA that is not completed yet: what always waits in each, and what leads to another."""
    arrows = between_stages(walk.moves(order))
    early = _early(arrows)
    for stage in early:
        yield f"{stage}: {in_words(stage)}"
        yield from (f"{stage}: {line}" for line in _waiting(order, _always(stage, order)))
    yield from _drawn({pair: by for pair, by in arrows.items() if {*pair} <= {*early}})


def _beside(order: Order) -> Iterator[str]:
    """What waits beside the stages, from what begins it to what ends it; and the IQA that is drawn for a check."""
    arrows = beside_stages(order, walk.moves(order))
    found = {name for pair in arrows for name in pair}
    yield "drawn: in the dip sample, check not started"
    for step in Step:
        if step in found:
            yield from (f"{step}: {line}" for line in _waiting(order, {step}))
    yield from _drawn(arrows)


def _quarter() -> Iterator[str]:
    """A quarter from its opening to its end, with what rings in each phase and what people may ask in it."""
    arrows: Arrows = {}
    for lived in life.lived():
        if lived.before != lived.after:
            arrows.setdefault((lived.before or OUTSIDE, lived.after), set()).add(lived.asked)
    for phase in life.PHASES:
        yield f"{phase}: {in_words(phase)}"
        if ringing := life.rings(phase):
            yield f"{phase}: {RINGS} {', '.join(ringing)}"
        if asked := life.may_ask(phase):
            yield f"{phase}: asked by people: {', '.join(asked)}"
    yield from _drawn(arrows)
    yield f"{life.PHASES[-1]} --> {OUTSIDE}"


def between_stages(moves: Iterable[walk.Move]) -> Arrows:
    """What leads from one stage to another in these moves."""
    arrows: Arrows = {}
    for move in moves:
        before = move.before.stage if move.before else OUTSIDE
        if before != move.after.stage:
            arrows.setdefault((before, move.after.stage), set()).add(move.label)
    return arrows


def beside_stages(order: Order, moves: Iterable[walk.Move]) -> Arrows:
    """What begins and ends in these moves of what waits beside the stages; not what withdrawing ends."""
    in_a_stage = {step for stage in Stage for step in _always(stage, order)}
    arrows: Arrows = {}
    for move in moves:
        if move.after.stage is Stage.WITHDRAWN:
            continue
        before, after = _items(move.before), _items(move.after)
        ended, begun = (
            {name.partition(":")[0] for name in names} for names in (before - after, after - before)
        )
        for one in sorted(ended - in_a_stage) or ([OUTSIDE] if begun - in_a_stage else []):
            for other in sorted(begun - in_a_stage) or [OUTSIDE]:
                arrows.setdefault((one, other), set()).add(move.label)
    return arrows


def _early(arrows: Arrows) -> list[Stage]:
    """The stages in which an IQA can be withdrawn."""
    return [stage for stage in Stage if (stage, Stage.WITHDRAWN) in arrows]


@cache
def _always(stage: Stage, order: Order) -> set[Step]:
    """The steps that wait whenever an IQA is at that stage."""
    resting = (move.after for move in walk.moves(order) if move.rests and move.after.stage == stage)
    found = [{wait.step for wait in waits(iqa)} for iqa in resting]
    return set.intersection(*found)


def _waiting(order: Order, steps: set[Step]) -> Iterator[str]:
    """Who is waited for to do what; a step that has a deadline at some time rings."""
    resting = [move.after for move in walk.moves(order) if move.rests]
    ringing = {deadline.step for iqa in resting for deadline in iqa.deadlines}
    for step in (step for step in Step if step in steps):
        who = next(_relation(iqa, wait.who) for iqa in resting for wait in waits(iqa) if wait.step == step)
        yield f"{who} to {asks(step, '…')}{f' {RINGS}' if step in ringing else ''}"


def _relation(iqa: Iqa, who: str) -> str:
    """What somebody is to an IQA."""
    people = {iqa.senior_manager: "senior manager", iqa.prosecutor: "prosecutor", iqa.assessor: "assessor"}
    sampler = {iqa.sample.sampler: "sampler"} if iqa.sample else {}
    return (people | sampler).get(who, "owner")


def _items(iqa: Iqa | None) -> set[str]:
    """The names of what waits in an IQA, and whether it is drawn for a check that has not started."""
    if iqa is None:
        return set()
    names = {f"{wait.step}:{wait.item}" for wait in waits(iqa)}
    return names | {"drawn"} if iqa.sample and not iqa.sample.started else names


def _drawn(arrows: Arrows) -> Iterator[str]:
    for (one, other), by in arrows.items():
        yield f"{one} --> {other}: {'<br/>'.join(sorted(by))}"
