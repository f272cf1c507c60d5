"""Who may send which form: every POST route, by everybody, over ASGI; a route without a row here fails.

Whoever could record something by a form is told what is missing in an empty one; everybody else sends it complete, and
nothing is recorded.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from types import MappingProxyType
from typing import Final, NamedTuple

import pytest

from clients.web.frame import days
from clients.web.frame.site import Site
from domain.casework.commands import MakeRequest
from domain.casework.requested import Wanted
from domain.iqa.commands import QueryMark
from tests.area import Kind, today
from tests.clients.desk.world import PEOPLE, World, made
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.web.test_routes import ALL, OPEN, OWN, PARTS
from tests.workflows.quarters import ask_case

MORE: Final = {
    "of another team": "P3",
    "who covers": "M2",
    "a manager elsewhere": "M1",
    "a prosecutor elsewhere": "P1",
}
EVERYBODY: Final = {*PEOPLE, *MORE}

ABOVE: Final = {"a senior manager", "the chief", "an administrator", "an auditor", "legal assurance"}
OF_THE_CHECK: Final = {*ABOVE, "the sampler"}
OF_THE_IQA: Final = {*OF_THE_CHECK, "the assessor", "the assessed", "the owner of an action"}
SENIORS: Final = {"a senior manager", "the sampler", "the chief"}
OVERSEES: Final = {*OF_THE_CHECK, "the assessor"}
READ_BOTH: Final = OF_THE_IQA - {"the owner of an action"}
ANSWERS: Final = {*SENIORS, "the assessor"}
REASSIGNS: Final = {*SENIORS, "an administrator"}
OF_THE_CASE: Final = {*OF_THE_IQA, "another manager", "who covers"}

WORDS: Final = "Words that nobody has asked for."


class Form(NamedTuple):
    """A form: who finds it at all, who could record something by it, and what stands in it when it is complete."""

    found_by: Collection[str]
    records: Collection[str] = ()
    fields: Mapping[str, str] = MappingProxyType({})


def _day(name: str) -> dict[str, str]:
    return days.standing(name, today())


IQA: Final = "/iqas/{iqa_id}"
CASE: Final = "/cases/{urn}"

FORMS: Final[dict[str, Form]] = {
    "/access-log": Form(EVERYBODY, (), {"who": "{assessed}"}),
    f"{CASE}/actions/new": Form(OF_THE_CASE, OF_THE_CASE, {"what": WORDS, "who": "{assessor}"}),
    f"{CASE}/actions/{{action_id}}/outcome": Form(OF_THE_CASE, OF_THE_CASE, {"outcome-{action_id}": WORDS}),
    f"{CASE}/conversations/new": Form(
        OF_THE_CASE, OF_THE_CASE, {"who": "{assessed}", "mode": "video"} | _day("on")
    ),
    f"{CASE}/requests/new": Form(OF_THE_CASE, {"the assessed"}, {"wanted": "assessment", "text": WORDS}),
    f"{CASE}/requests/{{request_id}}": Form(READ_BOTH, ANSWERS, {"answer": "declined", "text": WORDS}),
    "/escalations/{escalation_id}": Form(
        {"the assessor", "the chief"}, {"the assessor", "the chief"}, {"will_do": WORDS}
    ),
    f"{IQA}/actions": Form(OF_THE_IQA, {"the assessor"}, {"what": WORDS, "owner": "{assessor}"}),
    f"{IQA}/actions/none": Form(OF_THE_IQA),
    f"{IQA}/actions/{{action_id}}": Form(
        OF_THE_IQA, {"the assessor", "the owner of an action"}, {"outcome-{action_id}": WORDS}
    ),
    f"{IQA}/assessment/comment": Form(OF_THE_IQA, {"the assessed"}, {"comment": WORDS}),
    f"{IQA}/assessment/query": Form(OF_THE_IQA, {"the assessed"}, {"question": "2", "query": WORDS}),
    f"{IQA}/case": Form(OVERSEES, (), {"urn": "{urn}"}),
    f"{IQA}/case/draw": Form(OVERSEES),
    f"{IQA}/case/{{urn}}": Form(()),
    f"{IQA}/close-conversation": Form(OF_THE_CHECK, (), {"because": "left", "note": WORDS}),
    f"{IQA}/feedback": Form(OF_THE_CHECK, {"the sampler"}, {"mode": "video", "content": WORDS} | _day("on")),
    f"{IQA}/feedback/answer": Form(OF_THE_CHECK, (), {"reply": "nothing", "because": WORDS}),
    f"{IQA}/history/verify": Form(READ_BOTH),
    f"{IQA}/history/verify/{{verification_id}}/stop": Form(READ_BOTH),
    f"{IQA}/development/{{action_id}}": Form(()),
    f"{IQA}/manager-talks": Form(OVERSEES, SENIORS, {"text": WORDS} | _day("on")),
    f"{IQA}/manager-talks/{{talk_id}}": Form(OVERSEES, (), {"outcome-{talk_id}": WORDS}),
    f"{IQA}/marks": Form({"the assessor"}, (), {"q1-answer": "yes"}),
    f"{IQA}/marks/check": Form(OF_THE_IQA),
    f"{IQA}/marks/revise": Form({"the assessor"}, {"the assessor"}, {"because": WORDS}),
    f"{IQA}/meeting": Form(OF_THE_IQA, (), {"mode": "video", "went_well": WORDS} | _day("on")),
    f"{IQA}/meeting/as-noted": Form(()),
    f"{IQA}/meeting/correct": Form({"the assessor"}, {"the assessor"}, {"because": WORDS}),
    f"{IQA}/meeting/plan": Form(OF_THE_IQA, (), {"plan_mode": "video"} | _day("plan")),
    f"{IQA}/meeting/take-back": Form({"the assessor"}, {"the assessor"}, {"instead": WORDS}),
    f"{IQA}/meeting/took-place": Form(OF_THE_IQA, {"the assessed"}, {"took_place": "yes"}),
    f"{IQA}/queries/{{query_id}}": Form(READ_BOTH, (), {"outcome": "not_upheld", "text": WORDS}),
    f"{IQA}/reassign": Form(REASSIGNS, REASSIGNS, {"to": "{other}", "note": WORDS}),
    f"{IQA}/replace": Form({"the assessor"}, (), {"because": "not_live"}),
    f"{IQA}/second-check": Form(OF_THE_CHECK),
    f"{IQA}/second-check/compare": Form(OF_THE_CHECK),
    f"{IQA}/second-check/feedback": Form(OF_THE_CHECK),
    f"{IQA}/second-check/look": Form(OF_THE_CHECK),
    f"{IQA}/withdraw": Form(OVERSEES, SENIORS, {"because": "left", "note": WORDS}),
}
"""The forms of one IQA that was checked and not fed back, of its case, and of what was escalated."""

KEPT_AS_IT_IS: Final = {f"{IQA}/drafts/{{form}}", f"{CASE}/drafts/{{form}}"}
"""What one writes before it is sent: kept for oneself whatever it is, and of no IQA until it is sent."""

POSTS: Final = [path for method, path in ALL if method == "POST"]
ENDS: Final = "/sign-out"


@pytest.fixture(autouse=True)
def met() -> None:
    """An empty form shows hundreds of states; the tests of each page look at its own."""


class Table(NamedTuple):
    """Everybody at their own browser, and the world at which they send their forms."""

    world: World
    people: Mapping[str, Visitor]

    def at(self, path: str) -> str:
        return self._filled(path)

    def fields(self, form: Form) -> dict[str, str]:
        return {
            self._filled(name).replace("-", "__"): self._filled(text) for name, text in form.fields.items()
        }

    def _filled(self, text: str) -> str:
        system = self.world.system
        return text.format(
            **PARTS
            | {
                "iqa_id": self.world.iqa,
                "escalation_id": self.world.escalation,
                "urn": system.urn("P1", Kind.ANY_WORK),
                "assessor": system.id("M1"),
                "other": system.id("M3"),
                "assessed": system.id("P1"),
            }
        )


@asynccontextmanager
async def seated(system: System, site: Site) -> AsyncIterator[Table]:
    """The world with a query and a request in it, and somebody who covers its assessor."""
    world = await made(system, site.desk)
    await system.send(world.iqa, "P1", QueryMark(question=1, text=WORDS))
    urn = system.urn("P1", Kind.ANY_WORK)
    await ask_case(system, "P1", urn, MakeRequest(urn=urn, wanted=Wanted.CONVERSATION, text=WORDS))
    await system.rows(
        "insert into iqa.absences (staff_id, from_date, kind, cover, occurrence) values ($1, $2, 'leave', $3, 9)",
        system.id("M1"),
        today(),
        system.id("M2"),
    )
    async with AsyncExitStack() as stack:
        people = {}
        for name in (*PEOPLE, *MORE):
            area = world.elsewhere if name.endswith("elsewhere") else system.area
            staff_id = f"{area}-{MORE[name]}" if name in MORE else world.who(name).staff_id
            people[name] = await stack.enter_async_context(visiting(site, staff_id))
        yield Table(world, people)


def test_every_post_has_its_row_or_is_of_whoever_sends_it() -> None:
    own = {path for method, path in OPEN | OWN if method == "POST"}

    assert sorted(POSTS) == sorted({*FORMS, *KEPT_AS_IT_IS, *own})


async def test_a_form_is_found_by_whom_the_table_names_and_records_nothing_for_anybody_else(
    system: System, site: Site
) -> None:
    async with seated(system, site) as table:
        recorded = await _recorded(table.world)
        found: dict[str, set[str]] = {path: set() for path in FORMS}
        nothing = set()
        for path, form in FORMS.items():
            for name, visitor in table.people.items():
                fields = {} if name in form.records else table.fields(form)
                answer = await visitor.post(table.at(path), **fields)
                busy = (
                    {503} if path.endswith("/verify") else set()
                )  # so many are verified at once, and no more
                assert answer.status_code in {200, 303, 404, 409, 422} | busy, (path, name, answer.text)
                if answer.status_code == 404:
                    nothing.add(answer.text)
                else:
                    found[path].add(name)
                assert await _recorded(table.world) == recorded, (path, name)

        assert found == {path: set(form.found_by) for path, form in FORMS.items()}
        assert len(nothing) == 1, "there is one page for whatever is not there"
        await _is_refused_when_strange(table)


async def _recorded(world: World) -> int:
    streams = [world.iqa, world.case, world.late]
    [row] = await world.system.rows("select count(*) as n from iqa.ledger where stream = any($1)", streams)
    return int(row["n"])


async def _is_refused_when_strange(table: Table) -> None:
    """A field that no form has, one that comes twice, and a form from elsewhere."""
    for path in sorted(POSTS, key=lambda one: one == ENDS):
        form = FORMS.get(path, Form(EVERYBODY))
        if path not in KEPT_AS_IT_IS and form.found_by:
            visitor = table.people[min(form.found_by)]
            for strange in ({"of_nobody": "1"}, {"seen": ["1", "1"], "of_nobody": ["1", "2"]}):
                answer = await visitor.post(table.at(path), **strange)
                assert answer.status_code == 422, (path, answer.text)
                assert "That form is not ours" in answer.text, path
        for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example.test"}):
            client = table.people["the assessor"].client
            assert (await client.post(table.at(path), headers=headers)).status_code == 403, path
