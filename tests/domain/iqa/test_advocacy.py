"""An advocacy IQA: its questions are local content and empty by default, and it is completed all the same (¶3.4)."""

from domain.iqa.commands import (
    ConfirmAssessment,
    DrawForSample,
    OpenIqa,
    RecordDipSample,
    RecordNoActions,
    SelectCase,
)
from domain.iqa.state import Stage
from domain.questions import Category, Subject, Work
from infra.reference import Library
from tests.bdd import given
from tests.factories import NOW, SAMPLER, SELECTED, URN, facts, hold_conversation, opened

ADVOCACY = facts(question_set=Library.load().current.advocacy)


def test_it_goes_from_opening_to_the_dip_sample_without_a_question() -> None:
    assert ADVOCACY.question_set.questions == ()
    opening = OpenIqa(
        **opened(category=Category.ADVOCACY).model_dump(
            include={"area", "quarter", "category", "prosecutor", "assessor", "target_on"}
        ),
        policy_version="default-1",
    )
    selected = (
        given()
        .when(opening, by="system:quarter", at=SELECTED, facts=ADVOCACY)
        .and_when(SelectCase(urn=URN, work=tuple(Work), seen_version=1), facts=ADVOCACY)
    )
    assert selected.iqa.unanswered() == ()

    confirmed = selected.and_when(ConfirmAssessment(seen_version=2), at=NOW, facts=ADVOCACY)
    drawn = confirmed.and_when(DrawForSample(sampler=SAMPLER), by="system:quarter", facts=ADVOCACY)
    held = drawn.and_when(hold_conversation(), facts=ADVOCACY)
    completed = held.and_when(RecordNoActions(), facts=ADVOCACY)

    assert completed.iqa.stage is Stage.COMPLETED
    check = RecordDipSample(comment="Sat in on the hearing.", seen_version=completed.iqa.version)
    assert completed.and_when(check, by=SAMPLER, facts=ADVOCACY).kinds[0] == "dip_sample_recorded"


def test_what_an_iqa_asks_for_stands_in_nobodys_way() -> None:
    asks = opened(asks_for=(Subject.RAPE,))

    found = given(asks).when(SelectCase(urn=URN, work=tuple(Work), seen_version=1))

    assert found.iqa.asks_for == (Subject.RAPE,)
    assert "case_selected" in found.kinds
