"""Free text is kept exactly as written, or refused clearly."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.iqa.commands import Comment, IqaEnvelope, RecordAction
from domain.iqa.events import CommentMade
from tests.bdd import given
from tests.factories import COLLEAGUE, PROSECUTOR, a_confirmed_iqa

FAITHFUL = [
    "👩🏽‍⚖️ pleaded “not guilty”",
    "\u202eright to left\u202c",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea",
    "e\u0301 is not \u00e9",
    "tabs\tand\r\nlines\n",
    "  spaces at both ends  ",
    "\u0007\u001b[31m\u007f\ufeff",
    "</script><script>alert(1)</script>",
    "'; drop table iqa.ledger; --",
    "{{ 7 * 7 }} ${HOME} %s {0}",
    "\U0010ffff",
    "é" * 20_000,
]


@pytest.mark.parametrize("text", FAITHFUL, ids=range(len(FAITHFUL)))
def test_text_is_kept_as_written(text: str) -> None:
    outcome = given(*a_confirmed_iqa()).when(Comment(text=text), by=PROSECUTOR)

    outcome.then(CommentMade(text=text))
    assert outcome.iqa.comments[-1].text == text


@for_all(st.text(min_size=1).filter(lambda text: text.strip() and "\x00" not in text))
def test_whatever_text_passes_survives_json(text: str) -> None:
    comment = Comment(text=text)

    assert Comment.model_validate_json(comment.model_dump_json()).text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nul\x00", "NUL"),
        ("half \ud83d of a pair", "half of a surrogate pair"),
        ("\udfff", "half of a surrogate pair"),
        (" \t\n\u2003", "blank"),
        ("", "blank"),
        ("x" * 20_001, "20000 characters"),
        ("x" * 100_000, "20000 characters"),
        (b"\xff", "valid string"),
        (7, "valid string"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_and_the_refusal_says_why(text: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Comment.model_validate({"text": text})


@pytest.mark.parametrize("field", ["owner", "urn"])
@pytest.mark.parametrize("code", ["x" * 65, "", " ", "\x00", "\ud800"])
def test_a_code_is_short_and_never_blank(field: str, code: str) -> None:
    values = {"what": "Ring.", "owner": COLLEAGUE, field: code}

    with pytest.raises(ValidationError):
        RecordAction.model_validate(values)


@pytest.mark.parametrize("actor", ["", "x" * 65, "XN\x00"])
def test_somebody_without_a_name_does_nothing(actor: str) -> None:
    with pytest.raises(ValidationError):
        IqaEnvelope.model_validate(
            {
                "command_id": "00000000-0000-0000-0000-000000000001",
                "actor": actor,
                "command": {"kind": "catch_up"},
            }
        )
