"""A notice is the same one when it is made again, and another for anything else that happened or anybody else."""

import pytest

from domain.notices import About, NoticeKind
from tests.factories import ASSESSOR, IQA_ID, NOW, PROSECUTOR, SENIOR

ABOUT = About(area="XN", stream=IQA_ID, version=3, at=NOW, actor=SENIOR)


def only(about: About, to: str = ASSESSOR, kind: NoticeKind = NoticeKind.REMINDER) -> object:
    [notice] = about.to(to, kind=kind)
    return notice.notice_id


def test_made_again_it_is_the_same() -> None:
    assert only(ABOUT) == only(ABOUT.model_copy())


@pytest.mark.parametrize(
    "other",
    [
        only(ABOUT.model_copy(update={"version": 4})),
        only(ABOUT.model_copy(update={"stream": "iqa-other"})),
        only(ABOUT, to=PROSECUTOR),
        only(ABOUT, kind=NoticeKind.ESCALATION),
    ],
    ids=["event", "stream", "receiver", "kind"],
)
def test_of_another_event_or_for_another_it_is_another(other: object) -> None:
    assert other != only(ABOUT)
