"""What somebody's second checks came to: for themselves, and for their Area's chief."""

from collections.abc import Iterator
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from clients.cli.quarter.views import LOCAL, parsed
from clients.desk import samples
from clients.desk.desk import Desk, SignedIn
from clients.desk.figures import judged
from clients.desk.samples import SecondChecks
from domain.assessment import Judgement
from domain.quarter.sample.own_figures import SamplerFigures


def second_checks(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")],
    *,
    asking: Asking = ASKING,
) -> Report:
    """Count your own second checks of a quarter; as the Area's chief, everybody's, by staff id and unranked."""
    parsed(quarter)

    async def see(desk: Desk, by: SignedIn) -> SecondChecks:
        return await samples.second_checks(desk, by, area, quarter)

    found = at_desk(asking, see)
    return Report(found.model_dump(mode="json"), tuple(_parts(found)))


def _parts(found: SecondChecks) -> Iterator[Part]:
    yield f"{found.area}, {found.quarter}: for you, and for the Area's chief alone"
    yield Table(
        ("SAMPLER", "GIVEN", "RECORDED", "CASE READ", "RE-MARKED", "ASKED FOR"),
        [(found.person(one.sampler), *map(str, _counts(one))) for one in found.samplers],
    )
    for one in found.samplers:
        for line in judged({judgement: one.judgements.get(judgement, 0) for judgement in Judgement}):
            yield f"{found.person(one.sampler)}. {line}"
    yield f"How many questions a check re-marks is asked for by policy ({LOCAL}), and stands in nobody's way."


def _counts(one: SamplerFigures) -> tuple[int, ...]:
    return one.given, one.recorded, one.cases_read, one.re_marked, one.re_marks_asked
